"""Free beds, day by day, as the sheets of a calendar."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.dates import WEEKDAYS_ABBR

SHOWN = timedelta(days=62)
WEEKDAYS = tuple(WEEKDAYS_ABBR[day] for day in range(7))


@dataclass(frozen=True)
class Night:
    """A day of a month; `left` is None where nothing is let on it, `other` where it belongs to another month."""

    on: date
    left: int | None
    other: bool


@dataclass(frozen=True)
class Month:
    """A month's sheet, week by week from Monday."""

    title: str
    weeks: list[list[Night]]


def months_of(free: Mapping[date, int]) -> list[Month]:
    """The sheets of all months in which something is let."""
    if not free:
        return []
    first, last = min(free), max(free)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [_month(*divmod(number, 12), free) for number in numbers]


def _month(year: int, month: int, free: Mapping[date, int]) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(year, month + 1)
    nights = [[Night(on, free.get(on), on.month != month + 1) for on in week] for week in weeks]
    return Month(formats.date_format(date(year, month + 1, 1), "YEAR_MONTH_FORMAT"), nights)
