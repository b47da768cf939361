"""What two allotments of the same people differ in, as rounds that can be gone one without another.

Somebody goes from A to B, somebody else from B to C, and so on, until somebody comes to A; where a unit has room, its
arc in the tree stands for a person. Every such round leaves each node with as many as before, up to what the second
allotment has, so that any choice of rounds keeps every bound that both allotments keep.

Source: decomposition of a flow into cycles (Ahuja, Magnanti and Orlin, "Network Flows", 1993, theorem 3.5).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from .network import Network

Arc = tuple[int, int]
"""Where it leads, and whom it moves (-1: nobody, an arc of the tree)."""
EXACT = 4096
"""The last of the surplus is used up as exactly as can be, by trying all sums up to this."""


def crossed(
    net: Network, start: NDArray[np.int32], end: NDArray[np.int32], account: NDArray[np.int64], surplus: int
) -> NDArray[np.int32]:
    """(n) nodes: `start` (n) with as many rounds towards `end` (n) gone as `surplus` allows.

    `account` (N) is what a placement at each node adds; `start` adds up to `surplus`, which must not fall below 0.
    O(moves + rounds log rounds); no errors.
    """
    found = rounds(net, start, end)
    costs = [int(sum(account[start[one]] - account[end[one]] for one in people)) for people in found]
    at = start.copy()
    for place in _chosen(costs, surplus):
        at[found[place]] = end[found[place]]
    return at


def rounds(net: Network, start: NDArray[np.int32], end: NDArray[np.int32]) -> list[list[int]]:
    """The applicants of each round, by the order of the nodes they begin at. O(moves x longest round); no errors."""
    leaving = _arcs(net, start, end)
    found: list[list[int]] = []
    for first in sorted(leaving):
        while leaving[first]:
            found.extend(_walked(leaving, first))
    return [people for people in found if people]


def _walked(leaving: dict[int, list[Arc]], first: int) -> list[list[int]]:
    """Walk until there is no way on; whenever a node is met again, what lies between is a round."""
    path: list[int] = [first]
    moved: list[int] = []
    place = {first: 0}
    closed: list[list[int]] = []
    while leaving[path[-1]]:
        node, person = leaving[path[-1]].pop()
        moved.append(person)
        if node not in place:
            place[node] = len(path)
            path.append(node)
            continue
        back = place[node]
        closed.append([one for one in moved[back:] if one >= 0])
        for passed in path[back + 1 :]:
            del place[passed]
        del path[back + 1 :], moved[back:]
    return closed


def _arcs(net: Network, start: NDArray[np.int32], end: NDArray[np.int32]) -> dict[int, list[Arc]]:
    """Everybody who moves, and how much more or less goes up each arc of the tree."""
    leaving: dict[int, list[Arc]] = defaultdict(list)
    more = np.zeros(net.above.size, np.int64)
    for one in np.flatnonzero(start != end).tolist():
        leaving[int(start[one])].append((int(end[one]), one))
        more[end[one]] += 1
        more[start[one]] -= 1
    for node in [*range(net.openings), *range(net.outside - 1, net.openings - 1, -1)]:
        up, by = int(net.above[node]), int(more[node])
        if by:
            begin, goal = (node, up) if by > 0 else (up, node)
            leaving[begin].extend([(goal, -1)] * abs(by))
            more[up] += by
    return leaving


def _chosen(costs: list[int], surplus: int) -> list[int]:
    """Rounds that cost no more than `surplus` together, and as nearly as much as can be. All that give are gone."""
    order = sorted(range(len(costs)), key=lambda place: (-costs[place], place))
    chosen = [place for place in order if costs[place] <= 0]
    left = surplus - sum(costs[place] for place in chosen)
    dear = [place for place in order if costs[place] > 0]
    while dear and left > EXACT:
        if costs[dear[0]] <= left:
            left -= costs[dear[0]]
            chosen.append(dear[0])
        dear = dear[1:]
    return chosen + _exactly(dear, costs, left)


def _exactly(places: list[int], costs: list[int], most: int) -> list[int]:
    """The places whose costs add up to the most that is not above `most`: every sum, and how it was come to."""
    come: dict[int, int] = {0: -1}
    for place in places:
        if most in come:
            break
        for known in [known for known in come if known + costs[place] <= most]:
            come.setdefault(known + costs[place], place)
    total, chosen = max(come), []
    while total:
        chosen.append(come[total])
        total -= costs[come[total]]
    return chosen
