"""The terms of a sharing-out, checked: the total, whole weights, floors and caps."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.apportion.errors import ApportionError

MOST = 2**53
"""The largest total: up to here quotas are exact also as floating-point numbers."""

ROOMY = 2**62

Whole = NDArray[Any]
"""Whole numbers: int64, or Python integers (dtype object) where int64 would be too narrow."""


class Terms(NamedTuple):
    """A total to share by `weight` with `floor` <= share <= `cap`; arrays of one length, whole numbers.

    A cap above the total is no cap and is kept as the total and one.
    Arrays are int64 if the total times the sum of all weights is, with room to spare, and Python integers if not.
    """

    total: int
    weight: Whole
    floor: Whole
    cap: Whole


def terms(total: int, weights: ArrayLike, floors: ArrayLike | None, caps: ArrayLike | None) -> Terms:
    """Checked terms. `floors` and `caps` may be one number for all. Errors: ApportionError for what cannot be met."""
    weight = whole_weights(weights)
    limit = checked_total(total)
    floor = _bounds("floor", 0 if floors is None else floors, weight.size, limit)
    cap = _bounds("cap", limit + 1 if caps is None else caps, weight.size, limit)
    _check_order(floor, cap)
    _check_sums(limit, weight, floor, cap)
    if _fits(limit, weight):
        return Terms(limit, weight, floor, cap)
    return Terms(limit, weight.astype(object), floor.astype(object), cap.astype(object))


def checked_total(total: int) -> int:
    """The total as a Python integer. Errors: ApportionError unless it is whole and between 0 and 2**53."""
    if isinstance(total, bool) or not isinstance(total, (int, np.integer)):
        raise ApportionError(
            "total", f"A total to share must be a whole number (hundredths for fractions), not {total!r}."
        )
    if not 0 <= total <= MOST:
        sentence = f"The total {total} is not between 0 and {MOST}; share it in a larger unit."
        raise ApportionError("range", sentence, total=int(total), most=MOST)
    return int(total)


def whole_weights(weights: ArrayLike) -> Whole:
    """Weights as whole numbers in exactly the same proportions, without their common divisor.

    Floating-point weights are binary fractions; multiplied by one power of two they are whole.
    """
    given = np.asarray(weights)
    if given.ndim != 1 or (given.size and given.dtype.kind not in "iufb"):
        raise ApportionError("row", "Weights must be one row of numbers, one for each child.")
    if given.size == 0:
        raise ApportionError("nobody", "There are no children to share anything among.")
    bad = np.flatnonzero(~(np.isfinite(given) & (given >= 0)))
    if bad.size:
        child = int(bad[0])
        sentence = f"Child {child} has the weight {given[child]}; weights are 0 or more."
        raise ApportionError("weight", sentence, child, weight=float(given[child]))
    whole = _scaled(given.astype(np.float64, copy=False)) if given.dtype.kind == "f" else _narrow(given)
    divisor = np.gcd.reduce(whole)
    reduced: Whole = whole // divisor if divisor > 1 else whole
    return reduced


def _fits(total: int, weight: Whole) -> bool:
    """Whether products of the total with sums of weights stay within int64."""
    return weight.dtype != object and (total + 1) * int(weight.sum(dtype=object)) < ROOMY


def _narrow(given: NDArray[Any]) -> Whole:
    return given.astype(object) if int(given.max()) >= ROOMY else given.astype(np.int64)


def _scaled(given: NDArray[np.float64]) -> Whole:
    if given.max() <= MOST and np.array_equal(given, np.floor(given)):
        return given.astype(np.int64)
    fraction, exponent = np.frexp(given)
    mantissa = np.ldexp(fraction, 53).astype(np.int64)
    shift = np.where(given > 0, exponent - int(exponent[given > 0].min()), 0)
    if int(shift.max()) <= 8:  # 53 bits and 8 more fit into int64
        return mantissa << shift
    return np.array([int(m) << int(s) for m, s in zip(mantissa, shift, strict=True)], dtype=object)


def _bounds(name: str, given: ArrayLike, children: int, most: int) -> Whole:
    bounds = np.asarray(given)
    if bounds.dtype.kind not in "iu" or bounds.ndim > 1 or (bounds.ndim == 1 and bounds.size != children):
        sentence = f"Give one {name} for all, or one whole number for each of the {children} children."
        raise ApportionError("bounds", sentence, children_in_all=children)
    every = np.broadcast_to(bounds, (children,))
    bad = np.flatnonzero(every < 0)
    if bad.size:
        child, bound = int(bad[0]), int(every[bad[0]])
        sentence = f"Child {child} has the {name} {bound}; it must be 0 or more."
        raise ApportionError("bound", sentence, child, bound=bound)
    checked: Whole = np.minimum(every, most + 1).astype(np.int64)
    return checked


def _check_order(floor: Whole, cap: Whole) -> None:
    bad = np.flatnonzero(floor > cap)
    if bad.size:
        child = int(bad[0])
        least, most = int(floor[child]), int(cap[child])
        sentence = f"Child {child} must get at least {least} but may get at most {most}; change one of them."
        raise ApportionError("crossed", sentence, child, least=least, most=most)


def _check_sums(total: int, weight: Whole, floor: Whole, cap: Whole) -> None:
    least = int(floor.sum(dtype=object))
    if least > total:
        sentence = f"The floors add up to {least}, which is more than the total of {total}; lower some."
        raise ApportionError("floors", sentence, children=_gravest(-floor, floor > 0), least=least, total=total)
    weighs = weight > 0
    most = int(cap[weighs].sum(dtype=object)) + int(floor[~weighs].sum(dtype=object))
    if most >= total:
        return
    if not weighs.any():
        raise ApportionError(
            "weightless", "Every weight is 0, so there is nothing to share by; share equally, or give weights."
        )
    sentence = (
        f"With these caps only {most} of {total} can be given out; raise some caps, or give weight to more children."
    )
    raise ApportionError("caps", sentence, children=_gravest(cap, weighs), most=most, total=total)


def _gravest(order: Whole, concerned: NDArray[np.bool_]) -> tuple[int, ...]:
    """Those concerned, by `order` ascending; of equal ones the lower index first."""
    ranked = np.argsort(order, kind="stable")
    return tuple(int(child) for child in ranked[concerned[ranked]])
