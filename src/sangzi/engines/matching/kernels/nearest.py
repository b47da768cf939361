"""The best openings of each applicant: look around home and at openings that ask for the same, keep the best few."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

PARENT, FIRST, LAST = range(3)
"""Of a unit: the unit above, its first opening in the order of the tree, and the first one after its last."""
BITS, SINCE, UNTIL, PLUS = range(4)
"""Of a person: what they have, the days they are free, points of their own. Of an opening: what it needs, its days,
points of its own."""


class Sparse(NamedTuple):
    """Rows of (term, weight), one after the other."""

    indptr: NDArray[np.int64]
    term: NDArray[np.int32]
    weight: NDArray[np.float32]


class Sought(NamedTuple):
    """n people, in any order, and what they wish for."""

    home: NDArray[np.int32]
    traits: NDArray[np.int64]
    """(n, 4) `BITS`, `SINCE`, `UNTIL`, `PLUS`."""
    skills: Sparse
    wish_indptr: NDArray[np.int64]
    wish: NDArray[np.int32]
    """Openings, by their place in the order of the tree, dearest first."""


class Offered(NamedTuple):
    """m openings in the order of the tree."""

    place: NDArray[np.int32]
    """(m) the place each opening had before."""
    traits: NDArray[np.int64]
    """(m, 4) as of people."""
    skills: Sparse
    asking_indptr: NDArray[np.int64]
    """(terms + 1) where the openings that ask for a term begin and end."""
    asking: NDArray[np.int32]
    """Openings by term, in the order of the tree."""


class Ground(NamedTuple):
    """The unit tree."""

    units: NDArray[np.int64]
    """(u, 3) `PARENT`, `FIRST`, `LAST`."""
    turn: NDArray[np.int64]
    """(n) people of one home one after the other, so that what is read is near."""


class Points(NamedTuple):
    """What counts how much, and how far to look."""

    near: NDArray[np.int64]
    """By how many steps above home the opening is found."""
    wish: NDArray[np.int64]
    """By which wish it is."""
    alike: int
    """For the same skills in the same proportions; in between by the cosine."""
    most: int
    """How many openings each person keeps."""
    pool: int
    """How many are looked at around home, and again as many that ask for the same."""


@njit(cache=True, nogil=True)
def ordered(parent: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(u) where each unit comes when every unit is followed by all below it, and (u) where those below it end. O(u)."""
    below, following = np.ones(parent.size, np.int64), np.ones(parent.size, np.int64)
    for unit in range(parent.size - 1, 0, -1):
        below[parent[unit]] += below[unit]
    at = np.zeros(parent.size, np.int64)
    for unit in range(1, parent.size):
        at[unit] = at[parent[unit]] + following[parent[unit]]
        following[parent[unit]] += below[unit]
    return at, at + below


