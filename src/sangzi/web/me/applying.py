"""Applying: the form with its drafts, looking it over, handing it in."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, SangziError
from sangzi.programmes.access.own import get_draft, own_applications
from sangzi.programmes.access.public import get_public_round
from sangzi.programmes.actions import begin, fill
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Applicant, Application, Opening, Round
from sangzi.programmes.queries.own import alive_in, in_hand
from sangzi.programmes.queries.public import free_nights
from sangzi.programmes.steps import Applications
from sangzi.web.basket import forget
from sangzi.web.conditions import conditions_of
from sangzi.web.nights import SHOWN, WEEKDAYS, months_of
from sangzi.web.standings import sign_of

from .apply_form import ApplyForm, files_there, initial_of
from .asked_form import PREFIX
from .for_whom import bidder_of, kinds_for, person_of, units_for
from .uploads import keep_sent, papers_of
from .wishing import choices_of, wishes_sent, wishes_shown

# What an error of the engine is about, and where it stands on the form.
PLACES = {"credit_code": "partner_code", "bidder": "unit"}


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Any, key: int) -> HttpResponse:
    """The form of a round before there is a draft; then the draft's."""
    round_ = get_public_round(key)
    step = _step(round_)
    own = own_applications(request.user)
    draft = in_hand(own, round_)
    if draft is not None and request.method != "POST":
        return HttpResponseRedirect(_edit_url(draft) + _asked(request))
    if draft is None and len(alive_in(own, round_)) >= step.each:
        messages.info(request, _("您已经报过这个批次。"))
        return HttpResponseRedirect(reverse("me:application", args=[alive_in(own, round_)[-1].pk]))
    kinds = kinds_for(request, step)
    kind = request.POST.get("kind") or request.GET.get("kind") or (kinds[0] if len(kinds) == 1 else "")
    if kind not in kinds or (person_of(request) is None and kind not in (Applicant.UNIT, Applicant.VILLAGE)):
        return _before(request, round_, kinds)
    return _form(request, round_, kind, None)


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, key: int) -> HttpResponse:
    """The form of a draft, or of an application that was given back."""
    application = get_draft(request.user, key)
    return _form(request, application.round, application.kind, application)


def _before(request: Any, round_: Round, kinds: list[str]) -> HttpResponse:
    """For whom it is, and what is missing about oneself."""
    context = {
        "round": round_,
        "programme": frozen(round_.definition),
        "sign": sign_of(round_, timezone.now()),
        "kinds": [(kind, Applicant(kind).label) for kind in kinds],
        "person": person_of(request),
        "conditions": conditions_of(round_),
        "asked": _asked(request),
    }
    return render(request, "me/apply/before.html", context)


def _form(request: Any, round_: Round, kind: str, application: Application | None) -> HttpResponse:
    """Show the form, or keep what was sent and go on."""
    draft = request.POST.get("act") != "check"
    form = ApplyForm(
        request.POST or None,
        request.FILES or None,
        initial=initial_of(application),
        programme=frozen(round_.definition),
        kind=kind,
        units=units_for(request, kind),
        draft=draft,
        fresh=application is None,
    )
    if request.method != "POST":
        return _shown(request, round_, kind, application, form)
    return _sent(request, round_, kind, application, form)


def _sent(request: Any, round_: Round, kind: str, application: Application | None, form: ApplyForm) -> HttpResponse:
    alone = "X-Autosave" in request.headers
    wishes = wishes_sent(request, round_, _step(round_).wishes)
    try:
        kept = _kept(request, round_, kind, application, form, wishes)
    except SangziError as refused:
        if alone:
            return JsonResponse({"said": refused.sentence}, status=refused.status)
        if isinstance(refused, Conflict) and application is not None:
            return _changed_elsewhere(request, application, form, wishes, refused)
        if not isinstance(refused, BadInput):
            raise
        form.refuse(refused, PLACES)
        return _shown(request, round_, kind, application, form, wishes)
    forget(request, round_.pk)
    if alone:
        said = _("草稿已保存 %(time)s") % {"time": f"{timezone.localtime():%H:%M}"}
        return JsonResponse({"said": said, "revision": kept.revision, "address": _edit_url(kept)})
    return _onward(request, kept, kind, form, wishes)


