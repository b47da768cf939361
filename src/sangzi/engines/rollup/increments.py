"""One record more or less: what changes on the way to the root. No cost here depends on how many facts there are.

To take a fact back, apply the negative of what adding it to the remaining facts would change.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sangzi.engines.rollup.ancestry import path
from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.months import Monthly
from sangzi.engines.rollup.sums import EXACT
from sangzi.engines.rollup.tree import Ints, Tree


def add(totals: Ints, tree: Tree, node: int, value: int) -> Ints:
    """Add one fact of `value` at `node` to `totals` (n,) in place; returns the nodes that changed. O(depth).

    Errors: FactError for a unit outside the tree, or a total that would leave int64; nothing is changed then.
    """
    up = path(tree, node)
    new = [total + int(value) for total in totals[up].tolist()]
    if max(map(abs, new)) > EXACT:
        raise FactError(f"Adding {value} at unit {node} would take a total past 9,223,372,036,854,775,807.")
    totals[up] = new
    return up


def distinct_delta(tree: Tree, node: int, others: Sequence[int] | Ints) -> Ints:
    """The nodes that gain a person by a new fact at `node`, when that person's other facts are at `others`.

    These are the units from `node` upwards, as far as none of the others lies under them. O(depth + others).
    Errors: FactError for a unit outside the tree.
    """
    up = path(tree, node)
    if not len(others):
        return up
    return up[: _first_holding(tree, up, tree.positions(others))]


def first_months_delta(
    tree: Tree, node: int, month: int, others: Sequence[int] | Ints, other_months: Sequence[int] | Ints
) -> Monthly:
    """What a new fact of a person at `node` in `month` changes in `first_months`, given the person's other facts.

    A unit where the person was unknown gains one in `month`; where the first fact was later it moves to `month`.
    Rows sorted by node and month. O(depth * others). Errors: FactError for a stray unit or lengths that differ.
    """
    if len(others) != len(other_months):
        raise FactError(f"There are {len(others)} other units but {len(other_months)} months; give one month each.")
    up, when = path(tree, node), np.asarray(other_months, dtype=np.int64)
    at = tree.positions(np.asarray(others, dtype=np.int64))
    rows: list[tuple[int, int, int]] = []
    for unit in up.tolist():
        earlier = when[(tree.rank[unit] <= at) & (at <= tree.last[unit])]
        was = int(earlier.min()) if earlier.size else None
        if was is not None and was <= month:
            break
        rows.append((unit, month, 1))
        if was is not None:
            rows.append((unit, was, -1))
    return Monthly(*np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T)


def _first_holding(tree: Tree, up: Ints, positions: Ints) -> int:
    """How many steps up the path the first unit lies that holds any of the positions; all of it if none does."""
    for step, unit in enumerate(up.tolist()):
        if ((tree.rank[unit] <= positions) & (positions <= tree.last[unit])).any():
            return step
    return int(up.size)
