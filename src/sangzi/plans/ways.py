"""The way to a target in time, as arithmetic: what share of it is to be gone by a day.

A way leads from a base (nothing, or the figure before it begins) to the goal. It is even, follows the months of past
years, or goes through milestones, between which it runs straight. All shares are exact fractions.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from sangzi.engines import apportion

from .models import Trajectory

Kind = Trajectory.Kind
Point = tuple[date, Fraction]

DAY = timedelta(days=1)
NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Way:
    """`points` are milestones as shares of the way, from 0 to 1, by rising days; `season` is twelve shares of a year.

    `based`: it begins at the figure of the day before `begins`, which is `base` once it is known.
    """

    kind: str
    begins: date
    ends: date
    points: tuple[Point, ...] = ()
    season: tuple[Fraction, ...] = ()
    based: bool = False
    base: Fraction | None = None

    def share(self, on: date) -> Fraction:
        """The share of the way to be gone by the end of a day: 0 before it begins, 1 where it ends."""
        if on >= self.ends:
            return WHOLE
        if on <= self.begins:
            return NOTHING
        if self.kind == Kind.SEASONAL:
            return self._by_season(on)
        return self._between(on) if self.kind == Kind.MILESTONES else _of_days(self.begins, on, self.ends)

    def expected(self, on: date, goal: Fraction) -> Fraction:
        """The figure that the way asks for on a day."""
        start = self.base or NOTHING
        return start + (goal - start) * self.share(on)

    def done(self, value: Fraction, goal: Fraction) -> Fraction:
        """The share of the way that a figure has gone; more than 1 beyond the goal, below 0 before the base."""
        start = self.base or NOTHING
        if goal == start:
            return WHOLE if value >= goal else NOTHING
        return (value - start) / (goal - start)

    def in_year(self, year: int) -> Way:
        """The same way in another year, for what is asked anew each year; its base is to be looked up anew."""
        if year == self.begins.year:
            return self
        moved = tuple((_moved(day, year), share) for day, share in self.points)
        return replace(self, begins=_moved(self.begins, year), ends=_moved(self.ends, year), points=moved, base=None)

    def _between(self, on: date) -> Fraction:
        line = [(self.begins, NOTHING), *self.points, (self.ends, WHOLE)]
        later = next(at for at, (day, _share) in enumerate(line) if day >= on)
        (start, low), (end, high) = line[later - 1], line[later]
        return low + (high - low) * _of_days(start, on, end)

    def _by_season(self, on: date) -> Fraction:
        whole = self._weight(self.ends)
        return self._weight(on) / whole if whole else _of_days(self.begins, on, self.ends)

    def _weight(self, until: date) -> Fraction:
        """What the season gives to the days after `begins` up to `until`, each month's share spread over its days."""
        weight, day = NOTHING, self.begins + DAY
        while day <= until:
            length = calendar.monthrange(day.year, day.month)[1]
            last = min(date(day.year, day.month, length), until)
            weight += self.season[day.month - 1] * Fraction((last - day).days + 1, length)
            day = last + DAY
        return weight


def shared_points(
    points: Sequence[tuple[date, int]], values: Mapping[int, int]
) -> dict[int, tuple[tuple[date, int], ...]]:
    """Milestones of a total, in whole steps, shared out over its parts `values` (key -> steps), by largest remainders.

    At every milestone the parts' add up to the total's; no part ever falls, nor passes its own value.
    """
    keys = list(values)
    goals = [values[key] for key in keys]
    before = [0] * len(keys)
    found: dict[int, list[tuple[date, int]]] = {key: [] for key in keys}
    for day, total in points:
        if sum(goals):
            within = min(total, sum(goals))
            before = apportion.proportional(within, goals, floors=before, caps=goals).value.tolist()
        for key, value in zip(keys, before, strict=True):
            found[key].append((day, value))
    return {key: tuple(milestones) for key, milestones in found.items()}


def _of_days(start: date, on: date, end: date) -> Fraction:
    return Fraction((on - start).days, (end - start).days)


def _moved(day: date, year: int) -> date:
    """The same day of another year; the 29th of February becomes the 28th."""
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
