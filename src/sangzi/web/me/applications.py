"""我的: one's applications with what to do next, one with its line of time, accepting, declining, withdrawing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.wording import title_of
from sangzi.programmes.access.own import (
    get_own_application,
    get_own_placement,
    get_readable_application,
    own_applications,
    shared_applications,
)
from sangzi.programmes.actions import withdraw
from sangzi.programmes.actions.accepting import accept, decline
from sangzi.programmes.definitions import frozen, programmes
from sangzi.programmes.models import ACTIVE, Application, ApplicationState, Guardian, Placement
from sangzi.programmes.queries.own import Amount, done_by, live_placements, own_list, placements_given, told_of
from sangzi.programmes.queries.why import outcome_of, places_in_line
from sangzi.web.links import shown_now

from .asked import asked_part, offers_part
from .for_whom import person_of
from .guardian_form import GuardianForm
from .telling import answers_told, look_of, milestone_words, next_of

IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@audience("signed-in")
@require_safe
def applications(request: Any) -> HttpResponse:
    round_ = request.GET.get("round", "")
    page = own_list(
        own_applications(request.user),
        round_=int(round_) if round_.isdecimal() else None,
        after=request.GET.get("after"),
    )
    person, now = person_of(request), timezone.now()
    given = placements_given(page.lines)
    context = {
        "person": person,
        "page": page,
        "lines": [_line(one, given.get(one.pk), now) for one in page.lines],
        "placements": live_placements(person) if person else [],
        "shared": list(shared_applications(request.user).select_related("round")[:20]),
        "done": [_done(one) for one in done_by(person)] if person else [],
        "offers": offers_part(person),
    }
    return render(request, "me/applications/list.html", context | asked_part(request, person))


@audience("signed-in")
@require_safe
def application(request: Any, key: int) -> HttpResponse:
    found = get_readable_application(request.user, key)
    if "sent" in request.GET and found.state not in IN_HAND:
        messages.success(request, _("已提交。结果会在这里和通知里告诉您。"))
    return shown(request, found)


def shown(request: Any, found: Application, guardian_form: GuardianForm | None = None) -> HttpResponse:
    """The page of an application; with what is wrong where a guardian was asked in vain."""
    told, own = told_of(found), _is_own(request, found)
    waits = own and found.guardian == Guardian.ASKED and found.state == ApplicationState.SUBMITTED
    context = {
        "asks_guardian": waits,
        "guardian_form": guardian_form or GuardianForm(),
        "guardian_link": shown_now(request, f"guardian:{found.pk}") if waits else "",
        "application": found,
        "round": found.round,
        "programme": frozen(found.round.definition),
        "look": look_of(found),
        "told": told,
        "next": next_of(found, told.offered or next(iter(told.placements), None), timezone.now()),
        "outcome": outcome_of(found),
        "places": places_in_line(told.wishes),
        "own": own,
        "answers": answers_told(found) if own else [],
        "milestones": [(one, milestone_words(one)) for one in told.milestones],
        "in_hand": own and found.state in IN_HAND,
        "can_withdraw": own and (found.state in ACTIVE or found.state in IN_HAND),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if guardian_form else HTTPStatus.OK
    return render(request, "me/applications/application.html", context, status=status)


@audience("signed-in")
@require_POST
def answer_offer(request: Any, key: int) -> HttpResponse:
    """Accept the place that is offered, or give it up."""
    placement = get_own_placement(request.user, key)
    if request.POST.get("act") == "decline":
        decline(placement=placement, now=timezone.now(), by=request.user)
        messages.info(request, _("已放弃。名额会给候补的下一位。"))
    else:
        accept(placement=placement, now=timezone.now(), by=request.user)
        messages.success(request, _("已确认接受。请留意开始的时间和地点。"))
    return HttpResponseRedirect(_url(placement.application_id))


@audience("signed-in")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Any, key: int) -> HttpResponse:
    """Withdraw an application, after saying what that means."""
    found = get_own_application(request.user, key)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        withdraw(application=found, reason=reason, now=timezone.now(), by=request.user)
        messages.success(request, _("已撤回。"))
        return HttpResponseRedirect(_url(found.pk))
    placed = found.state in (ApplicationState.PLACED, ApplicationState.OFFERED)
    return render(request, "me/applications/withdraw.html", {"application": found, "placed": placed})


def _line(one: Application, placement: Placement | None, now: Any) -> dict[str, Any]:
    return {
        "application": one,
        "title": title_of(frozen(one.round.definition)),
        "look": look_of(one),
        "next": next_of(one, placement, now),
    }


def _done(amount: Amount) -> tuple[str, str, Amount]:
    """What somebody did, with the words of the programme; its keys where it is declared no more."""
    programme = programmes().get(amount.programme)
    kind = programme.kind(amount.kind) if programme else None
    if programme is None or kind is None:
        return amount.programme, amount.kind, amount
    return title_of(programme), f"{title_of(kind)}（{kind.measure}）", amount


def _is_own(request: Any, found: Application) -> bool:
    return own_applications(request.user).filter(pk=found.pk).exists()


def _url(application_key: int | None) -> str:
    return reverse("me:application", args=[application_key]) if application_key else reverse("me:applications")


urlpatterns = [
    path("applications/", applications, name="applications"),
    path("applications/<int:key>/", application, name="application"),
    path("applications/<int:key>/withdraw/", take_back, name="take-back"),
    path("placements/<int:key>/answer/", answer_offer, name="answer-offer"),
]
