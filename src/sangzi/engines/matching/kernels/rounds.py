"""Between the rounds of an auction: prices give way, and whoever would rather sit elsewhere gets up; see `auction`."""

# ruff: noqa: C901  (compiled)

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import bare
from .bids import enlist
from .heaps import risen
from .lines import NEVER, SPOT, WORTHLESS, opening_of, two_best, worth_at
from .market import ABOVE, HALF, HIGH, INSIDE, KEY, LOWER, PRICE, SIZE, START, UPPER, Market


@njit(cache=True)
def yield_prices(market: Market, lag: NDArray[np.int32], margin: int, epsilon: int, widest: int) -> None:
    """Let prices give way before the next round.

    Every price that binds gives way by `margin`. A node that stayed free though dear halves its own price; one below
    its lower bound gives way by a few `epsilon`, and twice as far each time it is found so again (`lag`, N), by
    `widest` at most.
    """
    node, openings = market.node, market.cost.size
    outside = node.shape[0] - 1
    own = np.zeros(outside, np.int32)
    for one in range(outside):
        own[one] = node[one, PRICE] - node[node[one, ABOVE], PRICE]
    for k in range(outside):
        one = k + openings if k + openings < outside else k + openings - outside
        mine, had = own[one], node[one, INSIDE]
        if had < node[one, LOWER]:
            lag[one] = min(max(2 * lag[one], 8 * epsilon), widest)
            mine = min(mine, 0) - lag[one]
        elif node[one, LOWER] == node[one, UPPER]:
            mine -= margin
        elif had >= node[one, UPPER]:
            mine = max(mine - margin, 0)
        elif had == node[one, LOWER] and had > 0:
            mine = min(mine, 0) - margin
        elif mine > 2 * epsilon:
            mine = mine >> 1 if mine > 16 * epsilon else 0
        else:
            mine = 0
        if had >= node[one, LOWER]:
            lag[one] = 0
        now = node[node[one, ABOVE], PRICE] + mine
        if one < openings:
            market.cost[one] = now
        node[one, PRICE] = now


@njit(cache=True)
def against(market: Market, epsilon: int) -> int:
    """How many nodes stand against their price: free though dear, or below their lower bound."""
    node = market.node
    wrong = 0
    for one in range(node.shape[0] - 1):
        own = node[one, PRICE] - node[node[one, ABOVE], PRICE]
        dear = own > 2 * epsilon and node[one, INSIDE] < node[one, UPPER]
        wrong += dear or node[one, INSIDE] < node[one, LOWER]
    return wrong


@njit(cache=True)
def recall(market: Market, epsilon: int) -> int:
    """Everybody who would rather sit elsewhere, by more than `epsilon`, waits. Returns how many wait."""
    start, edge = bare(market.start), bare(market.edge)
    node, seat, cost = bare(market.node), bare(market.seat), bare(market.cost)
    must, at, waiting = bare(market.must), bare(market.at), bare(market.waiting)
    openings = market.cost.size
    count = 0
    for j in range(openings):
        node[j * 8 + SIZE] = 0
    for one in range(market.at.size):
        now = int(at[one])
        slack = NEVER
        if now >= 0:
            begin, end = int(start[one]), int(start[one + 1])
            first, second = two_best(edge, cost, begin, end)
            mine, other = first >> SPOT, second >> SPOT
            if opening_of(edge, end, first) != now:
                mine, other = worth_at(edge, cost, begin, end, now), mine
            other = max(other, WORTHLESS if must[one] else 0)
            slack = min(mine - other, HIGH >> 2) + epsilon
        if slack < 0:
            at[one] = -1
            waiting[count] = one
            count += 1
        else:
            level = min(int(node[now * 8 + PRICE]) + slack, HIGH >> 1)
            risen(seat, int(node[now * 8 + START]), int(node[now * 8 + SIZE]), (level << HALF) | one)
            node[now * 8 + SIZE] += 1
    _count(market.node, market.child, openings)
    return count


@njit(cache=True)
def _count(node: NDArray[np.int32], child: NDArray[np.int32], openings: int) -> None:
    """How many are inside each node, where lower bounds count as met; and who can give somebody up."""
    outside = node.shape[0] - 1
    node[:, INSIDE] = 0
    for j in range(openings):
        node[j, INSIDE] = node[j, SIZE]
    for k in range(outside):
        one = k if k < openings else outside - 1 - (k - openings)
        node[node[one, ABOVE], INSIDE] += max(node[one, INSIDE], node[one, LOWER])
    node[openings:, SIZE] = 0
    numbers, children = bare(node), bare(child)
    for one in range(outside):
        node[one, KEY] = HIGH
        if node[one, ABOVE] != outside and node[one, INSIDE] > node[one, LOWER]:
            enlist(numbers, children, one)
