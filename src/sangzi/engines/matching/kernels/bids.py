"""Bids of an auction over a tree of units; what they are for says `auction`."""

# ruff: noqa: C901, PLR0915  (compiled)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .heaps import risen, sunk

HIGH = 2**31 - 1
INSIDE, LOWER, UPPER, ABOVE, PRICE, KEY, START, SIZE = range(8)
HALF = 32
WHO = 2**32 - 1
NEVER = -(2**62)
MOST_VISITS = 4096
"""Nodes one newcomer passes up and down before the matter is left to the repair."""
FINE = 1 << 22
"""The greatest scaled score: prices of several times that still fit."""


class Market(NamedTuple):
    """What a round changes; N nodes, n applicants, all numbers of a node in one line of memory."""

    indptr: NDArray[np.int64]
    edge: NDArray[np.int32]
    """(e, 2) opening, and scaled score less the opening's price at the last `recall`; dearest first."""
    must: NDArray[np.bool_]
    node: NDArray[np.int32]
    """(N, 8) how many came in, the bounds, the node above, the price (cumulative: what an applicant pays), the price a
    node was listed with in the heap of the node above (`HIGH`: it is not listed), where the heap of its own children or
    seats begins and how long that is."""
    rise: NDArray[np.int32]
    """(m) by how much each opening's price rose since the last `recall`."""
    seat: NDArray[np.int64]
    """(seats) what each holder would pay at most in the high half, who it is in the low: a heap for each opening."""
    child: NDArray[np.int32]
    """(N - 1) a heap of nodes for each unit, the cheapest that can give somebody up first."""
    at: NDArray[np.int32]
    """(n) the opening each applicant sits at, or -1."""
    waiting: NDArray[np.int32]
    """(n) applicants who still have to bid."""


@njit(cache=True)
def _enlist(node: NDArray[np.int32], child: NDArray[np.int32], one: int) -> None:
    """Put a node into the heap of the node above."""
    above = node[one, ABOVE]
    start = node[above, START]
    mine = node[one, PRICE]
    node[one, KEY] = mine
    spot = node[above, SIZE]
    node[above, SIZE] += 1
    while spot > 0:
        up = (spot - 1) >> 1
        other = child[start + up]
        if node[other, KEY] <= mine:
            break
        child[start + spot] = other
        spot = up
    child[start + spot] = one


@njit(cache=True)
def _sink(node: NDArray[np.int32], child: NDArray[np.int32], start: int, size: int, one: int) -> None:
    """Let a node sink from the top of a heap of children to where its key belongs."""
    mine = node[one, KEY]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if low + 1 < size and node[child[start + low + 1], KEY] < node[child[start + low], KEY]:
            low += 1
        other = child[start + low]
        if node[other, KEY] >= mine:
            break
        child[start + spot] = other
        spot = low
    child[start + spot] = one


@njit(cache=True)
def _cheapest(node: NDArray[np.int32], child: NDArray[np.int32], unit: int) -> int:
    """The cheapest node below a unit that has somebody to give up, or -1."""
    start = node[unit, START]
    while node[unit, SIZE] > 0:
        top = child[start]
        if node[top, INSIDE] <= node[top, LOWER]:
            node[top, KEY] = HIGH
            node[unit, SIZE] -= 1
            size = node[unit, SIZE]
            if size > 0:
                _sink(node, child, start, size, child[start + size])
        elif node[top, KEY] < node[top, PRICE]:
            node[top, KEY] = node[top, PRICE]
            _sink(node, child, start, node[unit, SIZE], top)
        else:
            return int(top)
    return -1


@njit(cache=True, inline="always")
def _stand_up(seat: NDArray[np.int64], start: int, size: int) -> int:
    """The weakest holder gives up the seat, `size` others stay."""
    weakest: int = seat[start] & WHO
    sunk(seat, start, size, seat[start + size])
    return weakest


