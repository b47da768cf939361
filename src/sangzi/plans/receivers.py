"""Who receives a share: the live area units below the one that gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from sangzi.units.models import Level, Unit

from .models import Commitment, Shape

# `over` of a commitment, as plans word it, and the level of units it speaks of.
LEVELS: dict[str, Level] = {
    "nation": Level.NATION,
    "province": Level.PROVINCE,
    "prefecture": Level.PREFECTURE,
    "county": Level.COUNTY,
    "township": Level.TOWNSHIP,
    "village": Level.VILLAGE,
}
# Hong Kong, Macao and Taiwan stand in the tree, but national plans and statistics do not speak for them.
OUTSIDE_PLANS = ("710000", "810000", "820000")
_OF_A_LEVEL = {Shape.COVERAGE.value, Shape.EACH.value}


class Receiver(NamedTuple):
    """A unit that may be given a share; `children` is the number of area units right below it."""

    id: int
    parent: int
    level: int
    name: str
    children: int


def floor_level(commitment: Commitment) -> Level | None:
    """The level on which a coverage or an each is counted, below which nothing is asked; None: no such level."""
    if commitment.shape not in _OF_A_LEVEL:
        return None
    return LEVELS.get(commitment.over)


def lowest_level(commitment: Commitment, to_level: int) -> int:
    """How far down a cascade to `to_level` may go."""
    floor = floor_level(commitment)
    return to_level if floor is None else min(to_level, floor)


def right_below(unit: Unit, lowest: int) -> list[Receiver]:
    """The receivers among the children of `unit`, down to level `lowest`, in official order. Two queries."""
    children = _receiving(lowest).filter(parent=unit)
    return _receivers(children, Unit.objects.filter(parent__parent=unit))


def all_below(unit: Unit, lowest: int) -> dict[int, list[Receiver]]:
    """The receivers in the whole subtree of `unit`, by the unit that gives to them. Two queries."""
    subtree = {"path__within": unit.path}
    units = _receiving(lowest).filter(**subtree).exclude(pk=unit.pk)
    by_giver: dict[int, list[Receiver]] = defaultdict(list)
    for receiver in _receivers(units, Unit.objects.filter(**subtree)):
        by_giver[receiver.parent].append(receiver)
    return by_giver


def _receiving(lowest: int) -> QuerySet[Unit]:
    outside = Q(level=Level.PROVINCE, code__in=OUTSIDE_PLANS)
    live = Unit.objects.filter(kind=Unit.Kind.AREA, closed=None, parent__isnull=False)
    return live.filter(level__lte=lowest).exclude(outside)


def _receivers(units: QuerySet[Unit], below: QuerySet[Unit]) -> list[Receiver]:
    counts = dict(_counts(below))
    rows = units.order_by("order", "pk").values_list("pk", "parent_id", "level", "short")
    return [Receiver(pk, parent, level, short, counts.get(pk, 0)) for pk, parent, level, short in rows if parent]


def _counts(below: QuerySet[Unit]) -> Iterable[tuple[int, int]]:
    live = below.filter(kind=Unit.Kind.AREA, closed=None, parent__isnull=False)
    return [(parent or 0, count) for parent, count in live.values_list("parent_id").annotate(count=Count("pk"))]
