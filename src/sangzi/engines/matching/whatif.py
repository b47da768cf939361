"""What if: a bound was another one, or somebody had another opening; who moves, and what it costs.

The prices of an optimal allotment answer first, without solving anything: they bound what any allotment can be worth
under the changed bound (`at_most`). What it is worth exactly, and who moves, is solved from where the old solution
stands (`changed`), and so is what one pair more would cost (`Settled`): the way is a few shortest paths long. Of
allotments that are equally good under the changed bound it is one that moves the fewest (`staying`), so nobody moves
whom the bound does not move.

Example: two applicants are worth 5 and 7 at one seat. With a second seat nothing is worth more than 7 + 5, the price of
the seat being 5; solved, it is 12, and the first applicant moves. If the first had the seat, it would be 5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .certificate import NOTHING, Certificate, share
from .certificate import bound as no_more_than
from .infeasible import WORDS, Kind, Quota, payments
from .instance import Instance
from .network import Network, network
from .objections import MethodError
from .optimal import Solution, optimal
from .staying import marks, staying

FIELDS: dict[Kind, str] = {
    "opening most": "capacity",
    "opening least": "opening_lower",
    "unit most": "unit_upper",
    "unit least": "unit_lower",
    "must place": "must_place",
}


class Bound(NamedTuple):
    """One bound of an instance: of which kind, and of which opening, unit or applicant (the floor has no place)."""

    kind: Kind
    at: int = 0


@dataclass(frozen=True, eq=False)
class Changed:
    """What a changed bound comes to."""

    bound: Bound
    before: float
    value: float
    after: Instance
    """With the bound as it was changed to."""
    solution: Solution
    moved: NDArray[np.int64]
    """Applicants who have something else, or something where they had nothing, or nothing any more."""
    cost: int
    """How many points all together have less; below 0 where they have more."""

    @property
    def sentence(self) -> str:
        """In English, for whoever words it anew. O(1); no errors."""
        told = WORDS[self.bound.kind] % vars(Quota(self.bound.kind, self.bound.at, int(self.value)))
        if self.bound.kind == "floor":
            told = f"the floor asks for {self.value:.4g}"
        more = f"{abs(self.cost)} points {'less' if self.cost > 0 else 'more'}" if self.cost else "as many points"
        return (
            f"If {told} instead of {self.before:.15g}, all together have {more}, and {self.moved.size} applicants "
            "have something else."
        )


def value_of(instance: Instance, bound: Bound) -> float:
    """What a bound is now; a floor as its share, a promise of a place as 1. O(1); no errors."""
    if bound.kind == "floor":
        return float(instance.floor)
    array = getattr(instance, FIELDS[bound.kind])
    return 0 if array is None else int(array[bound.at])


def at_most(instance: Instance, certificate: Certificate, bound: Bound, value: float) -> int:
    """What no allotment passes once a bound is `value`, by the prices of before, in score points rounded down.

    For a bound that one more is let through, that is at most the objective, its gap and the bound's price. Raises
    `ValueError` for a value that cannot be. O(n + m + u + e).
    """
    after = _with(instance, bound, value)
    if bound.kind == "floor" and instance.grass_floor is not None:  # the price is for each part of the share
        parts = Fraction(share(instance.grass_floor).denominator, share(float(value)).denominator)
        certificate = replace(certificate, floor_price=int(certificate.floor_price * parts))
    return no_more_than(after, certificate)


def changed(instance: Instance, solution: Solution, bound: Bound, value: float) -> Changed:
    """The best allotment once a bound is `value`, who moves from `solution`, and what it costs.

    As exact as `optimal`, which starts from `solution` where it can. Of equally good ones one that moves the fewest;
    any of them where scores are so great that `staying` refuses them. Raises `Infeasible` where the quotas cannot hold
    any more, and `ValueError` for a value that cannot be. Complexity as `optimal`.
    """
    after = _with(instance, bound, value)
    found = _nearest(after, solution)
    moved = _moved(solution.assignment, found.assignment)
    cost = solution.objective - found.objective
    return Changed(bound, value_of(instance, bound), value, after, found, moved, cost)


def _nearest(after: Instance, solution: Solution) -> Solution:
    try:
        found = staying(replace(after, stay=marks(after, solution.assignment)), solution)
    except MethodError:
        return optimal(after, solution)
    return replace(found, instance=after)


def _moved(before: NDArray[np.int32], after: NDArray[np.int32]) -> NDArray[np.int64]:
    if before.ndim == 1:
        return np.flatnonzero(before != after)
    rows, times = np.unique(np.concatenate([before, after]), axis=0, return_counts=True)
    who: NDArray[np.int64] = np.unique(rows[times == 1][:, 0]).astype(np.int64)
    return who


def _with(instance: Instance, bound: Bound, value: float) -> Instance:
    if bound.kind == "floor":
        if instance.grass_unit_mask is None or not 0 <= value <= 1:
            raise ValueError("a floor is a share of 0 to 1, of marked units")
        return replace(instance, grass_floor=float(value))
    if value < 0 or value != int(value):
        raise ValueError("a bound is a whole number and not below 0")
    name = FIELDS[bound.kind]
    array = getattr(instance, name)
    fresh = np.zeros(instance.applicants, np.bool_) if array is None else array.copy()
    fresh[bound.at] = value
    changes: dict[str, Any] = {name: fresh}
    after = replace(instance, **changes)
    if (after.opening_lower > after.capacity).any() or (after.unit_lower > after.unit_upper).any():
        raise ValueError("a lower bound is not above the upper one")
    return after


class Settled(NamedTuple):
    """A solved instance, ready to be asked what another pair would cost. Prices are in `1 / scale` of a point."""

    net: Network
    price: NDArray[np.int64]
    at: NDArray[np.int32]
    scale: int
    exact: bool
    """Whether `most_with` is reached by an allotment; under a floor that costs something it only bounds."""


def settled(instance: Instance, assignment: NDArray[np.int32], certificate: Certificate) -> Settled:
    """The instance with its optimal `assignment` (n) and what proves it; the floor counts as its price says.

    Raises `ValueError` where applicants may have several openings. Complexity as `optimal` from a solution.
    """
    most = instance.applicant_capacity
    if most is not None and not (most == 1).all():
        raise ValueError("what a pair costs is told where everybody has at most one opening")
    from .repair import fitting, repair

    net = network(instance)
    worth = instance.score * certificate.scale
    if instance.grass_floor is not None and certificate.floor_price:
        worth = worth + certificate.floor_price * payments(instance, net)[net.col]
    net = net._replace(score=worth)
    own = np.concatenate([certificate.opening_price, certificate.unit_price, [0]])
    at = np.where(assignment == NOTHING, net.outside, assignment).astype(np.int32)
    found = repair(net, fitting(net, own, at), at)
    return Settled(net, found.price, found.at, certificate.scale, not instance.grass_floor)


def most_with(ground: Settled, pair: tuple[int, int]) -> int | None:
    """What no allotment in which the pair (applicant, opening) is placed passes, in points rounded down.

    Where `ground` is exact, some such allotment is worth that. None where no allotment that keeps the bounds has the
    pair. Raises `ValueError` for a pair without an edge. O(n + e) for copies, and one or two shortest paths.
    """
    from .kernels.limits import leading
    from .repair import repair

    applicant, opening = pair
    net, own = ground.net, slice(*ground.net.indptr[applicant : applicant + 2])
    found = np.flatnonzero(net.col[own] == opening)
    if not found.size:
        raise ValueError("a pair that may be placed has an edge")
    col, score, must, at = net.col.copy(), net.score.copy(), net.must.copy(), ground.at.copy()
    col[own], score[own] = opening, score[own][found[0]]  # all their edges are this one
    must[applicant], at[applicant] = True, opening
    edges = leading(col, net.openings)
    only = repair(net._replace(col=col, score=score, must=must, edges=edges), ground.price, at)
    return None if only.stuck else only.worth // ground.scale