def _changed_elsewhere(
    request: Any, application: Application, form: ApplyForm, wishes: list[Opening], refused: Conflict
) -> HttpResponse:
    """What was typed stays on the page; sent once more, it is saved over the change."""
    there = get_draft(request.user, application.pk)
    form.add_error(None, refused.sentence + _("您刚填的还在下面；再按一次，就以下面的为准。"))
    return _shown(request, there.round, there.kind, there, form, wishes, status=HTTPStatus.CONFLICT)


def _kept(
    request: Any,
    round_: Round,
    kind: str,
    application: Application | None,
    form: ApplyForm,
    wishes: list[Opening],
) -> Application:
    """The draft with what was sent: begun where there was none."""
    form.full_clean()
    now = timezone.now()
    there = files_there(application) | keep_sent(request, form, now)
    answers = form.given(there)
    if application is None:
        bidder = bidder_of(request, kind, form.cleaned_data)
        key = request.POST.get("key") or token_urlsafe(16)
        application = begin(round=round_, bidder=bidder, key=key, now=now, by=request.user)
        revision = application.revision
    else:
        revision = _revision(request)
    return fill(
        application=application,
        answers=answers,
        revision=revision,
        now=now,
        by=request.user,
        wishes=wishes,
        name=form.cleaned_data.get("name") if "name" in form.fields else None,
        since=form.cleaned_data.get("since"),
        until=form.cleaned_data.get("until"),
    )


def _onward(request: Any, kept: Application, kind: str, form: ApplyForm, wishes: list[Opening]) -> HttpResponse:
    """After saving: back to the form, or on to looking it over when nothing is wrong with it."""
    if form.errors:
        return _shown(request, kept.round, kind, kept, form, wishes)
    if request.POST.get("act") == "check":
        return HttpResponseRedirect(reverse("me:check", args=[kept.pk]))
    if request.POST.get("act") == "save":
        messages.success(request, _("草稿已保存，可以关掉页面，之后从“我的”接着填。"))
    return HttpResponseRedirect(_edit_url(kept) + ("#wishes" if ":" in request.POST.get("act", "") else ""))


def _shown(
    request: Any,
    round_: Round,
    kind: str,
    application: Application | None,
    form: ApplyForm,
    wishes: list[Opening] | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    step = _step(round_)
    chosen = wishes_shown(request, round_, application, step) if wishes is None else wishes
    context = {
        **_beds(round_, chosen),
        "round": round_,
        "programme": frozen(round_.definition),
        "step": step,
        "sign": sign_of(round_, timezone.now()),
        "application": application,
        "kind": kind,
        "kind_title": Applicant(kind).label,
        "form": form,
        "wishes": chosen,
        "choices": choices_of(round_, chosen) if step.wishes == 1 or len(chosen) < step.wishes else [],
        "papers": papers_of(application, PREFIX),
        "revision": application.revision if application else 0,
        "key": request.POST.get("key") or token_urlsafe(16),
    }
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "me/apply/form.html", context, status=status)


def _beds(round_: Round, chosen: list[Opening]) -> dict[str, Any]:
    """Which nights are free in the house that is chosen."""
    step = frozen(round_.definition).openings
    if step is None or not step.dated or len(chosen) != 1:
        return {}
    first = max(timezone.localdate(), chosen[0].on)
    return {"months": months_of(free_nights(chosen[0], first, first + SHOWN)), "weekdays": WEEKDAYS}


def _step(round_: Round) -> Applications:
    step = frozen(round_.definition).applications
    if step is None:
        raise BadInput(_("这个项目不用报名。"))
    return step


def _revision(request: Any) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() else -1


def _edit_url(application: Application) -> str:
    return reverse("me:edit", args=[application.pk])


def _asked(request: Any) -> str:
    """The opening that the visitor came from, carried along."""
    opening = request.GET.get("opening", "")
    return f"?opening={opening}" if opening.isdecimal() else ""


urlpatterns = [
    path("apply/<int:key>/", apply, name="apply"),
    path("applications/<int:key>/edit/", edit, name="edit"),
]
