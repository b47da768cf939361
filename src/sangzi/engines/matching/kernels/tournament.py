"""A tree of tournaments: every binding unit knows the weakest pair below it that could leave and free a seat there.

Nodes are the m openings and after them the u units. A unit's children compete in a complete binary tree of their
weakest keys, so that a change at one opening costs the sum of the logarithms of the fan-outs above it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FREE = np.iinfo(np.int64).max
"""What competes where nobody may leave: a key that no pair has."""
ABOVE, SEAT, LOWER = range(3)
"""Of a node: the binding unit above (-1: none), where it competes in `weakest`, and its lower bound."""
TOP, UPPER, LOAD = range(3)
"""Of a unit: where its winner stands in `weakest`, its upper bound, and the sum of its children's loads. A node's load
is what it holds, or its lower bound where that is higher."""


class Tree(NamedTuple):
    """The binding units above m openings. What is read together stands together."""

    nodes: NDArray[np.int64]
    """(m + u, 3) `ABOVE`, `SEAT`, `LOWER`."""
    units: NDArray[np.int64]
    """(u, 3) `TOP`, `UPPER`, `LOAD`."""
    weakest: NDArray[np.int64]
    """All tournaments, one after the other."""


class Step(NamedTuple):
    """A change at an opening: how many it holds now, how many more that is, and the last unit that hears of it.

    Units above the last one (-1: none) learn who is the weakest, not how many there are.
    """

    taken: int
    change: int
    last: int


@njit(cache=True, nogil=True)
def grown(above: NDArray[np.int32], lower: NDArray[np.int64], upper: NDArray[np.int64]) -> Tree:
    """Tournaments with nobody placed; `above` and `lower` over the nodes (m + u), `upper` (u). O(m + u)."""
    m = above.size - upper.size
    nodes, units = np.empty((above.size, 3), np.int64), np.zeros((upper.size, 3), np.int64)
    nodes[:, ABOVE], nodes[:, LOWER], units[:, UPPER] = above, lower, upper
    weakest = np.full(_seated(nodes, units), FREE, np.int64)
    for opening in range(m):
        if above[opening] >= 0:
            units[above[opening], LOAD] += lower[opening]
    for unit in range(upper.size - 1, -1, -1):
        if above[m + unit] >= 0:
            units[above[m + unit], LOAD] += max(units[unit, LOAD], lower[m + unit])
    return Tree(nodes, units, weakest)


@njit(cache=True, nogil=True)
def _seated(nodes: NDArray[np.int64], units: NDArray[np.int64]) -> int:
    """Give every node its seat and every unit its top; how many seats there are in all."""
    children, size = np.zeros(len(units), np.int64), 0
    for node in range(len(nodes)):
        if nodes[node, ABOVE] >= 0:
            children[nodes[node, ABOVE]] += 1
    for unit in range(len(units)):
        width = 1
        while width < children[unit]:
            width *= 2
        units[unit, TOP] = size + 1
        children[unit], size = size + width, size + (2 * width if children[unit] > 0 else 0)
    for node in range(len(nodes)):
        if nodes[node, ABOVE] >= 0:
            nodes[node, SEAT] = children[nodes[node, ABOVE]]
            children[nodes[node, ABOVE]] += 1
    return size + 2


@njit(cache=True, nogil=True, inline="always")
def climbed(
    nodes: NDArray[np.int64],
    units: NDArray[np.int64],
    weakest: NDArray[np.int64],
    opening: int,
    key: int,
    step: Step,
) -> int:
    """Tell the units above that `key` is the weakest an opening holds now, and how many it holds.

    Returns the lowest unit whose upper bound is now broken, or -1; no unit above that one is told anything.
    O(sum of log fan-out above).
    """
    m = len(nodes) - len(units)
    node, taken, change = opening, step.taken, step.change
    while nodes[node, ABOVE] >= 0:
        unit, lower = nodes[node, ABOVE], nodes[node, LOWER]
        if max(taken, taken - change) <= lower:
            change = 0  # a lower bound keeps the seats, whether they are taken or not
        moved = _entered(weakest, units[unit, TOP] - 1, nodes[node, SEAT], key if taken > lower else FREE)
        if change == 0 and not moved:
            return -1
        node, taken = m + unit, units[unit, LOAD] + change
        units[unit, LOAD] = taken
        if change > 0 and taken > units[unit, UPPER]:
            return int(unit)
        key = weakest[units[unit, TOP]]
        if unit == step.last:
            change = 0
    return -1


@njit(cache=True, nogil=True, inline="always")
def added(nodes: NDArray[np.int64], units: NDArray[np.int64], opening: int, taken: int) -> bool:
    """One more at an opening that holds `taken`, if no unit above has then more than it may; whether it has room.

    The tournaments are not told. O(depth).
    """
    m, top = len(nodes) - len(units), -1
    node, held = opening, taken
    while held >= nodes[node, LOWER] and nodes[node, ABOVE] >= 0:
        top = nodes[node, ABOVE]
        node, held = m + top, units[top, LOAD]
        if held >= units[top, UPPER]:
            return False
    node = opening
    while top >= 0:
        unit = nodes[node, ABOVE]
        units[unit, LOAD] += 1
        if unit == top:
            break
        node = m + unit
    return True


@njit(cache=True, nogil=True, inline="always")
def _entered(weakest: NDArray[np.int64], start: int, seat: int, key: int) -> bool:
    """Compete with `key` at a seat; whether that changed who wins. O(log fan-out)."""
    at, changed = seat - start, bool(weakest[seat] != key)
    while changed:
        weakest[start + at] = key
        if at == 1:
            break
        key = min(key, weakest[start + (at ^ 1)])
        at >>= 1
        changed = bool(weakest[start + at] != key)
    return changed
