"""Shortest augmenting paths over integer prices; what they are for says `repair`."""

# ruff: noqa: C901, PLR0912, PLR0915, PLR0917  (compiled: to hand a tuple of arrays on costs more than what is done with them)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..network import Network
from .frontier import (
    ABOVE,
    CAME,
    DISTANCE,
    EXCESS,
    FAR,
    FIRST,
    FLOW,
    LOWER,
    PLACE,
    PRICE,
    SEEN,
    TOUCHED,
    UPPER,
    VIA,
    WAITING,
    forget,
    nearest,
    reach,
)

AT, GAIN, NEXT, BEFORE = range(4)
"""Of an applicant: the node (an opening, outside, or -1), its score, the next and the one before at the same node."""


class State(NamedTuple):
    """What changes while the problem is solved; N nodes, n applicants."""

    node: NDArray[np.int64]
    """(N, 8) `PRICE` and the others."""
    person: NDArray[np.int64]
    """(n, 4) `AT` and the others."""
    mark: NDArray[np.int32]
    """(N, 5) room for a search."""
    tally: NDArray[np.int64]
    """(4) counts of the searches."""


class Columns(NamedTuple):
    """The edges grouped by opening."""

    start: NDArray[np.int64]
    """(m + 1)"""
    row: NDArray[np.int32]
    """(e) applicant."""
    score: NDArray[np.int64]
    """(e)"""


@njit(cache=True)
def _sit(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
    node: NDArray[np.int64],
    person: NDArray[np.int64],
    applicant: int,
    where: int,
) -> None:
    """The applicant leaves what there is and sits at a node, outside or an opening."""
    if person[applicant, AT] >= 0:
        ahead, behind = person[applicant, BEFORE], person[applicant, NEXT]
        if ahead >= 0:
            person[ahead, NEXT] = behind
        else:
            node[person[applicant, AT], FIRST] = behind
        if behind >= 0:
            person[behind, BEFORE] = ahead
    gain = 0
    for e in range(indptr[applicant], indptr[applicant + 1]):
        if col[e] == where:
            gain = score[e]
            break
    head = node[where, FIRST]
    person[applicant, AT] = where
    person[applicant, GAIN] = gain
    person[applicant, NEXT] = head
    person[applicant, BEFORE] = -1
    if head >= 0:
        person[head, BEFORE] = applicant
    node[where, FIRST] = applicant


@njit(cache=True)
def _row(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
    must: NDArray[np.bool_],
    node: NDArray[np.int64],
    mark: NDArray[np.int32],
    count: NDArray[np.int64],
    applicant: int,
    base: int,
    origin: int,
    limit: int,
) -> int:
    """The applicant may go to any other option, `base` less its value away. Returns the nearest end known."""
    outside = node.shape[0] - 1
    for e in range(indptr[applicant], indptr[applicant + 1]):
        j = col[e]
        further = base - score[e] + node[j, PRICE]
        if further < limit:
            reach(node, mark, count, j, further, origin, applicant)
            if node[j, EXCESS] < 0:
                limit = further
    if not must[applicant] and base < limit:
        reach(node, mark, count, outside, base, origin, applicant)
        limit = base
    return limit


@njit(cache=True)
def _best(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
    must: NDArray[np.bool_],
    node: NDArray[np.int64],
    applicant: int,
) -> int:
    best = -FAR if must[applicant] else 0
    for e in range(indptr[applicant], indptr[applicant + 1]):
        best = max(best, score[e] - node[col[e], PRICE])
    return best


@njit(cache=True)
def _reprice(node: NDArray[np.int64], mark: NDArray[np.int32], count: NDArray[np.int64], end: int, sign: int) -> None:
    """Every node that was nearer than the end follows it, up or down."""
    reached = node[end, DISTANCE]
    for k in range(count[SEEN]):
        one = mark[k, TOUCHED]
        if mark[one, PLACE] < 0 and node[one, DISTANCE] < reached:
            node[one, PRICE] += sign * (reached - node[one, DISTANCE])


