"""A figure against a target: how far it is, what the way asks for on the day, and under which light it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sangzi.plans.goals import goal_of, is_ceiling, time_of
from sangzi.plans.models import Commitment, Target
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.plans.ways import DAY, Way
from sangzi.units.models import Unit

from .figures import Figure
from .lights import Course, Light, ceiling_light, light

FigureOn = Callable[[date], Fraction | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure against a target: how far, and under which light.

    `progress` is the share of the target that is reached, of a way with a base the share of the way, of a ceiling the
    share that is used up. `gone` is the share that is to be reached by now, `expected` the figure that this means; both
    are None of a ceiling, which is only not to be passed. `course` has all of the way.
    """

    figure: Figure
    goal: Fraction | None
    progress: float | None
    light: Light
    gone: float | None = None
    expected: Fraction | None = None
    course: Course | None = None
    is_ceiling: bool = False

    @property
    def distance(self) -> float:
        """What is still missing, as a share of the target, or too much of a ceiling; below zero where neither is."""
        if self.progress is None:
            return 0.0
        return self.progress - 1 if self.is_ceiling else 1 - self.progress


def nothing_asked(figure: Figure) -> Standing:
    """A figure that no target is about."""
    return Standing(figure, None, None, "none")


def judged(
    target: Target,
    commitment: Commitment,
    unit: Unit,
    figure: Figure,
    as_of: date,
    *,
    followed: Followed | None = None,
    figure_on: FigureOn | None = None,
) -> Standing:
    """How a figure stands to a target on a day.

    `followed` is the trajectory that the target follows, if any; `figure_on` gives the same figure at a month's end,
    where a way begins at it.
    """
    goal = goal_of(commitment, target.value, unit)
    course = course_of(commitment, as_of, followed, figure_on)
    verdict = verdict_on(figure, goal, course, as_of, ceiling=is_ceiling(commitment, unit))
    if verdict.is_ceiling:
        return Standing(figure, goal, verdict.progress, verdict.light, course=course, is_ceiling=True)
    due, expected = course.due(as_of), course.expected(as_of, goal)
    return Standing(figure, goal, verdict.progress, verdict.light, due, expected, course)


class Verdict(NamedTuple):
    """The share of the target that is reached, or of a ceiling that is used up, and the light."""

    progress: float | None
    light: Light
    is_ceiling: bool = False


def verdict_on(figure: Figure, goal: Fraction, course: Course, as_of: date, *, ceiling: bool) -> Verdict:
    """How far a figure is and its light; a way from above a ceiling down to it is judged as a way."""
    way, value = course.way, figure.value
    if ceiling and not _leads_down(way, goal):
        return Verdict(_used(value, goal), ceiling_light(value, goal, course, as_of), is_ceiling=True)
    progress = _progress(value, goal, way)
    return Verdict(progress, light(progress, course, as_of))


def _leads_down(way: Way | None, goal: Fraction) -> bool:
    """Whether there is still a way to go from above a ceiling down to it, for which there is time."""
    return bool(way and way.based and (way.base is None or way.base > goal))


def _used(value: Fraction | None, ceiling: Fraction) -> float | None:
    """Of a ceiling of nothing anything is all."""
    if value is None:
        return None
    return float(value / ceiling) if ceiling > 0 else float(value > 0)


def course_of(
    commitment: Commitment, as_of: date, followed: Followed | None = None, figure_on: FigureOn | None = None
) -> Course:
    """The time a commitment has: its year for a yearly one, from the plan's year to the deadline for the others.

    A trajectory says on which day it really begins, and gives a standing demand an end.
    """
    start, end = time_of(commitment, as_of)
    if followed is None:
        return Course(start, end)
    way = followed.way.in_year(start.year) if commitment.period else followed.way
    if way.based and way.base is None:
        way = replace(way, base=figure_on(way.begins - DAY) if figure_on else None)
    return Course(way.begins, end or way.ends, way)


def judged_on(commitment: Commitment | None, as_of: date) -> date:
    """The day whose figure counts: what was asked of a year that is over is judged by that year, the rest by now."""
    if commitment is not None and commitment.period and commitment.deadline:
        return min(as_of, commitment.deadline)
    return as_of


def _progress(value: Fraction | None, goal: Fraction, way: Way | None) -> float | None:
    """The share of the target that is reached; None when there is no number to compare."""
    if value is None:
        return None
    if way is not None and way.based:
        return float(way.done(value, goal))
    return float(value / goal) if goal > 0 else 1.0
