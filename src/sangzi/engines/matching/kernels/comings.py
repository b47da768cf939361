"""Shortest paths from a free seat to somebody who would take it; what they are for says `repair`.

The mirror of `moves`: columns are read only when they can be the nearest of all, by what everybody has at least
(`value`) and how much the first to come would lose (`envy`), and no further than that.
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
    HEAP,
    LOWER,
    UPPER,
    VIA,
    WAITING,
    forget,
    nearest,
    noted,
    reach,
    struck,
)
from .moves import Room, bare_room, reprice
from .standing import (
    Columns,
    Nodes,
    Rows,
    Standing,
    bare_nodes,
    bare_rows,
    bare_standing,
    carry,
    score_of,
)

NARROW = 64
"""How far a column is read at first, in score points; four times as far each time after that."""
NOT_NOW = FAR >> 1


class Wanted(NamedTuple):
    """What is known of who would come, while deficits are filled: prices only fall then."""

    value: NDArray[np.int64]
    """(n) what everybody has at least; very little for whoever is stale."""
    envy: NDArray[np.int64]
    """(m) how much whoever comes first to each opening loses at least."""
    width: NDArray[np.int64]
    """(m) how far its column is read the next time."""


@njit(cache=True, inline="always")
def _known(
    one: int,
    price: int,
    following: Numbers,
    gain: Numbers,
    stale: Numbers,
    value: Numbers,
) -> None:
    """What those have who sit at the same opening, from the first on."""
    while one >= 0:
        value[one] = -FAR if stale[one] else gain[one] - price
        one = int(following[one])


@njit(cache=True, inline="always")
def _passed_over(one: int, following: Numbers, value: Numbers) -> None:
    while one >= 0:
        value[one] = NOT_NOW
        one = int(following[one])


@njit(cache=True)
def _attract(
    rows: Rows, nodes: Nodes, standing: Standing, room: Room, columns: Columns, wanted: Wanted, source: int
) -> bool:
    """Find somebody for the deficit at node `source`. Returns whether there is anybody, as `_place`."""
    start, edge, stale = columns
    below_at, below, openings, outside = nodes
    node, cost, at, gain, _other, following, _before, _slack = standing
    mark, count, key, what = room
    value, envy, width = wanted
    forget(node, mark, count)
    reach(node, mark, count, source, 0, -1, -1)
    limit, later = FAR, 0
    while True:
        near = node[int(mark[HEAP]) * 8 + DISTANCE] if count[WAITING] > 0 else FAR
        if later > 0 and key[0] < min(near, limit):
            most, one, rest = key[0], -1 - int(what[0]), FAR
            later -= 1
            struck(key, what, later)
            most += width[one]
            here = node[one * 8 + DISTANCE] + cost[one]
            first = int(node[one * 8 + FIRST])
            _passed_over(first, following, value)
            for k in range(start[one], start[one + 1]):
                person = int(edge[k * 2])
                further = here + value[person] - edge[k * 2 + 1]
                if further >= most:
                    if value[person] < NOT_NOW:
                        rest = min(rest, further)
                    continue
                now, worth = int(at[person]), int(edge[k * 2 + 1])
                has = gain[person] - cost[now]
                if stale[person]:
                    worth = score_of(rows, person, one)
                else:
                    value[person] = has
                further = here + has - worth
                if now == one or further >= limit:
                    continue
                reach(node, mark, count, now, further, one, person)
                if now == outside:
                    limit = further
                elif (
                    node[now * 8 + ABOVE] == outside
                    and node[now * 8 + FLOW] > node[now * 8 + LOWER]
                    and further + cost[now] < limit
                ):
                    limit = further + cost[now]
                    reach(node, mark, count, outside, limit, now, -1)
            _known(first, cost[one], following, gain, stale, value)
            if rest < limit:
                width[one] *= 4
                noted(key, what, later, rest, -1 - one)
                later += 1
            continue
        if near == FAR:
            return False
        if limit <= near:
            _come(rows, nodes, standing, room, envy, source)
            return True
        one = nearest(node, mark, count)
        distance, price, up = near, cost[one], int(node[one * 8 + ABOVE])
        further = distance + price - cost[up]
        if node[one * 8 + FLOW] > node[one * 8 + LOWER] and further < limit:
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
            further = distance + price - cost[child]
            if further < limit and node[child * 8 + FLOW] < node[child * 8 + UPPER]:
                reach(node, mark, count, child, further, one, -1)


@njit(cache=True)
def _come(rows: Rows, nodes: Nodes, standing: Standing, room: Room, envy: Numbers, source: int) -> None:
    """Prices follow, and along the path from outside to `source` everybody moves one nearer."""
    node, mark = standing.node, room.mark
    one = nodes.outside
    reprice(standing, room, envy, nodes.openings, one, -1)
    while mark[one * 5 + CAME] >= 0:
        taker = int(mark[one * 5 + CAME])
        carry(rows, nodes, standing, one, taker, int(mark[one * 5 + VIA]))
        if taker < nodes.openings:
            envy[taker] = 0
        one = taker
    node[source * 8 + EXCESS] += 1


@njit(cache=True)
def make_up(rows: Rows, nodes: Nodes, standing: Standing, room: Room, columns: Columns, wanted: Wanted) -> int:
    """Fill every deficit. Returns -1, or the node for which nobody can be had.

    `wanted` is filled in here.
    """
    edges, tree, known, seen = bare_rows(rows), bare_nodes(nodes), bare_standing(standing), bare_room(room)
    grouped = Columns(bare(columns.start), bare(columns.edge), bare(columns.stale.view(np.uint8)))
    looked = Wanted(bare(wanted.value), bare(wanted.envy), bare(wanted.width))
    cost, dear = known.cost, standing.cost[: nodes.openings].copy()
    for one in range(standing.at.size):
        looked.value[one] = -FAR if grouped.stale[one] else known.gain[one] - cost[known.at[one]]
    for one in range(nodes.outside):
        while known.node[one * 8 + EXCESS] < 0:
            if not _attract(edges, tree, known, seen, grouped, looked, one):
                return one
    for j in range(nodes.openings):
        if cost[j] < dear[j]:
            _cheaper(edges, tree, known, grouped, j)
    return -1


@njit(cache=True)
def _cheaper(rows: Rows, nodes: Nodes, standing: Standing, columns: Columns, opening: int) -> None:
    """An opening has become cheaper: worth more to everybody who may have it."""
    _node, cost, at, gain, other, _following, _before, slack = standing
    for k in range(columns.start[opening], columns.start[opening + 1]):
        one = int(columns.edge[k * 2])
        value = columns.edge[k * 2 + 1] - cost[opening]
        if columns.stale[one]:
            value = score_of(rows, one, opening) - cost[opening]
        if value <= other[one] or at[one] == opening:
            continue
        other[one] = value
        if at[one] < nodes.openings:
            slack[at[one]] = min(slack[at[one]], gain[one] - cost[at[one]] - value)
