"""Sharing out when something is settled beforehand: one for everyone, or some shares by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.apportion.errors import ApportionError
from sangzi.engines.apportion.remainders import equal_weights, proportional
from sangzi.engines.apportion.shares import Reason, Shares
from sangzi.engines.apportion.terms import checked_total, terms

Method = Callable[..., Shares]
"""`proportional` or `sainte_lague`: total and weights, within `floors` and `caps`, to shares."""


def one_each(
    total: int,
    children: int,
    weights: ArrayLike | None = None,
    *,
    floors: ArrayLike | None = None,
    caps: ArrayLike | None = None,
    method: Method = proportional,
) -> Shares:
    """One for each of `children`, and the rest of `total` by `weights` (n,) or else equally, by `method`.

    `floors` and `caps` bind the whole share, the one included. Not the same as a floor of one
    (`proportional(..., floors=1)`), under which only those whose quota is below one are lifted to it: here the one
    comes first for everybody, which favours the small.
    Errors: ApportionError if the total is less than one each, or as in `method`. Cost: O(n log n).
    """
    whole = checked_total(total)
    by = _one_for_each_child(children, weights)
    if whole < children:
        sentence = f"{whole} cannot be shared with at least one for each of {children} children."
        raise ApportionError("one-each", sentence, total=whole, children_in_all=children)
    agreed = terms(whole, by, np.maximum(0 if floors is None else floors, 1), caps)
    least, most = agreed.floor.astype(np.int64) - 1, agreed.cap.astype(np.int64) - 1
    rest = method(whole - children, by, floors=least, caps=most)
    lifted = (rest.value == 0) & (rest.reason != Reason.CAP)
    reason = np.where(lifted, Reason.FLOOR, rest.reason).astype(np.int8)
    return Shares(rest.value + 1, rest.quota + 1, reason, rest.turn, rest.divisor)


def by_hand(
    total: int,
    fixed: Mapping[int, int],
    children: int,
    weights: ArrayLike | None = None,
    *,
    floors: ArrayLike | None = None,
    caps: ArrayLike | None = None,
    method: Method = proportional,
) -> Shares:
    """The shares in `fixed` (child -> share) as they are, the rest re-solved over all others, conserving `total`.

    The others share by `weights` (n,) or else equally, within `floors` and `caps`, by `method`; a share set
    by hand stands whatever its floor or cap. Errors: ApportionError naming the child for a share that is negative or
    of a child that is not there, for fixed shares above the total, for nobody left to take what remains, or as in
    `method`. Cost: O(n log n).
    """
    whole, by = checked_total(total), _one_for_each_child(children, weights)
    held = _checked_hands(fixed, children)
    rest = whole - sum(held.values())
    others = np.setdiff1d(np.arange(children), np.array(sorted(held), dtype=np.int64))
    _check_rest(whole, rest, others.size)
    shares = _all_by_hand(held, children)
    if others.size:
        solved = _solved_among(method, rest, by, others, floors=floors, caps=caps)
        for mine, theirs in zip(_arrays(shares), _arrays(solved), strict=True):
            mine[others] = theirs
        return replace(shares, divisor=solved.divisor)
    return shares


def _one_for_each_child(children: int, weights: ArrayLike | None) -> NDArray[Any]:
    by = equal_weights(children) if weights is None else np.asarray(weights)
    if by.shape != (children,):
        sentence = f"There are {children} children but weights of shape {by.shape}; give one weight each."
        raise ApportionError("row", sentence, children_in_all=children)
    return by


def _checked_hands(fixed: Mapping[int, int], children: int) -> dict[int, int]:
    for child, share in fixed.items():
        if not 0 <= child < children:
            sentence = f"Child {child} is not there; children run from 0 to {children - 1}."
            raise ApportionError("stranger", sentence, child)
        if share < 0 or share != int(share):
            sentence = f"Child {child} has {share} by hand; a share is a whole number of 0 or more."
            raise ApportionError("hand", sentence, child, share=share)
    return {int(child): int(share) for child, share in fixed.items()}


def _check_rest(total: int, rest: int, others: int) -> None:
    if rest < 0:
        sentence = f"The shares set by hand add up to {total - rest}, more than the total of {total}."
        raise ApportionError("hands-above", sentence, given=total - rest, total=total)
    if rest and not others:
        sentence = (
            f"All shares are set by hand and add up to {total - rest}, not {total}; leave one open to take the rest."
        )
        raise ApportionError("hands-below", sentence, given=total - rest, total=total)


def _all_by_hand(held: Mapping[int, int], children: int) -> Shares:
    value = np.zeros(children, dtype=np.int64)
    value[list(held)] = list(held.values())
    reason = np.full(children, Reason.HAND, dtype=np.int8)
    return Shares(value, value.astype(np.float64), reason, np.zeros(children, dtype=np.int64))


def _arrays(shares: Shares) -> tuple[NDArray[Any], ...]:
    return shares.value, shares.quota, shares.reason, shares.turn


def _of(bounds: ArrayLike | None, others: NDArray[np.int64], children: int) -> ArrayLike | None:
    """One bound for all, or those of the others."""
    if bounds is None or np.ndim(bounds) == 0:
        return bounds
    given = np.asarray(bounds)
    if given.shape != (children,):
        sentence = f"There are {children} children but {given.size} floors or caps; give one for each."
        raise ApportionError("bounds", sentence, children_in_all=children)
    return given[others]


def _solved_among(
    method: Method,
    rest: int,
    by: NDArray[Any],
    others: NDArray[np.int64],
    *,
    floors: ArrayLike | None,
    caps: ArrayLike | None,
) -> Shares:
    """The rest shared among some of the children; what is refused is told with their own indices."""
    try:
        return method(rest, by[others], floors=_of(floors, others, by.size), caps=_of(caps, others, by.size))
    except ApportionError as error:
        child = None if error.child is None else int(others[error.child])
        children = tuple(int(others[one]) for one in error.children)
        raise ApportionError(error.code, error.sentence, child, children, **error.numbers) from error
