"""Nodes by their distance: the heap of a shortest path search, where only what was touched is cleared."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

FAR = 2**62
PRICE, FLOW, EXCESS, LOWER, UPPER, ABOVE, FIRST, DISTANCE = range(8)
"""Of a node, in one line of memory: what it costs, what goes up from it, what came in beyond that, the bounds of what
goes up, the node above, the first of its applicants or -1, and how far it is in the search of the moment."""
PLACE, CAME, VIA, HEAP, TOUCHED = range(5)
"""Of a search: a node's place in the heap (-1: none), the node before it, the applicant who moves (-1: an arc of the
tree); and by place, the heap and the nodes that were touched."""
WAITING, SEEN, SETTLED, SEARCHES, GOAL = range(5)
"""Counts of a search: in the heap, touched, taken out in all, searches; and the nearest end that is known."""


@njit(cache=True, inline="always")
def _rise(node: NDArray[np.int64], mark: NDArray[np.int32], spot: int, one: int) -> None:
    mine = node[one, DISTANCE]
    while spot > 0:
        up = (spot - 1) >> 1
        other = mark[up, HEAP]
        if node[other, DISTANCE] <= mine:
            break
        mark[spot, HEAP] = other
        mark[other, PLACE] = spot
        spot = up
    mark[spot, HEAP] = one
    mark[one, PLACE] = spot


@njit(cache=True, inline="always")
def reach(  # noqa: PLR0917
    node: NDArray[np.int64],
    mark: NDArray[np.int32],
    count: NDArray[np.int64],
    one: int,
    distance: int,
    came: int,
    via: int,
) -> None:
    """The node can be had at this distance, from `came`."""
    known = node[one, DISTANCE]
    if distance >= known:
        return
    spot = mark[one, PLACE]
    if known == FAR:
        mark[count[SEEN], TOUCHED] = one
        count[SEEN] += 1
        spot = count[WAITING]
        count[WAITING] += 1
    elif spot < 0:
        return
    node[one, DISTANCE] = distance
    mark[one, CAME] = came
    mark[one, VIA] = via
    _rise(node, mark, spot, one)


@njit(cache=True, inline="always")
def nearest(node: NDArray[np.int64], mark: NDArray[np.int32], count: NDArray[np.int64]) -> int:
    """Take the nearest node out of the heap."""
    top: int = mark[0, HEAP]
    mark[top, PLACE] = -1
    count[WAITING] -= 1
    count[SETTLED] += 1
    size = count[WAITING]
    if size == 0:
        return top
    last = mark[size, HEAP]
    mine = node[last, DISTANCE]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if low + 1 < size and node[mark[low + 1, HEAP], DISTANCE] < node[mark[low, HEAP], DISTANCE]:
            low += 1
        other = mark[low, HEAP]
        if node[other, DISTANCE] >= mine:
            break
        mark[spot, HEAP] = other
        mark[other, PLACE] = spot
        spot = low
    mark[spot, HEAP] = last
    mark[last, PLACE] = spot
    return top


@njit(cache=True, inline="always")
def settled(
    node: NDArray[np.int64], mark: NDArray[np.int32], count: NDArray[np.int64], one: int, distance: int, came: int
) -> None:
    """A node that nobody touched is as near as the nearest, `came`: it is done without passing through the heap."""
    node[one, DISTANCE] = distance
    mark[one, CAME] = came
    mark[one, VIA] = -1
    mark[count[SEEN], TOUCHED] = one
    count[SEEN] += 1
    count[SETTLED] += 1


@njit(cache=True)
def forget(node: NDArray[np.int64], mark: NDArray[np.int32], count: NDArray[np.int64]) -> None:
    """Clear what the last search touched."""
    for k in range(count[SEEN]):
        one = mark[k, TOUCHED]
        node[one, DISTANCE] = FAR
        mark[one, PLACE] = -1
    count[WAITING] = 0
    count[SEEN] = 0
    count[SEARCHES] += 1


@njit(cache=True, inline="always")
def noted(key: NDArray[np.int64], what: NDArray[np.int32], size: int, mine: int, one: int) -> None:
    """Put into a heap of `size` keys what may have to be read."""
    spot = size
    while spot > 0:
        up = (spot - 1) >> 1
        if key[up] <= mine:
            break
        key[spot] = key[up]
        what[spot] = what[up]
        spot = up
    key[spot] = mine
    what[spot] = one


@njit(cache=True, inline="always")
def struck(key: NDArray[np.int64], what: NDArray[np.int32], size: int) -> None:
    """The first of `size + 1` goes."""
    mine = key[size]
    last = what[size]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if low + 1 < size and key[low + 1] < key[low]:
            low += 1
        if key[low] >= mine:
            break
        key[spot] = key[low]
        what[spot] = what[low]
        spot = low
    key[spot] = mine
    what[spot] = last
