"""Which quotas of an allotment cannot hold together: a smallest set, in words.

Where no path leads on (see `repair`), the nodes that could be reached are shut in by bounds that are full, or that may
not fall any lower. Those bounds cannot hold together. A set is minimal if it can be met as soon as any one of its
members is given up; the ones that are not needed are taken out by trying, one after the other.

Source: Hoffman's circulation theorem (1960); deletion filter of Chinneck, "Feasibility and Infeasibility in
Optimization", 2008.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .network import Network, network

MOST_QUOTAS = 200
MOST_EDGES = 2_000_000
"""What the filter tries: beyond it a set is named that cannot hold, without trying whether it could be smaller."""
NO_BOUND = 2**40

Kind = Literal["opening most", "opening least", "unit most", "unit least", "must place"]
WORDS: dict[Kind, str] = {
    "opening most": "opening %(place)d takes at most %(bound)d",
    "opening least": "opening %(place)d must get at least %(bound)d",
    "unit most": "unit %(place)d takes at most %(bound)d",
    "unit least": "unit %(place)d must get at least %(bound)d",
    "must place": "applicant %(place)d must be placed",
}


class Quota(NamedTuple):
    """One bound: of which opening, unit or applicant (places count from 0)."""

    kind: Kind
    place: int
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
    told = [WORDS[quota.kind] % quota._asdict() for quota in clash[:most]]
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
    quotas = [_quota(net, int(node), "most") for node in np.flatnonzero(full & (flow >= net.upper))]
    needed = np.flatnonzero(least & (flow <= net.lower) & (net.lower > 0))
    return [*(_quota(net, int(node), "least") for node in needed), *quotas]


def _quota(net: Network, node: int, side: Literal["most", "least"]) -> Quota:
    bound = int((net.upper if side == "most" else net.lower)[node])
    if node < net.openings:
        return Quota("opening most" if side == "most" else "opening least", node, bound)
    return Quota("unit most" if side == "most" else "unit least", node - net.openings, bound)


def clash(instance: Instance, found: list[Quota], applicants: NDArray[np.int64]) -> Infeasible:
    """What cannot hold: the bounds that were found, with the applicants among `applicants` who must be placed.

    O(q (solution of the instance without scores)) for q quotas, none where there are too many to try.
    """
    quotas = [*found, *(Quota("must place", int(one), 1) for one in applicants)]
    if len(quotas) > MOST_QUOTAS or instance.edges > MOST_EDGES or not _impossible(instance, quotas):
        return Infeasible(quotas, minimal=False)
    for quota in list(quotas):
        without = [other for other in quotas if other != quota]
        if without and _impossible(instance, without):
            quotas = without
    return Infeasible(quotas, minimal=True)


def _impossible(instance: Instance, quotas: list[Quota]) -> bool:
    """Whether these quotas alone cannot be met."""
    from .repair import repair

    net = network(only(instance, quotas))
    start = np.where(net.must, -1, net.outside).astype(np.int32)
    return repair(net, np.zeros(net.above.size, np.int64), start)[2] is not None


def only(instance: Instance, quotas: Sequence[Quota]) -> Instance:
    """The instance with no quotas but these, and nothing to win. O(n + m + u + e); no errors."""
    bounds = {
        "opening most": np.full(instance.openings, NO_BOUND),
        "opening least": np.zeros(instance.openings, np.int64),
        "unit most": np.full(instance.units, NO_BOUND),
        "unit least": np.zeros(instance.units, np.int64),
        "must place": np.zeros(instance.applicants, np.int64),
    }
    for quota in quotas:
        bounds[quota.kind][quota.place] = quota.bound
    return dataclasses.replace(
        instance,
        score=np.zeros(instance.edges, np.int64),
        capacity=bounds["opening most"],
        opening_lower=bounds["opening least"],
        unit_upper=bounds["unit most"],
        unit_lower=bounds["unit least"],
        must_place=bounds["must place"] > 0,
        applicant_capacity=None,
        grass_floor=None,
    )
