"""The front page: what is open at home, the four entries, what Sangzi is and what it does not build."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.public import public_rounds
from sangzi.programmes.queries.public import public_rounds_list, rounds_by_programme
from sangzi.units.models import Unit
from sangzi.web.at_hand import unit_of
from sangzi.web.entries import DOORS, behind, by_platform, to_apply_in
from sangzi.web.home import home_of

from .cards import round_cards

LATEST = 6


@audience("anyone")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    now, home = timezone.now(), home_of(request)
    counts = rounds_by_programme(public_rounds(), now, home)
    shown = to_apply_in()
    context = {
        "home": home,
        "doors": [(door, _behind(door.key, counts)) for door in DOORS],
        "cards": _latest(now, home, shown),
        "platforms": _platforms(shown, counts),
        "works": unit_of(request) is not None,
    }
    return render(request, "open/front.html", context)


def _behind(entry: str, counts: dict[str, int]) -> int:
    return sum(counts.get(key, 0) for key in behind(entry))


def _latest(now: datetime, home: Unit | None, shown: list[str]) -> list[Any]:
    """The latest; those in which one can apply now and at home come first."""
    rounds = public_rounds_list(public_rounds(), now=now, home=home, programmes=shown, size=2 * LATEST).lines
    cards = round_cards(rounds, now, home)
    return sorted(cards, key=lambda one: (not one.sign.can_apply, bool(one.away)))[:LATEST]


def _platforms(shown: list[str], counts: dict[str, int]) -> list[Any]:
    """The programmes that are open now; the others stand on a page of their own."""
    there = by_platform([key for key in shown if counts.get(key)])
    return [(title, [(one, counts[one.key]) for one in those]) for title, those in there]


urlpatterns = [path("", front, name="front")]
