"""Months as whole numbers: year * 12 + month - 1."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np
from numpy.typing import NDArray

_EPOCH = date(1970, 1, 1).toordinal()


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def year_start(month: int) -> int:
    """January of the month's year."""
    return month - month % 12


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    year, number = divmod(month, 12)
    return date(year, number + 1, calendar.monthrange(year, number + 1)[1])


def label(month: int) -> str:
    """2025-03"""
    return f"{month // 12}-{month % 12 + 1:02d}"


def months_of(ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    """Months of proleptic day ordinals, all at once."""
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
