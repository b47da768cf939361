"""Pages behind links that were sent: a guardian answers without an account, a member of a team joins with theirs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, SangziError
from sangzi.kernel.masking import mask_name
from sangzi.people.access import own_person
from sangzi.programmes.actions.guardians import answer_guardian, request_of, withdraw_guardian
from sangzi.programmes.actions.teams import agree_membership, member_of
from sangzi.programmes.definitions import frozen
from sangzi.web.conditions import asked_of, consent_of, days_of


@audience("anyone")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: Any, token: str) -> HttpResponse:
    """What a child applies for, what is asked and for how long it is kept; agree, or not."""
    asked, now, wrong = request_of(token), timezone.now(), ""
    if request.method == "POST":
        try:
            _answered_by_guardian(request, token)
        except SangziError as refused:
            wrong = refused.sentence
        else:
            return HttpResponseRedirect(reverse("open:guardian", args=[token]))
    round_, applicant = asked.application.round, asked.application.person
    context = {
        "request_": asked,
        "round": round_,
        "programme": frozen(round_.definition),
        "child": mask_name(applicant.name) if applicant else "",
        "days": days_of(round_),
        "asked_for": asked_of(frozen(round_.definition)),
        "consent_text": consent_of(frozen(round_.definition)),
        "over": asked.answered is None and asked.expires <= now,
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "open/guardian.html", context, status=status)


def _answered_by_guardian(request: Any, token: str) -> None:
    act, by = request.POST.get("act"), request.user if request.user.is_authenticated else None
    told = {"token": token, "name": request.POST.get("name", ""), "now": timezone.now(), "by": by}
    if act == "take-back":
        withdraw_guardian(**told)
        return
    if act == "agree" and "read" not in request.POST:
        raise BadInput(_("请先阅读，并勾选同意。"))
    answer_guardian(agreed=act == "agree", **told)


@audience("anyone")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: Any, token: str) -> HttpResponse:
    """Which team invites one, and for what; joining takes an account of one's own."""
    found = member_of(token)
    if request.method == "POST" and request.user.is_authenticated:
        agree_membership(token=token, now=timezone.now(), by=request.user)
        messages.success(request, _("您已加入团队。"))
        return HttpResponseRedirect(reverse("me:application", args=[found.application_id]))
    captain = found.application.person
    context = {
        "member": found,
        "round": found.application.round,
        "programme": frozen(found.application.round.definition),
        "captain": mask_name(captain.name) if captain else "",
        "person": own_person(request.user) if request.user.is_authenticated else None,
    }
    return render(request, "open/member.html", context)


urlpatterns = [
    path("guardian/<str:token>/", guardian, name="guardian"),
    path("member/<str:token>/", member, name="member"),
]
