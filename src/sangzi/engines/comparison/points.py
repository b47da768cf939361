"""What a comparison knows of a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LEVELS = ("nation", "province", "prefecture", "county", "township", "village")
"""Levels from above: a floor for every unit of a later one asks for more."""


@dataclass(frozen=True, slots=True)
class Point:
    """One measurable statement.

    title, quote   what is measured, and the plan's own words (any length)
    value          in `unit`s; None where the number is lost
    value_max      the upper end of a range, or None
    unit           a measure word, "%" for shares; ""
    comparator     >= <= = ~ >
    deadline       the last day, or None for a standing demand
    period         year, month, ... or ""
    shape          count, coverage, each, share, growth, pairing, frequency
    over           a level of `LEVELS`, a population's name, or ""
    status         target, result, rule
    """

    title: str
    quote: str
    value: Decimal | None
    value_max: Decimal | None = None
    unit: str = ""
    comparator: str = ">="
    deadline: date | None = None
    period: str = ""
    shape: str = "count"
    over: str = ""
    status: str = "target"
