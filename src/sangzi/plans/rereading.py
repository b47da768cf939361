"""What a second reading may propose: everything found, less what people have already dealt with."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sangzi.engines.plangrammar.model import Found

from .models import Commitment

Number = float | None


class Stand(NamedTuple):
    """A statement in a text, by what tells it from others."""

    start: int
    end: int
    value: Number
    closely: tuple[object, ...] = ()  # what else was the same when it was read


def still_to_propose(found: Sequence[Found], kept: Iterable[Commitment]) -> list[Found]:
    """The found statements that no kept commitment stands for; one kept stands for one found.

    A commitment stands for the statement it was read from: at the same span with the same value, first for one that
    also has the same subject and level (one quote may hold two), then for any, then for one whose span overlaps. It
    also stands for a statement that now reads as a person made it: corrected, split off, merged or added by hand.
    O(n log n) while the quotes of one value do not all overlap.
    """
    left = [(statement, _stand(statement)) for statement in found]
    waiting = list(kept)
    read = {one.pk: row for one in waiting if (row := _as_read(one)) is not None}
    made = {one.pk: _as_decided(one) for one in waiting}
    for rows, closeness in ((read, 2), (read, 1), (read, 0), (made, 0)):
        left, stood = _take_out(left, rows, closeness)
        for key in stood:
            read.pop(key, None)
            made.pop(key, None)
    return [statement for statement, _row in left]


Left = list[tuple[Found, Stand]]


def _take_out(left: Left, rows: dict[int, Stand], closeness: int) -> tuple[Left, set[int]]:
    """What is left after pairing statements off with rows of the same value, and whose rows were used."""
    shelves = _Shelves(rows)
    stood: set[int] = set()
    kept: Left = []
    for statement, stand in left:
        key = shelves.take(stand, closeness)
        if key is None:
            kept.append((statement, stand))
        else:
            stood.add(key)
    return kept, stood


class _Shelves:
    """Rows by value and then by place, each to be taken once."""

    def __init__(self, rows: dict[int, Stand]) -> None:
        self._rows: dict[Number, list[tuple[Stand, int]]] = defaultdict(list)
        for key, row in rows.items():
            self._rows[row.value].append((row, key))
        for shelf in self._rows.values():
            shelf.sort(key=lambda one: (one[0].start, one[1]))
        self._longest = max((row.end - row.start for row in rows.values()), default=0)

    def take(self, stand: Stand, closeness: int) -> int | None:
        shelf = self._rows.get(stand.value, [])
        first = bisect_left(shelf, stand.start - self._longest, key=lambda one: one[0].start)
        for at in range(first, len(shelf)):
            row, key = shelf[at]
            if row.start >= stand.end:
                return None
            if _agree(row, stand, closeness):
                del shelf[at]
                return key
        return None


def _agree(row: Stand, stand: Stand, closeness: int) -> bool:
    if closeness == 0:
        return row.end > stand.start
    same_span = (row.start, row.end) == (stand.start, stand.end)
    return same_span and (closeness == 1 or row.closely == stand.closely)


def _stand(found: Found) -> Stand:
    end = found.offset + len(found.quote)
    return Stand(found.offset, end, _number(found.value), (_number(found.value_max), found.over, found.indicator))


def _as_read(commitment: Commitment) -> Stand | None:
    """As the reader gave it, at the place where it stands now; None for what no reader gave."""
    row: dict[str, Any] = json.loads(commitment.as_read)
    if "quote" not in row:
        return None
    end = commitment.start + len(row["quote"])
    return Stand(
        commitment.start,
        end,
        _number(row["value"]),
        (_number(row["value_max"]), row["over"], row["indicator"]),
    )


def _as_decided(commitment: Commitment) -> Stand:
    return Stand(commitment.start, commitment.end, _number(commitment.value))


def _number(value: Decimal | float | None) -> Number:
    return None if value is None else float(value)
