"""Deferred acceptance: applicants ask in their order, openings hold the strongest, whoever is let go asks further.

A pair's key is its priority and, in the low bits, the applicant's standing by lot, so that one comparison decides
and the key of a holder names the holder.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .heaps import risen, sunk
from .tournament import ABOVE, FREE, TOP, Step, Tree, added, climbed

LOW = 32
"""Low bits of a key, for the standing, and of a packed edge, for the opening."""
LOW_MASK = (1 << LOW) - 1
BAR, START, SEATS, TAKEN = range(4)
"""Of an opening: a key below the bar is turned away, now and for ever; where its heap begins; how many it may hold
and how many it holds."""
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

    room: NDArray[np.int64]
    """(m, 4) `BAR`, `START`, `SEATS`, `TAKEN` of each opening, side by side because they are read together."""
    heap: NDArray[np.int64]
    """Keys, the weakest of an opening first."""
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


def deferred(market: Market, tree: Tree, seats: NDArray[np.int64], asked: NDArray[np.int32]) -> Held:
    """Ask until nobody who is free has anybody left to ask; `asked` (n) openings count as asked before.

    Openings alone decide first, then the tree: who is turned away by fewer bounds is turned away by all of them.
    `seats` (m) are at most as many as the opening has edges, so that heaps take no more room than edges.
    O(proposals x (log seats + sum of log fan-out above)), at most e proposals.
    """
    room = np.zeros((seats.size, 4), np.int64)
    room[1:, START] = np.cumsum(seats)[:-1]
    room[:, SEATS] = seats
    room[:, BAR] = np.where(seats > 0, 0, FREE)
    got = np.full(market.standing.size, -1, np.int32)
    held = Held(room, np.empty(seats.sum(), np.int64), got, asked.copy())
    _settled(market, tree._replace(nodes=tree.nodes[:0]), held)
    if (tree.nodes[: seats.size, ABOVE] >= 0).any():
        keys, openings = _emptied(held)
        order = np.argsort(keys)[::-1]
        _filled(market, tree, held, keys[order], openings[order])
        _settled(market, tree, held)
    return held


def _settled(market: Market, tree: Tree, held: Held) -> None:
    while _swept(market, tree, held, follow=False) * FEW > held.got.size:
        pass
    _swept(market, tree, held, follow=True)


@njit(cache=True, nogil=True)
def _emptied(held: Held) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All keys that are held and their openings, which hold nobody any more. O(n + m)."""
    size = held.room[:, TAKEN].sum()
    keys, openings, at = np.empty(size, np.int64), np.empty(size, np.int64), 0
    for opening in range(len(held.room)):
        start, taken = held.room[opening, START], held.room[opening, TAKEN]
        keys[at : at + taken], openings[at : at + taken] = held.heap[start : start + taken], opening
        held.room[opening, TAKEN], at = 0, at + taken
    return keys, openings


@njit(cache=True, nogil=True)
def _filled(market: Market, tree: Tree, held: Held, keys: NDArray[np.int64], openings: NDArray[np.int64]) -> None:
    """Hold again, from the strongest down, whom the tree has room for; let the others go. O(keys x depth)."""
    nodes, units, weakest = tree
    room, heap, got, _asked = held
    for at in range(keys.size):
        opening, key = openings[at], keys[at]
        start, taken = room[opening, START], room[opening, TAKEN]
        if added(nodes, units, opening, taken):
            risen(heap, start, taken, key)
            room[opening, TAKEN] = taken + 1
        else:
            got[market.drawn[key & LOW_MASK]] = -1
            room[opening, BAR] = max(room[opening, BAR], key + 1)
    for opening in range(len(room)):
        if room[opening, TAKEN] > 0:
            climbed(nodes, units, weakest, opening, heap[room[opening, START]], Step(room[opening, TAKEN], 0, -1))


@njit(cache=True, nogil=True)
def _swept(market: Market, tree: Tree, held: Held, *, follow: bool) -> int:  # noqa: C901, PLR0915  (see below)
    """Everybody who is free asks on until held, as they lie in memory; how many are let go for it.

    `follow`: whoever is let go asks at once, so that nobody is left who could ask.
    """
    # One loop over local arrays: to hand a tuple of arrays on costs more than the proposal itself.
    indptr, packed, standing, drawn = market
    nodes, units, weakest = tree
    room, heap, got, asked = held
    let_go, bounded = 0, len(nodes) > 0
    for first in range(got.size):
        one = first if got[first] < 0 else -1
        while one >= 0:
            at, end, loser = indptr[one] + asked[one], indptr[one + 1], -1
            while at < end:
                opening, key = packed[at] & LOW_MASK, (packed[at] & ~LOW_MASK) | standing[one]
                at += 1
                if key < room[opening, BAR]:
                    continue
                got[one] = opening
                gone = _held(room, heap, opening, key)
                if bounded and nodes[opening, ABOVE] >= 0:
                    step = Step(room[opening, TAKEN], 1 if gone == FREE else 0, -1)
                    broken = climbed(nodes, units, weakest, opening, heap[room[opening, START]], step)
                    if broken >= 0:
                        gone = weakest[units[broken, TOP]]
                        other = got[drawn[gone & LOW_MASK]]
                        left = _weakest_leaves(room, heap, other)
                        climbed(nodes, units, weakest, other, left, Step(room[other, TAKEN], -1, broken))
                if gone == FREE:
                    break
                loser = drawn[gone & LOW_MASK]
                got[loser] = -1
                if loser != one:
                    let_go += 1
                    break
            asked[one] = at - indptr[one]
            one = loser if follow and loser != one else -1
    return let_go


@njit(cache=True, nogil=True, inline="always")
def _held(room: NDArray[np.int64], heap: NDArray[np.int64], opening: int, key: int) -> int:
    """Hold a pair that is above the bar; the key of whoever loses the seat to it, or `FREE`."""
    start, taken, gone = room[opening, START], room[opening, TAKEN], FREE
    if taken == room[opening, SEATS]:
        gone = heap[start]
        sunk(heap, start, taken, key)
        room[opening, BAR] = heap[start]
    else:
        risen(heap, start, taken, key)
        room[opening, TAKEN] = taken + 1
        if taken + 1 == room[opening, SEATS]:
            room[opening, BAR] = max(room[opening, BAR], heap[start])
    return gone


@njit(cache=True, nogil=True, inline="always")
def _weakest_leaves(room: NDArray[np.int64], heap: NDArray[np.int64], opening: int) -> int:
    """The weakest holder of an opening goes; the weakest of those who stay, or `FREE`."""
    start, taken = room[opening, START], room[opening, TAKEN] - 1
    room[opening, BAR] = max(room[opening, BAR], heap[start] + 1)
    room[opening, TAKEN] = taken
    sunk(heap, start, taken, heap[start + taken])
    return heap[start] if taken > 0 else FREE
