"""Rounds and their openings: what is offered, how much of it is taken, by whom, and what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.people.queries import person_card
from sangzi.programmes.access import (
    get_opening_for,
    get_round_for,
    visible_openings,
    visible_placements,
    visible_records,
)
from sangzi.programmes.models import Round
from sangzi.programmes.queries import definition_of, openings_list, placements_list, records_list, seats
from sangzi.units.models import Unit
from sangzi.web.addresses import desk_url
from sangzi.web.desk.records import may_write
from sangzi.web.doors import Visit

VIEWS: dict[str, str | Promise] = {
    "openings": pgettext_lazy("tab", "名额"),
    "placements": pgettext_lazy("tab", "结果"),
    "records": pgettext_lazy("menu", "纪实"),
}


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """The round as the unit at hand sees it: what it and those below it offer, gave and recorded."""
    found = get_round_for(request.scope, pk)
    programme = definition_of(found)
    views = ["openings", "placements", "records"] if programme.openings else ["records"]
    view = request.GET.get("view") if request.GET.get("view") in views else views[0]
    context = {
        "round": found,
        "programme": programme,
        "state": state_of(found, timezone.localdate()),
        "seats": seats(visible_openings(request.scope), request.unit, found),
        "view": view,
        "tabs": [(_tab(request, found, one), str(words)) for one, words in VIEWS.items() if one in views],
        "current": _tab(request, found, str(view)),
        "writes": may_write(request) and reaches(found, request.unit),
    }
    return render(request, "desk/rounds/round.html", context | _lines(request, found, str(view)))


@audience("staff")
@require_safe
def opening(request: Visit, pk: int) -> HttpResponse:
    """One opening: how full it is, and who has a place."""
    found = get_opening_for(request.scope, pk)
    context = {
        "opening": found,
        "programme": definition_of(found.round),
        "mentor": person_card(found.offered_by) if found.offered_by else None,
        "page": placements_list(visible_placements(request.scope), opening=found, after=request.GET.get("after")),
        "writes": request.scope.writable.covers(found.unit),
    }
    return render(request, "desk/rounds/opening.html", context)


def state_of(found: Round, today: date) -> str:
    """Whether a round is still to come, runs, or is over."""
    if found.opens > today:
        return _("还没有开始")
    return _("已结束") if found.closes and found.closes < today else _("进行中")


def reaches(found: Round, unit: Unit) -> bool:
    """Whether a round is open to the unit: it is its own or one above it opened it."""
    return unit.path.startswith(found.unit.path)


def _lines(request: Visit, found: Round, view: str) -> dict[str, Any]:
    asked: dict[str, Any] = {"unit": request.unit, "after": request.GET.get("after")}
    if view == "openings":
        page: Any = openings_list(visible_openings(request.scope), round_=found, **asked)
    elif view == "placements":
        page = placements_list(visible_placements(request.scope), round_=found, **asked)
    else:
        page = records_list(visible_records(request.scope), round=found, **asked)
    return {"page": page}


def _tab(request: Visit, found: Round, view: str) -> str:
    return f"{desk_url(request, 'desk:round', found.pk)}&view={view}"


urlpatterns = [
    path("rounds/<int:pk>/", show, name="round"),
    path("openings/<int:pk>/", opening, name="opening"),
]
