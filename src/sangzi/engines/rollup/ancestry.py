"""Who lies above whom: paths to the root and lowest common ancestors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.tree import Ints, Tree


def path(tree: Tree, node: int) -> Ints:
    """The node itself and all its ancestors, upwards to its root. O(depth). Errors: FactError for a stranger."""
    if not 0 <= node < len(tree):
        raise FactError(f"Unit {node} is not in the tree; units are numbered 0 to {len(tree) - 1}.")
    up, parent = [int(node)], tree.parent
    while (above := int(parent[up[-1]])) >= 0:
        up.append(above)
    return np.array(up, dtype=np.int64)


def common_ancestor(tree: Tree, one: ArrayLike, other: ArrayLike) -> Ints:
    """For pairs of nodes (m,), (m,) their lowest common ancestor (m,); -1 where the roots differ.

    By binary lifting (Bender and Farach-Colton, LATIN 2000, section 5): O(m log depth), on tables that the tree
    has already. Errors: FactError naming the row of a node that is not in the tree.
    """
    found = common_position(tree, tree.positions(one), tree.positions(other))
    return np.where(found >= 0, tree.order[found], -1)


def common_position(tree: Tree, one: Ints, other: Ints) -> Ints:
    """`common_ancestor` between positions."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    found = low.copy()
    apart = np.flatnonzero(tree.end[low] <= high)
    found[apart] = tree.above[_highest_without(tree, low[apart], high[apart])]
    return found


def _highest_without(tree: Tree, low: Ints, high: Ints) -> Ints:
    """The highest ancestor of `low`, or itself, whose subtree does not reach `high`."""
    climbed = low
    for leap in reversed(tree.leaps):
        above = leap[climbed]
        climbed = np.where((above >= 0) & (tree.end[above] <= high), above, climbed)
    return climbed
