"""What a second reading may propose: everything found, less what people have already dealt with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sangzi.engines.plangrammar.model import Found

Row = dict[str, Any]


def still_to_propose(found: Sequence[Found], kept: Iterable[str]) -> list[Found]:
    """The found statements that no kept one stands for. `kept` holds the rows as they were read, as JSON.

    A kept statement stands for one found at the same span with the same value: first for one that also
    has the same subject and level (one quote may hold two statements), then for any.
    """
    rows = [json.loads(row) for row in kept]
    for key in (_closely, _by_span_and_value):
        found, rows = _take_out(found, rows, key)
    return list(found)


def _take_out(
    found: Sequence[Found], rows: Sequence[Row], key: Callable[[Row], object]
) -> tuple[list[Found], list[Row]]:
    """What is left of both after pairing them off by `key`."""
    waiting = Counter(key(row) for row in rows)
    left_found = []
    for statement in found:
        name = key(statement.row())
        if waiting[name]:
            waiting[name] -= 1
        else:
            left_found.append(statement)
    left_rows = []
    for row in rows:
        name = key(row)
        if waiting[name]:
            waiting[name] -= 1
            left_rows.append(row)
    return left_found, left_rows


def _by_span_and_value(row: Row) -> object:
    return row["offset"], len(row["quote"]), row["value"]


def _closely(row: Row) -> object:
    return row["offset"], row["quote"], row["value"], row["value_max"], row["over"], row["indicator"]
