"""Shortest paths from where an older solution stands; what they are for says `again`.

As in `paths`, but most of what a search would read is passed over by bounds that are kept from one search to the next:
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

from .frontier import (
    ABOVE,
    CAME,
    DISTANCE,
    EXCESS,
    FAR,
    FIRST,
    FLOW,
    HEAP,
    LOWER,
    PLACE,
    PRICE,
    SEEN,
    SETTLED,
    TOUCHED,
    UPPER,
    VIA,
    WAITING,
    forget,
    nearest,
    noted,
    reach,
    struck,
)
from .standing import Columns, Nodes, Rows, Standing, carry, score_of

NARROW = 64
"""How far a column is read at first, in score points; four times as far each time after that."""
NOT_NOW = FAR >> 1


class Room(NamedTuple):
    """What a search writes down, and forgets."""

    mark: NDArray[np.int32]
    """(N, 5) of `frontier`."""
    tally: NDArray[np.int64]
    """(4) of `frontier`."""
    key: NDArray[np.int64]
    """(n + N) a heap of what may have to be read, by how near that may lead,"""
    what: NDArray[np.int32]
    """(n + N) and what it is: an applicant's row, or opening j as -1 - j."""


@njit(cache=True)
def _reprice(standing: Standing, room: Room, kept: NDArray[np.int64], end: int, sign: int) -> None:
    """Every node that was nearer than the end follows it, up or down, and what is kept of it (m) loses as much."""
    node, cost, mark = standing.node, standing.cost, room.mark
    reached = node[end, DISTANCE]
    for k in range(room.tally[SEEN]):
        one = mark[k, TOUCHED]
        by = reached - node[one, DISTANCE]
        if by > 0 and mark[one, PLACE] < 0:
            node[one, PRICE] += sign * by
            cost[one] += sign * by
            if one < kept.size:
                kept[one] = max(kept[one] - by, 0)


@njit(cache=True)
def _arrive(rows: Rows, standing: Standing, room: Room, end: int) -> None:
    """Prices follow, and along the path to its end everybody moves one further."""
    _reprice(standing, room, standing.slack, end, 1)
    one = end
    while True:
        giver, via = room.mark[one, CAME], room.mark[one, VIA]
        if giver >= 0 or via >= 0:
            carry(rows, standing, giver, one, via)
        if giver < 0:
            return
        one = giver


