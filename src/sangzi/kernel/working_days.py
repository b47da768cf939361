"""Working days: weekends, public holidays, and the weekends on which people work instead.

The State Council publishes each year's arrangement in the autumn before. It is declared in TOML like everything an
organisation may change (`definitions/holidays/2026.toml`), so that a county adds a year without a new version.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from .definitions import Definition, load

SATURDAY = 5


class Holidays(Definition):
    """The arrangement of one year: weekdays that are free, Saturdays and Sundays that are worked."""

    source: str
    free: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()


@cache
def holidays() -> dict[str, Holidays]:
    """All declared years by key."""
    return load("holidays", Holidays)


def is_working(day: date) -> bool:
    """Whether people work on a day. Of a year that is not declared only the weekends are known."""
    year = holidays().get(str(day.year))
    if year and day in year.free:
        return False
    return day.weekday() < SATURDAY or bool(year and day in year.worked)


def after(first: date, count: int) -> date:
    """The last of `count` working days that begin with `first`; `first` itself where none are asked for."""
    day, left = first, count
    while left > 0:
        left -= is_working(day)
        if left:
            day += timedelta(days=1)
    return day


def undeclared(first: date, last: date) -> list[int]:
    """Years between two days whose holidays are not declared, so that counting may come out too short."""
    return [year for year in range(first.year, last.year + 1) if str(year) not in holidays()]
