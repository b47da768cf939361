"""A list taken away holds no more memory when it is longer."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from sangzi.kernel.worksheets import export

from .sheets import COLUMNS
from .test_writing import TOLD

FEW, MORE = 2_000, 8_000
ROOM = 48 * 1024
"""What buffers may differ by: less than a twentieth of what six thousand rows would hold."""


def made(number):
    """Rows that nobody holds, each with words of its own."""
    for at in range(number):
        yield (f"张{at}", "大学生", "2003-05-01", f"138{at:08d}", str(at), "yes", "果树")


def held_at_most(work) -> int:
    """Bytes above those held before: the least of three times, since what other threads do is counted along."""
    work()  # what is loaded once
    return min(_held(work) for _time in range(3))


def _held(work) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_four_times_the_rows_hold_the_same_memory(form):
    def of(number):
        return held_at_most(lambda: export(COLUMNS, made(number), title="名单", told=TOLD, form=form).close())

    assert of(MORE) < of(FEW) + ROOM


def test_rows_that_are_held_would_be_noticed():
    """What the test above would say of an export that gathered its rows."""

    def of(number):
        return held_at_most(lambda: export(COLUMNS, list(made(number)), title="名单", told=TOLD, form="csv").close())

    assert of(MORE) > of(FEW) + 10 * ROOM
