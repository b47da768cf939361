"""Lights: how a figure stands to its target on a day. Text, icon and colour; by time, not by anger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sangzi.plans.ways import Way

Light = Literal["none", "not-started", "on-track", "near", "slow", "behind", "done", "overdue", "exceeded"]

# From the one that needs help most to the one that needs none.
ORDER: tuple[Light, ...] = (
    "exceeded", "overdue", "behind", "slow", "near", "not-started", "on-track", "done", "none"
)  # fmt: skip

ON_TRACK = 0.9  # of what the trajectory asks for
SLOW = 0.6
GRACE = 0.1  # the first tenth of the way, in which nothing need have happened
NEAR = Fraction(9, 10)  # of a ceiling, from where on it is said that little is left


@dataclass(frozen=True)
class Course:
    """The time in which a target is to be reached, and the way there; `end` None is a standing demand.

    Without a `way` it is even: the share of the target is the share of the time.
    """

    start: date
    end: date | None
    way: Way | None = None

    def gone(self, on: date) -> float:
        """The share of the time that has gone by on a day, 0 to 1; 1 for a standing demand."""
        return float(self._time(on))

    def due(self, on: date) -> float:
        """The share of the way that is to be gone by a day, 0 to 1."""
        return float(self.share(on))

    def share(self, on: date) -> Fraction:
        """The same, exactly."""
        return self._time(on) if self.way is None else self.way.share(on)

    def expected(self, on: date, goal: Fraction) -> Fraction:
        """The figure that is asked for by a day."""
        return goal * self._time(on) if self.way is None else self.way.expected(on, goal)

    def _time(self, on: date) -> Fraction:
        if self.end is None or self.end <= self.start:
            return Fraction(1)
        return min(max(Fraction((on - self.start).days, (self.end - self.start).days), Fraction(0)), Fraction(1))


def light(progress: float | None, course: Course, on: date) -> Light:
    """The light for a progress (1 is the target) on a day of a course, against what the way asks for by then."""
    if progress is None:
        return "none"
    if progress >= 1:
        return "done"
    if course.end is not None and on > course.end:
        return "overdue"
    due = course.due(on)
    if progress <= 0 and due <= GRACE:
        return "not-started"
    if progress >= ON_TRACK * due:
        return "on-track"
    return "slow" if progress >= SLOW * due else "behind"


def ceiling_light(value: Fraction | None, ceiling: Fraction, course: Course, on: date) -> Light:
    """The light for a figure that must not pass a ceiling.

    Time does not count: nothing is due by any day, and what has passed its ceiling does not come right by waiting. Held
    to the end it is done; before, it is only held so far.
    """
    if value is None:
        return "none"
    if value > ceiling:
        return "exceeded"
    if course.end is not None and on > course.end:
        return "done"
    return "near" if value > 0 and value >= NEAR * ceiling else "on-track"
