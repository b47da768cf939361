"""Deferred acceptance: applicants ask in their order, openings hold the strongest, whoever is let go asks further.

A pair's key is its priority and, in the low bits, the applicant's standing by lot, so that one comparison decides
and the key of a holder names the holder.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .tournament import FREE, Tree, climbed


LOW = 32
"""Low bits of a key, for the standing, and of a packed edge, for the opening."""
LOW_MASK = (1 << LOW) - 1
FEW = 64
"""Once fewer than one in so many is let go in a sweep, each is followed at once instead of swept for."""


class Market(NamedTuple):
    """Who asks whom in which order, and how strong each pair is."""

    indptr: NDArray[np.int64]
    packed: NDArray[np.int64]
    """(e) each applicant's edges, dearest first: the priority above `LOW` bits of the opening."""
    standing: NDArray[np.int64]
    """(n) 0 for the last lot, n - 1 for the first."""
    drawn: NDArray[np.int32]
    """(n) the applicant of each standing."""


class Held(NamedTuple):
    """What is held at the moment."""

    base: NDArray[np.int64]
    """(m + 1) where the heap of each opening begins."""
    heap: NDArray[np.int64]
    """Keys, the weakest of an opening first."""
    bar: NDArray[np.int64]
    """(m) a key below this one is turned away, now and for ever."""
    got: NDArray[np.int32]
    """(n) the opening that holds the applicant, or -1."""
    asked: NDArray[np.int32]
    """(n) how many openings the applicant has asked."""


@njit(cache=True, nogil=True)
def packed(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    order: NDArray[np.int32],
    priority: NDArray[np.int64],
    least: int,
) -> NDArray[np.int64]:
    """(e) `Market.packed`; `order` is empty where edges stand dearest first, `least` the lowest priority. O(e)."""
    edges = np.empty(col.size, np.int64)
    for one in range(indptr.size - 1):
        start = indptr[one]
        for at in range(start, indptr[one + 1]):
            edge = start + order[at] if order.size else at
            edges[at] = (priority[edge] - least) << LOW | np.int64(col[edge])
    return edges


@njit(cache=True, nogil=True)
def deferred(market: Market, tree: Tree, seats: NDArray[np.int64], asked: NDArray[np.int32]) -> Held:
    """Ask until nobody who is free has anybody left to ask; `asked` (n) openings count as asked before.

    `seats` (m) are at most as many as the opening has edges, so that heaps take no more room than edges.
    O(proposals x (log seats + sum of log fan-out above)), at most e proposals.
    """
    applicants = market.standing.size
    base = np.zeros(seats.size + 1, np.int64)
    base[1:] = np.cumsum(seats)
    bar, got = np.where(seats > 0, 0, FREE), np.full(applicants, -1, np.int32)
    held = Held(base, np.empty(base[-1], np.int64), bar, got, asked.copy())
    let_go = applicants
    while let_go * FEW > applicants:  # in order of place: rows are read as they lie in memory
        let_go = 0
        for one in range(applicants):
            if got[one] < 0 and _asks(market, tree, held, one) >= 0:
                let_go += 1
    for first in range(applicants):
        one = first if got[first] < 0 else -1
        while one >= 0:
            one = _asks(market, tree, held, one)
    return held


@njit(cache=True, nogil=True)
def _asks(market: Market, tree: Tree, held: Held, one: int) -> int:
    """An applicant asks on until held or through with all; who is let go for it, or -1."""
    start, end, standing = market.indptr[one], market.indptr[one + 1], market.standing[one]
    at = start + held.asked[one]
    while at < end:
        edge = market.packed[at]
        opening, key = edge & LOW_MASK, (edge & ~LOW_MASK) | standing
        at += 1
        if key < held.bar[opening]:
            continue
        held.got[one], held.asked[one] = opening, at - start
        gone = _held(market, tree, held, opening, key)
        if gone == FREE:
            return -1
        loser = int(market.drawn[gone & LOW_MASK])
        held.got[loser] = -1
        if loser != one:
            return loser
    held.asked[one] = end - start
    return -1


@njit(cache=True, nogil=True)
def _held(market: Market, tree: Tree, held: Held, opening: int, key: int) -> int:
    """Hold a pair that is above the bar; the key of whoever must go for it, perhaps its own, or `FREE`."""
    if tree.held[opening] == held.base[opening + 1] - held.base[opening]:
        gone = held.heap[held.base[opening]]
        _sunk(held, opening, tree.held[opening], key)
        held.bar[opening] = held.heap[held.base[opening]]
        climbed(tree, opening, held.bar[opening], 0, -1)
        return int(gone)
    _risen(held, opening, tree.held[opening], key)
    tree.held[opening] += 1
    weakest = held.heap[held.base[opening]]
    if tree.held[opening] == held.base[opening + 1] - held.base[opening]:
        held.bar[opening] = max(held.bar[opening], weakest)
    broken = climbed(tree, opening, weakest, 1, -1)
    if broken < 0:
        return int(FREE)
    gone = tree.weakest[tree.top[broken]]
    _leaves(tree, held, held.got[market.drawn[gone & LOW_MASK]], broken)
    return int(gone)


@njit(cache=True, nogil=True)
def _leaves(tree: Tree, held: Held, opening: int, broken: int) -> None:
    """The weakest holder of an opening goes, so that the bound of a unit above holds again."""
    start = held.base[opening]
    held.bar[opening] = max(held.bar[opening], held.heap[start] + 1)
    tree.held[opening] -= 1
    last = tree.held[opening]
    _sunk(held, opening, last, held.heap[start + last])
    climbed(tree, opening, held.heap[start] if last > 0 else FREE, -1, broken)


@njit(cache=True, nogil=True)
def _risen(held: Held, opening: int, size: int, key: int) -> None:
    """Put a key into a heap of `size` keys."""
    heap, start, at = held.heap, held.base[opening], size
    while at > 0:
        above = (at - 1) >> 1
        if heap[start + above] <= key:
            break
        heap[start + at] = heap[start + above]
        at = above
    heap[start + at] = key


@njit(cache=True, nogil=True)
def _sunk(held: Held, opening: int, size: int, key: int) -> None:
    """Put a key in the place of the weakest of `size` keys."""
    heap, start, at = held.heap, held.base[opening], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and heap[start + child + 1] < heap[start + child]:
            child += 1
        if heap[start + child] >= key:
            break
        heap[start + at] = heap[start + child]
        at = child
    heap[start + at] = key