@njit(cache=True)
def _carry(net: Network, state: State, giver: int, taker: int, via: int) -> None:
    """One more goes from `giver` to `taker`: a person who moves, or an arc of the tree."""
    node = state.node
    if via >= 0:
        _sit(net.indptr, net.col, net.score, node, state.person, via, taker)
    elif node[giver, ABOVE] == taker:
        node[giver, FLOW] += 1
    else:
        node[taker, FLOW] -= 1


@njit(cache=True)
def place(net: Network, state: State, applicant: int, source: int) -> bool:
    """Find room for an applicant who is nowhere, or for the excess at node `source` (applicant -1).

    Returns whether there is any; if not, the marks still hold the nodes that were reached.
    """
    indptr, col, score, must, below_at, below = net.indptr, net.col, net.score, net.must, net.below_at, net.below
    node, person, mark, count = state
    outside = node.shape[0] - 1
    forget(node, mark, count)
    limit = FAR
    if applicant >= 0:
        base = _best(indptr, col, score, must, node, applicant)
        limit = _row(indptr, col, score, must, node, mark, count, applicant, base, -1, limit)
    else:
        reach(node, mark, count, source, 0, -1, -1)
    while count[WAITING] > 0:
        one = nearest(node, mark, count)
        if one == outside or node[one, EXCESS] < 0:
            _reprice(node, mark, count, one, 1)
            node[one, EXCESS] += one != outside
            _lead(net, state, one)
            if applicant < 0:
                node[source, EXCESS] -= 1
            return True
        distance, price, up = node[one, DISTANCE], node[one, PRICE], node[one, ABOVE]
        if node[one, FLOW] < node[one, UPPER]:
            further = distance + node[up, PRICE] - price
            if further < limit:
                reach(node, mark, count, up, further, one, -1)
                if up == outside or node[up, EXCESS] < 0:
                    limit = further
        if one < net.openings:
            other = node[one, FIRST]
            while other >= 0:
                base = distance + person[other, GAIN] - price
                limit = _row(indptr, col, score, must, node, mark, count, other, base, one, limit)
                other = person[other, NEXT]
            continue
        for k in range(below_at[one], below_at[one + 1]):
            child = below[k]
            further = distance + node[child, PRICE] - price
            if further < limit and node[child, FLOW] > node[child, LOWER]:
                reach(node, mark, count, child, further, one, -1)
                if node[child, EXCESS] < 0:
                    limit = further
    return False


@njit(cache=True)
def _lead(net: Network, state: State, end: int) -> None:
    """Along the path to its end, everybody moves one further."""
    one = end
    while True:
        giver, via = state.mark[one, CAME], state.mark[one, VIA]
        if giver >= 0 or via >= 0:
            _carry(net, state, giver, one, via)
        if giver < 0:
            return
        one = giver


@njit(cache=True)
def attract(net: Network, state: State, columns: Columns, source: int) -> bool:
    """Find somebody for the deficit at node `source`. Returns whether there is anybody, as `place`."""
    start, row, worth = columns
    below_at, below = net.below_at, net.below
    node, person, mark, count = state
    outside = node.shape[0] - 1
    forget(node, mark, count)
    reach(node, mark, count, source, 0, -1, -1)
    limit = FAR
    while count[WAITING] > 0:
        one = nearest(node, mark, count)
        if one == outside:
            _reprice(node, mark, count, one, -1)
            while mark[one, CAME] >= 0:
                taker = mark[one, CAME]
                _carry(net, state, one, taker, mark[one, VIA])
                one = taker
            node[source, EXCESS] += 1
            return True
        distance, price, up = node[one, DISTANCE], node[one, PRICE], node[one, ABOVE]
        further = distance + price - node[up, PRICE]
        if node[one, FLOW] > node[one, LOWER] and further < limit:
            reach(node, mark, count, up, further, one, -1)
            limit = further if up == outside else limit
        if one >= net.openings:
            for k in range(below_at[one], below_at[one + 1]):
                child = below[k]
                further = distance + price - node[child, PRICE]
                if further < limit and node[child, FLOW] < node[child, UPPER]:
                    reach(node, mark, count, child, further, one, -1)
            continue
        for k in range(start[one], start[one + 1]):
            other = row[k]
            now = person[other, AT]
            further = distance + person[other, GAIN] - node[now, PRICE] - worth[k] + price
            if now != one and further < limit:
                reach(node, mark, count, now, further, one, other)
                limit = further if now == outside else limit
    return False


