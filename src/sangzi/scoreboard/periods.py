"""What is asked anew each period: every period with its target, its figure and its verdict, the past ones for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sangzi.kernel.facts import SCALE
from sangzi.plans.goals import goal_of, is_ceiling
from sangzi.plans.models import Target
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.units.models import Unit

from .figures import Figure, Move, figure_from_moves
from .indicators import Indicator
from .judging import verdict_on
from .lights import Course, Light
from .measures import numerator
from .months import first_day, last_day, month_of

LENGTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
MOST = 12  # periods that are told, the latest
YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a target; the figure is of the period alone where things are counted as they happen."""

    begins: date
    ends: date
    figure: Figure
    goal: Fraction
    progress: float | None
    light: Light
    is_over: bool


class Known(NamedTuple):
    """What all periods of one target are told by: `moves` are the indicator's at the unit, up to `as_of`."""

    indicator: Indicator
    unit: Unit
    target: Target
    as_of: date
    moves: Sequence[Move]
    followed: Followed | None = None


def periods_of(known: Known) -> list[Period]:
    """The periods of a target from its plan's year to a day, the latest first; empty where nothing repeats."""
    commitment = known.target.commitment
    length = LENGTHS.get(commitment.period)
    if length is None:
        return []
    last = min(known.as_of, commitment.deadline or known.as_of)
    first = date(min(commitment.plan.year or last.year, last.year), 1, 1)
    starts = range(month_of(first), month_of(last) + 1, length)[-MOST:]
    return [_period(known, at, at + length - 1) for at in reversed(starts)]


def _period(known: Known, first: int, last: int) -> Period:
    commitment, followed = known.target.commitment, known.followed
    begins, ends = first_day(first), last_day(last)
    figure = _figure(known, first, last)
    goal = goal_of(commitment, known.target.value, known.unit)
    way = followed.way.in_year(begins.year) if followed and commitment.period == "year" else None
    course = Course(way.begins if way else begins, ends, way)
    verdict = verdict_on(figure, goal, course, known.as_of, ceiling=is_ceiling(commitment, known.unit))
    return Period(begins, ends, figure, goal, verdict.progress, verdict.light, known.as_of > ends)


def _figure(known: Known, first: int, last: int) -> Figure:
    """The figure at the period's end; of what is counted as it happens, only what happened within it."""
    indicator, on = known.indicator, min(last_day(last), known.as_of)
    if indicator.shape != "count" or indicator.reading == "stock" or last - first + 1 == YEAR:
        return figure_from_moves(indicator, known.unit.pk, on, known.moves)
    key = numerator(indicator).key
    amount = sum(amount for measure, month, amount in known.moves if measure == key and first <= month <= last)
    return Figure(indicator.key, known.unit.pk, on, Fraction(amount, SCALE), amount, None)
