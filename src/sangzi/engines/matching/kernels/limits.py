"""Which bounds of the tree can ever bind, and the tree of those alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import bare


class Bounds(NamedTuple):
    """m openings in a tree of u units: seats at least, seats at most."""

    seats: NDArray[np.int64]
    opening_lower: NDArray[np.int64]
    opening_unit: NDArray[np.int32]
    unit_parent: NDArray[np.int32]
    unit_lower: NDArray[np.int64]
    unit_upper: NDArray[np.int64]


@njit(cache=True, nogil=True)
def kept(bounds: Bounds) -> NDArray[np.int64]:
    """(u) the seats each unit keeps while nobody is placed: its lower bound or the sum of those below. O(m + u)."""
    below = np.zeros(bounds.unit_parent.size, np.int64)
    for opening in range(bounds.opening_unit.size):
        below[bounds.opening_unit[opening]] += bounds.opening_lower[opening]
    for unit in range(below.size - 1, -1, -1):
        below[unit] = max(below[unit], bounds.unit_lower[unit])
        if unit > 0:
            below[bounds.unit_parent[unit]] += below[unit]
    return below


@njit(cache=True, nogil=True)
def binding(bounds: Bounds, applicants: int) -> NDArray[np.bool_]:
    """(u) whether a unit's upper bound can stop anybody or its lower bound can keep a seat. O(m + u)."""
    units = bounds.unit_parent.size
    most, least = np.zeros(units, np.int64), np.zeros(units, np.int64)
    for opening in range(bounds.opening_unit.size):
        most[bounds.opening_unit[opening]] += max(bounds.seats[opening], bounds.opening_lower[opening])
        least[bounds.opening_unit[opening]] += bounds.opening_lower[opening]
    binds = np.zeros(units, np.bool_)
    for unit in range(units - 1, -1, -1):
        own, upper = max(bounds.unit_lower[unit], least[unit]), bounds.unit_upper[unit]
        reach = max(most[unit], own) if own > 0 else min(most[unit], applicants)
        binds[unit] = upper < reach or own > least[unit]
        if unit > 0:
            most[bounds.unit_parent[unit]] += max(min(most[unit], upper), own)
            least[bounds.unit_parent[unit]] += own
    return binds


@njit(cache=True, nogil=True)
def leading(col: NDArray[np.int32], openings: int) -> NDArray[np.int64]:
    """(m) how many edges lead to each opening. O(m + e)."""
    edges, columns = np.zeros(openings, np.int64), bare(col)
    for e in range(col.size):
        edges[columns[e]] += 1
    return edges


@njit(cache=True, nogil=True)
def below_each(above: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """(N + 1) where those below each node begin, and (N - 1) these nodes, ascending; the last is above all. O(N)."""
    start = np.zeros(above.size + 1, np.int64)
    for one in range(above.size - 1):
        start[above[one] + 1] += 1
    for one in range(above.size):
        start[one + 1] += start[one]
    spot, below = start[:-1].copy(), np.empty(above.size - 1, np.int32)
    for one in range(above.size - 1):
        below[spot[above[one]]] = one
        spot[above[one]] += 1
    return start, below


@njit(cache=True, nogil=True)
def contracted(bounds: Bounds, binds: NDArray[np.bool_]) -> NDArray[np.int32]:
    """(m + u) the nearest binding unit above an opening or a binding unit; -1 for none and for others. O(m + u)."""
    m, units = bounds.opening_unit.size, bounds.unit_parent.size
    nearest = np.full(m + units, -1, np.int32)
    for unit in range(1, units):
        above = bounds.unit_parent[unit]
        nearest[m + unit] = above if binds[above] else nearest[m + above]
    for opening in range(m):
        unit = bounds.opening_unit[opening]
        nearest[opening] = unit if binds[unit] else nearest[m + unit]
    for unit in range(units):  # only now: until here others were found through it
        if not binds[unit]:
            nearest[m + unit] = -1
    return nearest


@njit(cache=True, nogil=True)
def totals(
    opening_unit: NDArray[np.int32], unit_parent: NDArray[np.int32], placed: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(u) how many are placed in each unit and below, of `placed` (m) at each opening. O(m + u)."""
    below = np.zeros(unit_parent.size, np.int64)
    for opening in range(placed.size):
        below[opening_unit[opening]] += placed[opening]
    for unit in range(below.size - 1, 0, -1):
        below[unit_parent[unit]] += below[unit]
    return below
