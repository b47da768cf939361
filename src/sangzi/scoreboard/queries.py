"""What can be asked of the scoreboard: one figure, a unit's board, its children side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import partial

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from sangzi.plans.models import Commitment, Target
from sangzi.plans.queries import Asked, targets_of
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.plans.queries.trajectories import courses_of
from sangzi.units.models import Unit, UnitEvent
from sangzi.units.queries import children as child_units

from .figures import Figure, Move, figure_from_moves, figures, moves_of, sides, trend_of
from .indicators import Indicator, indicators_of
from .judging import FigureOn, Standing, judged, judged_on, nothing_asked
from .lights import ORDER, Light
from .models import Computation
from .past import figures_on
from .totals import definitions_digest

MONTHS_OF_TREND = 12


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
    """Everything asked of the unit and every other indicator that has a number.

    Three queries, whatever the data, and a few more where trajectories are followed. `as_of` is today or a month's end.
    """
    every = indicators_of(unit)
    moves = moves_of(list(every.values()), unit.pk, as_of)
    asked = targets_of(unit)
    bound = [one for one in asked if one.commitment.indicator in every]
    followed = courses_of([one.target for one in bound])
    lines = _joined(
        [
            _asked_line(one, every[one.commitment.indicator], unit, as_of, moves, followed.get(one.target.pk))
            for one in bound
        ]
    )
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
    """How one unit stands, today or at a month's end, and its figures at the last months' ends.

    One query; where a target is asked about, a few more for the trajectory that it follows.
    """
    moves = moves_of([indicator], unit.pk, as_of)
    points = trend_of(indicator, unit.pk, as_of, months, moves)
    if target is None:
        return nothing_asked(figure_from_moves(indicator, unit.pk, as_of, moves)), points
    figure = figure_from_moves(indicator, unit.pk, judged_on(target.commitment, as_of), moves)
    followed = courses_of([target]).get(target.pk)
    back = _looking_back(indicator, unit.pk, moves)
    return judged(target, target.commitment, unit, figure, as_of, followed=followed, figure_on=back), points


def children_board(unit: Unit, indicator: Indicator, commitment: Commitment | None, as_of: date) -> list[ChildLine]:
    """The unit's children by distance to their own targets, furthest first; without targets, by the figure.

    Six queries, whatever the number of children, and a few more where trajectories are followed.
    """
    units = list(child_units(unit))
    targets = _targets_by_unit(units, commitment)
    found = figures([indicator], [child.pk for child in units], judged_on(commitment, as_of))
    followed = courses_of(list(targets.values()))
    past = _Past(indicator, list(targets))
    lines = []
    for child in units:
        target, figure = targets.get(child.pk), found[indicator.key, child.pk]
        standing = nothing_asked(figure)
        if target is not None and commitment is not None:
            own, back = followed.get(target.pk), partial(past.of, child.pk)
            standing = judged(target, commitment, child, figure, as_of, followed=own, figure_on=back)
        lines.append(ChildLine(child, standing, target))
    return sorted(lines, key=_need)


def is_stale() -> bool:
    """Whether the tree or the definitions changed since all totals were last computed. One query."""
    edition = UnitEvent.objects.order_by("-pk").values("pk")[:1]
    last = Computation.objects.annotate(now=Coalesce(Subquery(edition), 0)).order_by("-pk").first()
    return last is None or last.edition != last.now or last.definitions != definitions_digest()


@dataclass
class _Past:
    """Figures of units at past months' ends, each day read once for all of them."""

    indicator: Indicator
    units: list[int]
    days: dict[date, dict[tuple[str, int], Figure]] = field(default_factory=dict)

    def of(self, unit: int, on: date) -> Fraction | None:
        if on not in self.days:
            self.days[on] = figures([self.indicator], self.units, on)
        return self.days[on][self.indicator.key, unit].value


def _looking_back(indicator: Indicator, unit: int, moves: Sequence[Move]) -> FigureOn:
    """The unit's figure at any month's end, from movements that are known already."""
    return lambda on: figure_from_moves(indicator, unit, on, moves).value


def _asked_line(
    asked: Asked, indicator: Indicator, unit: Unit, as_of: date, moves: Sequence[Move], followed: Followed | None
) -> BoardLine:
    plain, mine = _line(indicator, unit, as_of, moves), _mine(indicator, moves)
    figure = figure_from_moves(indicator, unit.pk, judged_on(asked.commitment, as_of), mine)
    back = _looking_back(indicator, unit.pk, mine)
    standing = judged(asked.target, asked.commitment, unit, figure, as_of, followed=followed, figure_on=back)
    return BoardLine(indicator, standing, plain.trend, (asked,))


def _joined(lines: Sequence[BoardLine]) -> list[BoardLine]:
    """Lines that ask for the same number by the same day as one: a county need not read its province's demand twice."""
    found: dict[tuple[object, ...], BoardLine] = {}
    for line in lines:
        commitment = line.asked[0].commitment
        asked = (line.standing.goal, line.standing.expected, commitment.comparator)
        key = (line.indicator.key, *asked, commitment.deadline, commitment.period)
        first = found.get(key)
        found[key] = line if first is None else replace(first, asked=first.asked + line.asked)
    return list(found.values())


def _line(indicator: Indicator, unit: Unit, as_of: date, moves: Sequence[Move]) -> BoardLine:
    points = trend_of(indicator, unit.pk, as_of, MONTHS_OF_TREND, _mine(indicator, moves))
    return BoardLine(indicator, nothing_asked(points[-1]), tuple(points))


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
