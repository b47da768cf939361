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

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .kernels.bids import bid_all
from .kernels.lines import LINE, fill, starts
from .kernels.market import (
    ABOVE,
    FINE,
    LOWER,
    PRICE,
    START,
    UPPER,
    Market,
    envious,
    in_lines,
    neighbours,
)
from .kernels.rounds import against, recall, yield_prices
from .network import Network, cumulative
from .repair import fitting

SCALE = 8
"""Steps of price in one score point, where scores are small enough."""
BOUND, FREE, FASTER, LAST = 3, 5, 8, 8
"""The error of the first round, as a part of the greatest score by powers of two, where quotas or few seats stand
against wishes and where nothing does; how much smaller that of each round is than the one before; and the part, by
powers of two, that ends them: what is left then is set right by paths sooner than by another round."""
PART = 4
"""The part of the error by which a unit that has to give somebody up is dearer than the cheapest node below it."""
SMALL = 4000
"""So few openings a path searches through soon: what a round leaves to it costs little."""
MARGIN_SMALL, MARGIN, FREE_MARGIN = 3, 4, 12
"""By how many errors prices give way before a round: under quotas, few openings or many, and without any."""
ASKED = 200
"""How many say which rounding of the prices suits them."""
FIRST_BIDS, MOST_BIDS = 8, 24
"""Bids an applicant in the first round and in any other, in the mean, after which all else is left to the repair: no
first round that was measured took more than 7.5, and a price war that began with prices of 0 took 60."""
LEFT, LEFT_LAST, FEWEST, FEWEST_LAST = 1200, 4800, 5, 1
"""A round ends when no more than one in so many has lost a seat, and the last one, or when so few have: those are in
wars of their own that the next round, or a path, ends sooner."""
SEEN, CHEAP = 4096, 0.25
"""So many edges, and the part of them whose score is no more than the first price where seats are short."""
ROOMY = 1.1
"""Seats for each applicant from which on they are not tight."""
TRIES, TOLERATED, BEARABLE, WORSE, WIDER, MOST_MARGIN = 3, 200, 8, 1.2, 4, 32
"""The last round is tried again where more than one opening in so many, and than so many, ends against its price, and
not so many times as many as in the round before; prices give way so many times as far then, and by so many errors at
most."""


