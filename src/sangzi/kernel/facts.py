"""Facts: the numbers that apps are willing to be counted by, and the news that one moved.

An app declares its facts in `facts.py`; the scoreboard above reads them in full (`Fact.rows`) and
listens to single movements (`moved`), so that no app needs to know who counts it.
Amounts are whole hundredths (`SCALE`), so that sums are exact on every database and in every order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
from django.utils.functional import Promise
from numpy.typing import NDArray

SCALE = 100
TREE = "units.tree"  # not counted: the movement that tells that the tree itself changed

Kind = Literal["flow", "stock", "people"]


class FactRows(NamedTuple):
    """Columns of equal length: unit ids, proleptic day ordinals, amounts in hundredths, person ids (0: none)."""

    unit: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.int64]
    person: NDArray[np.int64]


class Movement(NamedTuple):
    """One fact moved at one unit on one day, by `amount` hundredths (negative when reversed)."""

    fact: str
    tag: str
    unit: int
    on: date
    amount: int
    person: int = 0


@dataclass(frozen=True)
class Fact:
    """A countable thing of one app.

    `kind` decides how it rolls up: a flow is summed over a period, a stock is summed from the beginning,
    people are counted once in a calendar year however often and wherever they appear.
    `tags` lists what it may be narrowed to (a type of place, a programme's kind of record).
    `rows(tag)` reads all rows of a tag; `of_person(tag, person)` one person's rows (facts of kind people only).
    `by_person` tells of a flow or stock that its rows depend on who is who, though they name nobody.
    `worded(tag)` says a tag in words, with the measure word of its amount.
    """

    key: str
    title: str | Promise
    kind: Kind
    rows: Callable[[str], FactRows]
    tags: Callable[[], Iterable[str]]
    of_person: Callable[[str, int], FactRows] | None = None
    worded: Callable[[str], tuple[str, str]] | None = None
    by_person: bool = False

    def in_words(self, tag: str) -> tuple[str, str]:
        """A tag in the language that is spoken now, and the measure word of its amount ("": none)."""
        return self.worded(tag) if self.worded else (tag, "")


_facts: dict[str, Fact] = {}
_listeners: list[Callable[[list[Movement]], None]] = []


def declare(fact: Fact) -> Fact:
    """Make a fact known; a key is declared once."""
    if fact.key in _facts:
        raise ValueError(f"the fact {fact.key!r} is declared twice")
    _facts[fact.key] = fact
    return fact


def known() -> dict[str, Fact]:
    """All declared facts by key."""
    return dict(_facts)


def listen(listener: Callable[[list[Movement]], None]) -> None:
    """Have `listener` called with every batch of movements, inside the transaction that makes them."""
    _listeners.append(listener)


def moved(movements: Iterable[Movement]) -> None:
    """Tell that facts moved. Called by actions, in the transaction of the change."""
    batch = list(movements)
    for listener in _listeners:
        listener(batch)


def rows_from(table: Iterable[tuple[int, date, int, int | None]]) -> FactRows:
    """Columns from (unit id, day, amount in hundredths, person id or None)."""
    filled = [(unit, day.toordinal(), amount, person or 0) for unit, day, amount, person in table]
    columns = np.array(filled, dtype=np.int64).reshape(-1, 4)
    return FactRows(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3])
