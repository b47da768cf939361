"""The four entries: 燕归 to come home, 情系 to know it, 建功 to work for it, 回馈 to give back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.wording import title_of
from sangzi.library.access import public_items
from sangzi.library.definitions import item_kinds
from sangzi.library.queries import items_list, shown
from sangzi.places.access import public_places
from sangzi.places.definitions import place_types
from sangzi.places.queries import places_list
from sangzi.programmes.access.public import public_openings, public_rounds
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Round
from sangzi.programmes.queries.public import paid_in, public_openings_list, public_rounds_list, solved, sums_in
from sangzi.web.entries import behind, by_platform, door, to_apply_in
from sangzi.web.home import home_of

from .cards import opening_card, public_answers, round_cards

FEW = 8
SHELF = 12


@audience("anyone")
@require_safe
def return_home(request: HttpRequest) -> HttpResponse:
    return render(request, "open/return.html", _section(request, "return"))


@audience("anyone")
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    home, kind = home_of(request), request.GET.get("kind", "")
    kind = kind if kind in item_kinds() else ""
    items = items_list(public_items(), unit=home, kind=kind, after=request.GET.get("after"), size=SHELF)
    there = shown(public_items(), home)
    places = places_list(public_places(), unit=home, size=FEW)
    context = {
        **_section(request, "roots"),
        "kinds": [(key, title_of(one)) for key, one in item_kinds().items() if key in there or key == kind],
        "kind": kind,
        "page": items,
        "items": [(item, _titled(item_kinds(), item.kind)) for item in items.lines],
        "places": [(place, _titled(place_types(), place.type)) for place in places.lines],
    }
    return render(request, "open/roots.html", context)


@audience("anyone")
@require_safe
def build(request: HttpRequest) -> HttpResponse:
    home, now = home_of(request), timezone.now()
    those = public_openings().filter(round__programme__in=behind("build"))
    context = {
        **_section(request, "build"),
        "wanted": [opening_card(one, now) for one in public_openings_list(those, now=now, home=home, size=FEW).lines],
        "solved": [opening_card(one, now) for one in solved(those, home, FEW)],
    }
    return render(request, "open/build.html", context)


@audience("anyone")
@require_safe
def give(request: HttpRequest) -> HttpResponse:
    home, now = home_of(request), timezone.now()
    shown_only = [key for key in behind("give") if key not in to_apply_in()]
    page = public_openings_list(
        public_openings(), now=now, home=home, programmes=shown_only, after=request.GET.get("after")
    )
    paid = paid_in(page.lines)
    section = _section(request, "give")
    context = {
        **section,
        "applied": [card for card in section["cards"] if card.asks],
        "page": page,
        "projects": [(one, public_answers(one), paid.get(one.pk)) for one in page.lines],
        "accounts": _accounts([one.round for one in page.lines]),
    }
    return render(request, "open/give.html", context)


def _section(request: HttpRequest, entry: str) -> dict[str, Any]:
    """What every entry shows: its rounds near home, and its programmes by platform."""
    home, now = home_of(request), timezone.now()
    rounds = public_rounds_list(public_rounds(), now=now, home=home, programmes=behind(entry), size=FEW)
    return {
        "door": door(entry),
        "home": home,
        "cards": round_cards(rounds.lines, now, home),
        "more": rounds.next,
        "platforms": by_platform(behind(entry)),
    }


def _accounts(rounds: list[Round]) -> list[tuple[Round, list[tuple[str, str, Decimal]]]]:
    """What each round has counted: how much was raised, how much spent, how many were helped."""
    sums = sums_in(rounds)
    told = []
    for round_ in {one.pk: one for one in rounds}.values():
        kinds = frozen(round_.definition).records
        counted = [
            (title_of(kind), kind.measure, sums[round_.pk][kind.key])
            for kind in kinds
            if kind.key in sums.get(round_.pk, {})
        ]
        told.append((round_, counted))
    return told


def _titled(known: Any, key: str) -> str:
    """What a declared kind is called; its key where it is declared no more."""
    return title_of(known[key]) if key in known else key


urlpatterns = [
    path("return/", return_home, name="return"),
    path("roots/", roots, name="roots"),
    path("build/", build, name="build"),
    path("give/", give, name="give"),
]