@njit(cache=True)
def _settle(
    node: NDArray[np.int32],
    child: NDArray[np.int32],
    seat: NDArray[np.int64],
    rise: NDArray[np.int32],
    opening: int,
    step: int,
) -> int:
    """One more has come to an opening. Returns who has to leave for it, or -1; -2 where nobody can and nobody may."""
    openings = rise.size
    outside = node.shape[0] - 1
    here = opening
    rising = True
    for _visit in range(MOST_VISITS):
        if here == outside:
            return -1
        if rising:
            node[here, INSIDE] += 1
            if node[here, INSIDE] <= node[here, LOWER]:
                return -1
        up = int(node[here, ABOVE])
        fee = node[up, PRICE] if node[here, INSIDE] <= node[here, UPPER] else HIGH
        if fee > node[here, PRICE]:
            if here < openings:
                start = int(node[here, START])
                weakest = int(seat[start] >> HALF)
                paid = max(node[here, PRICE], min(weakest, fee))
                rise[here] += paid - node[here, PRICE]
                node[here, PRICE] = paid
                if weakest < fee:
                    node[here, INSIDE] -= 1
                    node[here, SIZE] -= 1
                    return _stand_up(seat, start, int(node[here, SIZE]))
            else:
                give = _cheapest(node, child, here)
                if give >= 0 and node[give, PRICE] < fee:
                    node[here, INSIDE] -= 1
                    node[here, PRICE] = max(node[here, PRICE], node[give, PRICE] + step)
                    here = give
                    rising = False
                    continue
                if fee == HIGH:
                    return -2
                node[here, PRICE] = fee + step
        if node[here, KEY] == HIGH and up != outside and node[here, INSIDE] > node[here, LOWER]:
            _enlist(node, child, here)
        here = up
        rising = True
    return -2


@njit(cache=True)
def bid_all(market: Market, left: int, epsilon: int, most: int) -> int:
    """The first `left` of those waiting bid until everybody sits or stays outside; `most` bids. Returns the bids."""
    indptr, edge, node, must, at = market.indptr, market.edge, market.node, market.must, market.at
    waiting, seat, rise, child = market.waiting, market.seat, market.rise, market.child
    step = int(max(epsilon >> 2, 1))
    bids = head = 0
    while left > 0 and bids < most:
        left -= 1
        one = waiting[head]
        head = head + 1 if head + 1 < waiting.size else 0
        best = NEVER
        least = NEVER if must[one] else 0
        second = least
        opening = -1
        for e in range(int(indptr[one]), int(indptr[one + 1])):
            value = int(edge[e, 1])
            if value <= second:
                break
            j = int(edge[e, 0])
            value -= rise[j]
            if value > best:
                second = max(second, best)
                best = value
                opening = j
            elif value > second:
                second = value
        if best <= least:
            continue
        bids += 1
        level = min(node[opening, PRICE] + min(best - second, int(HIGH >> 2)) + epsilon, int(HIGH >> 1))
        risen(seat, int(node[opening, START]), int(node[opening, SIZE]), (level << HALF) | int(one))
        node[opening, SIZE] += 1
        at[one] = opening
        out = _settle(node, child, seat, rise, opening, step)
        if out >= 0:
            at[out] = -1
            spot = head + left
            waiting[spot if spot < waiting.size else spot - waiting.size] = out
            left += 1
    return bids


