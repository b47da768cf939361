"""Prices and placements close to the optimum, by auction: what the optimal method begins with.

Everybody who sits nowhere bids for the best option (score less price), up to what the second best would leave over. A
node that is full gives up its weakest, and its price rises to what the weakest would have paid; one that is not full
passes the newcomer up at the price of the node above. A node below its lower bound keeps whoever comes and passes
nobody up: its seats begin cheap, cheaper than the node above, and are bid up like all others, so no lower bound needs a
penalty. Prices only rise within a round; each round begins anew, from the prices of the round before less a margin,
and allows a smaller error than that (epsilon scaling). What is still wrong after the last round is left to the repair.

Prices and scores are 32-bit whole numbers here, scaled to use them well; nothing that this module finds is trusted.

Source: Bertsekas, "The auction algorithm", Annals of Operations Research 14, 1988, and "Auction algorithms for network
flow problems", Computational Optimization and Applications 1, 1992 (epsilon relaxation, for the nodes of the tree).
"""

# ruff: noqa: C901, PLR0915  (compiled kernels)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .network import Network, cumulative

HIGH = np.int32(2**31 - 1)
INSIDE, LOWER, UPPER, ABOVE, PRICE, KEY, START, SIZE = range(8)
HALF = np.int64(32)
WHO = np.int64(2**32 - 1)
NEVER = np.int64(-(2**62))


class Market(NamedTuple):
    """What a round changes; N nodes, n applicants, all numbers of a node in one line of memory."""

    indptr: NDArray[np.int64]
    edge: NDArray[np.int32]
    """(e, 2) opening, and scaled score less the opening's price at the last `recall`; dearest first."""
    must: NDArray[np.bool_]
    node: NDArray[np.int32]
    """(N, 8) how many came in, the bounds, the node above, the price (cumulative: what an applicant pays), the price a
    node was listed with in the heap of the node above (`HIGH`: it is not listed), where the heap of its own children or
    seats begins and how long that is."""
    rise: NDArray[np.int32]
    """(m) by how much each opening's price rose since the last `recall`."""
    seat: NDArray[np.int64]
    """(seats) what each holder would pay at most in the high half, who it is in the low: a heap for each opening."""
    child: NDArray[np.int32]
    """(N - 1) a heap of nodes for each unit, the cheapest that can give somebody up first."""
    at: NDArray[np.int32]
    """(n) the opening each applicant sits at, or -1."""
    waiting: NDArray[np.int32]
    """(n) applicants who still have to bid."""


@njit(cache=True)
def _enlist(node, child, one):
    """Put a node into the heap of the node above."""
    above = node[one, ABOVE]
    start = node[above, START]
    mine = node[one, PRICE]
    node[one, KEY] = mine
    spot = node[above, SIZE]
    node[above, SIZE] += 1
    while spot > 0:
        up = (spot - 1) >> 1
        other = child[start + up]
        if node[other, KEY] <= mine:
            break
        child[start + spot] = other
        spot = up
    child[start + spot] = one


@njit(cache=True)
def _sink(node, child, start, size, one):
    """Let a node sink from the top of a heap of children to where its key belongs."""
    mine = node[one, KEY]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if low + 1 < size and node[child[start + low + 1], KEY] < node[child[start + low], KEY]:
            low += 1
        other = child[start + low]
        if node[other, KEY] >= mine:
            break
        child[start + spot] = other
        spot = low
    child[start + spot] = one


@njit(cache=True)
def _cheapest(node, child, unit):
    """The cheapest node below a unit that has somebody to give up, or -1."""
    start = node[unit, START]
    while node[unit, SIZE] > 0:
        top = child[start]
        if node[top, INSIDE] <= node[top, LOWER]:
            node[top, KEY] = HIGH
            node[unit, SIZE] -= 1
            size = node[unit, SIZE]
            if size > 0:
                _sink(node, child, start, size, child[start + size])
        elif node[top, KEY] < node[top, PRICE]:
            node[top, KEY] = node[top, PRICE]
            _sink(node, child, start, node[unit, SIZE], top)
        else:
            return np.int64(top)
    return np.int64(-1)


@njit(cache=True, inline="always")
def _sit(seat, start, size, mine):
    spot = size
    while spot > 0:
        up = (spot - 1) >> 1
        if seat[start + up] <= mine:
            break
        seat[start + spot] = seat[start + up]
        spot = up
    seat[start + spot] = mine


