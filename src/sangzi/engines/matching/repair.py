"""From any prices to the exact optimum: shortest augmenting paths over integer prices, for the optimal method.

Every node of the network has a price, outside 0. The state is kept such that complementary slackness holds to the
unit: everybody sits at an option of the greatest value (score minus price), an arc upwards whose node is dearer than
the one above runs at its upper bound, and one that is cheaper at its lower bound. What does not fit yet stands as an
excess (too many at a node), a deficit (too few) or an applicant nowhere. Each is led away along a shortest path, by
Dijkstra's search over reduced costs, which raises or lowers prices just as far as the path needs and no further; when
nothing is left, placements and prices prove each other. Without a path there is no solution at all, and the nodes the
search could reach say why.

Source: Ahuja, Magnanti and Orlin, "Network Flows", 1993, chapters 9.7 and 9.9 (successive shortest paths, primal-dual).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .kernels.comings import Wanted, make_up
from .kernels.frontier import ABOVE, DISTANCE, EXCESS, FAR, FIRST, FLOW, LOWER, PRICE, SEARCHES, SEEN, TOUCHED, UPPER
from .kernels.moves import Room, place_all
from .kernels.standing import Columns, Nodes, Rows, Standing, balance, group, inside, stand
from .network import Network, cumulative

FEW = 8
"""As many free seats as that can each be led somebody to, rather than giving up the price."""


class Stuck(NamedTuple):
    """Where no solution was found: the applicant or the node, and every node the search reached."""

    applicant: int
    node: int
    reached: NDArray[np.int32]
    wanting: bool
    """A deficit: nobody can be had. Otherwise no room."""


class Repaired(NamedTuple):
    """The optimum, or what stood against it."""

    price: NDArray[np.int64]
    """(N)"""
    at: NDArray[np.int32]
    """(n) nodes; -1 only where something is stuck."""
    flow: NDArray[np.int64]
    """(N) of the arc upwards."""
    worth: int
    """The scores of all placements."""
    searches: int
    """How many excesses and deficits had to be led away."""
    stuck: Stuck | None


def fitting(net: Network, own: NDArray[np.int64], at: NDArray[np.int32], least: int = 0) -> NDArray[np.int64]:
    """(N) prices from own prices, where none stands against what is inside the node by more than a few seats.

    Own prices of up to `least` do not stand against any free seat at all. `own` is changed in place. O(n + N).
    """
    had = inside(net.above, net.openings, at)
    own[(own > 0) & (had < net.upper) & ((own <= least) | (net.upper - had > FEW))] = 0
    own[(own < 0) & (had > net.lower)] = 0
    own[-1] = 0
    return cumulative(net.above, own)


def repair(net: Network, price: NDArray[np.int64], start: NDArray[np.int32]) -> Repaired:
    """The optimum from prices (N) and placements (n, nodes or -1), both of any quality; neither is changed.

    Complexity: O(n + m + u + e), and for each applicant or seat out of place one search of at most
    O(e + (m + u) log (m + u)), in practice a few dozen nodes. No errors: where there is no solution, a `Stuck` says so.
    """
    standing = standing_at(net, price)
    stand(rows_of(net), below_of(net), standing, start)
    balance(below_of(net), standing)
    return finished(net, standing, None)


def finished(net: Network, standing: Standing, columns: Columns | None) -> Repaired:
    """Everybody placed, and every bound met, if that can be; columns are grouped if they are needed and not there."""
    places = net.above.size + standing.at.size
    room = Room(
        mark=np.full((net.above.size, 5), -1, np.int32), tally=np.zeros(5, np.int64),
        key=np.empty(places, np.int64), what=np.empty(places, np.int32),
    )  # fmt: skip
    rows, below, stuck = rows_of(net), below_of(net), None
    applicant, one = place_all(rows, below, standing, room)
    if applicant >= 0 or one >= 0:
        stuck = Stuck(applicant, one, _reached(room), wanting=False)
    elif (standing.node[:, EXCESS] < 0).any():
        wanted = Wanted(np.empty(standing.at.size, np.int64), *np.zeros((2, net.openings), np.int64))
        one = make_up(rows, below, standing, room, columns or columns_in(net), wanted)
        stuck = Stuck(-1, one, _reached(room), wanting=True) if one >= 0 else None
    return Repaired(
        price=standing.cost,
        at=standing.at,
        flow=standing.node[:, FLOW],
        worth=int(standing.gain.sum()),
        searches=int(room.tally[SEARCHES]),
        stuck=stuck,
    )


def _reached(room: Room) -> NDArray[np.int32]:
    return room.mark[: room.tally[SEEN], TOUCHED].copy()


def standing_at(net: Network, price: NDArray[np.int64]) -> Standing:
    """Prices (N) with nobody placed yet. O(n + N); no errors."""
    n = net.must.size
    return Standing(
        node=_nodes(net, price), cost=price.copy(), at=np.full(n, -1, np.int32),
        gain=np.zeros(n, np.int64), other=np.zeros(n, np.int64),
        following=np.full(n, -1, np.int32), before=np.full(n, -1, np.int32),
        slack=np.full(net.openings, FAR, np.int64),
    )  # fmt: skip


def _nodes(net: Network, price: NDArray[np.int64]) -> NDArray[np.int64]:
    node = np.zeros((net.above.size, 8), np.int64)
    node[:, PRICE], node[:, LOWER], node[:, UPPER], node[:, ABOVE] = price, net.lower, net.upper, net.above
    node[:, FIRST], node[:, DISTANCE], node[:, EXCESS] = -1, FAR, 0
    return node


def rows_of(net: Network) -> Rows:
    """The edges as the loops read them. O(1); no errors."""
    return Rows(net.indptr, net.col, net.score, net.must)


def below_of(net: Network) -> Nodes:
    """The tree as the loops read it. O(1); no errors."""
    return Nodes(net.below_at, net.below, net.openings, net.outside)


def columns_in(net: Network) -> Columns:
    """The edges grouped by opening, half as wide where the scores allow it. O(n + m + e); no errors."""
    wide = int(np.abs(net.score).max(initial=0)) > np.iinfo(np.int32).max
    edge = np.empty((net.col.size, 2), np.int64 if wide else np.int32)
    start = np.append(0, np.cumsum(net.edges))
    group(rows_of(net), start, edge)
    return Columns(start, edge, np.zeros(net.must.size, np.bool_))
