"""The method of largest remainders (Hamilton), by weights or equally, within floors and caps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.apportion.errors import ApportionError
from sangzi.engines.apportion.quotas import Quotas, quotas, split
from sangzi.engines.apportion.shares import Ints, Reason, Shares
from sangzi.engines.apportion.terms import Terms, terms


def proportional(
    total: int, weights: ArrayLike, *, floors: ArrayLike | None = None, caps: ArrayLike | None = None
) -> Shares:
    """Share `total` in proportion to `weights` (n,), by largest remainders.

    Everyone gets the whole part of their quota; what is left over goes, one each, to the largest remainders, and among
    equal remainders to the lower index. `floors` and `caps` (one number, or one each) hold a child at that number while
    the others share the rest. Weights are any numbers of 0 or more; arithmetic is exact.

    Stays within quota and is symmetric, but is not house monotone: with a larger total a child can get less (the
    Alabama paradox); where that matters use `sainte_lague` (Balinski and Young, Fair Representation, 1982, appendix A).
    Errors: ApportionError for a total, weights, floors or caps that cannot be met. Cost: O(n log n).
    """
    agreed = terms(total, weights, floors, caps)
    return _rounded(agreed, quotas(agreed))


def equal(total: int, children: int, *, floors: ArrayLike | None = None, caps: ArrayLike | None = None) -> Shares:
    """Share `total` equally over `children`: shares differ by at most one, the first ones get the units left over.

    As `proportional` with all weights the same, and with the same errors and cost.
    """
    return proportional(total, equal_weights(children), floors=floors, caps=caps)


def equal_weights(children: int) -> Ints:
    """One for each child. Errors: ApportionError if there is none."""
    if children < 1:
        raise ApportionError("nobody", "There are no children to share anything among.")
    return np.ones(children, dtype=np.int64)


def _rounded(agreed: Terms, found: Quotas) -> Shares:
    value = np.where(found.at_cap, agreed.cap, agreed.floor)
    quota, reason, turn = _held(agreed, found)
    whole, remainder = split(agreed, found)
    left_over = found.rest - int(whole.sum(dtype=object))
    lucky = np.argsort(-remainder, kind="stable")[:left_over]
    value[found.free] = whole.astype(np.int64)
    value[found.free[lucky]] += 1
    quota[found.free] = whole.astype(np.float64) + (remainder / max(found.over, 1)).astype(np.float64)
    reason[found.free] = Reason.QUOTA
    reason[found.free[lucky]] = Reason.REMAINDER
    turn[found.free[lucky]] = np.arange(1, lucky.size + 1)
    return Shares(value, quota, reason, turn)


def _held(agreed: Terms, found: Quotas) -> tuple[NDArray[np.float64], NDArray[np.int8], Ints]:
    """Quotas, reasons and turns of those held at a floor or a cap, with the places of the others still open."""
    quota = np.where(found.at_cap, agreed.cap, agreed.floor).astype(np.float64)
    reason = np.where(found.at_cap, Reason.CAP, Reason.FLOOR).astype(np.int8)
    reason[agreed.weight == 0] = Reason.WEIGHTLESS
    return quota, reason, np.zeros(agreed.weight.size, dtype=np.int64)