@njit(cache=True)
def _place(rows: Rows, nodes: Nodes, standing: Standing, room: Room, applicant: int, source: int) -> bool:
    """Find room for an applicant who is nowhere, or for the excess at node `source` (applicant -1).

    Returns whether there is any; if not, the marks still hold the nodes that were reached.
    """
    indptr, col, score, must = rows
    below_at, below, openings = nodes
    node, cost, at, gain, other, following, _before, slack = standing
    mark, count, key, what = room
    outside = node.shape[0] - 1
    forget(node, mark, count)
    limit, later, best = FAR, 0, 0
    if applicant >= 0:
        best = -FAR if must[applicant] else 0
        for e in range(indptr[applicant], indptr[applicant + 1]):
            best = max(best, score[e] - cost[col[e]])
        if best == -FAR:
            return False
        other[applicant] = best
        noted(key, what, later, 0, applicant)
        later += 1
    else:
        reach(node, mark, count, source, 0, -1, -1)
    while True:
        near = node[mark[0, HEAP], DISTANCE] if count[WAITING] > 0 else FAR
        if later > 0 and key[0] < min(near, limit):
            least, one = key[0], int(what[0])
            later -= 1
            struck(key, what, later)
            if one < 0:  # the holders of an opening, by what each of them loses
                j = -1 - one
                distance, first = node[j, DISTANCE], FAR
                holder = int(node[j, FIRST])
                while holder >= 0:
                    loss = gain[holder] - cost[j] - other[holder]
                    first = min(first, loss)
                    if distance + loss < limit:
                        noted(key, what, later, distance + loss, holder)
                        later += 1
                    holder = int(following[holder])
                slack[j] = max(first, 0)
                continue
            origin, first, second = int(at[one]), -FAR, -FAR  # an applicant: the best of what is not further than this
            base = best
            if origin >= 0:
                base = node[origin, DISTANCE] + gain[one] - cost[origin]
            fresh, most = least == base - other[one], base - least
            for e in range(indptr[one], indptr[one + 1]):
                value = score[e] - cost[col[e]]
                if value > most or value <= second or col[e] == origin:
                    continue
                if value > first:
                    first, second = value, first
                elif value < first:
                    second = value
            for e in range(indptr[one], indptr[one + 1]):
                j = col[e]
                if score[e] - cost[j] == first and j != origin and base - first < limit:
                    reach(node, mark, count, j, base - first, origin, one)
                    if node[j, EXCESS] < 0:
                        limit = base - first
            if second > -FAR and base - second < limit:
                noted(key, what, later, base - second, one)
                later += 1
            if fresh:
                if not must[one] and origin != outside:
                    first = max(first, 0)
                    if base < limit:
                        reach(node, mark, count, outside, base, origin, one)
                        limit = base
                other[one] = first
            continue
        if near == FAR:
            return False
        one = nearest(node, mark, count)
        if one == outside or node[one, EXCESS] < 0:
            node[one, EXCESS] += one != outside
            if applicant < 0:
                node[source, EXCESS] -= 1
            _arrive(rows, standing, room, one)
            return True
        distance, price, up = node[one, DISTANCE], node[one, PRICE], int(node[one, ABOVE])
        if node[one, FLOW] < node[one, UPPER]:
            further = distance + cost[up] - price
            if further < limit:
                reach(node, mark, count, up, further, one, -1)
                if up == outside or node[up, EXCESS] < 0:
                    limit = further
        if one < openings:
            if distance + slack[one] < limit:
                noted(key, what, later, distance + slack[one], -1 - one)
                later += 1
            continue
        for k in range(below_at[one], below_at[one + 1]):
            child = int(below[k])
            further = distance + node[child, PRICE] - price
            if further >= limit or node[child, FLOW] <= node[child, LOWER]:
                continue
            if child < openings and further == distance and node[child, DISTANCE] == FAR and node[child, EXCESS] >= 0:
                node[child, DISTANCE] = distance  # as near as what is nearest: settled, without passing the heap
                mark[child, CAME], mark[child, VIA] = one, -1
                mark[count[SEEN], TOUCHED] = child
                count[SEEN] += 1
                count[SETTLED] += 1
                if distance + slack[child] < limit:
                    noted(key, what, later, distance + slack[child], -1 - child)
                    later += 1
                continue
            reach(node, mark, count, child, further, one, -1)
            if node[child, EXCESS] < 0:
                limit = further


class Wanted(NamedTuple):
    """What is known of who would come, while deficits are filled: prices only fall then."""

    value: NDArray[np.int64]
    """(n) what everybody has at least; very little for whoever is stale."""
    envy: NDArray[np.int64]
    """(m) how much whoever comes first to each opening loses at least."""
    width: NDArray[np.int64]
    """(m) how far its column is read the next time."""


@njit(cache=True)
def _known(standing: Standing, columns: Columns, wanted: Wanted, opening: int) -> None:
    """What those who sit at an opening have."""
    holder = int(standing.node[opening, FIRST])
    while holder >= 0:
        wanted.value[holder] = -FAR
        if not columns.stale[holder]:
            wanted.value[holder] = standing.gain[holder] - standing.cost[opening]
        holder = int(standing.following[holder])


