"""Exact quotas between floors and caps, by which the method of largest remainders then rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.apportion.terms import Terms, Whole


class Quotas(NamedTuple):
    """Each child's quota is held (at its floor or cap), or `rest * weight / over` with whole numbers.

    at_floor, at_cap  (n,) bool: held there
    free              indices of all others
    rest, over        what the free share, and the sum of their weights
    """

    at_floor: NDArray[np.bool_]
    at_cap: NDArray[np.bool_]
    free: NDArray[np.int64]
    rest: int
    over: int


def quotas(terms: Terms) -> Quotas:
    """The one solution of: quota = weight * x between floor and cap, with the x for which all add up to the total.

    Whoever falls out on the graver side (floors missed, or caps passed) is held there and the others share anew,
    until nobody falls out; nobody who is held ever comes free again. Each round is O(n). Rounds are few: holding
    someone moves the x of the others by less than the last round did, unless they are heavier than all others together.
    """
    weight = terms.weight
    at_floor, at_cap = np.asarray(weight == 0, dtype=np.bool_), np.zeros(weight.size, dtype=np.bool_)
    while True:
        free = np.flatnonzero(~(at_floor | at_cap))
        rest = terms.total - _sum(terms.floor[at_floor]) - _sum(terms.cap[at_cap])
        over = _sum(weight[free])
        low = terms.floor[free] * over - weight[free] * rest
        high = weight[free] * rest - terms.cap[free] * over
        missed, passed = low > 0, high > 0
        if not (missed.any() or passed.any()):
            return Quotas(at_floor, at_cap, free, rest, over)
        graver = _sum(low[missed]) - _sum(high[passed])
        if graver >= 0:
            at_floor[free[missed]] = True
        if graver <= 0:
            at_cap[free[passed]] = True


def split(terms: Terms, found: Quotas) -> tuple[Whole, Whole]:
    """Whole parts and remainders (in 1 / over) of the quotas of the free children."""
    if not found.free.size:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    shared = terms.weight[found.free] * found.rest
    whole = shared // found.over
    return whole, shared - whole * found.over


def _sum(numbers: Whole) -> int:
    return int(numbers.sum(dtype=object))
