"""Shortest paths to a free seat, for whoever has none and for whoever is too many; what they are for says `repair`.

Most of what a search would read is passed over by bounds that are kept from one search to the next:
what any other option is worth to everybody at most (`other`), how much the first holder of an opening to go would lose
(`slack`), and while people are looked for, how much the first to come would lose (`envy`). Rows of edges and columns
are read only when they can be the nearest of all, and no further than that.
"""

# ruff: noqa: C901, PLR0912, PLR0915, PLR0917  (compiled: to hand a tuple of arrays on costs more than what is done with them)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import Numbers, bare
from .frontier import (
    ABOVE,
    CAME,
    DISTANCE,
    EXCESS,
    FAR,
    FIRST,
    FLOW,
    GOAL,
    HEAP,
    LOWER,
    PLACE,
    PRICE,
    SEEN,
    TOUCHED,
    UPPER,
    VIA,
    WAITING,
    forget,
    nearest,
    noted,
    reach,
    settled,
    struck,
)
from .standing import Nodes, Rows, Standing, bare_nodes, bare_rows, bare_standing, carry


class Room(NamedTuple):
    """What a search writes down, and forgets."""

    mark: NDArray[np.int32]
    """(N, 5) of `frontier`."""
    tally: NDArray[np.int64]
    """(5) of `frontier`."""
    key: NDArray[np.int64]
    """(n + N) a heap of what may have to be read, by how near that may lead,"""
    what: NDArray[np.int32]
    """(n + N) and what it is: an applicant's row, or opening j as -1 - j."""


@njit(cache=True, inline="always")
def bare_room(room: Room) -> Room:
    """The numbers of what a search writes down."""
    return Room(bare(room.mark), bare(room.tally), bare(room.key), bare(room.what))


@njit(cache=True, inline="always")
def reprice(standing: Standing, room: Room, kept: Numbers, openings: int, end: int, sign: int) -> None:
    """Every node that was nearer than the end follows it, up or down, and what is kept of it (m) loses as much."""
    node, cost, mark = standing.node, standing.cost, room.mark
    reached = node[end * 8 + DISTANCE]
    for k in range(room.tally[SEEN]):
        one = int(mark[k * 5 + TOUCHED])
        by = reached - node[one * 8 + DISTANCE]
        if by > 0 and mark[one * 5 + PLACE] < 0:
            node[one * 8 + PRICE] += sign * by
            cost[one] += sign * by
            if one < openings:
                kept[one] = max(kept[one] - by, 0)


@njit(cache=True)
def _arrive(rows: Rows, nodes: Nodes, standing: Standing, room: Room, end: int, source: int) -> bool:
    """Prices follow, and along the path to its end, from `source` or from nowhere, everybody moves one further."""
    node, mark = standing.node, room.mark
    reprice(standing, room, standing.slack, nodes.openings, end, 1)
    if end != nodes.outside:
        node[end * 8 + EXCESS] += 1
    if source >= 0:
        node[source * 8 + EXCESS] -= 1
    one = end
    while True:
        giver, via = int(mark[one * 5 + CAME]), int(mark[one * 5 + VIA])
        if giver >= 0 or via >= 0:
            carry(rows, nodes, standing, giver, one, via)
        if giver < 0:
            return True
        one = giver


@njit(cache=True, inline="always")
def _holders(
    distance: int,
    price: int,
    first: int,
    following: Numbers,
    gain: Numbers,
    other: Numbers,
    key: Numbers,
    what: Numbers,
    later: int,
    limit: int,
) -> tuple[int, int]:
    """Note the holders of an opening, from the first, by how near each may lead. How many are noted; the least loss."""
    least, holder = FAR, first
    while holder >= 0:
        loss = gain[holder] - price - other[holder]
        least = min(least, loss)
        if distance + loss < limit:
            noted(key, what, later, distance + loss, holder)
            later += 1
        holder = int(following[holder])
    return later, max(least, 0)


@njit(cache=True, inline="always")
def _two_best(
    begin: int,
    end: int,
    col: Numbers,
    score: Numbers,
    cost: Numbers,
    origin: int,
    most: int,
) -> tuple[int, int]:
    """What the two best options in a row are worth, of those that are worth no more than `most`.

    Without a branch that could be guessed wrongly: in a price war many options are worth nearly the same.
    """
    first = second = -FAR
    for e in range(begin, end):
        value = score[e] - cost[col[e]]
        value = -FAR if (value > most) | (value == first) | (col[e] == origin) else value
        second = max(second, min(first, value))
        first = max(first, value)
    return first, second


@njit(cache=True, inline="always")
def _option(
    node: Numbers,
    mark: Numbers,
    count: Numbers,
    outside: int,
    price: int,
    opening: int,
    distance: int,
    origin: int,
    one: int,
    limit: int,
) -> int:
    """The applicant may go to an opening this far away. Returns the nearest end known."""
    reach(node, mark, count, opening, distance, origin, one)
    if node[opening * 8 + EXCESS] < 0:
        limit, count[GOAL] = distance, opening
    elif (
        node[opening * 8 + ABOVE] == outside
        and node[opening * 8 + FLOW] < node[opening * 8 + UPPER]
        and distance - price < limit
    ):
        limit, count[GOAL] = distance - price, outside
        reach(node, mark, count, outside, limit, opening, -1)
    return limit


