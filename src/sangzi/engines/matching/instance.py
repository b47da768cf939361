"""One placement problem: applicants, the openings they may get, and the bounds on openings and on units.

Units (sums, counts and scores are whole numbers; nothing is rounded):

- `indptr`, `col`, `score`: a list of edges for each applicant, one after the other. Applicant i has the edges
  `indptr[i]` to `indptr[i + 1] - 1`; an edge names an opening and what the pair is worth. Nobody placed is worth 0, so
  an edge below 0 is taken only where a lower bound needs it.
- `capacity`, `opening_lower`, `opening_unit`: how many an opening takes at most and at least, and the unit it is in.
- `unit_parent`, `unit_lower`, `unit_upper`: one tree, the root first with parent -1, parents before children. A unit's
  bounds hold for everybody placed at an opening of the unit or of a unit below it.
- `applicant_capacity`: how many openings an applicant may have; left out, at most one each.
- `grass_unit_mask`, `grass_floor`: of everybody placed, at least the share `grass_floor` at an opening whose unit, or a
  unit above it, is marked. A mask without a floor bounds nothing.
- `must_place`: applicants who must get something; left out, nobody must.
- `stay`: for the optimal method only, beside an earlier result: 1 for a pair of it, -1 for every edge of an applicant
  who had nothing in it, 0 otherwise. Of equally good results one is taken that keeps the most (`staying`).
- `preference`, `priority`, `lottery`: for the stable method only. `preference` has, one after the other for each
  applicant, the places of the applicant's edges (0 is the first edge), dearest first; `priority` is the opening's view
  of each edge, higher comes first; `lottery` is the applicant's lot among equals, smaller comes first.

Example: two applicants, one opening with one seat in one unit, worth 5 to the first and 7 to the second:

    of({"indptr": [0, 1, 2], "col": [0, 0], "score": [5, 7], "capacity": [1], "opening_lower": [0],
        "opening_unit": [0], "unit_parent": [-1], "unit_lower": [0], "unit_upper": [1]})
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import checks
from .refusals import InstanceError
from .shapes import SHAPES, settled

FINEST_FLOOR = 10_000
"""A share is read as a fraction of at most this denominator."""


@dataclass(frozen=True, eq=False)
class Instance:
    """n applicants, e edges grouped by applicant, m openings, u units; what the arrays mean says the module."""

    indptr: NDArray[np.int64]
    """(n + 1) where each applicant's edges begin and end."""
    col: NDArray[np.int32]
    """(e) the opening of each edge, no opening twice for one applicant."""
    score: NDArray[np.int64]
    """(e) what the pair is worth, of either sign."""
    capacity: NDArray[np.int64]
    """(m) seats."""
    opening_lower: NDArray[np.int64]
    """(m) seats that must be taken."""
    opening_unit: NDArray[np.int32]
    """(m) the unit of each opening."""
    unit_parent: NDArray[np.int32]
    """(u) -1 for the root at place 0, otherwise a smaller place."""
    unit_lower: NDArray[np.int64]
    """(u) placements that must be in the unit or below it."""
    unit_upper: NDArray[np.int64]
    """(u) placements that may be in the unit or below it."""
    applicant_capacity: NDArray[np.int64] | None = None
    """(n) None: at most one opening each."""
    grass_unit_mask: NDArray[np.bool_] | None = None
    """(u) units whose whole subtree counts for the floor."""
    grass_floor: float | None = None
    """Share of all placements, 0 to 1."""
    must_place: NDArray[np.bool_] | None = None
    """(n) None: nobody must."""
    stay: NDArray[np.int8] | None = None
    """(e) 1, -1 or 0: what an earlier result says of each edge."""
    preference: NDArray[np.int32] | None = None
    """(e) each applicant's edges by their place among them, dearest first."""
    priority: NDArray[np.int64] | None = None
    """(e) how the opening ranks the applicant, higher first."""
    lottery: NDArray[np.int64] | None = None
    """(n) lots, smaller first."""

    @property
    def applicants(self) -> int:
        """How many applicants: n. O(1); no errors."""
        return self.indptr.size - 1

    @property
    def openings(self) -> int:
        """How many openings: m. O(1); no errors."""
        return self.capacity.size

    @property
    def edges(self) -> int:
        """How many edges: e. O(1); no errors."""
        return self.col.size

    @property
    def units(self) -> int:
        """How many units: u. O(1); no errors."""
        return self.unit_parent.size

    @property
    def floor(self) -> Fraction:
        """The floor as the decimal that was meant: 0.7 is seven tenths, not the nearest double. O(1); no errors."""
        return Fraction(self.grass_floor or 0).limit_denominator(FINEST_FLOOR)


def read(path: Path | str) -> Instance:
    """The instance in an .npz file; arrays of any whole-number type are taken and widened or narrowed.

    Raises `InstanceError` where the file, an array's name, type, shape or value cannot be used, and `OSError` where
    there is no file. O(n + m + u + e log e) for the search of double edges, O(n + m + u + e) otherwise.
    """
    return of(_stored(Path(path)))


def _stored(path: Path) -> dict[str, ArrayLike]:
    try:
        with path.open("rb") as file:  # NumPy would leave a file open that it cannot read
            stored = np.load(file, allow_pickle=False)
            if isinstance(stored, np.lib.npyio.NpzFile):
                return {name: stored[name] for name in stored.files}
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:  # pickles, texts, cut off files
        raise InstanceError("unreadable", file=path.name) from error
    raise InstanceError("unreadable", file=path.name)


def of(arrays: Mapping[str, ArrayLike | None]) -> Instance:
    """The instance these arrays make, by their names in `Instance`; None counts as left out.

    Raises `InstanceError`. Arrays that already have the right type are not copied. Complexity as `read`.
    """
    instance = Instance(**settled({name: array for name, array in arrays.items() if array is not None}))
    checks.values(instance)
    return instance


def check(instance: Instance) -> None:
    """Refuse with `InstanceError` what `read` would refuse in a file. Complexity as `read`."""
    of(named(instance))


def write(path: Path | str, instance: Instance) -> None:
    """Save it so that `read` gives it back; what is None is left out. O(n + m + u + e); raises `OSError`."""
    np.savez(path, **named(instance))  # type: ignore[arg-type]


def named(instance: Instance) -> dict[str, ArrayLike]:
    """The arrays that are there, by name. O(1); no errors."""
    found = {field.name: getattr(instance, field.name) for field in fields(instance)}
    return {name: array for name, array in found.items() if array is not None}


def grass_openings(instance: Instance) -> NDArray[np.bool_]:
    """(m) Which openings count for the floor: their unit or a unit above it is marked.

    All False without a mask. O(u log depth + m), by pointer jumping; no errors.
    """
    if instance.grass_unit_mask is None:
        return np.zeros(instance.openings, np.bool_)
    marked, above = instance.grass_unit_mask.copy(), np.maximum(instance.unit_parent, 0)
    while above.any():
        marked |= marked[above]
        above = above[above]
    counted: NDArray[np.bool_] = (marked | marked[0])[instance.opening_unit]
    return counted


__all__ = ["SHAPES", "Instance", "InstanceError", "check", "grass_openings", "named", "of", "read", "write"]
