"""Sums up the tree: every unit's total over itself and all that lies under it, all levels in one pass.

Facts are first added up at their own units (`numpy.add.at`, exact in int64), then a running sum over pre-order
turns every subtree into the difference of two of its entries. Units with nothing under them need no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.tree import Ints, Tree

EXACT = 2**63 - 1


class Column(NamedTuple):
    """The facts of one measure, in the layout that is quickest to roll up: positions, not nodes. Any order is right;
    ascending positions, as `columns` makes them, are a little quicker.
    """

    position: Ints
    value: Ints


def roll_up(tree: Tree, node: ArrayLike, value: ArrayLike) -> Ints:
    """Totals of facts (whole numbers of any unit of measure) for every node of the tree.

    node (m,), value (m,) -> (n,); or value (measures, m) for several measures of the same facts -> (measures, n).
    Exact: int64 throughout. Errors: FactError for a unit outside the tree, lengths that differ, values that are not
    whole, or amounts whose sum could leave int64. Cost: O(m + n) for each measure.
    """
    position = tree.positions(node)
    values = whole(value)
    if values.shape[-1:] != position.shape:
        raise FactError(f"There are {position.size} units but values of shape {values.shape}; give one value a fact.")
    totals = roll_up_columns(tree, [Column(position, row) for row in np.atleast_2d(values)])
    return totals[0] if values.ndim == 1 else totals


def columns(tree: Tree, measure: ArrayLike, node: ArrayLike, value: ArrayLike, measures: int) -> tuple[Column, ...]:
    """Facts of many measures, in any order, laid out as one column a measure (numbered 0 to measures - 1).

    measure (m,), node (m,), value (m,). To be done once when facts are loaded; O(m log m).
    Errors: FactError as in `roll_up`, and for a measure that is not there.
    """
    which = np.asarray(measure)
    position, values = tree.positions(node), whole(value)
    if not which.shape == position.shape == values.shape:
        raise FactError(f"Measures, units and values have lengths {which.size}, {position.size} and {values.size}.")
    stray = np.flatnonzero((which < 0) | (which >= measures))
    if stray.size:
        row = int(stray[0])
        raise FactError(f"Fact {row} is of measure {which[row]}, but measures run from 0 to {measures - 1}.", row)
    key, values = _by_key(which.astype(np.int64, copy=False) * len(tree) + position, values, measures * len(tree))
    cut = np.searchsorted(key, np.arange(measures + 1) * len(tree))
    return tuple(Column(key[a:b] % max(len(tree), 1), values[a:b]) for a, b in pairwise(cut.tolist()))


def roll_up_columns(tree: Tree, facts: Sequence[Column], out: Ints | None = None) -> Ints:
    """Totals (measures, n) for every node, from facts laid out by `columns`.

    `out` is filled and returned if given: a C-ordered int64 array of that shape.
    Works measure by measure in two arrays of n numbers, small enough to stay in the processor's cache.
    Cost: O(facts + measures * n); exact in int64.
    """
    n = len(tree)
    totals = np.empty((len(facts), n), dtype=np.int64) if out is None else out
    own, run = np.empty(n, dtype=np.int64), np.zeros(n + 1, dtype=np.int64)
    inner, end = tree.inner, tree.end[tree.inner]
    for column, row in zip(facts, totals, strict=True):
        own.fill(0)
        np.add.at(own, column.position, column.value)
        np.cumsum(own, out=run[1:])
        own[inner] = run[end] - run[inner]
        to_nodes(tree, own, row)
    return totals


def to_nodes(tree: Tree, by_position: Ints, row: Ints) -> None:
    """Write numbers by position into `row`, by node."""
    if tree.in_preorder:
        row[:] = by_position
    else:
        np.take(by_position, tree.rank, out=row, mode="clip")


def whole(value: ArrayLike) -> Ints:
    """Values as int64. Errors: FactError if they are not whole numbers, or if a sum of them could leave int64."""
    values = np.asarray(value)
    if values.size and values.dtype.kind not in "iub":
        raise FactError(f"Values must be whole numbers (hundredths for fractions), not {values.dtype}.")
    if values.dtype.kind == "u" and values.size and int(values.max()) > EXACT:
        raise _too_large()
    values = values.astype(np.int64, copy=False)
    if values.size and _largest(values) * values.shape[-1] > EXACT and _absolute_sum(values) > EXACT:
        raise _too_large()
    return values


def _by_key(key: Ints, values: Ints, keys: int) -> tuple[Ints, Ints]:
    """Both sorted by key: as one packed number where key and value fit into 63 bits, which sorts ten times faster."""
    if not key.size:
        return key, values
    least = int(values.min())
    bits = (int(values.max()) - least).bit_length()
    if keys << bits > EXACT:
        by_key = np.argsort(key, kind="stable")
        return key[by_key], values[by_key]
    packed = key << bits
    packed |= values - least
    packed.sort()
    return packed >> bits, (packed & ((1 << bits) - 1)) + least


def _largest(values: Ints) -> int:
    return max(abs(int(values.min())), abs(int(values.max())))


def _absolute_sum(values: NDArray[np.int64]) -> int:
    """The largest sum of absolute values in a row, or a few more: in halves of 32 bits, which cannot overflow."""
    high, low = values >> 32, values & 0xFFFFFFFF
    high, low = np.where(values < 0, ~high, high), np.where(values < 0, 0xFFFFFFFF - low, low)
    rows = zip(np.atleast_1d(high.sum(-1)), np.atleast_1d(low.sum(-1)), strict=True)
    return max((int(h) << 32) + int(w) for h, w in rows) + int(values.shape[-1])


def _too_large() -> FactError:
    return FactError("These amounts add up to more than 9,223,372,036,854,775,807; count them in a larger unit.")
