"""Nodes by their distance: the heap of a shortest path search, where only what was touched is cleared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FAR = 2**62


class Search(NamedTuple):
    """Room for one search; only what the last search touched is cleared."""

    far: NDArray[np.int64]
    """(N) distance, `FAR` where unseen."""
    place: NDArray[np.int32]
    """(N) place in the heap, -1 unseen or settled."""
    heap: NDArray[np.int32]
    """(N) nodes by distance."""
    came: NDArray[np.int32]
    """(N) the node before on the path, -1 at its beginning."""
    via: NDArray[np.int32]
    """(N) the applicant who moves, -1 for an arc of the tree."""
    touched: NDArray[np.int32]
    """(N) nodes seen."""
    size: NDArray[np.int64]
    """(4) heap size, nodes touched, nodes settled in all, searches."""


@njit(cache=True)
def _rise(search: Search, spot: int, node: int) -> None:
    heap, place, far = search.heap, search.place, search.far
    mine = far[node]
    while spot > 0:
        up = (spot - 1) >> 1
        other = heap[up]
        if far[other] <= mine:
            break
        heap[spot] = other
        place[other] = spot
        spot = up
    heap[spot] = node
    place[node] = spot


@njit(cache=True)
def reach(search: Search, node: int, distance: int, came: int, via: int) -> None:
    """The node can be had at this distance."""
    if distance >= search.far[node]:
        return
    size = search.size
    spot = search.place[node]
    if search.far[node] == FAR:
        search.touched[size[1]] = node
        size[1] += 1
        spot = size[0]
        size[0] += 1
    elif spot < 0:
        return
    search.far[node] = distance
    search.came[node] = came
    search.via[node] = via
    _rise(search, spot, node)


@njit(cache=True)
def nearest(search: Search) -> int:
    """Take the nearest node out of the heap."""
    heap, place, far, size = search.heap, search.place, search.far, search.size
    top: int = heap[0]
    place[top] = -1
    size[0] -= 1
    size[2] += 1
    count = size[0]
    if count > 0:
        node = heap[count]
        mine = far[node]
        spot = 0
        while True:
            child = 2 * spot + 1
            if child >= count:
                break
            if child + 1 < count and far[heap[child + 1]] < far[heap[child]]:
                child += 1
            other = heap[child]
            if far[other] >= mine:
                break
            heap[spot] = other
            place[other] = spot
            spot = child
        heap[spot] = node
        place[node] = spot
    return top


@njit(cache=True)
def forget(search: Search) -> None:
    for k in range(search.size[1]):
        node = search.touched[k]
        search.far[node] = FAR
        search.place[node] = -1
    search.size[0] = 0
    search.size[1] = 0
    search.size[3] += 1
