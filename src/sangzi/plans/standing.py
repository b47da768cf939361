"""How a commitment's targets stand now: every live share with the rule by which its unit shared it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Q

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
    path: str = ""


class Stamp(NamedTuple):
    """By which a later look tells whether anything changed: how many targets, the latest ones, the tree's edition."""

    live: int
    latest: int
    cascades: int
    latest_cascade: int
    edition: int


@dataclass(frozen=True)
class Standing:
    """The live targets of a commitment from one down: by key, by unit, and by the target they come from."""

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


def standing_of(target: Target) -> Standing:
    """What stands now at a target and below it. A fixed number of queries, one more for each generation moved away."""
    rows = _held(_near(target, ""))
    cascades = list(Cascade.objects.filter(_near(target, "target__"), withdrawn=None, target__withdrawn=None))
    away = [one.pk for one in rows if not one.path.startswith(target.unit.path)]
    while away:  # what was shared out by units that hang elsewhere by now
        cascades += list(Cascade.objects.filter(target__in=away, withdrawn=None))
        found = _held(Q(parent__in=away))
        away = [one.pk for one in found if one.pk not in {known.pk for known in rows}]
        rows += [one for one in found if one.pk in away]
    shares: dict[int, list[Held]] = defaultdict(list)
    for one in rows:
        if one.parent is not None:
            shares[one.parent].append(one)
    bases = {cascade.target_id: basis_of(cascade) for cascade in cascades}
    by_unit = {one.unit: one for one in rows}
    return Standing({one.pk: one for one in rows}, by_unit, shares, bases, stamp_of(target.commitment))


def _near(target: Target, to: str) -> Q:
    """Live targets at the unit and below, and those given by units there; of a plan's own target all there are."""
    whole = Q(**{f"{to}commitment": target.commitment_id})
    if target.parent_id is None:
        return whole
    path = target.unit.path
    return whole & (Q(**{f"{to}unit__path__within": path}) | Q(**{f"{to}parent__unit__path__within": path}))


def _held(near: Q) -> list[Held]:
    rows = Target.objects.filter(near, withdrawn=None).order_by("unit__order", "unit_id")
    fields = ("pk", "unit_id", "parent_id", "cascade_id", "value", "fixed", "share_note", "rule")
    return [Held(*row) for row in rows.values_list(*fields, "unit__level", "unit__short", "unit__path")]


def stamp_of(commitment: Commitment) -> Stamp:
    """Three queries."""
    targets = Target.objects.filter(commitment=commitment, withdrawn=None).aggregate(live=Count("pk"), last=Max("pk"))
    rows = Cascade.objects.filter(target__commitment=commitment, withdrawn=None)
    cascades = rows.aggregate(live=Count("pk"), last=Max("pk"))
    return Stamp(targets["live"], targets["last"] or 0, cascades["live"], cascades["last"] or 0, tree_edition())
