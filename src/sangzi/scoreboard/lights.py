"""Lights: how a figure stands to its target on a day. Text, icon and colour; by time, not by anger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Light = Literal["none", "not-started", "on-track", "slow", "behind", "done", "overdue"]

# From the one that needs help most to the one that needs none.
ORDER: tuple[Light, ...] = ("overdue", "behind", "slow", "not-started", "on-track", "done", "none")

ON_TRACK = 0.9  # of what time alone would ask
SLOW = 0.6
GRACE = 0.1  # the first tenth of the time, in which nothing need have happened


@dataclass(frozen=True)
class Course:
    """The time in which a target is to be reached; `end` None is a standing demand."""

    start: date
    end: date | None

    def gone(self, on: date) -> float:
        """The share of the time that has gone by on a day, 0 to 1; 1 for a standing demand."""
        if self.end is None or self.end <= self.start:
            return 1.0
        return min(max((on - self.start).days / (self.end - self.start).days, 0.0), 1.0)


def light(progress: float | None, course: Course, on: date) -> Light:
    """The light for a progress (1 is the target) on a day of a course, against an even trajectory."""
    if progress is None:
        return "none"
    if progress >= 1:
        return "done"
    if course.end is not None and on > course.end:
        return "overdue"
    gone = course.gone(on)
    if progress <= 0 and gone <= GRACE:
        return "not-started"
    if progress >= ON_TRACK * gone:
        return "on-track"
    return "slow" if progress >= SLOW * gone else "behind"
