"""Shortest augmenting paths over integer prices; what they are for says `repair`."""

# ruff: noqa: C901, PLR0917  (compiled)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ..network import Network
from .frontier import FAR, Search, forget, nearest, reach


class State(NamedTuple):
    """What changes while the problem is solved; N nodes, n applicants."""

    price: NDArray[np.int64]
    """(N)"""
    flow: NDArray[np.int64]
    """(N) of the arc upwards."""
    excess: NDArray[np.int64]
    """(N) what comes in less what goes up."""
    at: NDArray[np.int32]
    """(n) the node of each applicant: an opening, outside, or -1."""
    gain: NDArray[np.int64]
    """(n) the score of that."""
    first: NDArray[np.int32]
    """(N) the first of a node's applicants, or -1."""
    next: NDArray[np.int32]
    """(n) the next applicant at the same node."""
    before: NDArray[np.int32]
    """(n) the one before."""


class Columns(NamedTuple):
    """The edges grouped by opening."""

    start: NDArray[np.int64]
    """(m + 1)"""
    row: NDArray[np.int32]
    """(e) applicant."""
    score: NDArray[np.int64]
    """(e)"""


@njit(cache=True)
def _link(state: State, applicant: int, node: int, gain: int) -> None:
    state.at[applicant] = node
    state.gain[applicant] = gain
    head = state.first[node]
    state.next[applicant] = head
    state.before[applicant] = -1
    if head >= 0:
        state.before[head] = applicant
    state.first[node] = applicant


@njit(cache=True)
def _unlink(state: State, applicant: int) -> None:
    node = state.at[applicant]
    ahead, behind = state.before[applicant], state.next[applicant]
    if ahead >= 0:
        state.next[ahead] = behind
    else:
        state.first[node] = behind
    if behind >= 0:
        state.before[behind] = ahead
    state.at[applicant] = -1


@njit(cache=True)
def _row(
    net: Network, state: State, search: Search, applicant: int, best: int, distance: int, origin: int, limit: int
) -> int:
    """The applicant, whose value is `best`, may go to any of the other options. Returns the nearest end known."""
    outside = net.above.size - 1
    for e in range(net.indptr[applicant], net.indptr[applicant + 1]):
        j = net.col[e]
        further = distance + best - (net.score[e] - state.price[j])
        if further < limit:
            reach(search, j, further, origin, applicant)
            if state.excess[j] < 0:
                limit = further
    if not net.must[applicant] and distance + best < limit:
        reach(search, outside, distance + best, origin, applicant)
        limit = distance + best
    return limit


@njit(cache=True)
def _best(net: Network, state: State, applicant: int) -> int:
    best = -FAR if net.must[applicant] else 0
    for e in range(net.indptr[applicant], net.indptr[applicant + 1]):
        best = max(best, net.score[e] - state.price[net.col[e]])
    return best


@njit(cache=True)
def _onward(net: Network, state: State, search: Search, node: int, limit: int) -> int:
    """From a settled node to what it can give its excess to. Returns the nearest end known."""
    outside = net.above.size - 1
    distance = search.far[node]
    price = state.price[node]
    up = net.above[node]
    if state.flow[node] < net.upper[node]:
        further = distance + state.price[up] - price
        if further < limit:
            reach(search, up, further, node, -1)
            if up == outside or state.excess[up] < 0:
                limit = further
    if node < net.openings:
        one = state.first[node]
        while one >= 0:
            limit = _row(net, state, search, one, state.gain[one] - price, distance, node, limit)
            one = state.next[one]
        return limit
    for k in range(net.below_at[node], net.below_at[node + 1]):
        child = net.below[k]
        if state.flow[child] > net.lower[child]:
            further = distance + state.price[child] - price
            if further < limit:
                reach(search, child, further, node, -1)
                if state.excess[child] < 0:
                    limit = further
    return limit


@njit(cache=True)
def _backward(net: Network, state: State, search: Search, columns: Columns, node: int, limit: int) -> int:
    """From a settled node to what it can take from. Returns the nearest end known."""
    outside = net.above.size - 1
    distance = search.far[node]
    price = state.price[node]
    up = net.above[node]
    if state.flow[node] > net.lower[node]:
        further = distance + price - state.price[up]
        if further < limit:
            reach(search, up, further, node, -1)
            if up == outside:
                limit = further
    if node < net.openings:
        for k in range(columns.start[node], columns.start[node + 1]):
            one = columns.row[k]
            now = state.at[one]
            if now != node:
                further = distance + (state.gain[one] - state.price[now]) - (columns.score[k] - price)
                if further < limit:
                    reach(search, now, further, node, one)
                    if now == outside:
                        limit = further
        return limit
    for k in range(net.below_at[node], net.below_at[node + 1]):
        child = net.below[k]
        if state.flow[child] < net.upper[child]:
            further = distance + price - state.price[child]
            if further < limit:
                reach(search, child, further, node, -1)
    return limit


@njit(cache=True)
def _reprice(state: State, search: Search, end: int, sign: int) -> None:
    reached = search.far[end]
    for k in range(search.size[1]):
        node = search.touched[k]
        if search.place[node] < 0 and search.far[node] < reached:
            state.price[node] += sign * (reached - search.far[node])


