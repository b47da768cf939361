"""What can be asked about the library."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.units.models import Unit

from .models import Item


def items_list(
    items: QuerySet[Item],
    *,
    unit: Unit | None = None,
    kind: str = "",
    live: bool = True,
    on: date | None = None,
    after: str | None = None,
    size: int = SIZE,
) -> Page[Item]:
    """A page of items of a unit and all below it, newest first, units along: as shown now, or `on` a day.

    One query. `items` is what the reader may see (`access.visible_items`).
    """
    if unit is not None:
        items = items.filter(unit__path__within=unit.path)
    if kind:
        items = items.filter(kind=kind)
    if on:
        items = items.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    elif live:
        items = items.filter(until=None)
    return page_of(items.select_related("unit"), after=after, size=size)


def shown(items: QuerySet[Item], unit: Unit | None) -> dict[str, int]:
    """How many items of each kind a unit and all below it show now; all units where none is named. One query."""
    live = items.filter(until=None).order_by()
    if unit is not None:
        live = live.filter(unit__path__within=unit.path)
    return dict(live.values_list("kind").annotate(Count("pk")))
