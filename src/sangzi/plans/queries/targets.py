"""What is asked of a unit, by which sentence of which plan, and how a commitment spreads down the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Sum

from sangzi.kernel.models import Job
from sangzi.plans.actions.resolving import TASK
from sangzi.plans.models import Cascade, Commitment, Plan, Shape, Target
from sangzi.plans.sharing import comparable
from sangzi.plans.wording import measure_at, wording
from sangzi.units.models import Level, Unit

_HEAVY = tuple(f"commitment__plan__{field}" for field in ("text", "private", "warnings"))


class Asked(NamedTuple):
    """One thing that is asked of a unit.

    `sentence` is the plan's own, private persons masked; `giver` the unit that shared it out
    (None: the unit's own plan); `said` the demand in words, `measure` its measure word at this unit.
    """

    target: Target
    commitment: Commitment
    plan: Plan
    sentence: str
    giver: Unit | None
    measure: str
    said: str


class AskedByPlan(NamedTuple):
    plan: Plan
    asked: tuple[Asked, ...]


class Given(NamedTuple):
    """What a unit gave on: to how many, how much in all, the smallest and the largest share."""

    units: int
    total: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Step:
    """All units of one level that carry a share of a commitment.

    `total` is what they are asked for together (None: floors and ratios do not add up), `least` and `most` the
    smallest and largest share; `givers` shared theirs out, and asked for `amplification` times as much as they
    were asked for (None: this level gave nothing on).
    """

    level: Level
    units: int
    total: Decimal | None
    least: Decimal
    most: Decimal
    givers: int
    amplification: float | None


@dataclass(frozen=True)
class CascadeTree:
    """A commitment's way down the tree, a step for every level it reaches, the highest first."""

    commitment: Commitment
    steps: tuple[Step, ...]


def targets_of(unit: Unit) -> list[Asked]:
    """Everything asked of `unit` now, in the order of the plans and of their text. One query."""
    rows = Target.objects.filter(unit=unit, withdrawn=None).select_related(
        "unit", "commitment__plan__unit", "parent__unit", "follows", "cascade__follows"
    )
    rows = rows.defer(*_HEAVY).order_by("commitment__plan__unit__level", "commitment__plan", "commitment__start", "pk")
    return [_asked(target) for target in rows]


def what_is_asked(unit: Unit) -> list[AskedByPlan]:
    """The same by plan, plans of the highest level first. One query."""
    grouped = groupby(targets_of(unit), key=lambda asked: asked.plan.pk)
    lots = [tuple(lot) for _plan, lot in grouped]
    return [AskedByPlan(lot[0].plan, lot) for lot in lots]


def cascade_tree(commitment: Commitment) -> CascadeTree:
    """Level sums and the amplification of every step. Three queries, however many units carry a share."""
    live = commitment.targets.filter(withdrawn=None)
    given = _given(commitment, live)
    shared = _shared(live)
    steps = [
        Step(
            Level(level),
            units,
            total if commitment.shape == Shape.COUNT else None,
            least,
            most,
            *_spread(given, shared, level, commitment),
        )
        for level, units, total, least, most in _by_level(live)
    ]
    return CascadeTree(commitment, tuple(steps))


def history_of(target: Target) -> list[Cascade]:
    """How a target was shared out, the latest first; withdrawn ones included. One query."""
    return list(target.cascades.select_related("by").order_by("-made", "-pk"))


def live_successor(target: Target) -> Target | None:
    """What the commitment asks of a target's unit now, whatever row it stands in. One query."""
    rows = Target.objects.filter(commitment=target.commitment_id, unit=target.unit_id, withdrawn=None)
    return rows.select_related("unit", "commitment").first()


def resolving_job(target: Target) -> Job | None:
    """The latest job that solves this target's cascade again. One query."""
    return Job.objects.filter(kind=TASK, key__startswith=f"{TASK}:{target.pk}:").order_by("-pk").first()


def target_at(commitment: Commitment, unit: Unit) -> Target | None:
    """What a commitment asks of one unit now. One query."""
    rows = commitment.targets.filter(unit=unit, withdrawn=None).select_related("unit", "parent__unit")
    return rows.first()


def shares_of(target: Target) -> list[Target]:
    """The live shares of a target with their units, in official order. One query."""
    shares = list(target.shares.filter(withdrawn=None).select_related("unit").order_by("unit__order", "unit__pk"))
    for share in shares:
        share.commitment = target.commitment
    return shares


def given_on(targets: Iterable[Target]) -> dict[int, Given]:
    """For those of some targets that were shared out: how many units got how much. One query."""
    rows = Target.objects.filter(parent__in=[target.pk for target in targets], withdrawn=None)
    sums = rows.values_list("parent_id").annotate(
        units=Count("pk"), total=Sum("value"), least=Min("value"), most=Max("value")
    )
    return {parent or 0: Given(*numbers) for parent, *numbers in sums.order_by()}


def _asked(target: Target) -> Asked:
    commitment = target.commitment
    giver = target.parent.unit if target.parent else None
    return Asked(
        target, commitment, commitment.plan, commitment.sentence, giver,
        measure_at(commitment, target.unit.level), wording(commitment, target.value, target.unit.level),
    )  # fmt: skip


def _by_level(live: QuerySet[Target]) -> list[tuple[int, int, Decimal, Decimal, Decimal]]:
    rows = live.values_list("unit__level").annotate(
        units=Count("pk"), total=Sum("value"), least=Min("value"), most=Max("value")
    )
    return list(rows.order_by("unit__level"))


class _Lot(NamedTuple):
    """What the givers of one level gave: the shares' sum, and the sum over all shares of what their giver carries."""

    given: Decimal
    carried: Decimal


def _given(commitment: Commitment, live: QuerySet[Target]) -> dict[int, _Lot]:
    """By the givers' level; shares of different levels (a level may be left out) made comparable first."""
    rows = live.filter(parent__isnull=False).values_list("parent__unit__level", "unit__level")
    lots: dict[int, _Lot] = {}
    for above, level, given, carried in rows.annotate(given=Sum("value"), carried=Sum("parent__value")).order_by():
        before = lots.get(above, _Lot(Decimal(0), Decimal(0)))
        lots[above] = _Lot(before.given + comparable(commitment, given, level), before.carried + carried)
    return lots


def _shared(live: QuerySet[Target]) -> dict[int, tuple[int, Decimal]]:
    """By level: how many shared theirs out, and what these were asked for together."""
    gave = Exists(Target.objects.filter(parent=OuterRef("pk"), withdrawn=None))
    rows = live.filter(gave).values_list("unit__level").annotate(units=Count("pk"), total=Sum("value"))
    return {level: (units, total) for level, units, total in rows.order_by()}


def _spread(
    given: dict[int, _Lot], shared: dict[int, tuple[int, Decimal]], level: int, commitment: Commitment
) -> tuple[int, float | None]:
    """How many of a level gave, and their amplification: of a total by sums, of a floor or ratio by means."""
    if level not in given:
        return 0, None
    givers, carried_once = shared[level]
    carried = carried_once if commitment.shape == Shape.COUNT else given[level].carried
    return givers, float(given[level].given / carried) if carried else None
