"""Which wished-for pairs fit beside the stronger ones that are placed: a pass from the strongest claim down."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .limits import Bounds


@njit(cache=True, nogil=True)
def fitting(
    bounds: Bounds, load: NDArray[np.int64], openings: NDArray[np.int32], placed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Of pairs from the strongest to the weakest, which would fit in beside the stronger ones that are placed.

    `openings` and `placed` are the pairs' openings and whether they are placed. `load` (m + u) is what the nodes keep
    while nobody is placed, and holds afterwards what they hold. O(pairs x depth).
    """
    fits = np.empty(openings.size, np.bool_)
    for at in range(openings.size):
        fits[at] = _walked(bounds, load, openings[at], 0)
        if placed[at]:
            _walked(bounds, load, openings[at], 1)
    return fits


@njit(cache=True, nogil=True)
def _walked(bounds: Bounds, load: NDArray[np.int64], opening: int, more: int) -> bool:
    """Whether one more fits at an opening and at every unit above it; it stays there if `more` is 1."""
    m, fits = bounds.opening_unit.size, True
    held, lower, upper = load[opening], bounds.opening_lower[opening], bounds.seats[opening]
    load[opening] += more
    unit = bounds.opening_unit[opening]
    while held >= lower:
        fits = fits and held < upper
        if unit < 0:
            break
        held, lower, upper = load[m + unit], bounds.unit_lower[unit], bounds.unit_upper[unit]
        load[m + unit] += more
        unit = bounds.unit_parent[unit]
    return fits
