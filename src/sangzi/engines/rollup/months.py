"""Sparse sums by month: only what is not zero, for tables of totals with one row a unit, measure and month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.sums import whole
from sangzi.engines.rollup.tree import Ints, Tree


class Monthly(NamedTuple):
    """What moved: at `node` in `month` by `value`. Sorted by node and month, each pair once, never zero."""

    node: Ints
    month: Ints
    value: Ints


def by_month(tree: Tree, node: ArrayLike, month: ArrayLike, value: ArrayLike, months: int) -> Monthly:
    """Totals by month at every node over all that lies under it.

    node, month, value (m,); months are whole numbers from 0 to months - 1 (counted from any beginning).
    Exact in int64. Errors: FactError naming the row of a stray unit or month, or as in `roll_up`.
    Cost: O(r log m) with r rows in the answer, at most m * (depth + 1); one round a depth, memory O(r).
    """
    nodes = tree.order[tree.positions(node)]
    key, moved = summed(keyed(nodes, month, months), whole(value))
    return unkeyed(_climb_sums(tree, key, moved, months), months)


def running(changes: Monthly) -> Monthly:
    """Changes as standing amounts: at each node and month in which something moved, the sum of all up to then.

    A standing amount may be zero again, so zeros occur here. O(rows).
    """
    total = np.cumsum(changes.value)
    began = np.flatnonzero(np.diff(changes.node, prepend=-1))
    before = total[began] - changes.value[began]
    lengths = np.diff(np.append(began, changes.node.size))
    return Monthly(changes.node, changes.month, total - np.repeat(before, lengths))


def keyed(node: Ints, month: ArrayLike, months: int) -> Ints:
    """One number for a node and a month. Errors: FactError naming the row of a month out of range."""
    when = np.asarray(month)
    if when.shape != node.shape:
        raise FactError(f"There are {node.size} units but {when.size} months; give one month a fact.")
    if when.size and when.dtype.kind not in "iu":
        raise FactError(f"Months must be whole numbers, not {when.dtype}.")
    stray = np.flatnonzero((when < 0) | (when >= months))
    if stray.size:
        row = int(stray[0])
        raise FactError(f"Fact {row} is in month {when[row]}, but months run from 0 to {months - 1}.", row)
    key: Ints = node * months + when.astype(np.int64, copy=False)
    return key


def unkeyed(rows: list[tuple[Ints, Ints]], months: int) -> Monthly:
    """Rows of (key, value) of all depths as one sorted table."""
    key = np.concatenate([np.empty(0, dtype=np.int64), *(k for k, _ in rows)])
    value = np.concatenate([np.empty(0, dtype=np.int64), *(v for _, v in rows)])
    by_key = np.argsort(key)
    return Monthly(*np.divmod(key[by_key], months), value[by_key])


def summed(key: Ints, value: Ints) -> tuple[Ints, Ints]:
    """Each key once, ascending, with the sum of its values; without those that come to zero."""
    if value.shape != key.shape:
        raise FactError(f"There are {key.size} units but values of shape {value.shape}; give one value a fact.")
    if not key.size:
        return key, value
    by_key = np.argsort(key)
    key = key[by_key]
    began = np.flatnonzero(np.diff(key, prepend=key[0] - 1))
    total = np.add.reduceat(value[by_key], began)
    kept = total != 0
    return key[began][kept], total[kept]


def depths(tree: Tree, node: Ints) -> list[Ints]:
    """Row numbers of `node` by depth, from depth 0 downwards; empty if there are no rows."""
    if not node.size:
        return []
    depth = tree.depth[node]
    by_depth = np.argsort(depth, kind="stable")
    return np.split(by_depth, np.searchsorted(depth[by_depth], np.arange(1, int(depth.max()) + 1)))


def lifted(tree: Tree, key: Ints, months: int) -> Ints:
    """The keys of the parents in the same months (of nodes that have one)."""
    node, month = np.divmod(key, months)
    return tree.parent[node] * months + month


def _climb_sums(tree: Tree, key: Ints, value: Ints, months: int) -> list[tuple[Ints, Ints]]:
    """From the deepest facts upwards: what stands at a depth is its own facts and its children's totals."""
    rows: list[tuple[Ints, Ints]] = []
    up_key, up_value = key[:0], value[:0]
    for depth, own in reversed(list(enumerate(depths(tree, key // months)))):
        here = summed(np.concatenate([up_key, key[own]]), np.concatenate([up_value, value[own]]))
        rows.append(here)
        if depth:
            up_key, up_value = lifted(tree, here[0], months), here[1]
    return rows
