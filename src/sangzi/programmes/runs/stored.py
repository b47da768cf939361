"""The arrays of a run as they are kept: what went in, with the keys of who and what, and what came out.

They are the arrays of `engines.matching.instance` by their own names, as `numpy.savez_compressed` writes them, so that
whoever has them can compute the result again with `sangzi allot`, without this program's database.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.matching.certificate import Certificate
from sangzi.engines.matching.instance import SHAPES, Instance, named, of
from sangzi.engines.matching.leaves import Leaves, leaves_of
from sangzi.kernel.errors import Conflict

from ..models import Run

NOTHING = -1
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Stored:
    """What a run worked on: row i of the instance is who has the i-th turn."""

    instance: Instance
    application_key: NDArray[np.int64]
    """(n)"""
    opening_key: NDArray[np.int64]
    """(m)"""
    unit_key: NDArray[np.int64]
    """(u) 0 for the one above all."""
    rank: NDArray[np.int32]
    """(e) which wish an edge is, the dearest 1; 0 for what was not wished for but lies near."""

    def arrays(self) -> Arrays:
        """All of it by name."""
        keys = {"application_key": self.application_key, "opening_key": self.opening_key, "unit_key": self.unit_key}
        return {name: np.asarray(array) for name, array in (named(self.instance) | keys | {"rank": self.rank}).items()}


@dataclass(frozen=True, eq=False)
class Output:
    """What came out: an opening or -1 for each row, and the prices of a method that has any."""

    assignment: NDArray[np.int32]
    """(n)"""
    opening_price: NDArray[np.int64] | None = None
    """(m) in `1 / scale` of a point."""
    unit_price: NDArray[np.int64] | None = None
    """(u)"""
    floor_price: int = 0
    scale: int = 1
    leaves: Leaves | None = None

    @property
    def certificate(self) -> Certificate | None:
        """The prices as the checker takes them."""
        if self.opening_price is None or self.unit_price is None:
            return None
        return Certificate(self.opening_price, self.unit_price, self.floor_price, self.scale, self.leaves)

    def arrays(self) -> Arrays:
        """All of it by name."""
        proof = self.certificate
        there = {} if proof is None else proof.arrays()
        return {name: np.asarray(array) for name, array in ({"assignment": self.assignment} | there).items()}


def packed(arrays: Mapping[str, ArrayLike]) -> bytes:
    """Arrays by name, as one file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def load_input(run: Run) -> Stored:
    """What a run worked on. Raises `Conflict` where that is no longer kept."""
    arrays = _unpacked(run.input)
    instance = of({name: array for name, array in arrays.items() if name in SHAPES})
    keys = (arrays[name] for name in ("application_key", "opening_key", "unit_key", "rank"))
    return Stored(instance, *keys)


def load_output(run: Run) -> Output:
    """What came out of a run. Raises `Conflict` where nothing did, or it is no longer kept."""
    arrays = _unpacked(run.output)
    if "opening_price" not in arrays:
        return Output(arrays["assignment"])
    return Output(
        arrays["assignment"],
        arrays["opening_price"],
        arrays["unit_price"],
        int(arrays["floor_price"]),
        int(arrays["scale"]),
        leaves_of(arrays),
    )


def for_the_engine(run: Run) -> bytes:
    """What `sangzi allot` takes as it is: the input without the keys, and without least numbers that were given up."""
    instance = load_input(run).instance
    given_up = json.loads(run.proof).get("given_up", False)
    return packed(named(without_least(instance) if given_up else instance))


def without_least(instance: Instance) -> Instance:
    """The instance without least numbers and shares: only what may not be passed."""
    nobody = np.zeros_like
    return replace(
        instance,
        opening_lower=nobody(instance.opening_lower),
        unit_lower=nobody(instance.unit_lower),
        grass_unit_mask=None,
        grass_floor=None,
    )


def digest_of(method: str, terms: str, seed: str, stored: Stored) -> str:
    """SHA-256 of all that decides a run: method, terms and seed, then every array with its name, type and shape."""
    digest = hashlib.sha256(json.dumps([method, terms, seed], ensure_ascii=False).encode())
    for name, array in sorted(stored.arrays().items()):
        digest.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def result_of(stored: Stored, output: Output) -> str:
    """SHA-256 of who got what: the keys of applications in the order of their turn, then of their openings, 0: none."""
    got = np.zeros(output.assignment.size, np.int64)
    placed = output.assignment != NOTHING
    got[placed] = stored.opening_key[output.assignment[placed]]
    return hashlib.sha256(stored.application_key.tobytes() + got.tobytes()).hexdigest()


def _unpacked(kept: bytes | memoryview | None) -> Arrays:
    if kept is None:
        raise Conflict(_("这次试算没有保留输入和结果；请重新试算。"))
    with np.load(io.BytesIO(bytes(kept)), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
