"""Bids of an auction over a tree of units; what they are for says `auction`."""

# ruff: noqa: C901, PLR0915, PLR0917  (compiled)

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import Numbers, bare, soon
from .heaps import risen, sunk
from .lines import LINE, NEVER, SPOT, WIDE, WORTHLESS, opening_of, two_best
from .market import (
    ABOVE,
    HALF,
    HIGH,
    INSIDE,
    KEY,
    LOWER,
    MOST_VISITS,
    PRICE,
    SIZE,
    START,
    UPPER,
    WHO,
    Market,
)

OPEN, DEEP, SOON, NEAR, FAR_OFF = 2, 4, 8, 14, 24
"""How many bids ahead what is looked at is fetched from memory; rows are read `DEEP` ahead."""
BEST, AFTER, GOAL, PRICED, RING = 0, 1, 2, 3, 7
"""Of a row that was read ahead: what its two best are worth, the opening of the best and its price then; `RING` + 1 of
them are kept."""
KEPT, PASSED, STUCK = -1, -2, -3
"""Nobody has to leave for a newcomer; the node above is asked; nobody can, and nobody may."""
MANY = 100_000
"""So many prices do not stay near the processor by themselves."""
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


@njit(cache=True, inline="always")
def _come(node: Numbers, seat: Numbers, cost: Numbers, opening: int, newcomer: int) -> int:
    """A newcomer comes to an opening. Returns who leaves for it, `KEPT` where nobody has to, `PASSED` otherwise."""
    node[opening * 8 + INSIDE] += 1
    inside, mine = node[opening * 8 + INSIDE], int(node[opening * 8 + PRICE])
    start, size = int(node[opening * 8 + START]), int(node[opening * 8 + SIZE])
    fee = int(node[int(node[opening * 8 + ABOVE]) * 8 + PRICE]) if inside <= node[opening * 8 + UPPER] else HIGH
    kept = inside <= node[opening * 8 + LOWER]
    if fee > mine and not kept:
        top = min(int(seat[start]), newcomer) if size > 0 else newcomer
        weakest = top >> HALF
        paid = max(mine, min(weakest, fee))
        cost[opening] = paid
        node[opening * 8 + PRICE] = paid
        if weakest < fee:
            node[opening * 8 + INSIDE] -= 1
            if top != newcomer:
                sunk(seat, start, size, newcomer)
            return top & WHO
    risen(seat, start, size, newcomer)
    node[opening * 8 + SIZE] += 1
    return KEPT if kept else PASSED


@njit(cache=True)
def _weakest_leaves(node: Numbers, seat: Numbers, cost: Numbers, opening: int, fee: int) -> int:
    """An opening is dearer, up to `fee`. Returns who leaves it for that, or `KEPT`."""
    start = int(node[opening * 8 + START])
    weakest = int(seat[start] >> HALF)
    paid = max(int(node[opening * 8 + PRICE]), min(weakest, fee))
    cost[opening] = paid
    node[opening * 8 + PRICE] = paid
    if weakest >= fee:
        return KEPT
    node[opening * 8 + INSIDE] -= 1
    node[opening * 8 + SIZE] -= 1
    size = int(node[opening * 8 + SIZE])
    leaver = int(seat[start] & WHO)
    sunk(seat, start, size, seat[start + size])
    return leaver


@njit(cache=True)
def _pass_up(
    node: Numbers, child: Numbers, seat: Numbers, cost: Numbers, tree: tuple[int, int, int], opening: int
) -> int:
    """One more stays at an opening. Returns who has to leave for it, or `KEPT`; `STUCK` where nobody can or may."""
    openings, outside, step = tree
    here, visits = opening, 0
    while True:
        up = int(node[here * 8 + ABOVE])
        if node[here * 8 + KEY] == HIGH and up != outside and node[here * 8 + INSIDE] > node[here * 8 + LOWER]:
            enlist(node, child, here)
        here = up
        if here == outside:
            return KEPT
        node[here * 8 + INSIDE] += 1
        if node[here * 8 + INSIDE] <= node[here * 8 + LOWER]:
            return KEPT
        full = node[here * 8 + INSIDE] > node[here * 8 + UPPER]
        fee = HIGH if full else int(node[int(node[here * 8 + ABOVE]) * 8 + PRICE])
        while fee > node[here * 8 + PRICE]:
            visits += 1
            give = _cheapest(node, child, here)
            if visits > MOST_VISITS or (full and give < 0):
                return STUCK
            least = int(node[give * 8 + PRICE]) if give >= 0 else HIGH
            if least >= fee:
                node[here * 8 + PRICE] = fee + step
                break
            paid = max(int(node[here * 8 + PRICE]), least + step)
            node[here * 8 + PRICE] = paid
            if give >= openings:
                node[here * 8 + INSIDE] -= 1
                here, full, fee = give, False, paid
                continue
            out = _weakest_leaves(node, seat, cost, give, paid)
            if out >= 0:
                node[here * 8 + INSIDE] -= 1
                return out


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
        for line in range(int(start[later]), int(start[later + 1])):
            for lane in range(WIDE):
                soon(cost, int(edge[line * LINE + lane]))


