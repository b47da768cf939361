"""The indicators that hold: those of the definition files, and those that units made at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from sangzi.plans.binding import Candidate
from sangzi.units.models import Unit

from .declared import present
from .definition import LEVELS, RATIOS, Indicator, Level, Reading, Shape, Term

__all__ = [
    "LEVELS",
    "RATIOS",
    "Indicator",
    "Level",
    "Reading",
    "Shape",
    "Term",
    "candidates",
    "every_indicator",
    "indicators",
    "indicators_of",
]


def indicators() -> dict[str, Indicator]:
    """All indicators that hold now, by key, whoever made them."""
    return present().holding


def indicators_of(unit: Unit) -> dict[str, Indicator]:
    """Those that a unit has to do with: of the files, and what was made in it, above it or below it."""
    return present().seen_from(unit.path)


def every_indicator() -> dict[str, Indicator]:
    """Withdrawn ones as well: what a receipt or a brief of former times was computed by."""
    return present().every


def candidates(known: Iterable[Indicator]) -> list[Candidate]:
    """Indicators as `plans.binding` compares them with a commitment."""
    return [Candidate(i.key, i.title, i.words, i.shape, i.over or "", i.unit) for i in known]