@njit(cache=True, nogil=True)
def best(
    sought: Sought, offered: Offered, ground: Ground, points: Points
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """The best openings of each person as `indptr`, `col` and `score`, best first; of equals the smaller place first.

    O(n x (pool x terms of an opening + log m)); the memory of the answer, at most n x `most` edges, and O(m + terms).
    """
    people, most = sought.home.size, points.most
    col, score = np.empty(people * most, np.int32), np.empty(people * most, np.int64)
    found = np.zeros(people + 1, np.int64)
    _looked(sought, offered, ground, points, Kept(found, col, score))
    return _closed_up(found, col, score, most)


class Kept(NamedTuple):
    """Room for the openings of each person, and how many there are."""

    found: NDArray[np.int64]
    col: NDArray[np.int32]
    score: NDArray[np.int64]


@njit(cache=True, nogil=True)
def _looked(sought: Sought, offered: Offered, tree: Ground, points: Points, kept: Kept) -> None:
    # All arrays are local in the loop: a tuple of arrays costs more to hand on than a pair takes to weigh.
    ground, turn = tree
    home, own, skills, wish_indptr, wish = sought
    place, asked, wanted, asking_indptr, asking = offered
    has_indptr, has_term, has_weight = skills
    want_indptr, want_term, want_weight = wanted
    near, wish_points, alike, most, pool = points
    found, col, score = kept
    have = np.zeros(max(asking_indptr.size - 1, 1), np.float64)
    seen, dear = np.full(place.size, -1, np.int64), np.zeros(place.size, np.int64)
    look = np.empty(2 * pool + np.max(np.diff(wish_indptr)), np.int64)
    for one in turn:
        wishes = wish[wish_indptr[one] : wish_indptr[one + 1]]
        terms = has_term[has_indptr[one] : has_indptr[one + 1]]
        for at in range(wishes.size):
            look[at] = wishes[at]
            dear[wishes[at]] = wish_points[at] if at < wish_points.size else 0
        size = _around(ground, home[one], look, wishes.size, pool)
        size = _asking(asking_indptr, asking, terms, ground[home[one], FIRST], look[: size + pool], size)
        for at in range(terms.size):
            have[terms[at]] = has_weight[has_indptr[one] + at]
        first = one * most
        for at in range(size):
            opening = look[at]
            if seen[opening] == one or not _suits(own, one, asked, opening):
                continue
            seen[opening] = one
            steps, worth = _steps(ground, home[one], opening), own[one, PLUS] + asked[opening, PLUS] + dear[opening]
            if steps < near.size:
                worth += near[steps]
            if alike and terms.size:
                begin, end = want_indptr[opening], want_indptr[opening + 1]
                worth += round(alike * _cosine(want_term[begin:end], want_weight[begin:end], have))
            found[one + 1] = _kept(
                col[first : first + most], score[first : first + most], found[one + 1], place[opening], worth
            )
        dear[wishes], have[terms] = 0, 0


@njit(cache=True, nogil=True, inline="always")
def _suits(own: NDArray[np.int64], one: int, asked: NDArray[np.int64], opening: int) -> bool:
    """Whether a person has everything the opening needs and is free on all its days."""
    return bool(
        asked[opening, BITS] & ~own[one, BITS] == 0
        and own[one, SINCE] <= asked[opening, SINCE]
        and asked[opening, UNTIL] <= own[one, UNTIL]
    )


@njit(cache=True, nogil=True, inline="always")
def _steps(ground: NDArray[np.int64], home: int, opening: int) -> int:
    """How many units above home the first one is that has the opening in it."""
    unit, steps = home, 0
    while not ground[unit, FIRST] <= opening < ground[unit, LAST]:
        unit, steps = ground[unit, PARENT], steps + 1
    return steps


@njit(cache=True, nogil=True, inline="always")
def _cosine(term: NDArray[np.int32], weight: NDArray[np.float32], have: NDArray[np.float64]) -> float:
    total = 0.0
    for at in range(term.size):
        total += have[term[at]] * weight[at]
    return total


@njit(cache=True, nogil=True)
def _around(ground: NDArray[np.int64], home: int, look: NDArray[np.int64], size: int, pool: int) -> int:
    """Add up to `pool` openings to `look`: those at home, then unit by unit upwards those beside what is looked at."""
    unit, most = home, size + pool
    low, high = ground[home, FIRST], ground[home, FIRST]
    while unit >= 0 and size < most:
        first, last = ground[unit, FIRST], ground[unit, LAST]
        if low >= high and first < last:
            low, high = first, first
        while size < most and first < last and (low > first or high < last):
            if high < last:
                look[size], high, size = high, high + 1, size + 1
            if low > first and size < most:
                look[size], low, size = low - 1, low - 1, size + 1
        unit = ground[unit, PARENT]
    return size


@njit(cache=True, nogil=True)
def _asking(
    asking_indptr: NDArray[np.int64],
    asking: NDArray[np.int32],
    terms: NDArray[np.int32],
    home: int,
    look: NDArray[np.int64],
    size: int,
) -> int:
    """Fill `look` with openings that ask for these terms, the same number for each term, those nearest home."""
    if terms.size == 0:
        return size
    each = (look.size - size) // terms.size
    for term in terms:
        row = asking[asking_indptr[term] : asking_indptr[term + 1]]
        at = int(np.searchsorted(row, home))
        first = max(0, min(at - each // 2, row.size - each))
        for other in range(first, min(first + each, row.size)):
            look[size] = row[other]
            size += 1
    return size


@njit(cache=True, nogil=True, inline="always")
def _kept(col: NDArray[np.int32], score: NDArray[np.int64], size: int, place: int, worth: int) -> int:
    """Keep an opening if it is among the best so far; how many are kept now."""
    at = size
    if at == col.size:
        at -= 1
        if worth < score[at] or (worth == score[at] and place > col[at]):
            return size
    while at > 0 and (score[at - 1] < worth or (score[at - 1] == worth and col[at - 1] > place)):
        score[at], col[at] = score[at - 1], col[at - 1]
        at -= 1
    score[at], col[at] = worth, place
    return min(size + 1, col.size)


@njit(cache=True, nogil=True)
def _closed_up(
    found: NDArray[np.int64], col: NDArray[np.int32], score: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Rows of `most` places moved together in place, so that no room between them is left."""
    for one in range(found.size - 1):
        count, to = found[one + 1], found[one]
        for at in range(count):
            col[to + at], score[to + at] = col[one * most + at], score[one * most + at]
        found[one + 1] = to + count
    return found, col[: found[-1]], score[: found[-1]]
