"""A figure against a target: how far it is, what the way asks for on the day, and under which light it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sangzi.plans.goals import goal_of, time_of
from sangzi.plans.models import Commitment, Comparator, Target
from sangzi.plans.queries.trajectories import Course as Followed
from sangzi.plans.ways import DAY, Way
from sangzi.units.models import Unit

from .figures import Figure
from .lights import Course, Light, light

FigureOn = Callable[[date], Fraction | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure against a target: how far, and under which light.

    `progress` is the share of the target that is reached, of a way with a base the share of the way; `gone` the share
    that is to be reached by now, `expected` the figure that this means (None: only not to be passed). `course` has all
    of the way.
    """

    figure: Figure
    goal: Fraction | None
    progress: float | None
    light: Light
    gone: float | None = None
    expected: Fraction | None = None
    course: Course | None = None

    @property
    def distance(self) -> float:
        """What is still missing, as a share of the target; below zero when it was passed."""
        return 1 - self.progress if self.progress is not None else 0.0


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
    progress = progress_of(commitment, goal, figure, course.way)
    return Standing(
        figure,
        goal,
        progress,
        light(progress, course, as_of),
        course.due(as_of),
        None if _is_ceiling(commitment, course) else course.expected(as_of, goal),
        course,
    )


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


def _is_ceiling(commitment: Commitment, course: Course) -> bool:
    """Whether there is a number that must not be passed, and no way to it: nothing is due by any day."""
    return commitment.comparator == Comparator.AT_MOST and not (course.way and course.way.based)


def judged_on(commitment: Commitment | None, as_of: date) -> date:
    """The day whose figure counts: what was asked of a year that is over is judged by that year, the rest by now."""
    if commitment is not None and commitment.period and commitment.deadline:
        return min(as_of, commitment.deadline)
    return as_of


def progress_of(commitment: Commitment, goal: Fraction, figure: Figure, way: Way | None) -> float | None:
    """The share of the target that is reached; None when there is no number to compare."""
    if figure.value is None:
        return None
    if way is not None and way.based:
        return float(way.done(figure.value, goal))
    if commitment.comparator == Comparator.AT_MOST:
        return 1.0 if figure.value <= goal else float(goal / figure.value)
    return float(figure.value / goal) if goal > 0 else 1.0