@njit(cache=True)
def _seat(net: Network, state: State, applicant: int, node: int) -> None:
    if state.at[applicant] >= 0:
        _unlink(state, applicant)
    gain = 0
    if node < net.openings:
        for e in range(net.indptr[applicant], net.indptr[applicant + 1]):
            if net.col[e] == node:
                gain = net.score[e]
    _link(state, applicant, node, gain)


@njit(cache=True)
def _along(net: Network, state: State, giver: int, taker: int, via: int) -> None:
    """One more goes from `giver` to `taker`: a person who moves, or an arc of the tree."""
    if via >= 0:
        _seat(net, state, via, taker)
    elif net.above[giver] == taker:
        state.flow[giver] += 1
    else:
        state.flow[taker] -= 1


@njit(cache=True)
def place(net: Network, state: State, search: Search, applicant: int, source: int) -> bool:
    """Find room for an applicant who is nowhere, or for the excess at node `source` (applicant -1).

    Returns whether there is any; if not, `search` still holds the nodes that were reached.
    """
    forget(search)
    outside = net.above.size - 1
    if applicant >= 0:
        _row(net, state, search, applicant, _best(net, state, applicant), 0, -1, FAR)
    else:
        reach(search, source, 0, -1, -1)
    limit = FAR
    while search.size[0] > 0:
        node = nearest(search)
        if node == outside or state.excess[node] < 0:
            _reprice(state, search, node, 1)
            if node != outside:
                state.excess[node] += 1
            while True:
                giver, via = search.came[node], search.via[node]
                if giver < 0 and via < 0:
                    break
                _along(net, state, giver, node, via)
                if giver < 0:
                    break
                node = giver
            if applicant < 0:
                state.excess[source] -= 1
            return True
        limit = _onward(net, state, search, node, limit)
    return False


@njit(cache=True)
def attract(net: Network, state: State, search: Search, columns: Columns, source: int) -> bool:
    """Find somebody for the deficit at node `source`. Returns whether there is anybody, as `place`."""
    forget(search)
    outside = net.above.size - 1
    reach(search, source, 0, -1, -1)
    limit = FAR
    while search.size[0] > 0:
        node = nearest(search)
        if node == outside:
            _reprice(state, search, node, -1)
            while search.came[node] >= 0:
                taker = search.came[node]
                _along(net, state, node, taker, search.via[node])
                node = taker
            state.excess[source] += 1
            return True
        limit = _backward(net, state, search, columns, node, limit)
    return False


@njit(cache=True)
def seat_all(net: Network, state: State, start: NDArray[np.int32]) -> int:
    """Everybody to where `start` has them if no option is worth more, otherwise nowhere. Returns how many are."""
    outside = net.above.size - 1
    nowhere = 0
    for i in range(start.size):
        best = _best(net, state, i)
        at = start[i]
        found = at == outside and not net.must[i] and best == 0
        if 0 <= at < net.openings:
            for e in range(net.indptr[i], net.indptr[i + 1]):
                found = found or (net.col[e] == at and net.score[e] - state.price[at] == best)
        if found:
            _seat(net, state, i, at)
        else:
            nowhere += 1
    return nowhere


@njit(cache=True)
def _fill(net: Network, state: State, node: int, inflow: int) -> int:
    own = state.price[node] - state.price[net.above[node]]
    if own > 0:
        flow = net.upper[node]
    elif own < 0:
        flow = net.lower[node]
    else:
        flow = min(max(inflow, net.lower[node]), net.upper[node])
    state.flow[node] = flow
    state.excess[node] = inflow - flow
    return int(flow)


@njit(cache=True)
def fill(net: Network, state: State) -> None:
    """Flows and excesses of the tree, from the applicants who sit and the prices."""
    inflow = np.zeros(net.above.size, np.int64)
    for i in range(state.at.size):
        if state.at[i] >= 0:
            inflow[state.at[i]] += 1
    for j in range(net.openings):
        inflow[net.above[j]] += _fill(net, state, j, inflow[j])
    for node in range(net.above.size - 2, net.openings - 1, -1):
        inflow[net.above[node]] += _fill(net, state, node, inflow[node])


@njit(cache=True)
def lead_away(net: Network, state: State, search: Search) -> tuple[int, int]:
    """Place everybody who is nowhere and every excess. Returns -1, or the node or ~applicant that found no room."""
    for i in range(state.at.size):
        if state.at[i] < 0 and not place(net, state, search, i, -1):
            return i, -1
    for node in range(net.above.size - 1):
        while state.excess[node] > 0:
            if not place(net, state, search, -1, node):
                return -1, node
    return -1, -1


@njit(cache=True)
def make_up(net: Network, state: State, search: Search, columns: Columns) -> int:
    """Fill every deficit. Returns -1, or the node for which nobody can be had."""
    for node in range(net.above.size - 1):
        while state.excess[node] < 0:
            if not attract(net, state, search, columns, node):
                return node
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
    place_ = start[:-1].copy()
    row = np.empty(col.size, np.int32)
    worth = np.empty(col.size, np.int64)
    for i in range(indptr.size - 1):
        for e in range(indptr[i], indptr[i + 1]):
            k = place_[col[e]]
            place_[col[e]] += 1
            row[k] = i
            worth[k] = score[e]
    return start, row, worth
