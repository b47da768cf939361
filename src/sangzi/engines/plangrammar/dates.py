"""The last day that words like 6月底 or 第三季度 mean, as ISO dates; None where there is no such day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years outside are no years of plans."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a text says of its own time: the year it speaks in, the last year it plans for, and its day of issue.

    `campaign` is the last day of the days it is held on; `yearly` tells whether its targets end with its year.
    """

    year: int | None
    last: int | None = None
    issued: str | None = None
    yearly: bool = False
    campaign: str | None = None


def year_end(year: int) -> str | None:
    """31 December."""
    return f"{year:04d}-12-31" if FIRST_YEAR <= year <= LAST_YEAR else None


def day(year: int, month: int, number: int) -> str | None:
    """A day of a month."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def month_end(year: int, month: int) -> str | None:
    """The last day of a month."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return day(year, month, calendar.monthrange(year, month)[1])


def in_month(year: int, month: int, number: str | None, part: str | None) -> str | None:
    """A day of a month, the end of its first or second ten days (上旬, 中旬), or its last day."""
    if number:
        return day(year, month, int(number))
    if part in {"上旬", "中旬"}:
        return day(year, month, 10 if part == "上旬" else 20)
    return month_end(year, month)


def part_end(year: int, half: str | None, quarter: str | None) -> str | None:
    """The last day of 上半年 or 下半年, or of a quarter."""
    if half:
        return month_end(year, 6 if half == "上半年" else 12)
    return month_end(year, 3 * ("一二三四".index(quarter or "四") + 1))


def days_after(iso: str, days: int) -> str | None:
    """So many days later."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def months_after(iso: str, months: int) -> str | None:
    """The same day so many months later, or the month's last."""
    start = date.fromisoformat(iso)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return day(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
