"""Compile the loops of the allotment engines once, so that nobody waits for it later.

`python -m sangzi.programmes.placing.compiling`; `make install` does it. What is compiled is kept beside the engines, or
in the user's own cache where their folder cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from sangzi.engines import matching
from sangzi.engines.matching.instance import Instance, of

from .methods import METHODS, judged, place
from .sentences import PlacingRefused

PLAIN = of({
    "indptr": [0, 2, 4, 5, 7], "col": [0, 1, 0, 2, 1, 1, 2], "score": [5, 4, 9, 1, 3, 2, 6],
    "capacity": [1, 1, 2], "opening_lower": [0, 0, 1], "opening_unit": [1, 2, 2],
    "unit_parent": [-1, 0, 0], "unit_lower": [0, 0, 1], "unit_upper": [4, 2, 2], "lottery": [3, 1, 4, 2],
})  # fmt: skip


def compile_all() -> None:
    """Run every method on a tiny instance of every kind."""
    _forget()
    for instance in _kinds():
        for method in METHODS:
            with suppress(PlacingRefused):  # not every method can do every kind, and one kind cannot be done at all
                judged(place(instance, method, None))


def _forget() -> None:
    """Drop what was compiled before: Numba looks whether a loop's own file has changed, not those it calls."""
    for kept in Path(matching.__file__).parent.rglob("*.nb[ci]"):
        kept.unlink()


def _kinds() -> Iterator[Instance]:
    yield PLAIN
    nothing = np.zeros(3, np.int64)
    yield replace(PLAIN, opening_lower=nothing, unit_lower=nothing, unit_upper=np.full(3, 9))
    yield replace(PLAIN, preference=np.array([1, 0, 0, 1, 0, 1, 0], np.int32), priority=np.arange(7))
    yield replace(PLAIN, must_place=np.array([True, False, False, False]))
    yield replace(PLAIN, applicant_capacity=np.array([2, 1, 1, 2]))
    yield replace(PLAIN, grass_unit_mask=np.array([False, True, False]), grass_floor=0.5)
    yield replace(PLAIN, unit_lower=np.array([0, 2, 1]), opening_lower=np.array([1, 1, 1]))


if __name__ == "__main__":
    compile_all()
