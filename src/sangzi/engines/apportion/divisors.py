"""The method of Sainte-Laguë (Webster): weights over one common divisor, rounded to the nearest whole number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from heapq import heapify, heapreplace
from operator import truediv

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.apportion.shares import Ints, Reason, Shares
from sangzi.engines.apportion.terms import Terms, terms

NEAR = 1e-12
"""By how much the first guess stays below the rate that is sought: far more than floating point can err."""

HIGHEST_RATE = 1e300
"""Where bisection stops climbing; what is then left is settled one by one."""

Average = Callable[[int, int], float | Fraction]

EXACT_QUOTIENTS = 2**51
"""Two quotients of whole numbers whose cross products stay below this differ as floats if they differ at all."""


def sainte_lague(
    total: int, weights: ArrayLike, *, floors: ArrayLike | None = None, caps: ArrayLike | None = None
) -> Shares:
    """Share `total` by `weights` (n,) with the highest averages weight / (2 * share + 1), beginning at the floors.

    Of equal averages the lower index comes first. The same as rounding weight / divisor to the nearest whole number
    (and to floor or cap) with the divisor for which all add up to the total.

    House monotone: with a larger total nobody gets less. Unbiased between large and small; of the divisor methods the
    one that stays nearest to quota, but no divisor method always stays within it (Balinski and Young, Fair
    Representation, 1982, appendix A; A. Sainte-Laguë, Annales scientifiques de l'ENS 27, 1910, pp. 529-542).
    Errors: ApportionError as in `proportional`. Cost: O(n log total), and O(n log n) to settle the last seats exactly.
    """
    agreed = terms(total, weights, floors, caps)
    relative = _relative(agreed)
    value = _at(agreed, relative, _rate(agreed, relative))
    _award(agreed, relative, value, agreed.total - int(value.sum()))
    return _explained(agreed, relative, value, float(np.max(weights)))


def _relative(agreed: Terms) -> NDArray[np.float64]:
    """Weights as shares of the heaviest, so that no range of weights is too wide for floating point."""
    relative: NDArray[np.float64] = (agreed.weight / max(int(agreed.weight.max()), 1)).astype(np.float64)
    return relative


def _at(agreed: Terms, relative: NDArray[np.float64], rate: float) -> Ints:
    """Shares at `rate` units of the total for the heaviest weight."""
    rounded = np.floor(relative * rate + 0.5)
    shares = np.clip(np.minimum(rounded, agreed.total + 1.0).astype(np.int64), agreed.floor, agreed.cap)
    return shares.astype(np.int64)


def _rate(agreed: Terms, relative: NDArray[np.float64]) -> float:
    """A rate a little below the highest at which no more than the total is given out, by bisection."""

    def given(rate: float) -> float:
        return float(_at(agreed, relative, rate).astype(np.float64).sum())

    low, high = 0.0, max(agreed.total, 1) / max(float(relative.sum()), 1.0)
    while given(high) < agreed.total and high < HIGHEST_RATE:
        low, high = high, high * 2
    for _ in range(64):
        middle = (low + high) / 2
        low, high = (middle, high) if given(middle) <= agreed.total else (low, middle)
    return low * (1 - NEAR)


def _award(agreed: Terms, relative: NDArray[np.float64], value: Ints, seats: int) -> None:
    """Give out the last seats one by one to the highest average; exact, and in order of index among equals."""
    open_ = np.flatnonzero((agreed.weight > 0) & (value < agreed.cap))
    if not seats:
        return
    averages = relative[open_] / (2.0 * value[open_] + 1)
    at_least = np.partition(averages, -min(seats, averages.size))[-min(seats, averages.size)]
    near = open_[averages >= at_least * (1 - NEAR)]
    heaviest, longest = int(agreed.weight[near].max()), 2 * (int(value[near].max()) + seats) + 1
    average: Average = truediv if heaviest * longest < EXACT_QUOTIENTS else Fraction
    queue = [(-average(int(agreed.weight[child]), 2 * int(value[child]) + 1), child) for child in near.tolist()]
    heapify(queue)
    for _ in range(seats):
        child = queue[0][1]
        value[child] += 1
        full = value[child] == agreed.cap[child]
        following = 1 if full else -average(int(agreed.weight[child]), 2 * int(value[child]) + 1)
        heapreplace(queue, (following, child))


def _explained(agreed: Terms, relative: NDArray[np.float64], value: Ints, heaviest: float) -> Shares:
    quota = relative / max(float(relative.sum()), 1.0) * agreed.total
    divisor = _divisor(agreed, relative, value)
    reason = np.full(value.size, Reason.ROUNDED, dtype=np.int8)
    if divisor:
        reason[(value == agreed.floor) & (relative < divisor * (value - 0.5))] = Reason.FLOOR
        reason[(value == agreed.cap) & (relative > divisor * (value + 0.5))] = Reason.CAP
    reason[agreed.weight == 0] = Reason.WEIGHTLESS
    turn = np.zeros(value.size, dtype=np.int64)
    return Shares(value, quota, reason, turn, divisor * heaviest if divisor else None)


def _divisor(agreed: Terms, relative: NDArray[np.float64], value: Ints) -> float | None:
    """Halfway between the last average that got a unit and the first that got none."""
    awarded = (value > agreed.floor) & (relative > 0)
    denied = (value < agreed.cap) & (relative > 0)
    bounds = [(relative[awarded] / (value[awarded] - 0.5)).min()] if awarded.any() else []
    bounds += [(relative[denied] / (value[denied] + 0.5)).max()] if denied.any() else []
    return float(np.mean(bounds)) if bounds else None
