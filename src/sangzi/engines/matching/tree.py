"""What bounds of a tree leave, worked out without compiled loops: for who asks about one result, once.

The same as `kernels.limits` in plain Python: a process that only says why needs neither the compiler nor its memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .instance import Instance


def kept_seats(instance: Instance, opening_lower: NDArray[np.int64]) -> NDArray[np.int64]:
    """(u) seats each unit keeps while nobody is placed: its least, or the sum of those below.

    `opening_lower` (m) are the least of openings. No errors. O(m + u).
    """
    below, parent, least = _of_openings(instance, opening_lower), instance.unit_parent.tolist(), instance.unit_lower
    for unit, own in zip(range(instance.units - 1, -1, -1), least[::-1].tolist(), strict=True):
        below[unit] = max(below[unit], own)
        if unit > 0:
            below[parent[unit]] += below[unit]
    return np.array(below, np.int64)


def fillable_seats(instance: Instance) -> NDArray[np.int64]:
    """(u) the most that seats and upper bounds let each unit hold. No errors. O(m + u)."""
    below, parent, most = _of_openings(instance, instance.capacity), instance.unit_parent.tolist(), instance.unit_upper
    for unit, own in zip(range(instance.units - 1, -1, -1), most[::-1].tolist(), strict=True):
        below[unit] = min(below[unit], own)
        if unit > 0:
            below[parent[unit]] += below[unit]
    return np.array(below, np.int64)


def _of_openings(instance: Instance, count: NDArray[np.int64]) -> list[int]:
    """(u) the sum of openings right in each unit, without those further below."""
    total = np.zeros(instance.units, np.int64)
    np.add.at(total, instance.opening_unit, count)
    return total.tolist()
