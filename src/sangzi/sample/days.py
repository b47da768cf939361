"""Days of the sample: when something began, how the year runs, how work grows."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .chance import Chance

ZONE = ZoneInfo("Asia/Shanghai")
BEGINNING = date(2022, 1, 1)  # the first day of records
FOUNDING = date(2019, 3, 1)  # the first day of what was there before

# How work is spread over January to December; each curve has the mean 1.
CURVES: dict[str, tuple[float, ...]] = {
    "even": (0.8, 0.7, 1.1, 1.1, 1.1, 1.0, 1.0, 1.0, 1.1, 1.1, 1.1, 0.9),
    "holidays": (2.2, 1.2, 0.3, 0.3, 0.4, 0.6, 3.0, 2.8, 0.4, 0.3, 0.2, 0.3),  # winter and summer vacations
    "summer": (0.2, 0.2, 0.4, 0.7, 1.1, 1.6, 2.6, 2.4, 1.4, 0.8, 0.4, 0.2),
    "harvest": (0.5, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3, 2.2, 2.4, 1.0, 0.6),
    "schooling": (0.3, 0.2, 0.9, 1.1, 1.2, 1.0, 0.5, 1.6, 2.4, 1.3, 0.9, 0.6),
    "flood": (0.0, 0.0, 0.2, 1.4, 2.4, 3.6, 3.0, 1.2, 0.2, 0.0, 0.0, 0.0),
    "winter": (2.0, 1.3, 1.2, 0.8, 0.6, 0.5, 0.4, 0.4, 0.6, 1.0, 1.5, 1.7),
}
PANDEMIC = {2022: 0.75}  # a year in which little could be held


def months_until(until: date) -> list[tuple[int, int]]:
    """(year, month) from the beginning to the month of `until`."""
    last = until.year * 12 + until.month - 1
    return [divmod(at, 12) for at in range(BEGINNING.year * 12, last + 1)]


def course(curve: str, growth: float, until: date) -> NDArray[np.float64]:
    """How busy each month is: the year's curve, the growth from year to year, the part of the last month gone."""
    months = months_until(until)
    busy = [
        CURVES[curve][month] * (1 + growth) ** (year - BEGINNING.year) * PANDEMIC.get(year, 1) for year, month in months
    ]
    busy[-1] *= until.day / days_in(*months[-1])
    return np.array(busy)


def days_in(year: int, month: int) -> int:
    """Days of a month; January is 0."""
    return calendar.monthrange(year, month + 1)[1]


def since_day(chance: Chance, until: date, *, early: float = 0.0, lean: float = 1.0) -> date:
    """A first day: with the chance `early` before records began, else after; `lean` below 1 prefers late days."""
    if chance.random() < early:
        return _between(FOUNDING, BEGINNING, float(chance.random()))
    return _between(BEGINNING, until, float(chance.random()) ** lean)


def day_after(chance: Chance, since: date, until: date) -> date | None:
    """A day between two, or None where they are too near."""
    gap = (until - since).days
    return since + timedelta(days=30 + int(chance.integers(gap - 30))) if gap > 60 else None


def _between(first: date, last: date, share: float) -> date:
    return first + timedelta(days=int(share * max((last - first).days, 0)))


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in local time."""
    return datetime.combine(day, time(hour, minute), ZONE)
