"""Looking an application over and handing it in; asking a guardian, inviting a team."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput
from sangzi.people.access import one_of
from sangzi.programmes.access.own import get_draft, get_own_application
from sangzi.programmes.actions import submit_own
from sangzi.programmes.actions.guardians import ask_guardian
from sangzi.programmes.actions.teams import invite_member, remove_member
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.conditions import needs_guardian, unmet
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Applicant, Application, Guardian
from sangzi.programmes.queries.own import told_of
from sangzi.web.conditions import consent_of
from sangzi.web.links import show_next, shown_now
from sangzi.web.standings import sign_of

from .applications import IN_HAND, shown
from .guardian_form import GuardianForm
from .telling import answers_told


class MemberForm(forms.Form):
    """Somebody who is invited into a team."""

    member_name = forms.CharField(label=_l("队员姓名"), max_length=100)
    member_role = forms.CharField(label=_l("分工"), max_length=60, required=False)


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Any, key: int) -> HttpResponse:
    """Everything that was filled in, what is still missing, and the button that hands it in."""
    if request.method != "POST":
        return _page(request, get_draft(request.user, key))
    try:
        submit_own(
            key=key,
            revision=_revision(request),
            now=timezone.now(),
            by=request.user,
            agreed="agree" in request.POST,
        )
    except BadInput as refused:
        return _page(request, get_draft(request.user, key), refused.sentence)
    return HttpResponseRedirect(reverse("me:application", args=[key]) + "?sent")  # said there: a cookie costs more


@audience("signed-in")
@require_POST
def guardian(request: Any, key: int) -> HttpResponse:
    """Ask a guardian, before it is handed in or again afterwards: a link that was lost holds nobody up."""
    application = get_own_application(request.user, key)
    page = _page if application.state in IN_HAND else shown
    form = GuardianForm(request.POST)
    if not form.is_valid():
        return page(request, application, guardian_form=form)
    given = form.cleaned_data
    try:
        token = ask_guardian(
            application=application,
            name=given["guardian_name"],
            phone=given["guardian_phone"],
            relation=given["guardian_relation"],
            now=timezone.now(),
            by=request.user,
        )
    except BadInput as refused:
        form.add_error(
            refused.context.get("field") if refused.context.get("field") in form.fields else None, refused.sentence
        )
        return page(request, application, guardian_form=form)
    show_next(request, f"guardian:{key}", "open:guardian", token)
    return _back(application, "#guardian")


@audience("signed-in")
@require_POST
def invite(request: Any, key: int) -> HttpResponse:
    application = get_draft(request.user, key)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _page(request, application, member_form=form)
    given = form.cleaned_data
    try:
        token = invite_member(
            application=application,
            name=given["member_name"],
            role=given["member_role"],
            now=timezone.now(),
            by=request.user,
        )
    except BadInput as refused:
        form.add_error(None, refused.sentence)
        return _page(request, application, member_form=form)
    show_next(request, f"member:{key}", "open:member", token)
    return _back(application, "#team")


@audience("signed-in")
@require_POST
def part(request: Any, key: int, member: int) -> HttpResponse:
    """Take somebody out of one's team."""
    application = get_draft(request.user, key)
    found = one_of(application.members.select_related("application"), member, _("没有找到这名队员；请刷新页面。"))
    remove_member(member=found, now=timezone.now(), by=request.user)
    return _back(application, "#team")


def _page(
    request: Any,
    application: Application,
    wrong: str = "",
    guardian_form: GuardianForm | None = None,
    member_form: MemberForm | None = None,
) -> HttpResponse:
    definition, today = frozen(application.round.definition), timezone.localdate()
    bidder = Bidder.of(application)
    asks, unfit = needs_guardian(definition, bidder, today), unmet(definition, application, bidder, today)
    context = {
        "application": application,
        "round": application.round,
        "programme": definition,
        "sign": sign_of(application.round, timezone.now()),
        "told": told_of(application),
        "answers": answers_told(application),
        "unfit": unfit,
        "complaints": [one for one in unfit if one not in wrong],
        "mine": bidder.person is not None,
        "agreed": "agree" in request.POST,
        "wrong": wrong,
        "asks_guardian": asks and application.guardian != Guardian.AGREED,
        "guardian_form": guardian_form or GuardianForm(),
        "guardian_link": shown_now(request, f"guardian:{application.pk}"),
        "is_team": application.kind == Applicant.TEAM,
        "member_form": member_form or MemberForm(),
        "member_link": shown_now(request, f"member:{application.pk}"),
        "consent_text": consent_of(definition),
    }
    refused = wrong or guardian_form or member_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "me/apply/check.html", context, status=status)


def _back(application: Application, to: str) -> HttpResponse:
    page = "me:check" if application.state in IN_HAND else "me:application"
    return HttpResponseRedirect(reverse(page, args=[application.pk]) + to)


def _revision(request: Any) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() else -1


urlpatterns = [
    path("applications/<int:key>/check/", check, name="check"),
    path("applications/<int:key>/guardian/", guardian, name="ask-guardian"),
    path("applications/<int:key>/members/", invite, name="invite-member"),
    path("applications/<int:key>/members/<int:member>/part/", part, name="part-member"),
]
