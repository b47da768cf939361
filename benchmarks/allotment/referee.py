"""Whether a placement keeps every bound, and what it is worth, counted from the instance alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.instance import Instance, grass_openings

Ints = NDArray[np.int64]


def worth(instance: Instance, assignment: NDArray[np.int32]) -> int:
    """The sum of the scores of the pairs; who has -1 has nothing."""
    return int(instance.score[_chosen(instance, assignment)].sum())


def faults(instance: Instance, assignment: NDArray[np.int32]) -> list[str]:
    """Every bound that the placement breaks, in words; for at most one opening an applicant."""
    placed = assignment >= 0
    chosen = _chosen(instance, assignment)
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    count = np.bincount(assignment[placed], minlength=instance.openings)
    told = {
        "placed beyond their edges": placed & (np.bincount(row[chosen], minlength=placed.size) == 0),
        "openings above their capacity": count > instance.capacity,
        "openings below their lower bound": count < instance.opening_lower,
        **_tree(instance, count),
    }
    if instance.applicant_capacity is not None:
        told["placed who may have nothing"] = placed & (instance.applicant_capacity == 0)
    if instance.must_place is not None:
        told["without an opening who must have one"] = instance.must_place & ~placed
    if instance.grass_floor is not None:
        there = int(count[grass_openings(instance)].sum())
        told["floors not reached"] = np.array([there < instance.floor * int(placed.sum())])
    return [f"{int(broken.sum())} {words}" for words, broken in told.items() if broken.any()]


def _chosen(instance: Instance, assignment: NDArray[np.int32]) -> NDArray[np.bool_]:
    chosen: NDArray[np.bool_] = np.repeat(assignment, np.diff(instance.indptr)) == instance.col
    return chosen


def _tree(instance: Instance, count: Ints) -> dict[str, NDArray[np.bool_]]:
    there = np.bincount(instance.opening_unit, weights=count, minlength=instance.units).astype(np.int64).tolist()
    parent = instance.unit_parent.tolist()
    for unit in range(instance.units - 1, 0, -1):
        there[parent[unit]] += there[unit]
    return {
        "units above their upper bound": np.array(there) > instance.unit_upper,
        "units below their lower bound": np.array(there) < instance.unit_lower,
    }