@njit(cache=True, inline="always")
def _stand_up(seat, start, size):
    """The weakest holder gives up the seat, `size` others stay."""
    weakest = seat[start] & WHO
    mine = seat[start + size]
    spot = 0
    while True:
        low = 2 * spot + 1
        if low >= size:
            break
        if low + 1 < size and seat[start + low + 1] < seat[start + low]:
            low += 1
        if seat[start + low] >= mine:
            break
        seat[start + spot] = seat[start + low]
        spot = low
    seat[start + spot] = mine
    return weakest


@njit(cache=True)
def _settle(node, child, seat, rise, opening, step):
    """One more has come to an opening. Returns who has to leave for it, or -1; -2 where nobody can and nobody may."""
    openings = rise.size
    outside = node.shape[0] - 1
    here = opening
    rising = True
    while here != outside:
        if rising:
            node[here, INSIDE] += 1
            if node[here, INSIDE] <= node[here, LOWER]:
                break
        up = np.int64(node[here, ABOVE])
        fee = node[up, PRICE] if node[here, INSIDE] <= node[here, UPPER] else HIGH
        if fee > node[here, PRICE]:
            if here < openings:
                start = np.int64(node[here, START])
                weakest = np.int32(seat[start] >> HALF)
                paid = max(node[here, PRICE], min(weakest, fee))
                rise[here] += paid - node[here, PRICE]
                node[here, PRICE] = paid
                if weakest < fee:
                    node[here, INSIDE] -= 1
                    node[here, SIZE] -= 1
                    return _stand_up(seat, start, np.int64(node[here, SIZE]))
            else:
                give = _cheapest(node, child, here)
                if give >= 0 and node[give, PRICE] < fee:
                    node[here, INSIDE] -= 1
                    node[here, PRICE] = max(node[here, PRICE], node[give, PRICE] + step)
                    here = give
                    rising = False
                    continue
                if fee == HIGH:
                    return np.int64(-2)
                node[here, PRICE] = fee + step
        if node[here, KEY] == HIGH and up != outside and node[here, INSIDE] > node[here, LOWER]:
            _enlist(node, child, here)
        here = up
        rising = True
    return np.int64(-1)


@njit(cache=True)
def bid_all(market, left, epsilon, most):
    """The first `left` of those waiting bid until everybody sits or stays outside; `most` bids. Returns the bids."""
    indptr, edge, node, must, at = market.indptr, market.edge, market.node, market.must, market.at
    waiting, seat, rise, child = market.waiting, market.seat, market.rise, market.child
    step = np.int32(max(epsilon >> 2, 1))
    bids = 0
    while left > 0 and bids < most:
        left -= 1
        one = waiting[left]
        best = NEVER
        least = NEVER if must[one] else np.int64(0)
        second = least
        opening = np.int64(-1)
        for e in range(np.uint64(indptr[one]), np.uint64(indptr[one + 1])):
            value = np.int64(edge[e, 1])
            if value <= second:
                break
            j = np.int64(edge[e, 0])
            value -= rise[j]
            if value > best:
                second = max(second, best)
                best = value
                opening = j
            elif value > second:
                second = value
        if best <= least:
            continue
        bids += 1
        level = min(node[opening, PRICE] + min(best - second, np.int64(HIGH >> 2)) + epsilon, np.int64(HIGH >> 1))
        _sit(seat, np.int64(node[opening, START]), np.int64(node[opening, SIZE]), (level << HALF) | np.int64(one))
        node[opening, SIZE] += 1
        at[one] = opening
        out = _settle(node, child, seat, rise, opening, step)
        if out >= 0:
            at[out] = -1
            waiting[left] = out
            left += 1
    return bids


@njit(cache=True)
def yield_prices(market, lag, margin, epsilon):
    """Let prices give way before the next round. Returns how many nodes stood against their price.

    Every price that binds gives way by `margin`. A node that stayed free though dear halves its own price; one below
    its lower bound gives way by a few `epsilon`, and twice as far each time it is found so again (`lag`, N).
    """
    node, openings = market.node, market.rise.size
    outside = node.shape[0] - 1
    wrong = 0
    own = np.zeros(outside, np.int32)
    for one in range(outside):
        own[one] = node[one, PRICE] - node[node[one, ABOVE], PRICE]
    for k in range(outside):
        one = k + openings if k + openings < outside else k + openings - outside
        mine, had = own[one], node[one, INSIDE]
        if had < node[one, LOWER]:
            wrong += 1
            lag[one] = max(2 * lag[one], 8 * epsilon)
            mine = min(mine, 0) - lag[one]
        elif node[one, LOWER] == node[one, UPPER]:
            mine -= margin
        elif had >= node[one, UPPER]:
            mine = max(mine - margin, 0)
        elif had == node[one, LOWER] and had > 0:
            mine = min(mine, 0) - margin
        elif mine > 2 * epsilon:
            wrong += 1
            mine = mine >> 1 if mine > 16 * epsilon else 0
        else:
            mine = 0
        if had >= node[one, LOWER]:
            lag[one] = 0
        now = node[node[one, ABOVE], PRICE] + mine
        if one < openings:
            market.rise[one] += now - node[one, PRICE]
        node[one, PRICE] = now
    return wrong


