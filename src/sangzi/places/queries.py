"""What can be asked about places."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.units.models import Unit

from .models import Place, Spell


def places_list(
    places: QuerySet[Place],
    *,
    unit: Unit | None = None,
    type: str = "",  # noqa: A002  (the design's word)
    state: str = "",
    name: str = "",
    on: date | None = None,
    after: str | None = None,
    size: int = SIZE,
) -> Page[Place]:
    """A page of places of a unit and all below it, newest first, units along; with `on`, those open on that day.

    One query. `places` is what the reader may see (`access.visible_places`).
    """
    if unit is not None:
        places = places.filter(unit__path__within=unit.path)
    for field, wanted in (("type", type), ("state", state), ("name__holds", name.strip())):
        if wanted:
            places = places.filter(**{field: wanted})
    if on:
        open_then = Spell.objects.filter(Q(until=None) | Q(until__gt=on), place=OuterRef("pk"), since__lte=on)
        places = places.filter(Exists(open_then))
    return page_of(places.select_related("unit"), after=after, size=size)


def sizes(places: QuerySet[Place], unit: Unit) -> dict[str, tuple[int, int]]:
    """How many places of each type are open at a unit and below it now, and their capacity. One query."""
    live = places.filter(state=Place.State.OPEN, unit__path__within=unit.path).order_by()
    rows = live.values_list("type").annotate(Count("pk"), Sum("capacity"))
    return {type_: (count, capacity or 0) for type_, count, capacity in rows}


def was_open(place: Place, on: date) -> bool:
    """Whether the place was open on that day. One query."""
    return place.spells.filter(Q(until=None) | Q(until__gt=on), since__lte=on).exists()


def spells_of(place: Place) -> list[Spell]:
    """The times in which a place was open, the latest first. One query."""
    return list(place.spells.order_by("-since", "-pk"))


def state_word(state: str) -> str:
    """The state in the language that is spoken now."""
    return {
        Place.State.PLANNED: _("筹建"),
        Place.State.OPEN: _("开放"),
        Place.State.SUSPENDED: _("暂停"),
        Place.State.CLOSED: _("撤销"),
    }[Place.State(state)]