@njit(cache=True, inline="always")
def _fetch_row(start: Numbers, edge: Numbers, one: int) -> None:
    """Have the first lines of an applicant fetched."""
    line = int(start[one])
    soon(edge, line * LINE)
    soon(edge, line * LINE + LINE)
    soon(edge, line * LINE + 2 * LINE)


@njit(cache=True, inline="always")
def _read(start: Numbers, edge: Numbers, cost: Numbers, one: int, read: Numbers, place: int) -> None:
    """Read the row of an applicant into a place of the ring."""
    end = int(start[one + 1])
    first, after = two_best(edge, cost, int(start[one]), end)
    goal = opening_of(edge, end, first) if first > NEVER else 0
    read[4 * place + BEST] = first >> SPOT
    read[4 * place + AFTER] = after >> SPOT
    read[4 * place + GOAL] = goal
    read[4 * place + PRICED] = cost[goal]


@njit(cache=True)
def bid_all(market: Market, left: int, epsilon: int, step: int, most: int, few: int) -> int:
    """The first `left` of those waiting bid until no more than `few` have lost a seat; `most` bids. Returns the bids.

    Rows are read a few bids ahead, so that the opening is fetched from memory in time. Prices only rise: what was the
    best is the best, unless its own price has risen past what the second best was worth; then the row is read again.
    """
    start, edge = bare(market.start), bare(market.edge)
    node, child, seat, cost = bare(market.node), bare(market.child), bare(market.seat), bare(market.cost)
    must, at, waiting, losing = bare(market.must), bare(market.at), bare(market.waiting), bare(market.losing)
    ring, someone = np.empty(4 * RING + 4, np.int64), market.must.any()
    read, many = bare(ring), market.cost.size > MANY
    tree = (market.cost.size, market.node.shape[0] - 1, step)
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
        _fetch(start, edge, cost, waiting, head, left, many)
        while ready <= min(head + DEEP, left - 1):
            _read(start, edge, cost, int(waiting[ready]), read, ready & RING)
            soon(node, int(read[4 * (ready & RING) + GOAL]) * 8)
            ready += 1
        if head + OPEN < ready:
            goal = int(read[4 * ((head + OPEN) & RING) + GOAL])
            soon(seat, int(node[goal * 8 + START]))
            soon(node, int(node[goal * 8 + ABOVE]) * 8)
        one, place = int(waiting[head]), head & RING
        head += 1
        dearer = int(cost[int(read[4 * place + GOAL])] - read[4 * place + PRICED])
        if dearer > 0 and read[4 * place + BEST] - dearer < read[4 * place + AFTER]:
            _read(start, edge, cost, one, read, place)
            dearer = 0
        least = WORTHLESS if someone and must[one] else 0
        best, second = int(read[4 * place + BEST]) - dearer, max(int(read[4 * place + AFTER]), least)
        if best <= least:
            continue
        opening = int(read[4 * place + GOAL])
        bids += 1
        level = min(int(node[opening * 8 + PRICE]) + min(best - second, HIGH >> 2) + epsilon, HIGH >> 1)
        at[one] = opening
        out = _come(node, seat, cost, opening, (level << HALF) | one)
        if out == PASSED:
            out = _pass_up(node, child, seat, cost, tree, opening)
        if out >= 0:
            at[out] = -1
            losing[coming] = out
            coming += 1
            if left <= NEAR:
                _fetch_row(start, edge, out)
    return bids
