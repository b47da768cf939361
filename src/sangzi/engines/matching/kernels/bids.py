"""Bids of an auction over a tree of units; what they are for says `auction`."""

# ruff: noqa: C901, PLR0915, PLR0917  (compiled)

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import Numbers, bare, soon
from .heaps import risen, sunk
from .market import (
    ABOVE,
    HALF,
    HIGH,
    INSIDE,
    KEY,
    LOWER,
    MOST_VISITS,
    NEVER,
    PRICE,
    SIZE,
    SPOT,
    SPOTS,
    START,
    UPPER,
    WHO,
    WORTHLESS,
    Market,
)

OPEN, DEEP, SOON, NEAR, FAR_OFF = 2, 4, 8, 14, 24
"""How many bids ahead what is looked at is fetched from memory; rows are read `DEEP` ahead."""
FIRST, AFTER, GOAL, RING = 0, 1, 2, 7
"""Of a row that was read ahead: the two best keys and the opening of the best; `RING` + 1 of them are kept."""
NEAR_ENOUGH = 1 << 17
"""So many numbers of edges stay near the processor by themselves."""
MANY = 100_000
"""So many prices do not."""
LINE = 16
"""Numbers of 32 bits in a line of memory."""
FEW = 16
"""So many are put in order by insertion."""


@njit(cache=True)
def enlist(node: Numbers, child: Numbers, one: int) -> None:
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
            enlist(node, child, here)
        here = up
        rising = True
    return -2


@njit(cache=True, inline="always")
def keyed(edge: Numbers, cost: Numbers, k: int, end: int) -> int:
    """What an edge is worth now, and behind it which one of its row it is, counted from the end of the row."""
    return ((int(edge[2 * k + 1]) - int(cost[edge[2 * k]])) << SPOT) + (end - k)


@njit(cache=True, inline="always")
def opening_of(edge: Numbers, end: int, key: int) -> int:
    """The opening of an edge that has this key."""
    return int(edge[2 * (end - (key & SPOTS))])


@njit(cache=True, inline="always")
def _two_best(begin: int, end: int, edge: Numbers, cost: Numbers) -> tuple[int, int]:
    """The two greatest keys of a row, `NEVER` for none.

    The whole row is read, without a branch that could be guessed wrongly: that is sooner done than remembering the best
    ones and what the others can be worth at most.
    """
    first = second = NEVER
    for k in range(begin, end):
        key = keyed(edge, cost, k, end)
        second = max(second, min(first, key))
        first = max(first, key)
    return first, second


@njit(cache=True)
def _inserted(people: Numbers, size: int, waiting: Numbers) -> None:
    """A few, sorted by insertion."""
    for k in range(size):
        one = people[k]
        spot = k
        while spot > 0 and waiting[spot - 1] > one:
            waiting[spot] = waiting[spot - 1]
            spot -= 1
        waiting[spot] = one


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


@njit(cache=True, inline="always")
def _fetch(start: Numbers, edge: Numbers, cost: Numbers, waiting: Numbers, head: int, left: int, many: bool) -> None:
    """Have fetched what those look at who bid next, nearer things for nearer ones: nobody waits for memory then."""
    if head + FAR_OFF < left:
        soon(start, int(waiting[head + FAR_OFF]))
    if head + NEAR < left:
        _fetch_row(start, edge, int(waiting[head + NEAR]))
    if many and head + SOON < left:
        later = int(waiting[head + SOON])
        for k in range(int(start[later]), int(start[later + 1])):
            soon(cost, int(edge[2 * k]))


@njit(cache=True, inline="always")
def _fetch_row(start: Numbers, edge: Numbers, one: int) -> None:
    row = 2 * int(start[one])
    soon(edge, row)
    soon(edge, row + LINE)
    soon(edge, row + 2 * LINE)


@njit(cache=True, inline="always")
def _read(start: Numbers, edge: Numbers, cost: Numbers, one: int, read: Numbers, place: int) -> None:
    """Read the row of an applicant into a place of the ring."""
    end = int(start[one + 1])
    first, after = _two_best(int(start[one]), end, edge, cost)
    read[4 * place + FIRST] = first
    read[4 * place + AFTER] = after
    read[4 * place + GOAL] = opening_of(edge, end, first) if first > NEVER else 0


@njit(cache=True)
def bid_all(market: Market, left: int, epsilon: int, most: int, few: int) -> int:
    """The first `left` of those waiting bid until no more than `few` have lost a seat; `most` bids. Returns the bids.

    Rows are read a few bids ahead, so that the opening is fetched from memory in time. Prices only rise: what was the
    best is the best, unless it is this price that has risen; then the row is read again.
    """
    start, edge = bare(market.start), bare(market.edge)
    node, child, seat, cost = bare(market.node), bare(market.child), bare(market.seat), bare(market.cost)
    must, at, waiting, losing = bare(market.must), bare(market.at), bare(market.waiting), bare(market.losing)
    ring, someone = np.empty(4 * RING + 4, np.int64), market.must.any()
    far, many = market.edge.size > NEAR_ENOUGH, market.cost.size > MANY
    read, deep = bare(ring), DEEP if far else 0
    tree = (market.cost.size, market.node.shape[0] - 1, int(max(epsilon >> 2, 1)))
    bids = head = ready = coming = 0
    while bids < most:
        if head == left:
            if coming <= few:
                break
            head, ready, left, coming = 0, 0, coming, 0
            if left <= FEW:
                _inserted(losing, left, waiting)
            else:
                _in_order(market.losing[:left], market.waiting)
        if far:
            _fetch(start, edge, cost, waiting, head, left, many)
        while ready <= min(head + deep, left - 1):
            _read(start, edge, cost, int(waiting[ready]), read, ready & RING)
            soon(node, int(read[4 * (ready & RING) + GOAL]) * 8)
            ready += 1
        if far and head + OPEN < ready:
            goal = int(read[4 * ((head + OPEN) & RING) + GOAL])
            soon(seat, int(node[goal * 8 + START]))
            soon(node, int(node[goal * 8 + ABOVE]) * 8)
        one, place = int(waiting[head]), head & RING
        head += 1
        end, first = int(start[one + 1]), int(read[4 * place + FIRST])
        if first > NEVER and keyed(edge, cost, end - (first & SPOTS), end) < first:
            _read(start, edge, cost, one, read, place)
        least = WORTHLESS if someone and must[one] else 0
        best, second = int(read[4 * place + FIRST]) >> SPOT, max(int(read[4 * place + AFTER]) >> SPOT, least)
        if best <= least:
            continue
        opening = int(read[4 * place + GOAL])
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
            if far and left <= NEAR:
                _fetch_row(start, edge, out)
    return bids
