"""Bids of an auction over a tree of units; what they are for says `auction`."""

# ruff: noqa: C901, PLR0912, PLR0915  (compiled)

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import Numbers, bare
from .heaps import risen, sunk
from .market import (
    ABOVE,
    FRONT,
    HALF,
    HIGH,
    INSIDE,
    KEY,
    LOW,
    LOWER,
    MOST_VISITS,
    NEVER,
    PRICE,
    REST,
    SIZE,
    START,
    UPPER,
    WHO,
    WIDE,
    Market,
)


@njit(cache=True)
def _enlist(node: Numbers, child: Numbers, one: int) -> None:
    """Put a node into the heap of the node above."""
    above = int(node[one * 8 + ABOVE])
    start = int(node[above * 8 + START])
    mine = node[one * 8 + PRICE]
    node[one * 8 + KEY] = mine
    spot = int(node[above * 8 + SIZE])
    node[above * 8 + SIZE] += 1
    while spot > 0:
        up = (spot - 1) >> 1
        other = int(child[start + up])
        if node[other * 8 + KEY] <= mine:
            break
        child[start + spot] = other
        spot = up
    child[start + spot] = one


@njit(cache=True)
def _sink(node: Numbers, child: Numbers, start: int, size: int, one: int) -> None:
    """Let a node sink from the top of a heap of children to where its key belongs."""
    mine = node[one * 8 + KEY]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        other = int(child[start + low])
        key = node[other * 8 + KEY]
        if low + 1 < size:
            right = int(child[start + low + 1])
            if node[right * 8 + KEY] < key:
                low += 1
                other = right
                key = node[right * 8 + KEY]
        if key >= mine:
            break
        child[start + spot] = other
        spot = low
    child[start + spot] = one


@njit(cache=True)
def _cheapest(node: Numbers, child: Numbers, unit: int) -> int:
    """The cheapest node below a unit that has somebody to give up, or -1."""
    start = int(node[unit * 8 + START])
    while node[unit * 8 + SIZE] > 0:
        top = int(child[start])
        if node[top * 8 + INSIDE] <= node[top * 8 + LOWER]:
            node[top * 8 + KEY] = HIGH
            node[unit * 8 + SIZE] -= 1
            size = int(node[unit * 8 + SIZE])
            if size > 0:
                _sink(node, child, start, size, int(child[start + size]))
        elif node[top * 8 + KEY] < node[top * 8 + PRICE]:
            node[top * 8 + KEY] = node[top * 8 + PRICE]
            _sink(node, child, start, int(node[unit * 8 + SIZE]), top)
        else:
            return top
    return -1


@njit(cache=True)
def _settle(
    node: Numbers, child: Numbers, seat: Numbers, cost: Numbers, tree: tuple[int, int, int], opening: int
) -> int:
    """One more has come to an opening. Returns who has to leave for it, or -1; -2 where nobody can and nobody may."""
    openings, outside, step = tree
    here = opening
    rising = True
    for _visit in range(MOST_VISITS):
        if here == outside:
            return -1
        if rising:
            node[here * 8 + INSIDE] += 1
            if node[here * 8 + INSIDE] <= node[here * 8 + LOWER]:
                return -1
        up = int(node[here * 8 + ABOVE])
        mine = int(node[here * 8 + PRICE])
        fee = int(node[up * 8 + PRICE]) if node[here * 8 + INSIDE] <= node[here * 8 + UPPER] else HIGH
        if fee > mine:
            if here < openings:
                start = int(node[here * 8 + START])
                weakest = int(seat[start] >> HALF)
                paid = max(mine, min(weakest, fee))
                cost[here] = paid
                node[here * 8 + PRICE] = paid
                if weakest < fee:
                    node[here * 8 + INSIDE] -= 1
                    node[here * 8 + SIZE] -= 1
                    size = int(node[here * 8 + SIZE])
                    leaver = int(seat[start] & WHO)
                    sunk(seat, start, size, seat[start + size])
                    return leaver
            else:
                give = _cheapest(node, child, here)
                if give >= 0 and node[give * 8 + PRICE] < fee:
                    node[here * 8 + INSIDE] -= 1
                    node[here * 8 + PRICE] = max(mine, node[give * 8 + PRICE] + step)
                    here = give
                    rising = False
                    continue
                if fee == HIGH:
                    return -2
                node[here * 8 + PRICE] = fee + step
        if node[here * 8 + KEY] == HIGH and up != outside and node[here * 8 + INSIDE] > node[here * 8 + LOWER]:
            _enlist(node, child, here)
        here = up
        rising = True
    return -2


@njit(cache=True)
def _look(start: Numbers, edge: Numbers, cost: Numbers, front: Numbers, one: int) -> None:
    """Find the edges that are worth most to an applicant, and what the others are worth at most.

    Eight numbers in registers, from the greatest down: no branch that could be guessed wrongly.
    """
    begin, end = int(start[one]), int(start[one + 1])
    a = b = c = d = e = f = g = rest = NEVER
    for k in range(begin, end):
        value = ((int(edge[2 * k + 1]) - int(cost[edge[2 * k]])) << 24) + (k - begin)
        a, value = max(a, value), min(a, value)
        b, value = max(b, value), min(b, value)
        c, value = max(c, value), min(c, value)
        d, value = max(d, value), min(d, value)
        e, value = max(e, value), min(e, value)
        f, value = max(f, value), min(f, value)
        g, value = max(g, value), min(g, value)
        rest = max(rest, value)
    base = one * WIDE
    k = base
    for key in (a, b, c, d, e, f, g):
        if key == NEVER:
            front[k] = -1
            break
        spot = begin + (key & 0xFFFFFF)
        front[k] = edge[2 * spot]
        front[k + 1] = edge[2 * spot + 1]
        k += 2
    front[base + REST] = max(rest >> 24, LOW)


