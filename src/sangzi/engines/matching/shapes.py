"""Which arrays an allotment instance has, and of what type and length each must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .refusals import InstanceError

FLOOR = "grass_floor"


class Shape(NamedTuple):
    """What one array is: its type, how long it is, and whether it may be left out."""

    dtype: type[np.generic]
    length: str
    optional: bool = False


SHAPES = {
    "indptr": Shape(np.int64, "n + 1"),
    "col": Shape(np.int32, "e"),
    "score": Shape(np.int64, "e"),
    "capacity": Shape(np.int64, "m"),
    "opening_lower": Shape(np.int64, "m"),
    "opening_unit": Shape(np.int32, "m"),
    "unit_parent": Shape(np.int32, "u"),
    "unit_lower": Shape(np.int64, "u"),
    "unit_upper": Shape(np.int64, "u"),
    "applicant_capacity": Shape(np.int64, "n", optional=True),
    "grass_unit_mask": Shape(np.bool_, "u", optional=True),
    FLOOR: Shape(np.float64, "1", optional=True),
    "must_place": Shape(np.bool_, "n", optional=True),
    "stay": Shape(np.int8, "e", optional=True),
    "preference": Shape(np.int32, "e", optional=True),
    "priority": Shape(np.int64, "e", optional=True),
    "lottery": Shape(np.int64, "n", optional=True),
}
LENGTHS = {
    "n": "one for each applicant",
    "n + 1": "one for each applicant and one more",
    "e": "one for each edge",
    "m": "one for each opening",
    "u": "one for each unit",
    "1": "one number",
}
KINDS = {"i": "whole numbers", "u": "whole numbers", "f": "decimals", "b": "true or false"}


def settled(arrays: Mapping[str, ArrayLike]) -> dict[str, Any]:
    """The arrays with their types settled and their lengths fitting each other, the floor as a float.

    `arrays` go by name. Raises `InstanceError` for a name that is unknown or missing, and for a type, a number of
    dimensions or a length that is wrong. O(length of what must be converted).
    """
    for name in arrays:
        if name not in SHAPES:
            raise InstanceError("unknown", array=name, known=", ".join(SHAPES))
    for name, shape in SHAPES.items():
        if name not in arrays and not shape.optional:
            raise InstanceError("missing", array=name, length=LENGTHS[shape.length])
    typed = {name: _typed(name, np.asarray(array)) for name, array in arrays.items()}
    _fitting(typed)
    return {name: float(array[0]) if name == FLOOR else array for name, array in typed.items()}


def _typed(name: str, array: NDArray[Any]) -> NDArray[Any]:
    wanted = np.dtype(SHAPES[name].dtype)
    empty = array.size == 0 and array.dtype == np.float64  # what an empty list becomes
    kinds = {"i": "iu", "f": "iuf", "b": "b"}[wanted.kind]
    if array.dtype.kind not in kinds and not empty:
        found = KINDS.get(array.dtype.kind, str(array.dtype))
        raise InstanceError("kind", array=name, found=found, wanted=KINDS[wanted.kind])
    flat = np.atleast_1d(array) if name == FLOOR else array
    if flat.ndim != 1:
        raise InstanceError("dimensions", array=name, found=flat.ndim)
    if wanted.kind == "i" and not empty:
        _within(name, flat, wanted)
    return np.ascontiguousarray(flat, wanted)


def _within(name: str, array: NDArray[Any], wanted: np.dtype[Any]) -> None:
    """Nothing may be cut off where the type becomes narrower."""
    if array.size == 0 or np.can_cast(array.dtype, wanted):
        return
    bounds = np.iinfo(wanted)
    for at in (int(array.argmin()), int(array.argmax())):
        value = int(array[at])
        if not bounds.min <= value <= bounds.max:
            raise InstanceError("beyond", array=name, at=at, value=value, least=bounds.min, most=bounds.max)


def _fitting(arrays: Mapping[str, NDArray[Any]]) -> None:
    if arrays["indptr"].size == 0:
        raise InstanceError("no-start")
    lengths = {
        "n": arrays["indptr"].size - 1,
        "n + 1": arrays["indptr"].size,
        "e": arrays["col"].size,
        "m": arrays["capacity"].size,
        "u": arrays["unit_parent"].size,
        "1": 1,
    }
    for name, array in arrays.items():
        length = SHAPES[name].length
        if array.size != lengths[length]:
            told = {"length": LENGTHS[length], "wanted": lengths[length]}
            raise InstanceError("length", array=name, found=array.size, **told)