@njit(cache=True)
def _attract(
    rows: Rows, nodes: Nodes, standing: Standing, room: Room, columns: Columns, wanted: Wanted, source: int
) -> bool:
    """Find somebody for the deficit at node `source`. Returns whether there is anybody, as `_place`."""
    start, edge, stale = columns
    below_at, below, openings = nodes
    node, cost, at, gain, _other, following, _before, _slack = standing
    mark, count, key, what = room
    value, envy, width = wanted
    outside = node.shape[0] - 1
    forget(node, mark, count)
    reach(node, mark, count, source, 0, -1, -1)
    limit, later = FAR, 0
    while True:
        near = node[mark[0, HEAP], DISTANCE] if count[WAITING] > 0 else FAR
        if later > 0 and key[0] < min(near, limit):
            least, one = key[0], -1 - int(what[0])
            later -= 1
            struck(key, what, later)
            most, rest = least + width[one], FAR
            here = node[one, DISTANCE] + cost[one]
            holder = int(node[one, FIRST])
            while holder >= 0:
                value[holder] = NOT_NOW
                holder = int(following[holder])
            for k in range(start[one], start[one + 1]):
                person = edge[k, 0]
                further = here + value[person] - edge[k, 1]
                if further >= most:
                    if value[person] < NOT_NOW:
                        rest = min(rest, further)
                    continue
                now, worth = int(at[person]), int(edge[k, 1])
                has = gain[person] - cost[now]
                if stale[person]:
                    worth = score_of(rows, person, one)
                else:
                    value[person] = has
                further = here + has - worth
                if now != one and further < limit:
                    reach(node, mark, count, now, further, one, person)
                    limit = further if now == outside else limit
            _known(standing, columns, wanted, one)
            if rest < limit:
                width[one] *= 4
                noted(key, what, later, rest, -1 - one)
                later += 1
            continue
        if near == FAR:
            return False
        one = nearest(node, mark, count)
        if one == outside:
            _reprice(standing, room, envy, one, -1)
            while mark[one, CAME] >= 0:
                taker = int(mark[one, CAME])
                carry(rows, standing, one, taker, mark[one, VIA])
                if taker < openings:
                    envy[taker] = 0
                one = taker
            node[source, EXCESS] += 1
            return True
        distance, price, up = node[one, DISTANCE], node[one, PRICE], int(node[one, ABOVE])
        further = distance + price - cost[up]
        if node[one, FLOW] > node[one, LOWER] and further < limit:
            reach(node, mark, count, up, further, one, -1)
            limit = further if up == outside else limit
        if one < openings:
            width[one] = NARROW
            if distance + envy[one] < limit:
                noted(key, what, later, distance + envy[one], -1 - one)
                later += 1
            continue
        for k in range(below_at[one], below_at[one + 1]):
            child = int(below[k])
            further = distance + price - node[child, PRICE]
            if further < limit and node[child, FLOW] < node[child, UPPER]:
                reach(node, mark, count, child, further, one, -1)


@njit(cache=True)
def place_all(rows: Rows, nodes: Nodes, standing: Standing, room: Room) -> tuple[int, int]:
    """Place everybody who is nowhere and every excess. Returns the applicant or node that found no room, or -1."""
    node, at = standing.node, standing.at
    for one in range(at.size):
        if at[one] < 0 and not _place(rows, nodes, standing, room, one, -1):
            return one, -1
    for one in range(node.shape[0] - 1):
        while node[one, EXCESS] > 0:
            if not _place(rows, nodes, standing, room, -1, one):
                return -1, one
    return -1, -1


@njit(cache=True)
def make_up(rows: Rows, nodes: Nodes, standing: Standing, room: Room, columns: Columns) -> int:
    """Fill every deficit. Returns -1, or the node for which nobody can be had."""
    node, cost, at, gain = standing.node, standing.cost, standing.at, standing.gain
    dear = cost[: nodes.openings].copy()
    nothing = np.zeros(nodes.openings, np.int64)
    wanted = Wanted(np.full(at.size, -FAR, np.int64), nothing, nothing.copy())
    for one in range(at.size):
        if not columns.stale[one]:
            wanted.value[one] = gain[one] - cost[at[one]]
    for one in range(node.shape[0] - 1):
        while node[one, EXCESS] < 0:
            if not _attract(rows, nodes, standing, room, columns, wanted, one):
                return one
    for j in range(nodes.openings):
        if cost[j] < dear[j]:
            _cheaper(rows, standing, columns, j)
    return -1


@njit(cache=True)
def _cheaper(rows: Rows, standing: Standing, columns: Columns, opening: int) -> None:
    """An opening has become cheaper: worth more to everybody who may have it."""
    _node, cost, at, gain, other, _following, _before, slack = standing
    for k in range(columns.start[opening], columns.start[opening + 1]):
        one = columns.edge[k, 0]
        value = columns.edge[k, 1] - cost[opening]
        if columns.stale[one]:
            value = score_of(rows, one, opening) - cost[opening]
        if value <= other[one] or at[one] == opening:
            continue
        other[one] = value
        if at[one] < slack.size:
            slack[at[one]] = min(slack[at[one]], gain[one] - cost[at[one]] - value)