def auction(net: Network) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Prices (N) in score points and placements (n, nodes) that are close to the optimum of the network.

    Deterministic. Ends early where a round takes `MOST_BIDS` bids an applicant, or the first `FIRST_BIDS`. O(n + m +
    u + e) for each round and for each bid O(edges of one applicant + log seats + depth); the number of bids depends on
    how scarce seats are, and is 5 to 40 an applicant in what was measured. No errors.
    """
    greatest = int(np.abs(net.score).max(initial=1))
    shift = (greatest // FINE).bit_length()
    scale = SCALE if greatest * SCALE <= FINE else 1
    seats = int(np.minimum(net.upper[: net.openings], net.must.size).sum())
    short = seats < net.must.size
    first = _first_price(net.score) if short else 0
    top = max(((greatest - first) * scale) >> shift, 8)
    own = np.where(net.lower > 0, -(top >> 3), 0)
    own[: net.openings] += (first * scale) >> shift
    market = market_of(net, scale, shift, cumulative(net.above, own))
    bounded = (net.lower > 0).any() or (net.above[: net.openings] != net.above.size - 1).any()
    epsilons = max(top >> (BOUND if bounded or short else FREE), 1), max(top >> LAST, 1)
    large = net.openings > SMALL
    margin = (MARGIN if large else MARGIN_SMALL) if bounded else FREE_MARGIN
    _rounds(market, *epsilons, margin, tight=large and seats < net.must.size * ROOMY)
    at = np.empty_like(market.at)
    at[market.order] = np.where(market.at < 0, net.outside, market.at)
    return _points(net, market, at, scale, shift), at


def _first_price(score: NDArray[np.int64]) -> int:
    """The price to begin with where seats are fewer than applicants: the score that a quarter of edges do not pass."""
    seen = score[:: max(score.size // SEEN, 1)]
    place = int((seen.size - 1) * CHEAP)
    return max(int(np.partition(seen, place)[place]), 0) if seen.size else 0


def _rounds(market: Market, epsilon: int, last: int, margin: int, *, tight: bool) -> None:
    """Rounds of smaller and smaller error; the last is tried again where many nodes end against their price.

    Where seats are `tight` one more round follows: whoever stands wrong then has a long way to go.
    """
    lag = np.zeros(market.node.shape[0], np.int32)
    size, widest = max(market.at.size, 100), max(8 * epsilon, 1)
    bearable, before = max(market.cost.size // TOLERATED, BEARABLE), market.node.shape[0]
    again, most, wide = 0, FIRST_BIDS * size, margin
    while True:
        waiting = recall(market, epsilon)
        few = max(market.at.size // LEFT, FEWEST) if epsilon > last else max(market.at.size // LEFT_LAST, FEWEST_LAST)
        if bid_all(market, waiting, epsilon, max(epsilon // PART, 1), most, few) >= most:
            break
        most = MOST_BIDS * size
        if epsilon > last:
            epsilon = max(1, epsilon // FASTER)
        elif again < TRIES and bearable < (wrong := against(market, epsilon)) < WORSE * before:
            again, before = again + 1, wrong
            wide = min(WIDER * wide, MOST_MARGIN)
        elif tight and epsilon > 1:
            epsilon, again, wide, tight = max(1, epsilon // FASTER), TRIES, margin, False
        else:
            break
        yield_prices(market, lag, wide * epsilon, epsilon, widest)


def market_of(net: Network, scale: int, shift: int, price: NDArray[np.int64]) -> Market:
    """An empty market with scores `(score * scale) >> shift` and prices (N) to begin with. O(n + m + u + e)."""
    nodes, n, m = net.above.size, net.must.size, net.openings
    node = in_lines(nodes, 8)
    node[:, LOWER] = np.minimum(net.lower, 2**30)
    node[:, UPPER] = np.minimum(net.upper, n)
    node[:, ABOVE] = net.above
    node[:, PRICE] = price
    seat_at = np.append(0, np.cumsum(np.minimum(net.edges, node[:m, UPPER]) + 1))  # one for who comes
    node[:m, START] = seat_at[:-1]
    node[m:, START] = net.below_at[m:-1]
    order = neighbours(net.indptr, net.col, net.score, m)
    start = starts(net.indptr, order)
    edge = in_lines(int(start[-1]), LINE)
    fill(net.indptr, net.col, net.score, order, scale, shift, start, edge)
    return Market(
        order=order, start=start, edge=edge, must=net.must[order].view(np.uint8),
        node=node, cost=node[:m, PRICE].copy(), seat=np.empty(seat_at[-1], np.int64), child=np.empty(nodes, np.int32),
        at=np.full(n, -1, np.int32), waiting=np.zeros(n, np.int32), losing=np.zeros(n, np.int32),
    )  # fmt: skip


def _points(net: Network, market: Market, at: NDArray[np.int32], scale: int, shift: int) -> NDArray[np.int64]:
    """Prices in whole score points: the rounding of three that leaves the fewest who would rather sit elsewhere."""
    price = market.node[:, PRICE].astype(np.int64)
    price[-1] = 0
    fine = fitting(net, price - price[net.above], at, scale)
    tried = [(fine + part * scale // 4) // scale << shift for part in (1, 2, 3)]
    for prices in tried:
        prices[-1] = 0
    step = max(net.must.size // ASKED, 1)
    wrong = [envious(net.indptr, net.col, net.score, prices, at, step) for prices in tried]
    return tried[int(np.argmin(wrong))]
