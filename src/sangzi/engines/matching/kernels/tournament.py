"""A tree of tournaments: every binding unit knows the weakest pair below it that could leave and free a seat there.

Nodes are the m openings and after them the u units. A node's children compete in a complete binary tree of their
weakest keys, so that a change at one opening costs the sum of the logarithms of the fan-outs above it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FREE = np.iinfo(np.int64).max
"""What competes where nobody may leave: a key that no pair has."""


class Tree(NamedTuple):
    """The binding units above m openings; arrays over the nodes (m + u) unless said otherwise."""

    above: NDArray[np.int32]
    """The binding unit above, as a place among the units; -1 for none."""
    seat: NDArray[np.int64]
    """Where the node competes, in `weakest`."""
    top: NDArray[np.int64]
    """(u) where the winner of a unit's tournament stands, in `weakest`."""
    weakest: NDArray[np.int64]
    """All tournaments, one after the other."""
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    held: NDArray[np.int64]
    """Of an opening the applicants it holds; of a unit the sum of its children's loads."""


@njit(cache=True, nogil=True)
def grown(above: NDArray[np.int32], lower: NDArray[np.int64], upper: NDArray[np.int64], units: int) -> Tree:
    """Tournaments for the nodes with nobody placed; `above`, `lower`, `upper` over the nodes. O(nodes)."""
    nodes = above.size
    m = nodes - units
    children, top = np.zeros(units, np.int64), np.zeros(units, np.int64)
    for node in range(nodes):
        if above[node] >= 0:
            children[above[node]] += 1
    size = 0
    for unit in range(units):
        width = 1
        while width < children[unit]:
            width *= 2
        top[unit] = size + 1
        size += 2 * width if children[unit] > 0 else 0
        children[unit] = top[unit] - 1 + width
    seat = np.full(nodes, -1, np.int64)
    for node in range(nodes):
        if above[node] >= 0:
            seat[node] = children[above[node]]
            children[above[node]] += 1
    held = np.zeros(nodes, np.int64)
    for opening in range(m):
        if above[opening] >= 0:
            held[m + above[opening]] += lower[opening]
    for unit in range(units - 1, -1, -1):
        if above[m + unit] >= 0:
            held[m + above[m + unit]] += max(held[m + unit], lower[m + unit])
    return Tree(above, seat, top, np.full(size, FREE, np.int64), lower, upper, held)


@njit(cache=True, nogil=True)
def entered(tree: Tree, node: int, key: int) -> bool:
    """The node competes with `key` now; whether that changed who wins its tournament. O(log fan-out)."""
    weakest, start = tree.weakest, tree.top[tree.above[node]] - 1
    at = tree.seat[node]
    if weakest[at] == key:
        return False
    weakest[at] = key
    at -= start
    while at > 1:
        other = weakest[start + (at ^ 1)]
        key = min(key, other)
        at >>= 1
        if weakest[start + at] == key:
            return False
        weakest[start + at] = key
    return True


@njit(cache=True, nogil=True)
def climbed(tree: Tree, opening: int, key: int, change: int, last: int) -> int:
    """Tell the units above that an opening's weakest holder is `key` and that it holds `change` more (-1, 0 or 1).

    `held` of the opening is already new. Units above `last` (-1: none) learn of the weakest, not of the change.
    Returns the lowest unit whose upper bound is now broken, or -1; no unit above that one is told anything.
    O(sum of log fan-out above).
    """
    m = tree.above.size - tree.top.size
    node, step = opening, _felt(tree, opening, change)
    told = key if tree.held[node] > tree.lower[node] else FREE
    while tree.above[node] >= 0:
        unit = tree.above[node]
        moved = entered(tree, node, told)
        if step == 0 and not moved:
            return -1
        node = m + unit
        tree.held[node] += step
        if step > 0 and tree.held[node] > tree.upper[node]:
            return int(unit)
        told = tree.weakest[tree.top[unit]] if tree.held[node] > tree.lower[node] else FREE
        step = 0 if unit == last else _felt(tree, node, step)
    return -1


@njit(cache=True, nogil=True)
def _felt(tree: Tree, node: int, change: int) -> int:
    """What a change of what a node holds changes in its load: nothing while its lower bound keeps the seats."""
    return change if max(tree.held[node], tree.held[node] - change) > tree.lower[node] else 0
