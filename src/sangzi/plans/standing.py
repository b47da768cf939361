"""How a commitment's targets stand now: every live share with the rule by which its unit shared it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max

from sangzi.units.queries import tree_edition

from .bases import Basis, basis_of
from .models import Cascade, Commitment, Target


class Held(NamedTuple):
    """A live target as a row."""

    pk: int
    unit: int
    parent: int | None
    cascade: int | None
    value: Decimal
    fixed: bool
    note: str
    rule: str
    level: int
    name: str


class Stamp(NamedTuple):
    """By which a later look tells whether anything changed: how many targets, the latest ones, the tree's edition."""

    live: int
    latest: int
    cascades: int
    latest_cascade: int
    edition: int


@dataclass(frozen=True)
class Standing:
    """All live targets of a commitment: by key, by unit, and by the target they come from."""

    commitment: Commitment
    targets: dict[int, Held]
    by_unit: dict[int, Held]
    shares: dict[int, list[Held]]
    bases: dict[int, Basis]
    stamp: Stamp

    def below(self, target: int) -> set[int]:
        """The keys of all targets that come from one, however deep."""
        found: set[int] = set()
        frontier = [target]
        while frontier:
            frontier = [share.pk for above in frontier for share in self.shares.get(above, ())]
            found.update(frontier)
        return found


def standing_of(commitment: Commitment) -> Standing:
    """What stands now. Five queries, however many units carry a share."""
    rows = Target.objects.filter(commitment=commitment, withdrawn=None).order_by("unit__order", "unit_id")
    fields = ("pk", "unit_id", "parent_id", "cascade_id", "value", "fixed", "share_note", "rule")
    held = [Held(*row) for row in rows.values_list(*fields, "unit__level", "unit__short")]
    shares: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        if one.parent is not None:
            shares[one.parent].append(one)
    live = Cascade.objects.filter(target__commitment=commitment, withdrawn=None, target__withdrawn=None)
    bases = {cascade.target_id: basis_of(cascade) for cascade in live}
    by_unit = {one.unit: one for one in held}
    return Standing(commitment, {one.pk: one for one in held}, by_unit, shares, bases, stamp_of(commitment))


def stamp_of(commitment: Commitment) -> Stamp:
    """Three queries."""
    targets = Target.objects.filter(commitment=commitment, withdrawn=None).aggregate(live=Count("pk"), last=Max("pk"))
    rows = Cascade.objects.filter(target__commitment=commitment, withdrawn=None)
    cascades = rows.aggregate(live=Count("pk"), last=Max("pk"))
    return Stamp(targets["live"], targets["last"] or 0, cascades["live"], cascades["last"] or 0, tree_edition())
