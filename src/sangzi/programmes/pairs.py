"""Persons with at least one living pair, as a stock: who counts where, from which day to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple


class Pair(NamedTuple):
    """One pair of a person: the days (ordinals) on which it holds, the unit it counts at, its key."""

    since: int
    until: int | None
    unit: int
    key: int

    def holds(self, day: int) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Step(NamedTuple):
    """One person more (+1) or less (-1) at a unit from a day on."""

    unit: int
    day: int
    change: int


def steps_of(pairs: list[Pair]) -> Iterator[Step]:
    """How one person counts: once, at the unit of the oldest pair that holds; moved on when that pair ends."""
    days = sorted({pair.since for pair in pairs} | {pair.until for pair in pairs if pair.until is not None})
    counted: Pair | None = None
    for day in days:
        if counted and counted.holds(day):
            continue
        following = min((pair for pair in pairs if pair.holds(day)), key=_age, default=None)
        if counted:
            yield Step(counted.unit, day, -1)
        if following:
            yield Step(following.unit, day, +1)
        counted = following


def steps_of_all(rows: Iterable[tuple[int, Pair]]) -> Iterator[Step]:
    """The steps of many persons, given as (person, pair) in the order of persons."""
    for _person, group in groupby(rows, key=itemgetter(0)):
        yield from steps_of([pair for _, pair in group])


def _age(pair: Pair) -> tuple[int, int]:
    return pair.since, pair.key
