"""Sums up the tree: every unit's total over itself and all that lies under it, all levels in one pass.

Facts are first added up at their own units (`numpy.add.at`, exact in int64), then a running sum over pre-order
turns every subtree into the difference of two of its entries. Units with nothing under them need no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

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
    _check_measures(which, measures)
    key = which.astype(np.int64)
    key *= len(tree)
    key += position
    key, values = _by_key(key, values, measures * len(tree))
    begins = np.arange(measures + 1) * len(tree)
    cuts = pairwise(np.searchsorted(key, begins).tolist())
    laid = [Column(key[first:end], values[first:end]) for first, end in cuts]
    for column, begin in zip(laid, begins, strict=False):
        np.subtract(column.position, begin, out=column.position)
    return tuple(laid)


def _check_measures(which: NDArray[Any], measures: int) -> None:
    if not which.size or (which.dtype.kind in "iu" and which.min() >= 0 and which.max() < measures):
        return
    if which.dtype.kind not in "iu":
        raise FactError(f"Measures must be whole numbers, not {which.dtype}.")
    row = int(np.flatnonzero((which < 0) | (which >= measures))[0])
    raise FactError(f"Fact {row} is of measure {which[row]}, but measures run from 0 to {measures - 1}.", row)


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
    """Both sorted by key: as one packed number where key and value fit into 63 bits, which sorts ten times faster.

    `key` is used up: large arrays are worked on in place, since a fresh one costs more than the arithmetic in it.
    """
    least = int(values.min(initial=0))
    bits = (int(values.max(initial=0)) - least).bit_length()
    if keys << bits > EXACT:
        by_key = np.argsort(key, kind="stable")
        return key[by_key], values[by_key]
    key <<= bits
    key += values if least == 0 else values - least
    key.sort()
    values = key & ((1 << bits) - 1)
    values += least
    key >>= bits
    return key, values


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
