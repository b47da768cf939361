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
from sangzi.engines.matching.candidates import Criteria, Wishes, best_openings
from sangzi.engines.matching.infeasible import Infeasible
from sangzi.engines.matching.instance import Instance, of
from sangzi.engines.matching.lottery import many_lots
from sangzi.engines.matching.network import network
from sangzi.engines.matching.optimal import optimal
from sangzi.engines.matching.pairing import Partners, Possible, pairing
from sangzi.engines.matching.repair import repair
from sangzi.engines.matching.skills import bags

from .methods import METHODS, judged, place
from .sentences import PlacingRefused

PLAIN = of({
    "indptr": [0, 2, 4, 5, 7], "col": [0, 1, 0, 2, 1, 1, 2], "score": [5, 4, 9, 1, 3, 2, 6],
    "capacity": [1, 1, 2], "opening_lower": [0, 0, 1], "opening_unit": [1, 2, 2],
    "unit_parent": [-1, 0, 0], "unit_lower": [0, 0, 1], "unit_upper": [4, 2, 2], "lottery": [3, 1, 4, 2],
})  # fmt: skip


def compile_all() -> None:
    """Drop what was compiled before, and compile everything anew."""
    _forget()
    run_all()


def run_all() -> None:
    """Run every method on a tiny instance of every kind, and what is used beside them."""
    for instance in _kinds():
        for method in METHODS:
            with suppress(PlacingRefused):  # not every method can do every kind, and one kind cannot be done at all
                judged(place(instance, method, None))
    _begin_again()
    _from_nothing()
    many_lots("seed", np.arange(PLAIN.applicants))
    _pair()
    _look_around()


def _begin_again() -> None:
    """Change a little and solve again."""
    for instance in _kinds():
        if instance.grass_floor is None:
            with suppress(Infeasible):
                before = optimal(instance, keep=True)
                optimal(replace(instance, score=instance.score[::-1].copy()), before, keep=True)


def _from_nothing() -> None:
    """Seat everybody by the paths alone, also with scores as great as a floor may make them."""
    net = network(replace(PLAIN, opening_lower=np.array([0, 0, 2])))
    at = np.full(PLAIN.applicants, net.outside, np.int32)
    for scale in (1, 2**32):
        repair(net._replace(score=net.score * scale), np.zeros(net.above.size, np.int64), at)


def _pair() -> None:
    one, two = np.array([0, 1]), np.array([1, 1])
    pairs = Possible(one, one, two, two > 1)
    for most in (two, two + 1):
        pairing(pairs, Partners(one, most, one), Partners(one, most, one))


def _look_around() -> None:
    """What suits whom, with and without skills."""
    tree, home = PLAIN.unit_parent, np.array([1, 2], np.int32)
    said = bags(["果树", "果树病虫害"])
    columns = {"at": home, "said": said, "wish": Wishes(np.array([0, 1, 2]), np.array([0, 1], np.int32))}
    best_openings(columns, columns, tree, Criteria(home="at", unit="at", near=(2, 1)))
    best_openings(columns, columns, tree, Criteria(home="at", unit="at", have="said", want="said", alike=9))
    best_openings(columns, columns, tree, Criteria(home="at", unit="at", wishes="wish", wished=(3, 2)))


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