@njit(cache=True)
def _in_order(people: NDArray[np.int32], waiting: NDArray[np.int32]) -> None:
    """Who comes next, neighbours one after the other: what they look at lies together."""
    n, size = waiting.size, people.size
    if size * 64 < n:
        people.sort()
        waiting[:size] = people
        return
    there = np.zeros(n, np.bool_)
    for k in range(size):
        there[people[k]] = True
    spot = 0
    for one in range(n):
        if there[one]:
            waiting[spot] = one
            spot += 1


@njit(cache=True)
def bid_all(market: Market, left: int, epsilon: int, most: int) -> int:
    """The first `left` of those waiting bid until everybody sits or stays outside; `most` bids. Returns the bids."""
    start, edge, front = bare(market.start), bare(market.edge), bare(market.front)
    node, child, seat, cost = bare(market.node), bare(market.child), bare(market.seat), bare(market.cost)
    must, at, waiting, losing = bare(market.must), bare(market.at), bare(market.waiting), bare(market.losing)
    tree = (market.cost.size, market.node.shape[0] - 1, int(max(epsilon >> 2, 1)))
    bids = head = coming = 0
    while bids < most:
        if head == left:
            if coming == 0:
                break
            head, left, coming = 0, coming, 0
            _in_order(market.losing[:left], market.waiting)
        one = int(waiting[head])
        head += 1
        least = NEVER if must[one] else 0
        base = one * WIDE
        looked = False
        while True:
            best, second, opening = NEVER, least, -1
            for k in range(FRONT):
                j = int(front[base + 2 * k])
                if j < 0:
                    break
                value = int(front[base + 2 * k + 1]) - int(cost[j])
                if value > best:
                    second = max(second, best)
                    best = value
                    opening = j
                elif value > second:
                    second = value
            if looked or second >= front[base + REST]:
                break
            _look(start, edge, cost, front, one)
            looked = True
        if best <= least:
            continue
        bids += 1
        level = min(int(node[opening * 8 + PRICE]) + min(best - second, HIGH >> 2) + epsilon, HIGH >> 1)
        risen(seat, int(node[opening * 8 + START]), int(node[opening * 8 + SIZE]), (level << HALF) | one)
        node[opening * 8 + SIZE] += 1
        at[one] = opening
        out = _settle(node, child, seat, cost, tree, opening)
        if out >= 0:
            at[out] = -1
            losing[coming] = out
            coming += 1
    return bids


@njit(cache=True)
def yield_prices(market: Market, lag: NDArray[np.int32], margin: int, epsilon: int, widest: int) -> int:
    """Let prices give way before the next round.

    Every price that binds gives way by `margin`. A node that stayed free though dear halves its own price; one below
    its lower bound gives way by a few `epsilon`, and twice as far each time it is found so again (`lag`, N), by
    `widest` at most.
    """
    node, openings = market.node, market.cost.size
    outside = node.shape[0] - 1
    fallen = 0
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
            fallen = max(fallen, node[one, PRICE] - now)
            market.cost[one] = now
        node[one, PRICE] = now
    return fallen


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
def recall(market: Market, epsilon: int, fallen: int) -> int:
    """Everybody who would rather sit elsewhere, by more than `epsilon`, waits. Returns how many wait.

    `fallen`: by how much any opening may have become cheaper since the last time.
    """
    start, edge, front = bare(market.start), bare(market.edge), bare(market.front)
    node, seat, cost = bare(market.node), bare(market.seat), bare(market.cost)
    must, at, waiting = bare(market.must), bare(market.at), bare(market.waiting)
    openings = market.cost.size
    count = 0
    for j in range(openings):
        node[j * 8 + SIZE] = 0
    for one in range(market.at.size):
        now = int(at[one])
        base = one * WIDE
        front[base + REST] = min(int(front[base + REST]) + fallen, HIGH >> 1)
        slack = NEVER
        if now >= 0:
            least = NEVER if must[one] else 0
            looked = False
            while True:
                mine, other = NEVER, least
                for k in range(FRONT):
                    j = int(front[base + 2 * k])
                    if j < 0:
                        break
                    value = int(front[base + 2 * k + 1]) - int(cost[j])
                    if j == now:
                        mine = value
                    elif value > other:
                        other = value
                if looked or (other >= front[base + REST] and mine > NEVER):
                    break
                _look(start, edge, cost, front, one)
                looked = True
            slack = min(mine - other, HIGH >> 2) + epsilon if mine > NEVER else NEVER
        if slack < 0:
            at[one] = -1
            waiting[count] = one
            count += 1
        else:
            level = min(int(node[now * 8 + PRICE]) + slack, HIGH >> 1)
            seat[node[now * 8 + START] + node[now * 8 + SIZE]] = (level << HALF) | one
            node[now * 8 + SIZE] += 1
    for j in range(openings):
        first, size = market.node[j, START], market.node[j, SIZE]
        if size > 1:
            market.seat[first : first + size].sort()
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
    for one in range(outside):
        node[one, KEY] = HIGH
        if node[one, ABOVE] != outside and node[one, INSIDE] > node[one, LOWER]:
            _enlist(bare(node), bare(child), one)
