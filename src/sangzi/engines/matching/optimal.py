"""Optimal: everybody so placed that the fit of all pairs together is the greatest there can be, with a proof.

Three steps: an auction finds prices and placements that are nearly right (`auction`), shortest paths make them exactly
right in whole numbers (`repair`), and the prices prove it to whoever checks (`certificate`). Whether the auction was
good only decides how long the second step takes.

Example: two applicants who are worth 5 and 7 at the same seat: the second has it, its price is 5, and 7 is the most
that can be had: 7 - 5 for the second applicant, 0 for the first, 5 for the seat.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .certificate import NOTHING, Certificate, addable, bound, share
from .infeasible import Infeasible, Quota, clash, payments, quota, shut_in
from .instance import Instance, grass_openings
from .network import Network, network
from .several import Single, single

if TYPE_CHECKING:
    from .again import Kept
    from .repair import Repaired

Near = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Prices (N) and placements (n, nodes)."""


@dataclass(frozen=True, eq=False)
class Solution:
    """The best allotment and what proves it; feed it back as `start` when the instance changed a little."""

    assignment: NDArray[np.int32]
    """(n) openings or -1; (k, 2) applicants and openings where applicants may have several."""
    objective: int
    placed: int
    certificate: Certificate
    searches: int
    """How many placements the second step had to move."""
    instance: Instance = field(repr=False)
    kept: Kept | None = field(default=None, repr=False)
    """What makes the next start a short one."""

    @cached_property
    def bound(self) -> int:
        """What no allotment can pass, by the certificate. O(n + m + u + e) when first asked for; no errors."""
        return bound(self.instance, self.certificate)

    @property
    def gap(self) -> int:
        """Bound less objective: 0 is proven best. O(1); no errors."""
        return self.bound - self.objective


def optimal(instance: Instance, start: Solution | None = None, *, keep: bool = False) -> Solution:
    """The allotment of the greatest total score under every quota, and the prices that prove it.

    `start` is the solution of an instance with the same applicants, openings and units, of which scores, edges or
    bounds may have changed: the closer it is, the shorter the way, and shorter still if it was solved with `keep`. The
    answer is as good with it as without; under a floor it is not used, and where applicants may have several openings
    only if it was kept and their edges are as many.
    Raises `Infeasible` where the quotas cannot all be met, and `ValueError` where `start` is of another size.
    Deterministic. Complexity O(e log (range of scores)) in what is seen in practice; at worst one shortest path,
    O(e + (m + u) log (m + u)), for each applicant. Under a floor, one such solution for each halving of its price
    (see `floor`), and where that leaves a gap up to some hundred more (see `branching`): above 0 it stays only at the
    limit of that.
    """
    task = single(instance)
    steps = _Steps(instance, task)
    if instance.grass_floor:
        return _under_floor(instance, network(task.instance), steps)
    if start is not None and not task.units:
        _fitting(instance, start)
    return _from_kept(steps, start) or _afresh(steps, start, keep=keep)


def _fitting(instance: Instance, start: Solution) -> None:
    given = start.certificate
    sizes = (instance.applicants, instance.openings, instance.units)
    if (start.assignment.shape[0], given.opening_price.size, given.unit_price.size) != sizes:
        raise ValueError("a start has the applicants, openings and units of the instance it is used for")


def _from_kept(steps: _Steps, start: Solution | None) -> Solution | None:
    """The solution from what was kept of the one before; None where nothing was, or it is too different."""
    before, task = None if start is None else start.kept, steps.task
    if before is None or _sizes(before.instance) != _sizes(task.instance):
        return None
    from .again import again

    found = again(task.instance, before)
    if found is None:
        return None
    repaired, kept = found
    price, at = steps.proven(kept.net, repaired)
    return _solution(steps, at, _certificate(task, kept.net, price), kept)


def _sizes(instance: Instance) -> tuple[int, int, int]:
    return instance.applicants, instance.openings, instance.units


def _afresh(steps: _Steps, start: Solution | None, *, keep: bool) -> Solution:
    task = steps.task
    net = network(task.instance)
    near = None if start is None or task.units else _from(net, start)
    price, at = steps.solve(net, near)
    kept = None
    if keep:
        from .again import kept as kept_of

        kept = kept_of(task.instance, net, price, at)
    return _solution(steps, at, _certificate(task, net, price), kept)


class _Steps:
    """Auction and repair, what they came to, and how many placements the repair had to move."""

    def __init__(self, instance: Instance, task: Single) -> None:
        self.instance, self.task = instance, task
        self.searches = self.worth = 0

    def solve(self, net: Network, near: Near | None) -> Near:
        """Exact prices and placements, from what is nearly right or by auction."""
        from .repair import repair

        if near is None:
            from .auction import auction

            near = auction(net)
        return self.proven(net, repair(net, *near))

    def proven(self, net: Network, found: Repaired) -> Near:
        """What was found; raises `Infeasible` where something was stuck."""
        if found.stuck is not None:
            raise clash(self.instance, _named(self.instance, self.task, _why(net, found)), found.at)
        self.searches += found.searches
        self.worth = found.worth
        return found.price, found.at


def _from(net: Network, start: Solution) -> Near:
    from .repair import fitting

    given = start.certificate
    own = np.concatenate([given.opening_price, given.unit_price, [0]]) // given.scale
    at = np.where(start.assignment == NOTHING, net.outside, start.assignment).astype(np.int32)
    return fitting(net, own, at), at


