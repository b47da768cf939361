"""Measures: the rolled-up numbers behind the indicators, and what each is made of.

An amount measure sums a fact; a people measure counts persons once a year; a meeting measure counts the
units of a level whose own total reaches a number; a units measure counts the units of a level themselves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sangzi.kernel import facts

from .declared import Present, present
from .definition import LEVELS, Indicator, Term


class Amount(NamedTuple):
    """Sum of a flow or stock fact."""

    fact: str
    tag: str

    @property
    def key(self) -> str:
        return f"{self.fact}[{self.tag}]"


class People(NamedTuple):
    """Distinct persons of a people fact, each once a calendar year, in the month of the first sight."""

    fact: str
    tag: str

    @property
    def key(self) -> str:
        return f"people:{self.fact}[{self.tag}]"


class Meeting(NamedTuple):
    """Units of a level whose own cumulated amount is at least `at_least`."""

    fact: str
    tag: str
    level: int
    at_least: int

    @property
    def key(self) -> str:
        return f"{self.fact}[{self.tag}]>={self.at_least}@{self.level}"


class Units(NamedTuple):
    """Official area units of a level that are not closed."""

    level: int

    @property
    def key(self) -> str:
        return f"units@{self.level}"


Basis = Amount | People | Meeting | Units


def numerator(indicator: Indicator) -> Basis:
    """What is counted above the line, or at all."""
    if indicator.over is not None:
        return Meeting(indicator.measure.fact, indicator.measure.tag, LEVELS[indicator.over], indicator.at_least)
    return of_term(indicator.measure)


def denominator(indicator: Indicator) -> Basis | None:
    """What is counted below the line; None where the shape has none or uses time."""
    if indicator.over is not None:
        return Units(LEVELS[indicator.over])
    return of_term(indicator.denominator) if indicator.denominator else None


def of_term(term: Term) -> Basis:
    """The measure that a term of an indicator reads."""
    fact = facts.known()[term.fact]
    return People(term.fact, term.tag) if fact.kind == "people" else Amount(term.fact, term.tag)


def bases() -> dict[str, Basis]:
    """Every measure that some indicator needs, by key; a meeting measure brings the amount below it.

    Withdrawn indicators keep theirs, so that their receipts can be computed again.
    """
    return _bases(present())


def fed_by(fact: str, tag: str) -> tuple[Basis, ...]:
    """The measures that a movement of this fact and tag touches."""
    return _fed_by(present(), fact, tag)


@lru_cache(maxsize=8)
def _bases(declared: Present) -> dict[str, Basis]:
    needed: list[Basis] = []
    for indicator in declared.every.values():
        needed += [basis for basis in (numerator(indicator), denominator(indicator)) if basis]
    needed += [Amount(basis.fact, basis.tag) for basis in list(needed) if isinstance(basis, Meeting)]
    return {basis.key: basis for basis in needed}


@lru_cache(maxsize=2048)
def _fed_by(declared: Present, fact: str, tag: str) -> tuple[Basis, ...]:
    moving = [basis for basis in _bases(declared).values() if not isinstance(basis, Units)]
    return tuple(basis for basis in moving if basis[:2] == (fact, tag))