@njit(cache=True)
def yield_prices(market: Market, lag: NDArray[np.int32], margin: int, epsilon: int, widest: int) -> None:
    """Let prices give way before the next round.

    Every price that binds gives way by `margin`. A node that stayed free though dear halves its own price; one below
    its lower bound gives way by a few `epsilon`, and twice as far each time it is found so again (`lag`, N), by
    `widest` at most.
    """
    node, openings = market.node, market.rise.size
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
            market.rise[one] += now - node[one, PRICE]
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
def _order(edge: NDArray[np.int32], begin: int, end: int, rise: NDArray[np.int32]) -> None:
    """Fold what prices rose into an applicant's edges, and sort them anew, dearest first: they nearly are."""
    for e in range(begin, end):
        j = edge[e, 0]
        value = edge[e, 1] - rise[j]
        spot = e
        while spot > begin and edge[spot - 1, 1] < value:
            edge[spot, 0] = edge[spot - 1, 0]
            edge[spot, 1] = edge[spot - 1, 1]
            spot -= 1
        edge[spot, 0] = j
        edge[spot, 1] = value


@njit(cache=True)
def _content(edge: NDArray[np.int32], begin: int, end: int, now: int, least: int) -> int:
    """How much dearer the opening `now` may become before the applicant would rather go: below 0 if it is too dear."""
    if begin == end:
        return 0
    first = int(edge[begin, 1])
    if edge[begin, 0] == now:
        other = int(edge[begin + 1, 1]) if begin + 1 < end else least
        return min(first - max(other, least), int(HIGH >> 2))
    for e in range(begin, end):
        if edge[e, 0] == now:
            return int(edge[e, 1]) - max(first, least)
    return NEVER


@njit(cache=True)
def recall(market: Market, epsilon: int) -> int:
    """Everybody who would rather sit elsewhere, by more than `epsilon`, waits. Returns how many wait."""
    indptr, edge, node, must, at = market.indptr, market.edge, market.node, market.must, market.at
    seat, rise, waiting_list = market.seat, market.rise, market.waiting
    waiting = 0
    node[: rise.size, SIZE] = 0
    for one in range(at.size):
        begin, end = indptr[one], indptr[one + 1]
        _order(edge, begin, end, rise)
        now = at[one]
        slack = NEVER
        if now >= 0:
            slack = _content(edge, begin, end, now, NEVER if must[one] else 0) + epsilon
        if slack < 0:
            at[one] = -1
            waiting_list[waiting] = one
            waiting += 1
        else:
            level = min(node[now, PRICE] + slack, int(HIGH >> 1))
            seat[node[now, START] + node[now, SIZE]] = (level << HALF) | int(one)
            node[now, SIZE] += 1
    for j in range(rise.size):
        start, size = node[j, START], node[j, SIZE]
        if size > 1:
            seat[start : start + size].sort()
    rise[:] = 0
    _count(node, market.child, rise.size)
    return waiting


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
            _enlist(node, child, one)


@njit(cache=True)
def seats_of(col: NDArray[np.int32], upper: NDArray[np.int32], openings: int) -> NDArray[np.int64]:
    """Where each opening's seats begin: no more than would ever be asked for, and one for who comes."""
    asked = np.zeros(openings, np.int64)
    for e in range(col.size):
        asked[col[e]] += 1
    start = np.zeros(openings + 1, np.int64)
    for j in range(openings):
        start[j + 1] = start[j] + min(asked[j], upper[j]) + 1
    return start


@njit(cache=True)
def edges_of(col: NDArray[np.int32], score: NDArray[np.int64], scale: int, shift: int) -> NDArray[np.int32]:
    """Openings and scaled scores side by side, for one pass over memory instead of two."""
    edge = np.empty((col.size, 2), np.int32)
    for e in range(col.size):
        edge[e, 0] = col[e]
        edge[e, 1] = (score[e] * scale) >> shift
    return edge


@njit(cache=True)
def envious(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
    price: NDArray[np.int64],
    at: NDArray[np.int32],
    step: int,
) -> int:
    """How many of every `step`-th applicant would rather sit elsewhere at these prices."""
    found = 0
    for one in range(0, at.size, step):
        best, here = 0, 0
        for e in range(indptr[one], indptr[one + 1]):
            value = score[e] - price[col[e]]
            best = max(best, value)
            if col[e] == at[one]:
                here = value
        found += here < best
    return found
