"""Prices of a network as a certificate has them, each opening's and each unit's own: of one solution or every leaf."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .branching import OTHERS as BY_OTHERS
from .branching import leaves_below
from .descent import Leaf
from .leaves import LEAF, OPENING, OTHERS, UNIT, Leaves
from .network import Network
from .several import Single


def leaves_of_search(root: Leaf, net: Network, task: Single, scale: int) -> Leaves | None:
    """Every leaf below `root` with its prices; None where some leaf has none. O(leaves x (m + u)); no errors."""
    tree = list(leaves_below(root))
    last = [leaf for leaf in tree if not leaf.sides]
    if any(leaf.price is None for leaf in last):
        return None
    own = [own_prices(net, task, leaf.price) for leaf in last if leaf.price is not None]
    return Leaves(
        split=np.array([_row(leaf, net, task) for leaf in tree], np.int64).reshape(-1, 3),
        opening_price=np.array([opening for opening, _unit in own]),
        unit_price=np.array([unit for _opening, unit in own]),
        counting_price=np.array([leaf.counting for leaf in last], np.int64),
        other_price=np.array([leaf.other for leaf in last], np.int64),
        scale=scale,
    )


def own_prices(net: Network, task: Single, price: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(m) and (u): what each node is dearer than the node above. Units that cannot bind have none. O(N); no errors."""
    own = price - price[net.above]
    idle = (net.upper == 0) & (np.diff(net.below_at) == 0)
    idle[: net.openings] = False
    own[idle] = 0
    return own[: task.openings], own[net.openings + task.units : -1]


def _row(leaf: Leaf, net: Network, task: Single) -> tuple[int, int, int]:
    """A line of `Leaves.split`."""
    if leaf.split is None:
        return LEAF, 0, 0
    node, most = leaf.split
    if node == BY_OTHERS:
        return OTHERS, 0, most
    return (OPENING, node, most) if node < net.openings else (UNIT, node - net.openings - task.units, most)