def _solution(
    steps: _Steps, at: NDArray[np.int32], certificate: Certificate, kept: Kept | None = None, worth: int | None = None
) -> Solution:
    task = steps.task
    placed = np.flatnonzero(at < task.openings)
    if task.units:
        assignment = np.column_stack([task.person[placed], at[placed]]).astype(np.int32)
    else:
        assignment = np.where(at < task.openings, at, NOTHING).astype(np.int32)
    return Solution(
        assignment=assignment,
        objective=steps.worth if worth is None else worth,
        placed=placed.size,
        certificate=certificate,
        searches=steps.searches,
        instance=steps.instance,
        kept=kept,
    )


def _worth(instance: Instance, at: NDArray[np.int32]) -> int:
    """The scores of all placements; homes are worth nothing."""
    return int(instance.score[instance.col == np.repeat(at, np.diff(instance.indptr))].sum())


def _certificate(
    task: Single, net: Network, price: NDArray[np.int64], floor_price: int = 0, scale: int = 1
) -> Certificate:
    from .parts import own_prices

    return Certificate(*own_prices(net, task, price), floor_price, scale)


def _under_floor(instance: Instance, net: Network, steps: _Steps) -> Solution:
    from .floor import scaled, under_floor

    assert instance.grass_floor is not None
    paid = payments(instance, net)
    task = scaled(net, paid, share(instance.grass_floor).denominator)
    found = under_floor(task, paid, steps.solve)
    if found is None:
        raise _no_floor(instance, net, paid, steps)
    certificate = _certificate(steps.task, net, found.price, found.floor_price, task.scale)
    if not addable(instance, certificate):
        certificate = _certificate(steps.task, net, steps.solve(net, None)[0])
    solution = _solution(steps, found.at, certificate, worth=_worth(steps.task.instance, found.at))
    return solution if solution.gap == 0 else _by_parts(solution, net, steps, found.at)


def _by_parts(solution: Solution, net: Network, steps: _Steps, at: NDArray[np.int32]) -> Solution:
    """The solution with its gap closed by branching, as far as that can be done; as it was, where nothing is won."""
    from .branching import branched, most_solutions
    from .descent import task_of
    from .parts import leaves_of_search

    instance, given = solution.instance, solution.certificate
    if not most_solutions(net.col.size):
        return solution
    floor = share(instance.grass_floor or 0)
    kind = np.zeros(net.openings, np.int8)
    kind[: instance.openings] = np.where(grass_openings(instance), 1, -1)
    task = task_of(net, kind, (floor.numerator, floor.denominator), steps.solve)
    price = given.floor_price * task.scale // given.scale
    found = branched(task, at, (price * (floor.denominator - floor.numerator), -price * floor.numerator))
    leaves = leaves_of_search(found.root, net, steps.task, task.scale)
    proof = dataclasses.replace(given, leaves=leaves)
    better = _solution(steps, found.at, proof, worth=_worth(steps.task.instance, found.at))
    if (better.objective, better.bound) == (solution.objective, solution.bound):
        return dataclasses.replace(solution, searches=steps.searches)
    return better


def _no_floor(instance: Instance, net: Network, paid: NDArray[np.int64], steps: _Steps) -> Infeasible:
    """The bounds that keep as many placements as may be from counting: those with a price when nothing else counts."""
    price, at = steps.solve(net._replace(score=paid[net.col]), None)
    own = price - price[net.above]
    own[(net.upper == 0) & (np.diff(net.below_at) == 0) & (np.arange(own.size) >= net.openings)] = 0
    own[-1] = 0
    account = np.append(paid, np.zeros(own.size - paid.size, np.int64))
    quotas = [quota(net, int(node), "most" if own[node] > 0 else "least") for node in np.flatnonzero(own)]
    must = [Quota("must place", int(one), 1) for one in np.flatnonzero(net.must & (account[at] < 0))]
    return clash(instance, [Quota("floor", 0, 1), *_named(instance, steps.task, [*quotas, *must])], at)


def _why(net: Network, found: Repaired) -> list[Quota]:
    stuck = found.stuck
    assert stuck is not None
    around = shut_in(net, found.flow, stuck.reached, wanting=stuck.wanting)
    if stuck.wanting:
        return around
    inside = np.zeros(net.above.size, np.bool_)
    inside[stuck.reached] = True
    held = net.must & (found.at >= 0) & inside[found.at]
    if stuck.applicant >= 0:
        held[stuck.applicant] = True
    return [*around, *(Quota("must place", int(one), 1) for one in np.flatnonzero(held))]


def _named(instance: Instance, task: Single, quotas: list[Quota]) -> list[Quota]:
    """The quotas by the places of the instance itself; what only says how many somebody may have goes without."""
    must = np.zeros(instance.applicants, np.bool_) if instance.must_place is None else instance.must_place
    named = []
    for one in quotas:
        at_home = one.kind.startswith("opening") and one.index >= task.openings
        if at_home or one.kind == "must place":
            applicant = int(task.homes[one.index - task.openings] if at_home else task.person[one.index])
            named.extend([Quota("must place", applicant, 1)] if must[applicant] else [])
        else:
            named.append(Quota(one.kind, one.index - task.units * one.kind.startswith("unit"), one.bound))
    return named


__all__ = ["Infeasible", "Quota", "Solution", "optimal"]