@njit(cache=True)
def _best(rows: Rows, cost: Numbers, applicant: int) -> int:
    indptr, col, score, must = rows
    best = -FAR if must[applicant] else 0
    for e in range(indptr[applicant], indptr[applicant + 1]):
        best = max(best, score[e] - cost[col[e]])
    return int(best)


@njit(cache=True, inline="always")
def _downwards(
    nodes: Nodes, standing: Standing, room: Room, one: int, distance: int, limit: int, later: int
) -> tuple[int, int]:
    """What is below a node can be had for less than comes up now. The nearest end known, and how many are noted."""
    below_at, below, openings, _outside = nodes
    node, cost, slack = standing.node, standing.cost, standing.slack
    mark, count, key, what = room
    for k in range(below_at[one], below_at[one + 1]):
        child = int(below[k])
        further = distance + cost[child] - cost[one]
        if further >= limit or node[child * 8 + FLOW] <= node[child * 8 + LOWER]:
            continue
        wanting = node[child * 8 + EXCESS] < 0
        if further > distance or child >= openings or node[child * 8 + DISTANCE] < FAR or wanting:
            reach(node, mark, count, child, further, one, -1)
            if wanting:
                limit, count[GOAL] = further, child
            continue
        settled(node, mark, count, child, distance, one)
        if distance + slack[child] < limit:
            noted(key, what, later, distance + slack[child], -1 - child)
            later += 1
    return limit, later


@njit(cache=True)
def _place(rows: Rows, nodes: Nodes, standing: Standing, room: Room, applicant: int, source: int) -> bool:
    """Find room for an applicant who is nowhere, or for the excess at node `source` (applicant -1).

    Returns whether there is any; if not, the marks still hold the nodes that were reached.
    """
    indptr, col, score, must = rows
    openings, outside = nodes.openings, nodes.outside
    node, cost, at, gain, other, following, _before, slack = standing
    mark, count, key, what = room
    forget(node, mark, count)
    limit, later, best = FAR, 0, 0
    if applicant >= 0:
        best = _best(rows, cost, applicant)
        other[applicant], key[0], what[0] = best, 0, applicant
        later = int(best > -FAR)
    else:
        reach(node, mark, count, source, 0, -1, -1)
    while True:
        near = node[int(mark[HEAP]) * 8 + DISTANCE] if count[WAITING] > 0 else FAR
        if later > 0 and key[0] < min(near, limit):
            least, one = key[0], int(what[0])
            later -= 1
            struck(key, what, later)
            if one < 0:
                j = -1 - one
                lead, first = node[j * 8 + DISTANCE], int(node[j * 8 + FIRST])
                later, slack[j] = _holders(lead, cost[j], first, following, gain, other, key, what, later, limit)
                continue
            origin = int(at[one])
            base = node[origin * 8 + DISTANCE] + gain[one] - cost[origin] if origin >= 0 else best
            fresh = least == base - other[one]
            begin, end = indptr[one], indptr[one + 1]
            value, second = _two_best(begin, end, col, score, cost, origin, base - least)
            for e in range(begin, end):
                j = col[e]
                if score[e] - cost[j] == value and j != origin and base - value < limit:
                    limit = _option(node, mark, count, outside, cost[j], int(j), base - value, origin, one, limit)
            if second > -FAR and base - second < limit:
                noted(key, what, later, base - second, one)
                later += 1
            if fresh and not must[one] and origin != outside:
                value = max(value, 0)
                if base < limit:
                    reach(node, mark, count, outside, base, origin, one)
                    limit, count[GOAL] = base, outside
            if fresh:
                other[one] = value
            continue
        if limit <= near:
            return limit < FAR and _arrive(rows, nodes, standing, room, count[GOAL], source)
        one = nearest(node, mark, count)
        if node[one * 8 + EXCESS] < 0:
            return _arrive(rows, nodes, standing, room, one, source)
        distance, price, up = near, cost[one], int(node[one * 8 + ABOVE])
        if node[one * 8 + FLOW] < node[one * 8 + UPPER]:
            further = distance + cost[up] - price
            if further < limit:
                reach(node, mark, count, up, further, one, -1)
                if up == outside or node[up * 8 + EXCESS] < 0:
                    limit, count[GOAL] = further, up
        if one < openings:
            if distance + slack[one] < limit:
                noted(key, what, later, distance + slack[one], -1 - one)
                later += 1
            continue
        limit, later = _downwards(nodes, standing, room, one, distance, limit, later)


@njit(cache=True)
def place_all(rows: Rows, nodes: Nodes, standing: Standing, room: Room) -> tuple[int, int]:
    """Place everybody who is nowhere and every excess. Returns the applicant or node that found no room, or -1."""
    edges, tree, known, seen = bare_rows(rows), bare_nodes(nodes), bare_standing(standing), bare_room(room)
    for one in range(standing.at.size):
        if known.at[one] < 0 and not _place(edges, tree, known, seen, one, -1):
            return one, -1
    for one in range(nodes.outside):
        while known.node[one * 8 + EXCESS] > 0:
            if not _place(edges, tree, known, seen, -1, one):
                return -1, one
    return -1, -1
