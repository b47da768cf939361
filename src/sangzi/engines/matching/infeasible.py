"""Which quotas of an allotment cannot hold together: a smallest set, in words.

Where no path leads on (see `repair`), the nodes that could be reached are shut in by bounds that are full, or that may
not fall any lower. Those bounds cannot hold together. A set is minimal if it can be met as soon as any one of its
members is given up; the ones that are not needed are taken out by trying, one after the other.

Source: Hoffman's circulation theorem (1960); deletion filter of Chinneck, "Feasibility and Infeasibility in
Optimization", 2008.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .certificate import share
from .instance import Instance, grass_openings
from .network import Network, network
from .several import single

MOST_QUOTAS = 200
MOST_EDGES = 2_000_000
"""What the filter tries: beyond it a set is named that cannot hold, without trying whether it could be smaller."""
NO_BOUND = 2**40

Kind = Literal["opening most", "opening least", "unit most", "unit least", "must place", "floor"]
WORDS: dict[Kind, str] = {
    "opening most": "opening %(index)d takes at most %(bound)d",
    "opening least": "opening %(index)d must get at least %(bound)d",
    "unit most": "unit %(index)d takes at most %(bound)d",
    "unit least": "unit %(index)d must get at least %(bound)d",
    "must place": "applicant %(index)d must be placed",
    "floor": "the floor asks for its share",
}


@dataclass(frozen=True)
class Quota:
    """One bound: of which opening, unit or applicant (places count from 0)."""

    kind: Kind
    index: int
    bound: int


class Infeasible(ValueError):
    """No allotment meets every quota.

    clash     quotas that cannot hold together
    minimal   whether the rest could be met if any one of them were given up
    """

    def __init__(self, clash: Sequence[Quota], *, minimal: bool) -> None:
        self.clash = tuple(clash)
        self.minimal = minimal
        super().__init__(sentence(self.clash))


def sentence(clash: Sequence[Quota], most: int = 12) -> str:
    """The clash in one English sentence, the first `most` quotas by name. O(1); no errors."""
    told = [WORDS[quota.kind] % vars(quota) for quota in clash[:most]]
    rest = f"; and {len(clash) - most} more" if len(clash) > most else ""
    if len(clash) == 1:
        return f"This cannot be met by the people who may come: {told[0]}."
    return f"These cannot all hold: {'; '.join(told)}{rest}."


def shut_in(net: Network, flow: NDArray[np.int64], reached: NDArray[np.int32], *, wanting: bool) -> list[Quota]:
    """The bounds around the nodes that a search reached in vain. O(N); no errors.

    `wanting`: the search looked for people to take, not for room.
    """
    inside = np.zeros(net.above.size, np.bool_)
    inside[reached] = True
    above = np.maximum(net.above, 0)
    leaving = inside & ~inside[above]
    entering = ~inside & inside[above]
    leaving[-1] = entering[-1] = False
    full, least = (entering, leaving) if wanting else (leaving, entering)
    quotas = [quota(net, int(node), "most") for node in np.flatnonzero(full & (flow >= net.upper))]
    needed = np.flatnonzero(least & (flow <= net.lower) & (net.lower > 0))
    return [*(quota(net, int(node), "least") for node in needed), *quotas]


def quota(net: Network, node: int, side: Literal["most", "least"]) -> Quota:
    """The upper or the lower bound of a node by its name. O(1); no errors."""
    bound = int((net.upper if side == "most" else net.lower)[node])
    if node < net.openings:
        return Quota("opening most" if side == "most" else "opening least", node, bound)
    return Quota("unit most" if side == "most" else "unit least", node - net.openings, bound)


def clash(instance: Instance, found: Iterable[Quota], at: NDArray[np.int32]) -> Infeasible:
    """What of the quotas that were found cannot hold, with as few of them as it takes.

    `at` (people, nodes) are placements that come close: where each trial begins.

    A lower bound that more than all who could come would have to meet stands alone. Otherwise O(q solutions of the
    instance without scores) for q quotas, and none where there are too many to try. No errors.
    """
    quotas = list(dict.fromkeys(found))
    alone = _alone(instance, quotas)
    if alone is not None:
        return Infeasible([alone], minimal=True)
    if len(quotas) > MOST_QUOTAS or instance.edges > MOST_EDGES:
        return Infeasible(quotas, minimal=False)
    impossible, at = _tried(instance, quotas, at)
    return Infeasible(_needed(instance, quotas, at) if impossible else quotas, minimal=impossible)


def _alone(instance: Instance, quotas: list[Quota]) -> Quota | None:
    """A lower bound above the number of those who could come at all: nothing else is needed for it to fail."""
    from .kernels.standing import reachable

    task = single(instance)
    plain, m = task.instance, task.instance.openings
    above = np.concatenate([plain.opening_unit + m, np.where(plain.unit_parent < 0, -1, plain.unit_parent + m)])
    coming = reachable(plain.indptr, plain.col, above.astype(np.int32))
    node = {"opening least": 0, "unit least": m + task.units}
    for quota in quotas:
        if quota.kind in node and coming[quota.index + node[quota.kind]] < quota.bound:
            return quota
    return None


def _needed(instance: Instance, quotas: list[Quota], at: NDArray[np.int32]) -> list[Quota]:
    """Leave out what is not needed: halves first, then smaller parts, at last each alone."""
    size = max(len(quotas) // 2, 1)
    while size:
        begin = 0
        while begin < len(quotas):
            without = quotas[:begin] + quotas[begin + size :]
            impossible, at = _tried(instance, without, at)
            if impossible:
                quotas = without
            else:
                begin += size
        size //= 2
    return quotas


def _tried(instance: Instance, quotas: list[Quota], at: NDArray[np.int32]) -> tuple[bool, NDArray[np.int32]]:
    """Whether these quotas alone cannot be met; and the placements that come closest: where the next trial begins."""
    from .repair import repair

    if not quotas:
        return False, at
    bare = only(instance, quotas)
    net = network(single(bare).instance)
    if any(quota.kind == "floor" for quota in quotas):
        net = net._replace(score=payments(instance, net)[net.col])
    start = np.where((at < 0) & ~net.must, net.outside, at).astype(np.int32)
    found = repair(net, np.zeros(net.above.size, np.int64), start)
    return found.stuck is not None or found.worth < 0, found.at


def payments(instance: Instance, net: Network) -> NDArray[np.int64]:
    """(openings of the network) what a placement adds to the floor's account: q - p, -p, or 0 at a home. O(m + u)."""
    assert instance.grass_floor is not None
    floor = share(instance.grass_floor)
    paid = np.zeros(net.openings, np.int64)
    counted = grass_openings(instance)
    paid[: instance.openings] = np.where(counted, floor.denominator, 0) - floor.numerator
    return paid


def only(instance: Instance, quotas: Sequence[Quota]) -> Instance:
    """The instance with no quotas but these, and nothing to win. O(n + m + u + e); no errors."""
    bounds = {
        "opening most": np.full(instance.openings, NO_BOUND),
        "opening least": np.zeros(instance.openings, np.int64),
        "unit most": np.full(instance.units, NO_BOUND),
        "unit least": np.zeros(instance.units, np.int64),
        "must place": np.zeros(instance.applicants, np.int64),
        "floor": np.zeros(1, np.int64),
    }
    for quota in quotas:
        bounds[quota.kind][quota.index] = quota.bound
    return dataclasses.replace(
        instance,
        score=np.zeros(instance.edges, np.int64),
        capacity=bounds["opening most"],
        opening_lower=bounds["opening least"],
        unit_upper=bounds["unit most"],
        unit_lower=bounds["unit least"],
        must_place=bounds["must place"] > 0,
        grass_floor=None,
    )
