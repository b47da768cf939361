"""Optimal: everybody so placed that the fit of all pairs together is the greatest there can be, with a proof.

Three steps: an auction finds prices and placements that are nearly right (`auction`), shortest paths make them exactly
right in whole numbers (`repair`), and the prices prove it to whoever checks (`certificate`). Whether the auction was
good only decides how long the second step takes.

Example: two applicants who are worth 5 and 7 at the same seat: the second has it, its price is 5, and 7 is the most
that can be had: 7 - 5 for the second applicant, 0 for the first, 5 for the seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .certificate import NOTHING, Certificate, bound
from .infeasible import Infeasible, clash, shut_in
from .instance import Instance
from .network import Network, cumulative, network

if TYPE_CHECKING:
    from .kernels.paths import State
    from .repair import Stuck


@dataclass(frozen=True, eq=False)
class Solution:
    """The best allotment and what proves it; feed it back as `start` when the instance changed a little."""

    assignment: NDArray[np.int32]
    """(n) openings or -1; (k, 2) applicants and openings where applicants may have several."""
    objective: int
    bound: int
    """What no allotment can pass."""
    placed: int
    certificate: Certificate
    searches: int
    """How many placements the second step had to move."""

    @property
    def gap(self) -> int:
        """Bound less objective: 0 is proven best. O(1); no errors."""
        return self.bound - self.objective


def optimal(instance: Instance, start: Solution | None = None) -> Solution:
    """The allotment of the greatest total score under every quota, and the prices that prove it.

    `start` is the solution of an instance with the same applicants, openings and units, of which scores, edges or
    bounds may have changed: the closer it is, the shorter the way. The answer is optimal with it and without it.
    Raises `Infeasible` where the quotas cannot all be met, and `ValueError` where `start` is of another size.
    Deterministic. Complexity O(e log (range of scores)) in what is seen in practice; at worst one shortest path,
    O(e + (m + u) log (m + u)), for each applicant.
    """
    net = network(instance)
    price, at = _nearly(net) if start is None else _from(instance, net, start)
    from .repair import repair

    state, search, stuck = repair(net, price, at)
    if stuck is not None:
        raise _why(instance, net, state, stuck)
    certificate = _certificate(net, state.price)
    return Solution(
        assignment=np.where(state.at < net.openings, state.at, NOTHING).astype(np.int32),
        objective=int(state.gain.sum()),
        bound=bound(instance, certificate),
        placed=int((state.at < net.openings).sum()),
        certificate=certificate,
        searches=int(search.size[3]),
    )


def _nearly(net: Network) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    from .auction import auction

    return auction(net)


def _from(instance: Instance, net: Network, start: Solution) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    given = start.certificate
    sizes = (instance.applicants, instance.openings, instance.units)
    if (start.assignment.shape[0], given.opening_price.size, given.unit_price.size) != sizes:
        raise ValueError("a start has the applicants, openings and units of the instance it is used for")
    own = np.concatenate([given.opening_price, given.unit_price, [0]]) // given.scale
    at = np.where(start.assignment == NOTHING, net.outside, start.assignment).astype(np.int32)
    return cumulative(net.above, own), at


def _certificate(net: Network, price: NDArray[np.int64]) -> Certificate:
    """Each node's own price: what it is dearer than the node above."""
    own = price - price[net.above]
    idle = (net.upper == 0) & (np.diff(net.below_at) == 0) if net.openings else np.zeros(own.size, np.bool_)
    idle[: net.openings] = False
    own[idle] = 0
    return Certificate(own[: net.openings], own[net.openings : -1])


def _why(instance: Instance, net: Network, state: State, stuck: Stuck) -> Infeasible:
    found = shut_in(net, state.flow, stuck.reached, wanting=stuck.wanting)
    if stuck.wanting:
        return clash(instance, found, np.zeros(0, np.int64))
    inside = np.zeros(net.above.size, np.bool_)
    inside[stuck.reached] = True
    held = net.must & (state.at >= 0) & inside[state.at]
    if stuck.applicant >= 0:
        held[stuck.applicant] = True
    return clash(instance, found, np.flatnonzero(held))


__all__ = ["Infeasible", "Solution", "optimal"]
