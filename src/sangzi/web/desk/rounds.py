"""Rounds and their openings: what is offered, how much of it is taken, by whom, and what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.fields import answered
from sangzi.people.queries import person_card
from sangzi.programmes.access import (
    get_opening_for,
    get_round_for,
    visible_applications,
    visible_openings,
    visible_placements,
    visible_records,
)
from sangzi.programmes.models import ApplicationState, OpeningState, Round, RoundState
from sangzi.programmes.queries import (
    definition_of,
    demand_for,
    openings_list,
    placements_list,
    records_list,
    round_numbers,
)
from sangzi.programmes.standing import standings
from sangzi.units.models import Unit
from sangzi.web.desk.records import may_write
from sangzi.web.desk.suggestions import suggested_part
from sangzi.web.doors import Visit
from sangzi.web.round_next import next_in
from sangzi.web.rule_lines import rule_line

NIGHTS = 31  # of a dated opening that its page shows
OVER = (RoundState.CANCELLED, RoundState.CLOSED)
VIEWS = ("overview", "openings", "placements", "records")


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """The round as the unit at hand sees it: how it stands; what it and those below it offer, gave and recorded."""
    found = get_round_for(request.scope, pk)
    programme = definition_of(found)
    views = VIEWS if programme.openings else ("overview", "records")
    view = request.GET.get("view") if request.GET.get("view") in views else "overview"
    writes = may_write(request) and reaches(found, request.unit)
    context = {
        "round": found,
        "programme": programme,
        "state": state_of(found, timezone.localdate()),
        "view": view,
        "writes": writes and found.state not in OVER,
        "owns": request.scope.writable.covers(found.unit) and found.state not in OVER,
    }
    return render(request, "desk/rounds/round.html", context | _lines(request, found, str(view)))


@audience("staff")
@require_safe
def opening(request: Visit, pk: int) -> HttpResponse:
    """One opening: how full it is, and who has a place."""
    found = get_opening_for(request.scope, pk)
    programme = definition_of(found.round)
    step = programme.openings
    writes = request.scope.writable.covers(found.unit) and found.round.state not in OVER
    context = {
        "opening": found,
        "programme": programme,
        "answers": answered(step.fields, found.answers) if step else [],
        "wanted": demand_for([found]).get(found.pk) if programme.applications else None,
        "slots": list(found.slots.order_by("on")[:NIGHTS]) if step and step.dated else [],
        "mentor": person_card(found.offered_by) if found.offered_by else None,
        "page": placements_list(visible_placements(request.scope), opening=found, after=request.GET.get("after")),
        "writes": writes,
    }
    return render(request, "desk/rounds/opening.html", context | suggested_part(request, found, writes=writes))


def state_of(found: Round, today: date) -> str:
    """Whether a round is prepared, still to come, runs, or is over."""
    if found.state != RoundState.OPEN:
        return str(found.get_state_display())
    if found.opens > today:
        return _("还没有开始")
    return _("已结束") if found.closes and found.closes < today else _("进行中")


def reaches(found: Round, unit: Unit) -> bool:
    """Whether a round is open to the unit: it is its own or one above it opened it."""
    return unit.path.startswith(found.unit.path)


def _lines(request: Visit, found: Round, view: str) -> dict[str, Any]:
    asked: dict[str, Any] = {"unit": request.unit, "after": request.GET.get("after")}
    if view == "overview":
        return _overview(request, found)
    if view == "openings":
        return opening_lines(request, found)
    if view == "placements":
        return {"page": placements_list(visible_placements(request.scope), round_=found, **asked)}
    return {"page": records_list(visible_records(request.scope), round=found, **asked)}


def _overview(request: Visit, found: Round) -> dict[str, Any]:
    """The numbers of a round among what the visitor may see, and what is next."""
    scope = request.scope
    numbers = round_numbers(visible_openings(scope), visible_applications(scope), visible_placements(scope), found)
    return {
        "numbers": numbers,
        "rules": [rule_line(one) for one in standings(found)],
        "states": [
            (state, numbers.applications[state.value])
            for state in ApplicationState
            if numbers.applications.get(state.value)
        ],
        "next": next_in(request, found, numbers, timezone.now()),
    }


def opening_lines(request: Visit, found: Round) -> dict[str, Any]:
    """A page of what is offered in a round, in one state or all, with how much each is asked for."""
    state = request.GET.get("state", "")
    openings = visible_openings(request.scope)
    if state in OpeningState.values:
        openings = openings.filter(state=state)
    page = openings_list(openings, round_=found, unit=request.unit, after=request.GET.get("after"))
    demand = demand_for(page.lines) if definition_of(found).applications else {}
    return {"page": page, "demand": demand, "chosen": state, "states": OpeningState.choices}


urlpatterns = [
    path("rounds/<int:pk>/", show, name="round"),
    path("openings/<int:pk>/", opening, name="opening"),
]
