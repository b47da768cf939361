"""Pairs by shortest augmenting paths: one place of one person after the other, each time the best that is possible."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

NEVER = 2**62


class Side(NamedTuple):
    """How many partners each person of one side must and may have."""

    least: NDArray[np.int64]
    most: NDArray[np.int64]


class Edges(NamedTuple):
    """Who may be paired, grouped by the left side; what a pair is worth is compared first by `first`, then `then`."""

    indptr: NDArray[np.int64]
    row: NDArray[np.int64]
    col: NDArray[np.int64]
    first: NDArray[np.int64]
    then: NDArray[np.int64]
    must: int
    """What a partner whom somebody must have is worth, compared first."""


class State(NamedTuple):
    """What is paired so far, and prices by which no change of it is worth anything."""

    chosen: NDArray[np.bool_]
    idle: NDArray[np.int64]
    """(left) places that have nobody."""
    taken: NDArray[np.int64]
    """(right) how many partners."""
    slot: NDArray[np.int64]
    """Edges chosen of each right person, from `start` on."""
    start: NDArray[np.int64]
    price: NDArray[np.int64]
    """(left and right, 2) `first` and `then`."""
    far: NDArray[np.int64]
    """(left and right, 4) distance in `first` and `then`, the edge one came by, and the search it belongs to."""


@njit(cache=True, nogil=True)
def paired(edges: Edges, left: Side, right: Side) -> State:
    """Choose edges so that as little as possible is missing to what must be, and then the sum is highest.

    O(places x search), a search at most O(e log e) and mostly the neighbourhood of one person.
    """
    state = _begun(edges, left, right)
    search = 0
    for one in range(left.most.size):
        for _place in range(left.most[one]):
            search += 1
            _placed(edges, left, right, state, one, search)
    return state


@njit(cache=True, nogil=True)
def _begun(edges: Edges, left: Side, right: Side) -> State:
    a, b = left.most.size, right.most.size
    price = np.zeros((a + b, 2), np.int64)
    for other in range(b):
        price[a + other, 0] = edges.must if right.least[other] > 0 else 0
    for one in range(a):
        high, low = -edges.must if left.most[one] == left.least[one] else np.int64(0), np.int64(0)
        for edge in range(edges.indptr[one], edges.indptr[one + 1]):
            first, then = edges.first[edge] + price[a + edges.col[edge], 0], edges.then[edge]
            if right.most[edges.col[edge]] > 0 and (first > high or (first == high and then > low)):
                high, low = first, then
        price[one, 0], price[one, 1] = high, low
    start = np.zeros(b + 1, np.int64)
    start[1:] = np.cumsum(right.most)
    nobody, slots = np.zeros(b, np.int64), np.empty(start[-1], np.int64)
    chosen, far = np.zeros(edges.col.size, np.bool_), np.zeros((a + b, 4), np.int64)
    return State(chosen, np.zeros(a, np.int64), nobody, slots, start, price, far)


@njit(cache=True, nogil=True)
def _placed(edges: Edges, left: Side, right: Side, state: State, one: int, search: int) -> None:
    """Give one place of a left person to whoever makes the sum highest, others moving where that is better."""
    a, end, best = left.most.size, -1, (NEVER, NEVER)
    state.far[one, 0], state.far[one, 1], state.far[one, 2], state.far[one, 3] = 0, 0, -1, search
    queue, settled = [(0, 0, one)], [one]
    settled.pop()
    while queue:
        high, low, node = heappop(queue)
        if (high, low) >= best:
            break
        if (high, low) != (state.far[node, 0], state.far[node, 1]):
            continue
        settled.append(node)
        cost = _ending(edges, left, right, state, node)
        stop = (high + cost, low + state.price[node, 1])
        if cost < NEVER and stop < best:
            best, end = stop, node
        if node < a:
            _asked(edges, right, state, queue, node, search)
        else:
            _parted(edges, state, queue, node, search)
    for node in settled:
        state.price[node, 0] -= best[0] - state.far[node, 0]
        state.price[node, 1] -= best[1] - state.far[node, 1]
    _changed(edges, state, a, end)


@njit(cache=True, nogil=True)
def _ending(edges: Edges, left: Side, right: Side, state: State, node: int) -> int:
    """What it costs, compared first, to stop at a person: a place stays empty, or another partner is taken."""
    other = node - left.most.size
    if other < 0:
        free = state.idle[node] < left.most[node] - left.least[node]
        return int(state.price[node, 0] + (0 if free else edges.must))
    if state.taken[other] >= right.most[other]:
        return NEVER
    wanted = state.taken[other] < right.least[other]
    return int(state.price[node, 0] - (edges.must if wanted else 0))


@njit(cache=True, nogil=True)
def _asked(edges: Edges, right: Side, state: State, queue: list[tuple[int, int, int]], node: int, search: int) -> None:
    """Reach everybody a left person could be paired with."""
    a = state.idle.size
    for edge in range(edges.indptr[node], edges.indptr[node + 1]):
        to = a + edges.col[edge]
        if not state.chosen[edge] and right.most[to - a] > 0:
            high = state.far[node, 0] - edges.first[edge] + state.price[node, 0] - state.price[to, 0]
            low = state.far[node, 1] - edges.then[edge] + state.price[node, 1] - state.price[to, 1]
            _reached(state, queue, to, edge, (high, low, search))


@njit(cache=True, nogil=True)
def _parted(edges: Edges, state: State, queue: list[tuple[int, int, int]], node: int, search: int) -> None:
    """Reach everybody a right person is paired with and could be parted from."""
    other = node - state.idle.size
    for at in range(state.start[other], state.start[other] + state.taken[other]):
        edge = state.slot[at]
        to = edges.row[edge]
        high = state.far[node, 0] + edges.first[edge] + state.price[node, 0] - state.price[to, 0]
        low = state.far[node, 1] + edges.then[edge] + state.price[node, 1] - state.price[to, 1]
        _reached(state, queue, to, edge, (high, low, search))


@njit(cache=True, nogil=True)
def _reached(
    state: State,
    queue: list[tuple[int, int, int]],
    to: int,
    edge: int,
    how: tuple[int, int, int],
) -> None:
    high, low, search = how
    if state.far[to, 3] != search or (high, low) < (state.far[to, 0], state.far[to, 1]):
        state.far[to, 0], state.far[to, 1], state.far[to, 2], state.far[to, 3] = high, low, edge, search
        heappush(queue, (high, low, to))


@njit(cache=True, nogil=True)
def _changed(edges: Edges, state: State, a: int, end: int) -> None:
    """Pair and part along the way from its end back to the person who was given a place."""
    node, parted = end, -1
    if node < a:
        state.idle[node] += 1
    while True:
        edge = state.far[node, 2]
        if edge < 0:
            return
        if node < a:
            state.chosen[edge], parted, node = False, edge, a + edges.col[edge]
            continue
        other = node - a
        at = state.start[other]
        if parted < 0:
            at += state.taken[other]
            state.taken[other] += 1
        else:
            while state.slot[at] != parted:
                at += 1
        state.slot[at], state.chosen[edge], node = edge, True, edges.row[edge]


@njit(cache=True, nogil=True)
def crowd(edges: Edges, left: Side, right: Side, state: State) -> NDArray[np.bool_]:
    """(left and right) who can be reached by moving partners from the first left person who lacks one; O(e).

    The left ones together have too few partners, the right ones all they may have. Nobody where nobody lacks one.
    """
    a = left.most.size
    inside, queue = np.zeros(a + right.most.size, np.bool_), [0]
    queue.pop()
    for one in range(a):
        if state.idle[one] > left.most[one] - left.least[one]:
            queue.append(one)
            inside[one] = True
            break
    while queue:
        node = queue.pop()
        if node < a:
            begin, end = edges.indptr[node], edges.indptr[node + 1]
            reached = [a + edges.col[edge] for edge in range(begin, end) if not state.chosen[edge]]
        else:
            begin = state.start[node - a]
            reached = [edges.row[state.slot[at]] for at in range(begin, begin + state.taken[node - a])]
        for to in reached:
            if not inside[to]:
                inside[to] = True
                queue.append(to)
    return inside