@njit(cache=True)
def _order(edge, begin, end, rise):
    """Fold what prices rose into an applicant's edges, and sort them anew, dearest first: they nearly are."""
    for e in range(begin, end):
        j = edge[e, 0]
        value = edge[e, 1] - rise[j]
        spot = e
        while spot > begin and edge[spot - 1, 1] < value:
            edge[spot, 0] = edge[spot - 1, 0]
            edge[spot, 1] = edge[spot - 1, 1]
            spot -= 1
        edge[spot, 0] = j
        edge[spot, 1] = value


@njit(cache=True)
def _content(edge, begin, end, now, least):
    """How much dearer the opening `now` may become before the applicant would rather go: below 0 if it is too dear."""
    if begin == end:
        return np.int64(0)
    first = np.int64(edge[begin, 1])
    if edge[begin, 0] == now:
        other = np.int64(edge[begin + 1, 1]) if begin + 1 < end else least
        return min(first - max(other, least), np.int64(HIGH >> 2))
    for e in range(begin, end):
        if edge[e, 0] == now:
            return np.int64(edge[e, 1]) - max(first, least)
    return NEVER


@njit(cache=True)
def recall(market, epsilon):
    """Everybody who would rather sit elsewhere, by more than `epsilon`, waits. Returns how many wait."""
    indptr, edge, node, must, at = market.indptr, market.edge, market.node, market.must, market.at
    seat, rise, waiting_list = market.seat, market.rise, market.waiting
    waiting = 0
    node[: rise.size, SIZE] = 0
    for one in range(at.size):
        begin, end = indptr[one], indptr[one + 1]
        _order(edge, begin, end, rise)
        now = at[one]
        slack = NEVER
        if now >= 0:
            slack = _content(edge, begin, end, now, NEVER if must[one] else np.int64(0)) + epsilon
        if slack < 0:
            at[one] = -1
            waiting_list[waiting] = one
            waiting += 1
        else:
            level = min(node[now, PRICE] + slack, np.int64(HIGH >> 1))
            seat[node[now, START] + node[now, SIZE]] = (level << HALF) | np.int64(one)
            node[now, SIZE] += 1
    for j in range(rise.size):
        start, size = node[j, START], node[j, SIZE]
        if size > 1:
            seat[start : start + size].sort()
    rise[:] = 0
    _count(node, market.child, rise.size)
    return waiting


@njit(cache=True)
def _count(node, child, openings):
    """How many are inside each node, where lower bounds count as met; and who can give somebody up."""
    outside = node.shape[0] - 1
    node[:, INSIDE] = 0
    for j in range(openings):
        node[j, INSIDE] = node[j, SIZE]
    for k in range(outside):
        one = k if k < openings else outside - 1 - (k - openings)
        node[node[one, ABOVE], INSIDE] += max(node[one, INSIDE], node[one, LOWER])
    node[openings:, SIZE] = 0
    for one in range(outside):
        node[one, KEY] = HIGH
        if node[one, ABOVE] != outside and node[one, INSIDE] > node[one, LOWER]:
            _enlist(node, child, one)


@njit(cache=True)
def seats_of(indptr, col, upper, openings):
    """Where each opening's seats begin: no more than would ever be asked for, and one for who comes."""
    asked = np.zeros(openings, np.int64)
    for e in range(col.size):
        asked[col[e]] += 1
    start = np.zeros(openings + 1, np.int64)
    for j in range(openings):
        start[j + 1] = start[j] + min(asked[j], upper[j]) + 1
    return start


@njit(cache=True)
def edges_of(col, score, scale, shift):
    """Openings and scaled scores side by side, for one pass over memory instead of two."""
    edge = np.empty((col.size, 2), np.int32)
    for e in range(col.size):
        edge[e, 0] = col[e]
        edge[e, 1] = (score[e] * scale) >> shift
    return edge


