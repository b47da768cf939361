"""Where everybody stands between two solutions, and what is known of what else they could have; see `again`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .frontier import ABOVE, EXCESS, FAR, FIRST, FLOW, LOWER, PRICE, UPPER


class Rows(NamedTuple):
    """What everybody may have."""

    indptr: NDArray[np.int64]
    col: NDArray[np.int32]
    score: NDArray[np.int64]
    must: NDArray[np.bool_]


class Nodes(NamedTuple):
    """The nodes below each node, and how many nodes are openings."""

    below_at: NDArray[np.int64]
    below: NDArray[np.int32]
    openings: int


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


@njit(cache=True)
def _leave(standing: Standing, one: int) -> None:
    """The applicant is nowhere."""
    node, _cost, at, _gain, _other, following, before, _slack = standing
    ahead, behind = before[one], following[one]
    if ahead >= 0:
        following[ahead] = behind
    else:
        node[at[one], FIRST] = behind
    if behind >= 0:
        before[behind] = ahead
    at[one] = -1


@njit(cache=True)
def _enter(standing: Standing, one: int, where: int) -> None:
    """The applicant, who is nowhere, sits at a node."""
    head = int(standing.node[where, FIRST])
    standing.at[one], standing.following[one], standing.before[one] = where, head, -1
    if head >= 0:
        standing.before[head] = one
    standing.node[where, FIRST] = one


@njit(cache=True)
def _sit(rows: Rows, standing: Standing, one: int, where: int) -> None:
    """The applicant moves to a node. Another option may be worth as much."""
    if standing.at[one] >= 0:
        _leave(standing, one)
    worth = score_of(rows, one, where)
    standing.gain[one], standing.other[one] = worth, worth - standing.cost[where]
    if where < standing.slack.size:
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
def _look(rows: Rows, standing: Standing, one: int, at: int) -> bool:
    """See what the node `at` and every other option are worth to the applicant. Whether nothing is worth more."""
    indptr, col, score, must = rows
    cost, slack = standing.cost, standing.slack
    here, worth = -FAR, 0
    other = -FAR if must[one] else 0
    if at == cost.size - 1:
        here, other = other, -FAR
    for e in range(indptr[one], indptr[one + 1]):
        value = score[e] - cost[col[e]]
        if col[e] == at:
            here, worth = value, score[e]
        else:
            other = max(other, value)
    standing.gain[one], standing.other[one] = worth, other
    if here < other or here == -FAR:
        return False
    if at < slack.size:
        slack[at] = min(slack[at], here - other)
    return True


@njit(cache=True)
def stand(rows: Rows, standing: Standing, start: NDArray[np.int32]) -> None:
    """Everybody to where `start` (n) has them, if no option is worth more; otherwise nowhere. O(n + e)."""
    for one in range(start.size):
        if _look(rows, standing, one, start[one]):
            _enter(standing, one, start[one])


@njit(cache=True)
def compare(rows: Rows, known: Rows, standing: Standing, stale: NDArray[np.bool_]) -> int:
    """Whoever has other edges than were known and would rather sit elsewhere is nowhere. How many have other edges."""
    indptr, col, score, must = rows
    known_at, known_col, known_score, had_to = known
    changed = 0
    for one in range(indptr.size - 1):
        begin, end = indptr[one], indptr[one + 1]
        shift = known_at[one] - begin
        same = end + shift == known_at[one + 1] and must[one] == had_to[one]
        if same:
            for e in range(begin, end):
                if score[e] != known_score[e + shift] or col[e] != known_col[e + shift]:
                    same = False
                    break
        if not same:
            changed += 1
            stale[one] = True
            if not _look(rows, standing, one, standing.at[one]):
                _leave(standing, one)
    return changed


@njit(cache=True)
def balance(nodes: Nodes, standing: Standing) -> int:
    """Flows and excesses of the tree, from where everybody sits and the prices. Returns how much does not fit."""
    node, at = standing.node, standing.at
    outside = node.shape[0] - 1
    inflow = np.zeros(outside + 1, np.int64)
    for one in range(at.size):
        if at[one] >= 0:
            inflow[at[one]] += 1
    wrong = 0
    for k in range(outside):
        one = k if k < nodes.openings else outside - 1 - (k - nodes.openings)
        own = node[one, PRICE] - node[node[one, ABOVE], PRICE]
        flow = min(max(inflow[one], node[one, LOWER]), node[one, UPPER])
        if own > 0:
            flow = node[one, UPPER]
        elif own < 0:
            flow = node[one, LOWER]
        node[one, FLOW], node[one, EXCESS] = flow, inflow[one] - flow
        inflow[node[one, ABOVE]] += flow
        wrong += abs(inflow[one] - flow)
    return int(wrong)


@njit(cache=True)
def carry(rows: Rows, standing: Standing, giver: int, taker: int, via: int) -> None:
    """One more goes from `giver` to `taker`: a person who moves, or an arc of the tree."""
    node = standing.node
    if via >= 0:
        _sit(rows, standing, via, taker)
    elif node[giver, ABOVE] == taker:
        node[giver, FLOW] += 1
    else:
        node[taker, FLOW] -= 1


@njit(cache=True)
def group(rows: Rows, openings: int, edge: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """Fill in the edges (e, 2) of `Columns`, and return their start (m + 1). O(n + m + e)."""
    indptr, col, score, _must = rows
    start = np.zeros(openings + 1, np.int64)
    for e in range(col.size):
        start[col[e] + 1] += 1
    for j in range(openings):
        start[j + 1] += start[j]
    spot = start[:-1].copy()
    for one in range(indptr.size - 1):
        for e in range(indptr[one], indptr[one + 1]):
            edge[spot[col[e]], 0] = one
            edge[spot[col[e]], 1] = score[e]
            spot[col[e]] += 1
    return start


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