@njit(cache=True)
def seat_all(net: Network, state: State, start: NDArray[np.int32]) -> None:
    """Everybody to where `start` has them, if no option is worth more; otherwise nowhere."""
    indptr, col, score, must = net.indptr, net.col, net.score, net.must
    node, person = state.node, state.person
    outside = node.shape[0] - 1
    for i in range(start.size):
        best = _best(indptr, col, score, must, node, i)
        at = start[i]
        found = at == outside and not must[i] and best == 0
        if 0 <= at < net.openings:
            for e in range(indptr[i], indptr[i + 1]):
                found = found or (col[e] == at and score[e] - node[at, PRICE] == best)
        if found:
            _sit(indptr, col, score, node, person, i, at)


@njit(cache=True)
def _fill(node: NDArray[np.int64], one: int, inflow: int) -> int:
    own = node[one, PRICE] - node[node[one, ABOVE], PRICE]
    flow = min(max(inflow, node[one, LOWER]), node[one, UPPER])
    if own > 0:
        flow = node[one, UPPER]
    elif own < 0:
        flow = node[one, LOWER]
    node[one, FLOW] = flow
    node[one, EXCESS] = inflow - flow
    return int(flow)


@njit(cache=True)
def fill(net: Network, state: State) -> None:
    """Flows and excesses of the tree, from the applicants who sit and the prices."""
    node, person = state.node, state.person
    outside = node.shape[0] - 1
    inflow = np.zeros(outside + 1, np.int64)
    for i in range(person.shape[0]):
        if person[i, AT] >= 0:
            inflow[person[i, AT]] += 1
    for k in range(outside):
        one = k if k < net.openings else outside - 1 - (k - net.openings)
        inflow[node[one, ABOVE]] += _fill(node, one, inflow[one])


@njit(cache=True)
def inside(above: NDArray[np.int32], openings: int, at: NDArray[np.int32]) -> NDArray[np.int64]:
    """(N) how many of those who sit at nodes are inside each node. O(n + N)."""
    outside = above.size - 1
    total = np.zeros(outside + 1, np.int64)
    for i in range(at.size):
        if at[i] >= 0:
            total[at[i]] += 1
    for k in range(outside):
        one = k if k < openings else outside - 1 - (k - openings)
        total[above[one]] += total[one]
    return total


@njit(cache=True)
def lead_away(net: Network, state: State) -> tuple[int, int]:
    """Place everybody who is nowhere and every excess. Returns the applicant or node that found no room, or -1."""
    for i in range(state.person.shape[0]):
        if state.person[i, AT] < 0 and not place(net, state, i, -1):
            return i, -1
    for one in range(state.node.shape[0] - 1):
        while state.node[one, EXCESS] > 0:
            if not place(net, state, -1, one):
                return -1, one
    return -1, -1


@njit(cache=True)
def make_up(net: Network, state: State, columns: Columns) -> int:
    """Fill every deficit. Returns -1, or the node for which nobody can be had."""
    for one in range(state.node.shape[0] - 1):
        while state.node[one, EXCESS] < 0:
            if not attract(net, state, columns, one):
                return one
    return -1


@njit(cache=True)
def columns_of(
    indptr: NDArray[np.int64], col: NDArray[np.int32], score: NDArray[np.int64], openings: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """The edges grouped by opening. O(n + m + e)."""
    start = np.zeros(openings + 1, np.int64)
    for e in range(col.size):
        start[col[e] + 1] += 1
    for j in range(openings):
        start[j + 1] += start[j]
    spot = start[:-1].copy()
    row = np.empty(col.size, np.int32)
    worth = np.empty(col.size, np.int64)
    for i in range(indptr.size - 1):
        for e in range(indptr[i], indptr[i + 1]):
            k = spot[col[e]]
            spot[col[e]] += 1
            row[k] = i
            worth[k] = score[e]
    return start, row, worth
