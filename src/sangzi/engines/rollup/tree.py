"""A tree of units numbered in pre-order, so that every subtree is one interval.

In pre-order a unit comes before all that lies under it, and its whole subtree follows without a gap
(Knuth, The Art of Computer Programming, vol. 1, section 2.3.1; as intervals: Dietz, STOC 1982).
A total over a subtree is then the difference of two prefix sums, for all units of all levels in one pass.

Two numberings occur and are never mixed: a *node* is a row of the caller's array of parents,
a *position* is its place in pre-order. `rank` leads from nodes to positions, `order` back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.rollup.errors import FactError, TreeError

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tree:
    """A forest of n units; every array has length n and int64 unless said otherwise.

    parent  node -> parent node, -1 for a root
    level   node -> the caller's level code (int8); levels may be skipped (ragged trees)
    order   position -> node
    rank    node -> position
    last    node -> position of the last unit of its subtree (its own position if nothing is under it)
    depth   node -> steps to its root
    jumps   k -> node -> its ancestor 2**k steps up, -1 if there is none
    """

    parent: Ints
    level: NDArray[np.int8]
    order: Ints
    rank: Ints
    last: Ints
    depth: Ints
    jumps: tuple[Ints, ...]

    @classmethod
    def from_parents(cls, parent: ArrayLike, level: ArrayLike | None = None) -> Tree:
        """The tree of `parent` (node -> parent node, -1 = root), given in any order; several roots are allowed.

        Children keep the order in which they are given, so a list sorted by path is numbered as it stands.
        Without `level` the depth stands in for it.
        Errors: TreeError naming the row, for a parent outside the array, a cycle, or a level array of another length.
        Cost: O(n log depth) time by pointer doubling (Wyllie 1979), no loop over nodes; n * log2(depth) memory.
        """
        above = _checked_parents(parent)
        jumps = _doubled(above)
        depth = _along_path(np.asarray(above >= 0, dtype=np.int64), jumps)
        levels = depth if level is None else np.asarray(level)
        if levels.shape != above.shape:
            raise TreeError(f"There are {above.size} parents but {levels.size} levels; give one level for each unit.")
        size = _subtree_sizes(above.size, jumps)
        rank = _along_path(_offsets(above, size), jumps)
        order = np.empty_like(rank)
        order[rank] = np.arange(rank.size)
        return cls(above, levels.astype(np.int8), order, rank, rank + size - 1, depth, jumps)

    def __len__(self) -> int:
        return int(self.parent.size)

    @cached_property
    def in_preorder(self) -> bool:
        """Whether nodes were given in pre-order already, so that node and position are the same number."""
        return bool(np.array_equal(self.rank, np.arange(self.rank.size)))

    @cached_property
    def end(self) -> Ints:
        """Position -> first position after its subtree."""
        return self.last[self.order] + 1

    @cached_property
    def above(self) -> Ints:
        """Position -> position of the parent, -1 for a root."""
        return self._by_position(self.parent)

    @cached_property
    def leaps(self) -> tuple[Ints, ...]:
        """`jumps` between positions instead of nodes."""
        return tuple(self._by_position(jump) for jump in self.jumps)

    @cached_property
    def inner(self) -> Ints:
        """Positions of the units that have something under them, ascending."""
        return np.flatnonzero(self.end > np.arange(1, len(self) + 1))

    @cached_property
    def roots(self) -> Ints:
        """Nodes without a parent."""
        return np.flatnonzero(self.parent < 0)

    def at_level(self, code: int) -> Ints:
        """The nodes of one level code, ascending. O(n)."""
        return np.flatnonzero(self.level == code)

    def positions(self, node: ArrayLike) -> Ints:
        """The positions of nodes. Errors: FactError naming the first row whose node is not in the tree. O(m)."""
        nodes = np.asarray(node)
        if nodes.size and nodes.dtype.kind not in "iu":
            raise FactError(f"Units must be whole numbers (rows of the tree), not {nodes.dtype}.")
        if nodes.size and (nodes.min() < 0 or nodes.max() >= len(self)):
            row = int(np.flatnonzero((nodes < 0) | (nodes >= len(self)))[0])
            raise FactError(
                f"Fact {row} is at unit {nodes[row]}, but units are numbered 0 to {len(self) - 1}; correct its unit.",
                row,
            )
        nodes = nodes.astype(np.int64, copy=False)
        return nodes if self.in_preorder else self.rank[nodes]

    def _by_position(self, of_node: Ints) -> Ints:
        node = of_node[self.order]
        return np.where(node >= 0, self.rank[node], -1)


def _checked_parents(parent: ArrayLike) -> Ints:
    above = np.asarray(parent)
    if above.ndim != 1 or (above.size and above.dtype.kind not in "iu"):
        raise TreeError("Parents must be one row of whole numbers: for each unit the index of its parent, or -1.")
    stray = np.flatnonzero((above < -1) | (above >= above.size))
    if stray.size:
        row = int(stray[0])
        raise TreeError(
            f"Row {row} names row {above[row]} as its parent, but rows run from 0 to {above.size - 1};"
            " give it a parent that is there, or -1 for a root.",
            row,
        )
    return above.astype(np.int64)


def _doubled(parent: Ints) -> tuple[Ints, ...]:
    """parent, grandparent, 4th ancestor, ... until nobody has one."""
    jumps: list[Ints] = []
    jump = parent
    while (jump >= 0).any():
        if len(jumps) > parent.size.bit_length():
            raise _cycle(parent, jump)
        jumps.append(jump)
        jump = np.where(jump >= 0, jump[jump], -1)
    return tuple(jumps)


def _cycle(parent: Ints, jump: Ints) -> TreeError:
    """Whoever still has an ancestor after more than n steps leads into a cycle, and that ancestor is on it."""
    row = int(jump[jump >= 0].min())
    return TreeError(
        f"Row {row} lies under itself: following parents from it ({row} → {parent[row]} → …)"
        f" leads back to row {row}; give one of these rows another parent.",
        row,
    )


def _subtree_sizes(n: int, jumps: tuple[Ints, ...]) -> Ints:
    size = np.ones(n, dtype=np.int64)
    for jump in jumps:
        has = np.flatnonzero(jump >= 0)
        gained = size[has]
        np.add.at(size, jump[has], gained)
    return size


def _along_path(step: Ints, jumps: tuple[Ints, ...]) -> Ints:
    """The sum of `step` over each node and all its ancestors."""
    total = step
    for jump in jumps:
        total = total + np.where(jump >= 0, total[jump], 0)
    return total


def _offsets(parent: Ints, size: Ints) -> Ints:
    """How far each node's position lies behind its parent's: one, and the subtrees of its elder siblings."""
    family = np.argsort(parent, kind="stable")
    ended = np.cumsum(size[family])
    began = ended - size[family]
    first = np.ones(parent.size, dtype=bool)
    first[1:] = parent[family[1:]] != parent[family[:-1]]
    within = began - np.repeat(began[first], np.diff(np.append(np.flatnonzero(first), parent.size)))
    offset = np.empty_like(size)
    offset[family] = within + (parent[family] >= 0)
    return offset
