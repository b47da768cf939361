"""Many rows, lot after lot, so that others get their turn in between.

SQLite has one writer and no queue: whoever waits looks again every tenth of a second at most. One that writes lot after
lot without a rest is nearly always found writing, so it rests as long as it wrote. PostgreSQL needs no rest.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from django.db import connection

LOT: Final = 1_000
AT_ONCE: Final = 2_000
"""So many applications are seen to while somebody waits for the page; more are left to a worker."""
T = TypeVar("T")


def lots(rows: Iterable[T], size: int = LOT) -> Iterator[list[T]]:
    """The rows in lots of at most `size`."""
    rest = iter(rows)
    while lot := list(islice(rest, size)):
        yield lot


def gently(those: Iterable[T]) -> Iterator[T]:
    """The lots, with a rest after each where others wait for the writer. Outside any transaction."""
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    for lot in those:
        begun = time.perf_counter()
        yield lot
        if alone:
            time.sleep(time.perf_counter() - begun)
