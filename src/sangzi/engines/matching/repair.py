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

from .kernels.frontier import FAR, Search
from .kernels.paths import Columns, State, columns_of, fill, lead_away, make_up, seat_all
from .network import Network


def room(nodes: int) -> Search:
    """Room for searches over that many nodes. O(N); no errors."""
    none = np.full(nodes, -1, np.int32)
    far = np.full(nodes, FAR, np.int64)
    return Search(far, none, none.copy(), none.copy(), none.copy(), none.copy(), np.zeros(4, np.int64))


class Stuck(NamedTuple):
    """Where no solution was found: the applicant or the node, and every node the search reached."""

    applicant: int
    node: int
    reached: NDArray[np.int32]
    wanting: bool
    """A deficit: nobody can be had. Otherwise no room."""


def repair(net: Network, price: NDArray[np.int64], start: NDArray[np.int32]) -> tuple[State, Search, Stuck | None]:
    """The optimum from prices (N) and placements (n, nodes or -1), both of any quality; `price` is changed in place.

    Complexity: O(n + m + u + e), and for each applicant or seat out of place one search of at most
    O(e + (m + u) log (m + u)), in practice a few dozen nodes. No errors: where there is no solution, a `Stuck` says so.
    """
    nodes = net.above.size
    zero = np.zeros(nodes, np.int64)
    nobody = np.full(start.size, -1, np.int32)
    state = State(
        price, zero, zero.copy(), nobody, np.zeros(start.size, np.int64), np.full(nodes, -1, np.int32),
        nobody.copy(), nobody.copy(),
    )  # fmt: skip
    search = room(nodes)
    seat_all(net, state, start)
    fill(net, state)
    applicant, node = lead_away(net, state, search)
    if applicant >= 0 or node >= 0:
        return state, search, Stuck(applicant, node, search.touched[: search.size[1]].copy(), wanting=False)
    if (state.excess < 0).any():
        columns = Columns(*columns_of(net.indptr, net.col, net.score, net.openings))
        node = make_up(net, state, search, columns)
        if node >= 0:
            return state, search, Stuck(-1, node, search.touched[: search.size[1]].copy(), wanting=True)
    return state, search, None
