"""The floor: of everybody placed, at least a share p/q at openings that count for it.

The floor cuts across the tree, so prices of openings and units alone cannot prove an allotment under it. It gets a
price of its own: a placement that counts is paid q - p times the price, any other one pays p times. The dearer the
floor, the more placements count; the smallest price at which the floor is met is found by halving. At that price some
who could as well go to either side stand on the edge, all at once; so every applicant has a different, tiny love for
openings that count, too small for all of them together to come to one score point, and they cross one by one.

What is found meets the floor, and its gap is what the checker says: 0 where the floor is met to the seat or costs
nothing, otherwise less than what the last who crossed has cost. Whether something better lies in a gap is not decided.

Source: Lagrangian relaxation of one side constraint (Geoffrion, 1974; Fisher, Management Science 27, 1981).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .network import Network

MOST_SUM = 1 << 56
"""What all scores together may come to, scaled."""
NEAR = 256
"""A price within this part of the range is reached from the solution before; one further off is searched anew."""


class Answer(NamedTuple):
    """Prices (N) and placements (n, nodes) of one price of the floor."""

    price: NDArray[np.int64]
    at: NDArray[np.int32]
    floor_price: int
    surplus: int
    """How many `q - p` and `-p` the placements add up to: not below 0 where the floor is met."""


class Scaled(NamedTuple):
    """The scores as whole numbers of `1 / scale` points, with everybody's love for what counts."""

    net: Network
    paid: NDArray[np.int64]
    """(e) what a placement is paid for each unit of the floor's price."""
    scale: int


Solver = Callable[
    [Network, tuple[NDArray[np.int64], NDArray[np.int32]] | None], tuple[NDArray[np.int64], NDArray[np.int32]]
]
"""Exact prices and placements of a network, from what is nearly right or from nothing."""


def scaled(net: Network, paid: NDArray[np.int64], share: int) -> Scaled:
    """`paid` (m) is q - p, -p, or 0 where an opening is none; `share` is q. O(e); no errors."""
    n = max(net.must.size, 1)
    greatest = int(np.abs(net.score).max(initial=1)) + 1
    fine = min(max(MOST_SUM // (n * greatest * share), 1), 4 * n * n)
    love = _loves(net.must.size, max(fine * share // (2 * n), 1))
    edge_paid = paid[net.col]
    own = np.repeat(love, np.diff(net.indptr)) * (edge_paid > 0)
    return Scaled(net._replace(score=net.score * (fine * share) + own), edge_paid, fine * share)


def _loves(n: int, most: int) -> NDArray[np.int64]:
    """(n) numbers below `most`, as different as may be, in no order that follows the applicants."""
    mixed = (np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)
    rank = np.empty(n, np.int64)
    rank[np.argsort(mixed, kind="stable")] = np.arange(n)
    return rank * most // max(n, 1)


def under_floor(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver) -> Answer | None:
    """The placements at the lowest price at which the floor is met; None where no price makes it so.

    O(log(range of scores x scale)) solutions, all but a few of them from the one before.
    """
    low = _at(task, opening_paid, solve, 0, None)
    if low.surplus >= 0:
        return low
    top = int(np.abs(task.net.score).max(initial=1)) * 4
    high, price = low, max(top >> 6, 1)
    while high.surplus < 0:
        if price > MOST_SUM // max(int(np.abs(opening_paid).max()), 1):
            return None
        high = _at(task, opening_paid, solve, price, None)
        low, price = (high if high.surplus < 0 else low), price * 4
    return _halved(task, opening_paid, solve, low, high)


def _halved(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver, low: Answer, high: Answer) -> Answer:
    near = max((high.floor_price - low.floor_price) // NEAR, 1)
    while high.floor_price - low.floor_price > 1 and high.surplus > 0:
        price = (low.floor_price + high.floor_price) // 2
        start = high if high.floor_price - price <= near else None
        found = _at(task, opening_paid, solve, price, start)
        low, high = (found, high) if found.surplus < 0 else (low, found)
    return high


def _at(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver, price: int, start: Answer | None) -> Answer:
    net = task.net._replace(score=task.net.score + price * task.paid)
    prices, at = solve(net, None if start is None else (start.price.copy(), start.at))
    surplus = int(opening_paid[at[at < net.openings]].sum())
    return Answer(prices, at, price, surplus)
