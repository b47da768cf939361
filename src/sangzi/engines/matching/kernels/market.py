"""The market of an auction as arrays, laid out so that what is read together lies together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import bare

HIGH = 2**31 - 1
INSIDE, LOWER, UPPER, ABOVE, PRICE, KEY, START, SIZE = range(8)
HALF = 32
WHO = 2**32 - 1
MOST_VISITS = 4096
"""Nodes one newcomer passes up and down before the matter is left to the repair."""
HUGE = 2**62
FINE = 1 << 22
"""The greatest scaled score: prices of several times that still fit."""


class Market(NamedTuple):
    """What a round changes; N nodes, n applicants, all numbers of a node in one line of memory."""

    order: NDArray[np.int32]
    """(n) applicants by where they would go first: neighbours lie together in memory. All else counts in this order."""
    start: NDArray[np.int64]
    """(n + 1) where the lines of each begin."""
    edge: NDArray[np.int32]
    """(lines, 16) openings and scaled scores, see `lines`."""
    must: NDArray[np.uint8]
    node: NDArray[np.int32]
    """(N, 8) how many came in, the bounds, the node above, the price (cumulative: what an applicant pays), the price a
    node was listed with in the heap of the node above (`HIGH`: it is not listed), where the heap of its own children or
    seats begins and how long that is."""
    cost: NDArray[np.int32]
    """(m) the price of each opening once more, close together."""
    seat: NDArray[np.int64]
    """(seats) what each holder would pay at most in the high half, who it is in the low: a heap for each opening."""
    child: NDArray[np.int32]
    """(N - 1) a heap of nodes for each unit, the cheapest that can give somebody up first."""
    at: NDArray[np.int32]
    """(n) the opening each applicant sits at, or -1."""
    waiting: NDArray[np.int32]
    """(n) applicants who still have to bid."""
    losing: NDArray[np.int32]
    """(n) who lost a seat to them, and bids after them."""


def in_lines(count: int, wide: int) -> NDArray[np.int32]:
    """(count, wide) zeros, such that nothing lies across two lines of memory that could lie in one."""
    room = np.zeros(count * wide + 16, np.int32)
    begin = -room.ctypes.data % 64 // room.itemsize
    return room[begin : begin + count * wide].reshape(count, wide)


@njit(cache=True)
def neighbours(
    indptr: NDArray[np.int64], col: NDArray[np.int32], score: NDArray[np.int64], openings: int
) -> NDArray[np.int32]:
    """(n) applicants in the order of the openings where they are worth most. O(n + m + e)."""
    n = indptr.size - 1
    begins, columns, scores = bare(indptr), bare(col), bare(score)
    first = np.empty(n, np.int32)
    begin = np.zeros(openings + 2, np.int32)
    for one in range(n):
        best, opening = -HUGE, openings
        for e in range(int(begins[one]), int(begins[one + 1])):
            better = scores[e] > best
            best = scores[e] if better else best
            opening = int(columns[e]) if better else opening
        first[one] = opening
        begin[opening + 1] += 1
    for j in range(openings + 1):
        begin[j + 1] += begin[j]
    order = np.empty(n, np.int32)
    for one in range(n):
        spot = begin[first[one]]
        order[spot] = one
        begin[first[one]] += 1
    return order


@njit(cache=True)
def envious(
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
    price: NDArray[np.int64],
    at: NDArray[np.int32],
    step: int,
) -> int:
    """How many of every `step`-th applicant would rather sit elsewhere at these prices."""
    found = 0
    for one in range(0, at.size, step):
        best, here = 0, 0
        for e in range(indptr[one], indptr[one + 1]):
            value = score[e] - price[col[e]]
            best = max(best, value)
            if col[e] == at[one]:
                here = value
        found += here < best
    return found
