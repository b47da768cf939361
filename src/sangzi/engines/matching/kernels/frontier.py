"""Nodes by their distance: the heap of a shortest path search, where only what was touched is cleared."""

from __future__ import annotations

from numba import njit

from .bare import Numbers

FAR = 2**62
PRICE, FLOW, EXCESS, LOWER, UPPER, ABOVE, FIRST, DISTANCE = range(8)
"""Of a node, eight numbers in one line of memory: what it costs, what goes up from it, what came in beyond that, the
bounds of what goes up, the node above, the first of its applicants or -1, and how far it is in the search of the
moment."""
PLACE, CAME, VIA, HEAP, TOUCHED = range(5)
"""Of a search, five numbers for each node: its place in the heap (-1: none), the node before it, the applicant who
moves (-1: an arc of the tree); and by place, the heap and the nodes that were touched."""
WAITING, SEEN, SETTLED, SEARCHES, GOAL = range(5)
"""Counts of a search: in the heap, touched, taken out in all, searches; and the nearest end that is known."""


@njit(cache=True, inline="always")
def _rise(node: Numbers, mark: Numbers, spot: int, one: int) -> None:
    mine = node[one * 8 + DISTANCE]
    while spot > 0:
        up = (spot - 1) >> 1
        other = mark[up * 5 + HEAP]
        if node[other * 8 + DISTANCE] <= mine:
            break
        mark[spot * 5 + HEAP] = other
        mark[other * 5 + PLACE] = spot
        spot = up
    mark[spot * 5 + HEAP] = one
    mark[one * 5 + PLACE] = spot


@njit(cache=True, inline="always")
def reach(  # noqa: PLR0917
    node: Numbers,
    mark: Numbers,
    count: Numbers,
    one: int,
    distance: int,
    came: int,
    via: int,
) -> None:
    """The node can be had at this distance, from `came`."""
    known = node[one * 8 + DISTANCE]
    if distance >= known:
        return
    spot = mark[one * 5 + PLACE]
    if known == FAR:
        mark[int(count[SEEN]) * 5 + TOUCHED] = one
        count[SEEN] += 1
        spot = count[WAITING]
        count[WAITING] += 1
    elif spot < 0:
        return
    node[one * 8 + DISTANCE] = distance
    mark[one * 5 + CAME] = came
    mark[one * 5 + VIA] = via
    _rise(node, mark, spot, one)


@njit(cache=True, inline="always")
def nearest(node: Numbers, mark: Numbers, count: Numbers) -> int:
    """Take the nearest node out of the heap."""
    top: int = mark[HEAP]
    mark[top * 5 + PLACE] = -1
    count[WAITING] -= 1
    count[SETTLED] += 1
    size = count[WAITING]
    if size == 0:
        return top
    last = mark[size * 5 + HEAP]
    mine = node[last * 8 + DISTANCE]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if (
            low + 1 < size
            and node[int(mark[(low + 1) * 5 + HEAP]) * 8 + DISTANCE] < node[int(mark[low * 5 + HEAP]) * 8 + DISTANCE]
        ):
            low += 1
        other = mark[low * 5 + HEAP]
        if node[other * 8 + DISTANCE] >= mine:
            break
        mark[spot * 5 + HEAP] = other
        mark[other * 5 + PLACE] = spot
        spot = low
    mark[spot * 5 + HEAP] = last
    mark[last * 5 + PLACE] = spot
    return top


@njit(cache=True, inline="always")
def settled(node: Numbers, mark: Numbers, count: Numbers, one: int, distance: int, came: int) -> None:
    """A node that nobody touched is as near as the nearest, `came`: it is done without passing through the heap."""
    node[one * 8 + DISTANCE] = distance
    mark[one * 5 + CAME] = came
    mark[one * 5 + VIA] = -1
    mark[int(count[SEEN]) * 5 + TOUCHED] = one
    count[SEEN] += 1
    count[SETTLED] += 1


@njit(cache=True)
def forget(node: Numbers, mark: Numbers, count: Numbers) -> None:
    """Clear what the last search touched."""
    for k in range(count[SEEN]):
        one = mark[k * 5 + TOUCHED]
        node[one * 8 + DISTANCE] = FAR
        mark[one * 5 + PLACE] = -1
    count[WAITING] = 0
    count[SEEN] = 0
    count[SEARCHES] += 1


@njit(cache=True, inline="always")
def noted(key: Numbers, what: Numbers, size: int, mine: int, one: int) -> None:
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
def struck(key: Numbers, what: Numbers, size: int) -> None:
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