def market_of(net: Network, scale: int, shift: int, price: NDArray[np.int64]) -> Market:
    """An empty market with scores `(score * scale) >> shift` and prices (N) to begin with. O(n + m + u + e)."""
    nodes, n, m = net.above.size, net.must.size, net.openings
    node = np.zeros((nodes, 8), np.int32)
    node[:, LOWER] = np.minimum(net.lower, 2**30)
    node[:, UPPER] = np.minimum(net.upper, n)
    node[:, ABOVE] = net.above
    node[:, PRICE] = price
    seat_at = seats_of(net.indptr, net.col, node[:, UPPER], m)
    node[:m, START] = seat_at[:-1]
    node[m:, START] = net.below_at[m:-1]
    return Market(
        indptr=net.indptr, edge=edges_of(net.col, net.score, scale, shift), must=net.must, node=node,
        rise=node[:m, PRICE].copy(), seat=np.empty(seat_at[-1], np.int64), child=np.empty(nodes, np.int32),
        at=np.full(n, -1, np.int32), waiting=np.zeros(n, np.int32),
    )  # fmt: skip


SCALE = 16
"""Steps of price in one score point, where scores are small enough."""
FINE = 1 << 22
"""The greatest scaled score: prices of several times that still fit."""
FASTER = 8
"""How much smaller the error of each round is than that of the one before."""
MOST_BIDS = 300
"""Bids an applicant in one round, in the mean, after which the rest is left to the repair."""


def auction(net: Network) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Prices (N) in score points and placements (n, nodes) that are close to the optimum of the network.

    Deterministic. Every round stops after `MOST_BIDS` bids an applicant. O(rounds (n + m + u + e) + bids); the number
    of bids depends on how scarce seats are, and is 5 to 40 an applicant in what was measured. No errors.
    """
    greatest = int(np.abs(net.score).max(initial=1))
    shift = max((greatest // FINE).bit_length(), 0)
    scale = SCALE if shift == 0 and greatest * SCALE <= FINE else 1
    top = max((greatest * scale) >> shift, 8)
    market = market_of(net, scale, shift, cumulative(net.above, np.where(net.lower > 0, -(top >> 3), 0)))
    lag = np.zeros(net.above.size, np.int32)
    bounded = bool((net.lower > 0).any() or (net.above[: net.openings] != net.above.size - 1).any())
    epsilon, margin = top >> 3, 4 if bounded else 2 * FASTER
    while True:
        waiting = recall(market, np.int32(epsilon))
        bid_all(market, waiting, np.int32(epsilon), MOST_BIDS * max(net.must.size, 100))
        if epsilon <= 1:
            break
        epsilon = max(1, epsilon // FASTER)
        yield_prices(market, lag, np.int32(margin * epsilon), np.int32(epsilon))
    return _points(net, market, scale, shift), np.where(market.at < 0, net.above.size - 1, market.at).astype(np.int32)


FEW = 8
"""As many free seats as that can each be led somebody to, rather than giving up the price."""


def _points(net: Network, market: Market, scale: int, shift: int) -> NDArray[np.int64]:
    """Prices in whole score points, none of them against what the node holds by more than a few seats."""
    price = market.node[:, PRICE].astype(np.int64)
    price[-1] = 0
    own = price - price[net.above]
    inside = market.node[:, INSIDE]
    own[(own > 0) & (inside < net.upper) & ((own <= scale) | (net.upper - inside > FEW))] = 0
    own[(own < 0) & (inside > net.lower)] = 0
    own[-1] = 0
    tried = [(cumulative(net.above, own) + part * scale // 4) // scale << shift for part in (1, 2, 3)]
    for prices in tried:
        prices[-1] = 0
    sample = slice(0, net.must.size, max(net.must.size // 20_000, 1))
    wrong = [envious(net.indptr, net.col, net.score, prices, market.at, sample.step) for prices in tried]
    return tried[int(np.argmin(wrong))]


@njit(cache=True)
def envious(indptr, col, score, price, at, step):
    """How many of every `step`-th applicant would rather sit elsewhere at these prices."""
    found = 0
    for one in range(0, at.size, step):
        best, here = np.int64(0), np.int64(0)
        for e in range(indptr[one], indptr[one + 1]):
            value = score[e] - price[col[e]]
            best = max(best, value)
            if col[e] == at[one]:
                here = value
        found += here < best
    return found
