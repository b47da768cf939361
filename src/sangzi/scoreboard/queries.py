"""What can be asked of the scoreboard: one figure, a unit's board, its children side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sangzi.plans.models import Commitment, Target
from sangzi.units.models import Unit
from sangzi.units.queries import children as child_units
from sangzi.units.queries import tree_edition

from .figures import Figure, figures
from .indicators import Indicator, indicators
from .lights import ORDER, Course, Light, light
from .models import Computation
from .past import figures_on
from .totals import definitions_digest


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure against a target: how far, and under which light."""

    figure: Figure
    goal: Fraction | None
    progress: float | None
    light: Light

    @property
    def distance(self) -> float:
        """What is still missing, as a share of the target; below zero when it was passed."""
        return 1 - self.progress if self.progress is not None else 0.0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of a unit's board: a commitment with its target, or an indicator nothing was promised for."""

    indicator: Indicator
    standing: Standing
    target: Target | None = None

    @property
    def commitment(self) -> Commitment | None:
        return self.target.commitment if self.target else None


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child unit beside its siblings."""

    unit: Unit
    standing: Standing
    target: Target | None


def figure_of(indicator: Indicator, unit: Unit, as_of: date) -> Figure:
    """One indicator's figure for one unit at the end of any day."""
    return figures_on([indicator], [unit.pk], as_of)[indicator.key, unit.pk]


def board(unit: Unit, as_of: date) -> list[BoardLine]:
    """Every commitment asked of the unit and every other indicator that has a number, in the order of need.

    `as_of` is today or a month's end. Four queries, whatever the data.
    """
    targets = list(_live_targets([unit.pk]))
    found = figures(list(indicators().values()), [unit.pk], as_of)
    promised = [_target_line(target, found[target.commitment.indicator, unit.pk], as_of) for target in _bound(targets)]
    asked = {line.indicator.key for line in promised}
    others = [
        BoardLine(indicator, Standing(found[key, unit.pk], None, None, "none"))
        for key, indicator in indicators().items()
        if key not in asked and (found[key, unit.pk].numerator or found[key, unit.pk].denominator)
    ]
    promised.sort(key=lambda line: (ORDER.index(line.standing.light), -line.standing.distance))
    return promised + others


def children_board(unit: Unit, indicator: Indicator, commitment: Commitment | None, as_of: date) -> list[ChildLine]:
    """The unit's children by distance to their own targets, furthest first; without targets, by the figure."""
    units = list(child_units(unit))
    ids = [child.pk for child in units]
    targets = {target.unit_id: target for target in _live_targets(ids, commitment)} if commitment else {}
    found = figures([indicator], ids, as_of)
    lines = [
        ChildLine(child, _standing(targets.get(child.pk), found[indicator.key, child.pk], as_of), targets.get(child.pk))
        for child in units
    ]
    return sorted(lines, key=_need)


def goal_of(commitment: Commitment, value: Decimal) -> Fraction:
    """What the figure must reach: a floor for every unit or partner means all of them."""
    if commitment.shape in ("each", "pairing", "frequency"):
        return Fraction(100)
    return Fraction(value)


def course_of(commitment: Commitment, as_of: date) -> Course:
    """The time a commitment has: its year for a yearly one, from the plan's year to the deadline for the others."""
    if commitment.period:
        year = min(as_of.year, commitment.deadline.year) if commitment.deadline else as_of.year
        return Course(date(year, 1, 1), date(year, 12, 31))
    start = date(commitment.plan.year or (commitment.deadline or as_of).year, 1, 1)
    return Course(start, commitment.deadline)


def is_stale() -> bool:
    """Whether the tree or the definitions changed since all totals were last computed."""
    last = Computation.objects.order_by("-pk").first()
    return last is None or last.edition != tree_edition() or last.definitions != definitions_digest()


def _live_targets(units: Sequence[int], commitment: Commitment | None = None) -> list[Target]:
    targets = Target.objects.filter(unit__in=units, withdrawn=None).select_related("commitment__plan")
    if commitment is not None:
        targets = targets.filter(commitment=commitment)
    return list(targets)


def _bound(targets: Sequence[Target]) -> list[Target]:
    return [target for target in targets if target.commitment.indicator in indicators()]


def _target_line(target: Target, figure: Figure, as_of: date) -> BoardLine:
    return BoardLine(indicators()[target.commitment.indicator], _standing(target, figure, as_of), target)


def _standing(target: Target | None, figure: Figure, as_of: date) -> Standing:
    if target is None:
        return Standing(figure, None, None, "none")
    goal = goal_of(target.commitment, target.value)
    progress = _progress(target.commitment, goal, figure)
    return Standing(figure, goal, progress, light(progress, course_of(target.commitment, as_of), as_of))


def _progress(commitment: Commitment, goal: Fraction, figure: Figure) -> float | None:
    """The share of the target that is reached; None when there is no number to compare."""
    if figure.value is None:
        return None
    if commitment.comparator == "<=":
        return 1.0 if figure.value <= goal else float(goal / figure.value)
    return float(figure.value / goal) if goal > 0 else 1.0


def _need(line: ChildLine) -> tuple[int, float, float, int]:
    figure = line.standing.figure.number
    return (
        ORDER.index(line.standing.light) if line.target else len(ORDER),
        -line.standing.distance,
        -(figure if figure is not None else -1.0),
        line.unit.pk,
    )
