"""What can be asked of the scoreboard: one figure, a unit's board, its children side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from sangzi.plans.models import Commitment, Comparator, Shape, Target
from sangzi.plans.queries import Asked, targets_of
from sangzi.plans.wording import is_own_condition
from sangzi.units.models import Unit, UnitEvent
from sangzi.units.queries import children as child_units

from .figures import Figure, Move, figure_from_moves, figures, moves_of, sides, trend_of
from .indicators import Indicator, indicators_of
from .lights import ORDER, Course, Light, light
from .models import Computation
from .past import figures_on
from .totals import definitions_digest

EVERYONE = Fraction(100)
MONTHS_OF_TREND = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure against a target: how far, and under which light."""

    figure: Figure
    goal: Fraction | None
    progress: float | None
    light: Light
    gone: float | None = None  # the share of the time that has gone by

    @property
    def distance(self) -> float:
        """What is still missing, as a share of the target; below zero when it was passed."""
        return 1 - self.progress if self.progress is not None else 0.0


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of a unit's board: what is asked with how it stands, or an indicator nothing is asked for.

    `asked` holds every demand for the same number by the same day, that of the highest plan first.
    """

    indicator: Indicator
    standing: Standing
    trend: tuple[Figure, ...]
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's board: what is asked of it in the order of need, what else is counted, and what nobody counts yet."""

    unit: Unit
    as_of: date
    asked: tuple[BoardLine, ...]
    others: tuple[BoardLine, ...]
    uncounted: tuple[Asked, ...]

    @property
    def lights(self) -> list[tuple[Light, int]]:
        """How many commitments stand under each light, the neediest first; without those that have none."""
        counts = [(one, sum(line.standing.light == one for line in self.asked)) for one in ORDER]
        return [(one, count) for one, count in counts if count]


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A child unit beside its siblings."""

    unit: Unit
    standing: Standing
    target: Target | None


def figure_of(indicator: Indicator, unit: Unit, as_of: date) -> Figure:
    """One indicator's figure for one unit at the end of any day."""
    return figures_on([indicator], [unit.pk], as_of)[indicator.key, unit.pk]


def board(unit: Unit, as_of: date) -> Board:
    """Everything asked of the unit and every other indicator that has a number. Two queries, whatever the data.

    `as_of` is today or a month's end.
    """
    every = indicators_of(unit)
    moves = moves_of(list(every.values()), unit.pk, as_of)
    asked = targets_of(unit)
    bound = [one for one in asked if one.commitment.indicator in every]
    lines = _joined([_asked_line(one, every[one.commitment.indicator], unit, as_of, moves) for one in bound])
    known = {line.indicator.key for line in lines}
    rest = [_line(indicator, unit, as_of, moves) for key, indicator in every.items() if key not in known]
    return Board(
        unit,
        as_of,
        asked=tuple(sorted(lines, key=_urgency)),
        others=tuple(line for line in rest if _is_counted(line)),
        uncounted=tuple(one for one in asked if one.commitment.indicator not in every),
    )


def standing_and_trend(
    indicator: Indicator, unit: Unit, target: Target | None, as_of: date, months: int
) -> tuple[Standing, list[Figure]]:
    """How one unit stands, today or at a month's end, and its figures at the last months' ends. One query."""
    moves = moves_of([indicator], unit.pk, as_of)
    points = trend_of(indicator, unit.pk, as_of, months, moves)
    commitment = target.commitment if target else None
    figure = figure_from_moves(indicator, unit.pk, judged_on(commitment, as_of), moves)
    return _standing(commitment, target, figure, unit, as_of), points


def children_board(unit: Unit, indicator: Indicator, commitment: Commitment | None, as_of: date) -> list[ChildLine]:
    """The unit's children by distance to their own targets, furthest first; without targets, by the figure.

    Five queries, whatever the number of children.
    """
    units = list(child_units(unit))
    targets = _targets_by_unit(units, commitment)
    found = figures([indicator], [child.pk for child in units], judged_on(commitment, as_of))
    lines = []
    for child in units:
        target = targets.get(child.pk)
        standing = _standing(commitment, target, found[indicator.key, child.pk], child, as_of)
        lines.append(ChildLine(child, standing, target))
    return sorted(lines, key=_need)


def goal_of(commitment: Commitment, value: Decimal, unit: Unit) -> Fraction:
    """What the figure must reach: a floor for every unit or partner means all, one's own condition means yes."""
    if commitment.shape in (Shape.EACH, Shape.PAIRING, Shape.FREQUENCY) or is_own_condition(commitment, unit.level):
        return EVERYONE
    return Fraction(value)


