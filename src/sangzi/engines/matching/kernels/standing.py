"""Where everybody stands between two solutions, and what is known of what else they could have; see `again`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bare import bare
from .frontier import ABOVE, EXCESS, FAR, FIRST, FLOW, LOWER, PRICE, UPPER


class Rows(NamedTuple):
    """What everybody may have."""

    indptr: NDArray[np.int64]
    col: NDArray[np.int32]
    score: NDArray[np.int64]
    must: NDArray[np.bool_]


class Nodes(NamedTuple):
    """The nodes below each node, how many nodes are openings, and which is the last."""

    below_at: NDArray[np.int64]
    below: NDArray[np.int32]
    openings: int
    outside: int


class Columns(NamedTuple):
    """The edges grouped by opening, with the scores of some earlier time."""

    start: NDArray[np.int64]
    """(m + 1)"""
    edge: NDArray[np.signedinteger]
    """(e, 2) applicant and score."""
    stale: NDArray[np.bool_]
    """(n) whose scores are other ones by now."""


class Standing(NamedTuple):
    """Where everybody stands, and what that is worth; N nodes, n applicants, m openings."""

    node: NDArray[np.int64]
    """(N, 8) of `frontier`; `FIRST` begins the list of those who sit there."""
    cost: NDArray[np.int64]
    """(N) the prices once more, close together."""
    at: NDArray[np.int32]
    """(n) a node, or -1."""
    gain: NDArray[np.int64]
    """(n) the score there."""
    other: NDArray[np.int64]
    """(n) what any other option is worth at most: score less price, 0 for outside."""
    following: NDArray[np.int32]
    """(n) the next at the same node, or -1."""
    before: NDArray[np.int32]
    """(n) the one before."""
    slack: NDArray[np.int64]
    """(m) how much whoever goes first from each opening loses at least."""


@njit(cache=True, inline="always")
def bare_rows(rows: Rows) -> Rows:
    """The numbers of rows."""
    return Rows(bare(rows.indptr), bare(rows.col), bare(rows.score), bare(rows.must.view(np.uint8)))


@njit(cache=True, inline="always")
def bare_nodes(nodes: Nodes) -> Nodes:
    """The numbers of a tree."""
    return Nodes(bare(nodes.below_at), bare(nodes.below), nodes.openings, nodes.outside)


@njit(cache=True, inline="always")
def bare_standing(standing: Standing) -> Standing:
    """The numbers of where everybody stands."""
    node, cost, at, gain, other, following, before, slack = standing
    return Standing(
        bare(node), bare(cost), bare(at), bare(gain), bare(other), bare(following), bare(before), bare(slack)
    )


@njit(cache=True, inline="always")
def _leave(standing: Standing, one: int) -> None:
    """The applicant is nowhere."""
    node, _cost, at, _gain, _other, following, before, _slack = standing
    ahead, behind = int(before[one]), int(following[one])
    if ahead >= 0:
        following[ahead] = behind
    else:
        node[int(at[one]) * 8 + FIRST] = behind
    if behind >= 0:
        before[behind] = ahead
    at[one] = -1


@njit(cache=True, inline="always")
def _enter(standing: Standing, one: int, where: int) -> None:
    """The applicant, who is nowhere, sits at a node."""
    head = int(standing.node[where * 8 + FIRST])
    standing.at[one] = where
    standing.following[one] = head
    standing.before[one] = -1
    if head >= 0:
        standing.before[head] = one
    standing.node[where * 8 + FIRST] = one


@njit(cache=True)
def _sit(rows: Rows, standing: Standing, openings: int, one: int, where: int) -> None:
    """The applicant moves to a node. Another option may be worth as much."""
    if standing.at[one] >= 0:
        _leave(standing, one)
    worth = score_of(rows, one, where)
    standing.gain[one] = worth
    standing.other[one] = worth - standing.cost[where]
    if where < openings:
        standing.slack[where] = 0
    _enter(standing, one, where)


@njit(cache=True)
def score_of(rows: Rows, one: int, where: int) -> int:
    """What the applicant is worth at a node: 0 outside."""
    for e in range(rows.indptr[one], rows.indptr[one + 1]):
        if rows.col[e] == where:
            return int(rows.score[e])
    return 0


@njit(cache=True)
def _look(rows: Rows, nodes: Nodes, standing: Standing, one: int, at: int) -> bool:
    """See what the node `at` and every other option are worth to the applicant. Whether nothing is worth more."""
    indptr, col, score, must = rows
    cost, slack = standing.cost, standing.slack
    here, worth = -FAR, 0
    other = -FAR if must[one] else 0
    if at == nodes.outside:
        here, other = other, -FAR
    for e in range(indptr[one], indptr[one + 1]):
        value = score[e] - cost[col[e]]
        if col[e] == at:
            here, worth = value, score[e]
        else:
            other = max(other, value)
    standing.gain[one] = worth
    standing.other[one] = other
    if here < other or here == -FAR:
        return False
    if at < nodes.openings:
        slack[at] = min(slack[at], here - other)
    return True


@njit(cache=True)
def stand(rows: Rows, nodes: Nodes, standing: Standing, start: NDArray[np.int32]) -> None:
    """Everybody to where `start` (n) has them, if no option is worth more; otherwise nowhere. O(n + e)."""
    edges, tree, known = bare_rows(rows), bare_nodes(nodes), bare_standing(standing)
    for one in range(start.size):
        if _look(edges, tree, known, one, int(start[one])):
            _enter(known, one, int(start[one]))


@njit(cache=True)
def compare(rows: Rows, before: Rows, nodes: Nodes, standing: Standing, stale: NDArray[np.bool_]) -> int:
    """Whoever has other edges than `before` and would rather sit elsewhere is nowhere. How many have other edges."""
    edges, tree, known = bare_rows(rows), bare_nodes(nodes), bare_standing(standing)
    indptr, col, score, must = edges
    old_at, old_col, old_score, had_to = bare_rows(before)
    changed = 0
    for one in range(stale.size):
        begin, end = indptr[one], indptr[one + 1]
        shift = old_at[one] - begin
        same = end + shift == old_at[one + 1] and must[one] == had_to[one]
        if same:
            for e in range(begin, end):
                if score[e] != old_score[e + shift] or col[e] != old_col[e + shift]:
                    same = False
                    break
        if not same:
            changed += 1
            stale[one] = True
            if not _look(edges, tree, known, one, int(known.at[one])):
                _leave(known, one)
    return changed


@njit(cache=True)
def balance(nodes: Nodes, standing: Standing) -> int:
    """Flows and excesses of the tree, from where everybody sits and the prices. Returns how much does not fit."""
    node, at, outside = bare(standing.node), standing.at, nodes.outside
    inflow = np.zeros(outside + 1, np.int64)
    for one in range(at.size):
        if at[one] >= 0:
            inflow[at[one]] += 1
    wrong = 0
    for k in range(outside):
        one = k if k < nodes.openings else outside - 1 - (k - nodes.openings)
        up = int(node[one * 8 + ABOVE])
        own = node[one * 8 + PRICE] - node[up * 8 + PRICE]
        flow = min(max(inflow[one], node[one * 8 + LOWER]), node[one * 8 + UPPER])
        if own > 0:
            flow = node[one * 8 + UPPER]
        elif own < 0:
            flow = node[one * 8 + LOWER]
        node[one * 8 + FLOW] = flow
        node[one * 8 + EXCESS] = inflow[one] - flow
        inflow[up] += flow
        wrong += abs(inflow[one] - flow)
    return int(wrong)


@njit(cache=True)
def carry(rows: Rows, nodes: Nodes, standing: Standing, giver: int, taker: int, via: int) -> None:
    """One more goes from `giver` to `taker`: a person who moves, or an arc of the tree."""
    node = standing.node
    if via >= 0:
        _sit(rows, standing, nodes.openings, via, taker)
    elif node[giver * 8 + ABOVE] == taker:
        node[giver * 8 + FLOW] += 1
    else:
        node[taker * 8 + FLOW] -= 1


@njit(cache=True)
def group(rows: Rows, start: NDArray[np.int64], edge: NDArray[np.signedinteger]) -> None:
    """Fill in the edges (e, 2) of `Columns`, which begin at `start` (m + 1). O(n + m + e)."""
    edges, columns, place = bare_rows(rows), bare(edge), start[:-1].copy()
    spot = bare(place)
    for one in range(rows.indptr.size - 1):
        for e in range(edges.indptr[one], edges.indptr[one + 1]):
            here = int(spot[edges.col[e]])
            columns[2 * here] = one
            columns[2 * here + 1] = edges.score[e]
            spot[edges.col[e]] = here + 1


@njit(cache=True)
def inside(above: NDArray[np.int32], openings: int, at: NDArray[np.int32]) -> NDArray[np.int64]:
    """(N) how many of those who sit at nodes are inside each node. O(n + N)."""
    outside = above.size - 1
    total = np.zeros(outside + 1, np.int64)
    for i in range(at.size):
        if at[i] >= 0:
            total[at[i]] += 1
    for k in range(outside):
        one = k if k < openings else outside - 1 - (k - openings)
        total[above[one]] += total[one]
    return total


@njit(cache=True)
def reachable(indptr: NDArray[np.int64], col: NDArray[np.int32], above: NDArray[np.int32]) -> NDArray[np.int64]:
    """(N) how many applicants could come to each opening, or to one somewhere below each unit. O(N + e depth)."""
    found = np.zeros(above.size, np.int64)
    last = np.full(above.size, -1, np.int64)
    for one in range(indptr.size - 1):
        for e in range(indptr[one], indptr[one + 1]):
            node = int(col[e])
            while node >= 0 and last[node] != one:
                last[node] = one
                found[node] += 1
                node = int(above[node])
    return found
