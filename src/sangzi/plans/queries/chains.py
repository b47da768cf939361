"""The asks above a unit, one by one, each with how much more was asked below than above; and who added most.

Inside one sharing-out a number of things is conserved, so a factor other than one tells of a total that changed since,
or of shares of another kind (a county asked for 80 %, of which each township must have all). More is mostly added
where a unit has a plan of its own that asks for more of the same than is asked of it: that is shown beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Avg, Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum, Value

from sangzi.plans.models import Shape, Target
from sangzi.plans.sharing import comparable
from sangzi.plans.wording import wording
from sangzi.units.models import Unit

_GENERATIONS = 6
_HEAVY = tuple(f"commitment__plan__{field}" for field in ("text", "private", "warnings"))
_MORE = Decimal("1.001")  # below this it is rounding


class OwnAsk(NamedTuple):
    """What a unit's own plan asks for of the same kind, and how many times as much that is."""

    target: Target
    factor: float


@dataclass(frozen=True)
class Ask:
    """One unit on the way down. `given` is what it asked of all below it, `factor` that over what is asked of it.

    Both are None where it gave nothing on; `own` is there where its own plan asks for more of the same.
    """

    target: Target
    said: str
    units: int
    given: Decimal | None
    factor: float | None
    own: OwnAsk | None

    @property
    def unit(self) -> Unit:
        return self.target.unit


class _Kind(NamedTuple):
    """What makes two demands on one unit comparable: the same indicator, in the same way and rhythm."""

    unit: int
    indicator: str
    shape: str
    over: str
    period: str
    comparator: str


class Amplified(NamedTuple):
    """A unit that asks for more than is asked of it: by sharing out, or by a plan of its own (`own`)."""

    target: Target
    asked: Decimal
    asks: Decimal
    factor: float
    own: Target | None


def chain_of(target: Target) -> list[Ask]:
    """What was asked of each unit above a target, the highest first, the target itself last. Three queries."""
    line = _line(target)
    given = _given(line)
    own = _own_asks(line)
    return [_ask(one, given.get(one.pk), own.get((one.commitment_id, one.unit_id))) for one in line]


def most_amplified(unit: Unit, most: int = 10) -> list[Amplified]:
    """The units below `unit`, itself included, that ask for most beyond what is asked of them. Four queries."""
    found = [*_by_sharing_out(unit), *_by_plans(unit)]
    return sorted(found, key=lambda one: (-one.factor, one.target.pk))[:most]


def _line(target: Target) -> list[Target]:
    """The target and those it comes from, the highest first."""
    above = ["__".join(["parent"] * depth) for depth in range(1, _GENERATIONS)]
    units = [f"{one}__unit" for one in above]
    found = Target.objects.select_related("unit", "commitment__plan", *units).defer(*_HEAVY).get(pk=target.pk)
    line, one = [], found
    while True:
        line.append(one)
        if one.parent is None:
            return line[::-1]
        one.parent.commitment = one.commitment
        one = one.parent


class _Sum(NamedTuple):
    units: int
    given: Decimal
    factor: float | None


def _given(line: Sequence[Target]) -> dict[int, _Sum]:
    """By giving target: to how many, how much, how many times as much."""
    by_key = {one.pk: one for one in line}
    rows = Target.objects.filter(parent__in=by_key, withdrawn=None).values_list("parent_id", "unit__level")
    found: dict[int, list[tuple[int, int, Decimal]]] = defaultdict(list)
    for parent, level, units, total in rows.annotate(units=Count("pk"), total=Sum("value")).order_by():
        found[parent or 0].append((level, units, total))
    return {key: _summed(by_key[key], lots) for key, lots in found.items()}


def _summed(giver: Target, lots: Iterable[tuple[int, int, Decimal]]) -> _Sum:
    commitment = giver.commitment
    units = sum(number for _level, number, _total in lots)
    given = sum((comparable(commitment, total, level) for level, _number, total in lots), Decimal(0))
    carried = giver.value * (1 if commitment.shape == Shape.COUNT else units)
    return _Sum(units, given if commitment.shape == Shape.COUNT else given / units, _over(given, carried))


