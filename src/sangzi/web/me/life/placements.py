"""What I take part in: sessions, hours, reports, certificates; and those whom I take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.programmes import actions
from sangzi.programmes.access.life import life_of, life_offered_by, offered_life, own_judging, own_life
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Placement, Report, Side
from sangzi.programmes.queries.life import (
    called,
    claims_of,
    coming_sessions,
    confirmed,
    is_asked,
    kind_of_life,
    measured,
    records_of_life,
    reports_asked,
)
from sangzi.programmes.service_claims import claim_of, is_claim
from sangzi.web.certificate_files import pdf_answer
from sangzi.web.desk.life.forms import ServiceForm
from sangzi.web.refused_forms import complain
from sangzi.web.saying import said_of, saying

EDITS = ["GET", "HEAD", "POST"]
SHOWN = 100


@audience("signed-in")
@require_safe
def listed(request: Any) -> HttpResponse:
    own = list(life_of(request.user).order_by("-pk")[:SHOWN])
    taken = list(life_offered_by(request.user).order_by("-pk")[:SHOWN])
    context = {
        "lines": [(one, frozen(one.opening.round.definition)) for one in own],
        "taken": [(one, called(one)) for one in taken],
        "sessions": coming_sessions([*own, *taken], timezone.localdate()),
        "judging": list(own_judging(request.user).order_by("-pk")[:SHOWN]),
        "today": timezone.localdate(),
    }
    return render(request, "me/life/list.html", context)


@audience("signed-in")
@require_safe
def show(request: Any, pk: int) -> HttpResponse:
    """One of mine: what was confirmed, what is asked of me."""
    found = own_life(request.user, pk)
    kind = kind_of_life(found.opening.round)
    programme = frozen(found.opening.round.definition)
    context = {
        "placement": found,
        "programme": programme,
        "kind": kind,
        "amount": confirmed([found], kind).get(found.pk, 0),
        "records": measured(records_of_life(found)[:SHOWN], programme),
        "claims": claims_of(found),
        "reports": reports_asked(found, timezone.localdate()),
        "sessions": coming_sessions([found], timezone.localdate()),
        "certificates": found.certificates.filter(revoked=None),
        "payments": found.payments.filter(record__reversal=None).order_by("part"),
        "may_claim": bool(programme.service and programme.service.record) and found.state in ("held", "serving"),
        "may_say": is_asked(found, Side.APPLICANT, timezone.localdate()),
        "said": said_of(found, Side.APPLICANT, request.user),
    }
    return render(request, "me/life/show.html", context)


@audience("signed-in")
@require_http_methods(EDITS)
def claim(request: Any, pk: int) -> HttpResponse:
    """Hours of mine, to be confirmed."""
    found = own_life(request.user, pk)
    kind = kind_of_life(found.opening.round)
    form = ServiceForm(request.POST or None, today=timezone.localdate(), measure=kind.measure if kind else "")

    def act() -> str:
        actions.claim_service(placement=found, now=timezone.now(), by=request.user, **form.cleaned_data)
        return _("已记下，等%(unit)s确认以后计入。") % {"unit": found.opening.unit.short}

    return _answer(request, found, form, act, _("记一笔"))


@audience("signed-in")
@require_http_methods(EDITS)
def say(request: Any, pk: int) -> HttpResponse:
    """How it was for me; the other side never sees it with my name."""
    return _said(request, own_life(request.user, pk), Side.APPLICANT, "me:life-show")


@audience("signed-in")
@require_safe
def taken(request: Any, pk: int) -> HttpResponse:
    """Somebody whom I take along: what they wrote down, to be confirmed."""
    found = offered_life(request.user, pk)
    kind = kind_of_life(found.opening.round)
    programme = frozen(found.opening.round.definition)
    context = {
        "placement": found,
        "programme": programme,
        "called": called(found),
        "kind": kind,
        "records": measured(records_of_life(found)[:SHOWN], programme),
        "claims": claims_of(found),
        "may_log": bool(programme.service and programme.service.record) and found.state in ("held", "serving"),
        "may_say": is_asked(found, Side.OFFERER, timezone.localdate()),
        "said": said_of(found, Side.OFFERER, request.user),
    }
    return render(request, "me/life/taken.html", context)


@audience("signed-in")
@require_http_methods(EDITS)
def log(request: Any, pk: int) -> HttpResponse:
    """What I did with somebody whom I take along: it counts at once."""
    found = offered_life(request.user, pk)
    kind = kind_of_life(found.opening.round)
    form = ServiceForm(request.POST or None, today=timezone.localdate(), measure=kind.measure if kind else "")

    def act() -> str:
        actions.log_service(placement=found, today=timezone.localdate(), by=request.user, **form.cleaned_data)
        return _("已记下，计入数据。")

    return _answer(request, found, form, act, _("记一笔"), back="me:life-taken")


@audience("signed-in")
@require_http_methods(EDITS)
def say_of(request: Any, pk: int) -> HttpResponse:
    """How it was with somebody whom I took along."""
    return _said(request, offered_life(request.user, pk), Side.OFFERER, "me:life-taken")


@audience("signed-in")
@require_POST
def confirm(request: Any, pk: int, claim: int) -> HttpResponse:
    """Hours that somebody whom I take along wrote down are right."""
    found = offered_life(request.user, pk)
    one = Report.objects.filter(placement=found, pk=claim).select_related("placement__opening__round").first()
    if one is None or not is_claim(one):
        raise NotVisible(_("没有找到这一条；请刷新页面。"))
    actions.confirm_service(report=one, now=timezone.now(), by=request.user)
    told = claim_of(one)
    messages.success(request, _("已确认%(on)s的一笔。") % {"on": f"{told.on:%Y-%m-%d}"})
    return HttpResponseRedirect(reverse("me:life-taken", args=[pk]))


@audience("signed-in")
@require_safe
def certificate(request: Any, pk: int, number: str) -> HttpResponse:
    found = own_life(request.user, pk)
    one = (
        found.certificates.filter(number=number)
        .select_related("placement__opening__round", "placement__opening__unit")
        .first()
    )
    if one is None:
        raise NotVisible(_("没有找到这份证书；请刷新页面。"))
    return pdf_answer(one)


def _said(request: Any, found: Placement, side: Side, back: str) -> HttpResponse:
    """Take down what one side says and go back; else the form, with what is wrong beside its field."""
    said, address = saying(request, found, side), reverse(back, args=[found.pk])
    if said.taken:
        messages.success(request, _("谢谢您的反馈。"))
        return HttpResponseRedirect(address)
    page = {"heading": _("说说感受"), "placement": found, "back": address} | said.page
    return render(request, "me/life/report.html", page, status=422 if said.form.errors else 200)


def _answer(
    request: Any,
    found: Placement,
    form: Any,
    act: Callable[[], str],
    heading: str,
    *,
    back: str = "me:life-show",
) -> HttpResponse:
    """Carry out what a valid form asks and go back; else the form, with what is wrong beside its field."""
    address = reverse(back, args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
            return HttpResponseRedirect(address)
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    context = {
        "form": form,
        "heading": heading,
        "verb": _("提交"),
        "back": address,
        "placement": found,
    }
    return render(request, "me/life/verb.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("life/", listed, name="life"),
    path("life/<int:pk>/", show, name="life-show"),
    path("life/<int:pk>/hours/", claim, name="life-claim"),
    path("life/<int:pk>/feedback/", say, name="life-feedback"),
    path("life/<int:pk>/certificates/<str:number>/", certificate, name="life-certificate"),
    path("life/taken/<int:pk>/", taken, name="life-taken"),
    path("life/taken/<int:pk>/hours/", log, name="life-taken-log"),
    path("life/taken/<int:pk>/feedback/", say_of, name="life-taken-feedback"),
    path("life/taken/<int:pk>/claims/<int:claim>/", confirm, name="life-taken-confirm"),
]
