"""The home county of whoever reads the open pages: chosen once and kept in a cookie, else the person's own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from sangzi.kernel.errors import NotVisible
from sangzi.people.access import own_person
from sangzi.units.models import Level, Unit
from sangzi.units.queries import ancestors, search, unit_by_slug

COOKIE = "sangzi_home"
EVERYWHERE = "all"
YEAR = 365 * 24 * 3600
LEVELS = (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP)


class Homes:
    """What can be somebody's home: areas from prefecture to township. A `Limits` of the search."""

    whole = True

    def filter(self, rows: QuerySet[Unit], field: str) -> QuerySet[Unit]:
        return rows.filter(**{f"{field}level__in": LEVELS, f"{field}kind": Unit.Kind.AREA})


def home_of(request: HttpRequest) -> Unit | None:
    """The home that was chosen; of those signed in who chose none, where their person lives. At most two queries."""
    known: Any = request
    if not hasattr(known, "home_unit"):
        known.home_unit = _home(request)
    return known.home_unit  # type: ignore[no-any-return]


def homes_matching(text: str, limit: int = 12) -> list[Unit]:
    """Units that can be a home, by name, pinyin initials or code."""
    return search(text, Homes(), limit)


def remember(response: HttpResponse, request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a choice for a year."""
    response.set_cookie(COOKIE, slug, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def _home(request: HttpRequest) -> Unit | None:
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen == EVERYWHERE:
        return None
    if chosen:
        return _known(chosen)
    person = own_person(request.user) if request.user.is_authenticated else None
    return _county(person.home) if person else None


def _known(slug: str) -> Unit | None:
    """The unit of a cookie; none where the cookie was made up or the unit is gone."""
    try:
        return unit_by_slug(slug)
    except NotVisible:
        return None


def _county(unit: Unit) -> Unit:
    """The county that a unit lies in; the unit itself where it lies in none."""
    if unit.level <= Level.COUNTY:
        return unit
    return next((above for above in ancestors(unit) if above.level == Level.COUNTY), unit)