def course_of(commitment: Commitment, as_of: date) -> Course:
    """The time a commitment has: its year for a yearly one, from the plan's year to the deadline for the others."""
    if commitment.period:
        year = min(as_of.year, commitment.deadline.year) if commitment.deadline else as_of.year
        return Course(date(year, 1, 1), date(year, 12, 31))
    start = date(commitment.plan.year or (commitment.deadline or as_of).year, 1, 1)
    return Course(start, commitment.deadline)


def judged_on(commitment: Commitment | None, as_of: date) -> date:
    """The day whose figure counts: what was asked of a year that is over is judged by that year, the rest by now."""
    if commitment is not None and commitment.period and commitment.deadline:
        return min(as_of, commitment.deadline)
    return as_of


def is_stale() -> bool:
    """Whether the tree or the definitions changed since all totals were last computed. One query."""
    edition = UnitEvent.objects.order_by("-pk").values("pk")[:1]
    last = Computation.objects.annotate(now=Coalesce(Subquery(edition), 0)).order_by("-pk").first()
    return last is None or last.edition != last.now or last.definitions != definitions_digest()


def _asked_line(asked: Asked, indicator: Indicator, unit: Unit, as_of: date, moves: Sequence[Move]) -> BoardLine:
    plain = _line(indicator, unit, as_of, moves)
    figure = figure_from_moves(indicator, unit.pk, judged_on(asked.commitment, as_of), _mine(indicator, moves))
    standing = _standing(asked.commitment, asked.target, figure, unit, as_of)
    return BoardLine(indicator, standing, plain.trend, (asked,))


def _joined(lines: Sequence[BoardLine]) -> list[BoardLine]:
    """Lines that ask for the same number by the same day as one: a county need not read its province's demand twice."""
    found: dict[tuple[object, ...], BoardLine] = {}
    for line in lines:
        commitment = line.asked[0].commitment
        key = (line.indicator.key, line.standing.goal, commitment.comparator, commitment.deadline, commitment.period)
        first = found.get(key)
        found[key] = line if first is None else replace(first, asked=first.asked + line.asked)
    return list(found.values())


def _line(indicator: Indicator, unit: Unit, as_of: date, moves: Sequence[Move]) -> BoardLine:
    points = trend_of(indicator, unit.pk, as_of, MONTHS_OF_TREND, _mine(indicator, moves))
    return BoardLine(indicator, Standing(points[-1], None, None, "none"), tuple(points))


def _mine(indicator: Indicator, moves: Sequence[Move]) -> list[Move]:
    keys = {basis.key for basis in sides(indicator)}
    return [move for move in moves if move[0] in keys]


def _is_counted(line: BoardLine) -> bool:
    """Whether there is something to tell; months go by everywhere, so a rhythm that nobody began is nothing."""
    figure = line.standing.figure
    return bool(figure.numerator or (figure.denominator and line.indicator.shape != "frequency"))


def _targets_by_unit(units: Iterable[Unit], commitment: Commitment | None) -> dict[int, Target]:
    if commitment is None:
        return {}
    rows = Target.objects.filter(commitment=commitment, unit__in=[unit.pk for unit in units], withdrawn=None)
    return {target.unit_id: target for target in rows}


def _standing(
    commitment: Commitment | None, target: Target | None, figure: Figure, unit: Unit, as_of: date
) -> Standing:
    if commitment is None or target is None:
        return Standing(figure, None, None, "none")
    goal = goal_of(commitment, target.value, unit)
    course = course_of(commitment, as_of)
    progress = _progress(commitment, goal, figure)
    return Standing(figure, goal, progress, light(progress, course, as_of), course.gone(as_of))


def _progress(commitment: Commitment, goal: Fraction, figure: Figure) -> float | None:
    """The share of the target that is reached; None when there is no number to compare."""
    if figure.value is None:
        return None
    if commitment.comparator == Comparator.AT_MOST:
        return 1.0 if figure.value <= goal else float(goal / figure.value)
    return float(figure.value / goal) if goal > 0 else 1.0


def _urgency(line: BoardLine) -> tuple[int, float]:
    return ORDER.index(line.standing.light), -line.standing.distance


def _need(line: ChildLine) -> tuple[int, float, float, int]:
    figure = line.standing.figure.number
    return (
        ORDER.index(line.standing.light) if line.target else len(ORDER),
        -line.standing.distance,
        -(figure if figure is not None else -1.0),
        line.unit.order,
    )
