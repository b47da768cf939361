"""The floor: of everybody placed, at least a share p/q at openings that count for it.

The floor cuts across the tree, so prices of openings and units alone cannot prove an allotment under it. It gets a
price of its own: a placement that counts is paid q - p times the price, any other one pays p times. The dearer the
floor, the more placements count. At one price, to be found, those who stand on the edge all cross at once: there are
two best allotments, one that meets the floor and one that does not. What they differ in falls apart into rounds of
people who follow each other (`crossings`); each can be gone or not, whatever the others do, and as many go back from
the first to the second as the floor allows, so that as little as can be is left above it.

What is found meets the floor, and its gap is what the checker says: 0 where the floor is met to the seat or costs
nothing, otherwise less than the floor's price for what is left. Placements are whole, and the floor asks for parts of
them: what lies in a gap is decided by branching (`branching`).

Source: Lagrangian relaxation of one side constraint (Geoffrion, 1974; Fisher, Management Science 27, 1981).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .crossings import crossed
from .network import Network

MOST_SUM = 1 << 56
"""What all scores together may come to, scaled."""
FINE = 1 << 20
"""The finest part of a score point that a price of the floor may be."""
SPARE = 8
"""How many times the greatest score, scaled, a price of the floor can come to at least, where scores may be so fine."""
NEAR = 32
"""A price within this part of the range is reached from the solution before; one further off is searched anew."""


class Answer(NamedTuple):
    """Prices (N) and placements (n, nodes) of one price of the floor."""

    price: NDArray[np.int64]
    at: NDArray[np.int32]
    floor_price: int
    surplus: int
    """How many `q - p` and `-p` the placements add up to: not below 0 where the floor is met."""
    worth: int
    """Their scores, scaled, without what the floor pays."""


class Scaled(NamedTuple):
    """The scores as whole numbers of `1 / scale` points."""

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
    room = max(net.must.size, SPARE * share, 1)
    greatest = int(np.abs(net.score).max(initial=1)) + 1
    scale = min(max(MOST_SUM // (room * greatest * share), 1), FINE) * share
    return Scaled(net._replace(score=net.score * scale), paid[net.col], scale)


def under_floor(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver) -> Answer | None:
    """The placements at the price at which the floor begins to be met; None where no placements meet it.

    Where no price that can be counted with meets it, the placements that meet it best with as much as the floor allows
    taken back: they are allowed, and the gap says how far from the best they may be.
    O(log(range of scores x scale)) solutions, in practice about ten.
    """
    low = _at(task, opening_paid, solve, 0, None)
    if low.surplus >= 0:
        return low
    most = MOST_SUM // max(int(np.abs(opening_paid).max()), 1)
    high, price = low, max(int(np.abs(task.net.score).max(initial=1)) >> 5, 1)
    while high.surplus < 0 and high.floor_price < most:
        low, price = high, min(price, most)
        high, price = _at(task, opening_paid, solve, price, None), price * 4
    if high.surplus < 0:
        return _met_at_least(task, opening_paid, solve, high)
    return _between(task, opening_paid, solve, low, high)


def _met_at_least(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver, low: Answer) -> Answer | None:
    """From what the floor alone would choose as far towards `low` as the floor allows; None where it cannot be met."""
    bare = task._replace(net=task.net._replace(score=np.zeros_like(task.net.score)))
    met = _at(bare, opening_paid, solve, 1, None)
    return None if met.surplus < 0 else _crossed(task, opening_paid, low, low._replace(at=met.at, surplus=met.surplus))


def _between(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver, low: Answer, high: Answer) -> Answer:
    """Closer and closer to where both sides are worth the same, then as few as need be stay crossed.

    By turns to where the two lines meet, worth plus price times surplus, and to the middle. Where nothing passes the
    point at which they meet, both sides are best at that price.
    """
    near, turn = max((high.floor_price - low.floor_price) // NEAR, 1), 0
    while high.floor_price - low.floor_price > 1 and high.surplus > 0:
        meet = (low.worth - high.worth) // (high.surplus - low.surplus)
        middle = (low.floor_price + high.floor_price) // 2
        met = turn % 3 < 2
        price = min(max(meet if met else middle, low.floor_price + 1), high.floor_price - 1)
        start = min((low, high), key=lambda known: abs(known.floor_price - price))
        close = abs(start.floor_price - price) <= near
        found = _at(task, opening_paid, solve, price, start if close else None)
        best = max(low.worth + price * low.surplus, high.worth + price * high.surplus)
        if met and found.worth + price * found.surplus <= best:
            high = high._replace(price=found.price, floor_price=price)
            break
        low, high, turn = (found, high, turn + 1) if found.surplus < 0 else (low, found, turn + 1)
    return _crossed(task, opening_paid, low, high)


def _crossed(task: Scaled, opening_paid: NDArray[np.int64], low: Answer, high: Answer) -> Answer:
    if high.surplus == 0:
        return high
    account = np.append(opening_paid, np.zeros(task.net.above.size - opening_paid.size, np.int64))
    at = crossed(task.net, high.at, low.at, account, high.surplus)
    return high._replace(at=at, surplus=int(account[at].sum()))


def _at(task: Scaled, opening_paid: NDArray[np.int64], solve: Solver, price: int, start: Answer | None) -> Answer:
    net = task.net._replace(score=task.net.score + price * task.paid)
    prices, at = solve(net, None if start is None else (start.price.copy(), start.at))
    surplus = int(opening_paid[at[at < net.openings]].sum())
    worth = int(task.net.score[task.net.col == np.repeat(at, np.diff(net.indptr))].sum())
    return Answer(prices, at, price, surplus, worth)