def _own_asks(line: Sequence[Target]) -> dict[tuple[int, int], OwnAsk]:
    """Own plans of the units on the way that ask for more of the same than is asked of them."""
    shares = [one for one in line if one.parent_id is not None and one.commitment.indicator]
    roots = _roots(Target.objects.filter(unit__in=[one.unit_id for one in shares]))
    found = {}
    for share in shares:
        for root in roots.get(_kind(share), []):
            factor = _over(root.value, share.value)
            if factor and factor > 1 and _in_time(root, share):
                found[share.commitment_id, share.unit_id] = OwnAsk(root, factor)
    return found


def _ask(target: Target, given: _Sum | None, own: OwnAsk | None) -> Ask:
    said = wording(target.commitment, target.value, target.unit.level)
    if given is None:
        return Ask(target, said, 0, None, None, own)
    return Ask(target, said, given.units, given.given, given.factor, own)


def _by_sharing_out(unit: Unit) -> list[Amplified]:
    carried = ExpressionWrapper(F("parent__value") * Value(_MORE), output_field=DecimalField())
    rows = Target.objects.filter(withdrawn=None, parent__withdrawn=None, parent__unit__path__within=unit.path)
    lots = rows.values("parent_id").annotate(total=Sum("value"), mean=Avg("value"), carried=carried)
    counted = Q(commitment__shape=Shape.COUNT)
    more = lots.filter((counted & Q(total__gt=F("carried"))) | (~counted & Q(mean__gt=F("carried"))))
    sums = {row["parent_id"]: row for row in more.order_by()}
    givers = Target.objects.filter(pk__in=sums).select_related("unit", "commitment")
    return [_amplified(giver, sums[giver.pk]["total"], sums[giver.pk]["mean"]) for giver in givers if giver.value]


def _amplified(giver: Target, total: Decimal, mean: float | Decimal) -> Amplified:
    asks = total if giver.commitment.shape == Shape.COUNT else Decimal(str(mean))
    return Amplified(giver, giver.value, asks, float(asks / giver.value), None)


def _by_plans(unit: Unit) -> list[Amplified]:
    roots = _roots(Target.objects.filter(unit__path__within=unit.path))
    units = {kind.unit for kind in roots}
    shares = Target.objects.filter(unit__in=units, parent__isnull=False, withdrawn=None, value__gt=0)
    indicators = {kind.indicator for kind in roots}
    rows = shares.filter(commitment__indicator__in=indicators).select_related("unit", "commitment")
    pairs = [(share, root) for share in rows for root in roots.get(_kind(share), [])]
    return [
        Amplified(share, share.value, root.value, float(root.value / share.value), root)
        for share, root in pairs
        if root.value > share.value * _MORE and _in_time(root, share)
    ]


def _roots(targets: QuerySet[Target]) -> dict[_Kind, list[Target]]:
    """Targets of units' own plans by what they ask for."""
    rows = targets.filter(parent=None, withdrawn=None).exclude(commitment__indicator="")
    found: dict[_Kind, list[Target]] = defaultdict(list)
    for root in rows.select_related("unit", "commitment__plan").defer(*_HEAVY):
        found[_kind(root)].append(root)
    return found


def _kind(target: Target) -> _Kind:
    asked = target.commitment
    return _Kind(target.unit_id, asked.indicator, asked.shape, asked.over, asked.period, asked.comparator)


def _in_time(root: Target, share: Target) -> bool:
    """Whether the own plan asks by the same day or before: more by a later day is no more."""
    own, asked = root.commitment.deadline, share.commitment.deadline
    return own is None or asked is None or own <= asked


def _over(given: Decimal, carried: Decimal) -> float | None:
    return float(given / carried) if carried else None
