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

from .kernels.frontier import ABOVE, DISTANCE, EXCESS, FAR, FIRST, FLOW, LOWER, PRICE, SEARCHES, SEEN, TOUCHED, UPPER
from .kernels.paths import AT, GAIN, Columns, State, columns_of, fill, inside, lead_away, make_up, seat_all
from .network import Network, cumulative

SMALL = 1 << 30
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


def exact(net: Network, price: NDArray[np.int64], start: NDArray[np.int32]) -> Repaired:
    """What `repair` finds, by the quicker of two ways: the one that passes over most of what it would read needs scores
    of 32 bits. Complexity as `repair`; no errors.
    """
    if int(np.abs(net.score).max(initial=0)) >= SMALL:
        return repair(net, price, start)
    from .again import settled

    return settled(net, price, start)


def repair(net: Network, price: NDArray[np.int64], start: NDArray[np.int32]) -> Repaired:
    """The optimum from prices (N) and placements (n, nodes or -1), both of any quality; neither is changed.

    Complexity: O(n + m + u + e), and for each applicant or seat out of place one search of at most
    O(e + (m + u) log (m + u)), in practice a few dozen nodes. No errors: where there is no solution, a `Stuck` says so.
    """
    state = _state(net, price, start)
    seat_all(net, state, start)
    fill(net, state)
    applicant, one = lead_away(net, state)
    stuck = None
    if applicant >= 0 or one >= 0:
        stuck = Stuck(applicant, one, _reached(state), wanting=False)
    elif (state.node[:, EXCESS] < 0).any():
        one = make_up(net, state, Columns(*columns_of(net.indptr, net.col, net.score, net.openings)))
        stuck = Stuck(-1, one, _reached(state), wanting=True) if one >= 0 else None
    return Repaired(
        price=state.node[:, PRICE].copy(),
        at=state.person[:, AT].astype(np.int32),
        flow=state.node[:, FLOW].copy(),
        worth=int(state.person[:, GAIN].sum()),
        searches=int(state.tally[SEARCHES]),
        stuck=stuck,
    )


def _state(net: Network, price: NDArray[np.int64], start: NDArray[np.int32]) -> State:
    node = np.zeros((net.above.size, 8), np.int64)
    node[:, PRICE], node[:, LOWER], node[:, UPPER], node[:, ABOVE] = price, net.lower, net.upper, net.above
    node[:, FIRST], node[:, DISTANCE] = -1, FAR
    person = np.full((start.size, 4), -1, np.int64)
    person[:, GAIN] = 0
    return State(node, person, np.full((net.above.size, 5), -1, np.int32), np.zeros(4, np.int64))


def _reached(state: State) -> NDArray[np.int32]:
    return state.mark[: state.tally[SEEN], TOUCHED].copy()
