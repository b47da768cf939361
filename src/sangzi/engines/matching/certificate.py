"""Whether an allotment is allowed and cannot be bettered: a checker that trusts nothing but the instance.

A certificate is one price for each opening and each unit, in `1 / scale` of a
score point. A price above 0 says what one seat more would be worth at most, one below 0 what one fewer of the seats
that must be filled would be worth. What an opening costs is its own price and those of all the units above it. However
the seats are shared, nobody can be worth more than the best score less cost (or nothing), and the seats no more than
their prices, so

    bound = sum over applicants of the best (score - cost) + sum over openings and units of price * bound

is never passed, where `bound` is the upper bound for a price above 0 and the lower bound for one below. An allotment
worth exactly that is the best there is. The floor adds one price more: each placement that counts for it is paid
`floor_price * (q - p)` and each other one pays `floor_price * p`, where p/q is the floor.

Where one price of the floor leaves a gap a certificate may have leaves as well (`leaves`): all allotments by parts,
each with prices of its own. Then nothing passes the greatest bound of a leaf either, and the bound is the lower one.

The checker shares no code with the engine that finds the allotment, and goes once over each array.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance, grass_openings
from .leaves import Box, Leaves, boxes, least_paid, leaves_of, placements
from .leaves import fitting as fitting_leaves

NOTHING = -1
FINEST_SHARE = 10_000
"""A floor is a fraction of at most this denominator: 0.7 is 7/10, whatever a float makes of it."""
MOST = float(1 << 61)


@dataclass(frozen=True, eq=False)
class Certificate:
    """Prices in `1 / scale` of a score point."""

    opening_price: NDArray[np.int64]
    """(m)"""
    unit_price: NDArray[np.int64]
    """(u)"""
    floor_price: int = 0
    """For the floor; never below 0."""
    scale: int = 1
    leaves: Leaves | None = None
    """A proof by parts beside these prices, where they leave a gap under a floor."""

    def arrays(self) -> dict[str, Any]:
        """By name, as they are kept in a file. O(1); no errors."""
        own = {name: array for name, array in vars(self).items() if name != "leaves"}
        return own | ({} if self.leaves is None else self.leaves.arrays())

    def finer(self, prices: int, scale: int) -> Certificate:
        """The same with all prices, and the scale, so many times as great. O(m + u), for each leaf; no errors."""
        return Certificate(
            self.opening_price * prices,
            self.unit_price * prices,
            self.floor_price * prices,
            self.scale * scale,
            None if self.leaves is None else self.leaves.finer(prices, scale),
        )

    def coarser(self, scale: int) -> Certificate:
        """The same prices in points of which each is so many of before. O(1); no errors."""
        leaves = self.leaves
        if leaves is not None:
            leaves = replace(leaves, scale=max(leaves.scale // scale, 1))
        return replace(self, scale=max(self.scale // scale, 1), leaves=leaves)


def certificate_of(arrays: Mapping[str, Any]) -> Certificate:
    """The certificate among arrays by name, as `Certificate.arrays` gave them. Raises `KeyError`. O(1)."""
    return Certificate(
        arrays["opening_price"],
        arrays["unit_price"],
        int(arrays["floor_price"]),
        int(arrays["scale"]),
        leaves_of(arrays),
    )


class Side(NamedTuple):
    """One leaf, ready to be asked: what openings cost in it whoever takes them, and its bound, both scaled."""

    cost: NDArray[np.int64]
    """(m)"""
    bound: int
    scale: int


@dataclass(frozen=True)
class Verdict:
    """What the checker found; `gap` is how much better than `objective` a feasible allotment might still be."""

    faults: tuple[str, ...]
    objective: int
    bound: int
    placed: int

    @property
    def gap(self) -> int:
        """Bound less objective. O(1); no errors."""
        return self.bound - self.objective

    @property
    def optimal(self) -> bool:
        """Allowed, and proven to be the best. O(1); no errors."""
        return not self.faults and self.gap == 0


def pairs(assignment: NDArray[np.int32]) -> NDArray[np.int32]:
    """(k, 2) applicant and opening of every placement, from (n) openings or -1; pairs stay as they are. O(n)."""
    if assignment.ndim == 2:
        return assignment
    placed = np.flatnonzero(assignment != NOTHING)
    return np.column_stack([placed, assignment[placed]]).astype(np.int32)


def share(floor: float) -> Fraction:
    """The floor as a fraction with a denominator of at most `FINEST_SHARE`. O(1); no errors."""
    return Fraction(floor).limit_denominator(FINEST_SHARE)


def verify(instance: Instance, assignment: NDArray[np.int32], certificate: Certificate) -> Verdict:
    """Check an assignment, (n) openings or -1, or (k, 2) applicants and openings, against prices.

    Raises `ValueError` where an array has a wrong length or a price is too great to be added up. Everything else that
    is wrong is one of the verdict's faults. O(n + m + u + e), and O(e log e) where applicants may have several.
    """
    taken = pairs(assignment)
    chosen, strangers = _edges_of(instance, taken)
    _fitting(instance, certificate)
    return Verdict(
        faults=(*strangers, *_faults(instance, taken)),
        objective=int(instance.score[chosen].sum()),
        bound=bound(instance, certificate),
        placed=len(taken),
    )


def _edges_of(instance: Instance, taken: NDArray[np.int32]) -> tuple[NDArray[np.int64], list[str]]:
    """The edge of each pair, and what is wrong with those that have none."""
    n, m = instance.applicants, instance.openings
    known = (taken >= 0).all(axis=1) & (taken[:, 0] < n) & (taken[:, 1] < m)
    asked = np.sort(taken[known, 0].astype(np.int64) * m + taken[known, 1])
    double = int((asked[1:] == asked[:-1]).sum())
    edge = edges_taken(instance, taken[known])
    missing = len(taken) - edge.size
    faults = [f"{missing} placements are no edge of their applicant"] if missing else []
    return edge, [*faults, *([f"{double} placements are there twice"] if double else [])]


def edges_taken(instance: Instance, taken: NDArray[np.int32]) -> NDArray[np.int64]:
    """The edges of pairs (k, 2) that exist, ascending. O(n + e), O(e log e) where applicants may have several."""
    if instance.applicant_capacity is None and np.unique(taken[:, 0]).size == len(taken):
        wanted = np.full(instance.applicants, NOTHING, np.int32)
        wanted[taken[:, 0]] = taken[:, 1]
        found: NDArray[np.int64] = np.flatnonzero(instance.col == np.repeat(wanted, np.diff(instance.indptr)))
        return found
    row = np.repeat(np.arange(instance.applicants, dtype=np.int64), np.diff(instance.indptr))
    key = row * instance.openings + instance.col
    return np.flatnonzero(np.isin(key, taken[:, 0].astype(np.int64) * instance.openings + taken[:, 1]))


def _faults(instance: Instance, taken: NDArray[np.int32]) -> list[str]:
    n, m = instance.applicants, instance.openings
    inside = taken[(taken >= 0).all(axis=1) & (taken[:, 0] < n) & (taken[:, 1] < m)]
    has = np.bincount(inside[:, 0], minlength=n)
    most = 1 if instance.applicant_capacity is None else instance.applicant_capacity
    count = np.bincount(inside[:, 1], minlength=m)
    units = upwards(instance, count)
    broken = {
        "applicants have more than they may": has > most,
        "applicants have nothing who must have something": (
            np.zeros(n, np.bool_) if instance.must_place is None else instance.must_place & (has == 0)
        ),
        "openings are over their capacity": count > instance.capacity,
        "openings are under their lower bound": count < instance.opening_lower,
        "units are over their upper bound": units > instance.unit_upper,
        "units are under their lower bound": units < instance.unit_lower,
    }
    faults = [f"{int(wrong.sum())} {words}" for words, wrong in broken.items() if wrong.any()]
    if instance.grass_floor is not None and _below_floor(instance, count) < 0:
        faults.append("fewer placements count for the floor than it asks")
    return faults


def upwards(instance: Instance, count: NDArray[np.int64]) -> NDArray[np.int64]:
    """(u) how many are placed in each unit and below it, from (m) how many at each opening. O(m + u)."""
    total: list[int] = np.bincount(instance.opening_unit, weights=count, minlength=instance.units).astype(int).tolist()
    parent = instance.unit_parent.tolist()
    for unit in range(instance.units - 1, 0, -1):
        total[parent[unit]] += total[unit]
    return np.array(total, np.int64)


def _below_floor(instance: Instance, count: NDArray[np.int64]) -> int:
    assert instance.grass_floor is not None
    floor = share(instance.grass_floor)
    counted = int(count[grass_openings(instance)].sum())
    return counted * floor.denominator - int(count.sum()) * floor.numerator


def _fitting(instance: Instance, certificate: Certificate) -> None:
    if certificate.opening_price.shape != (instance.openings,) or certificate.unit_price.shape != (instance.units,):
        raise ValueError("a certificate has one price for each opening and one for each unit")
    if certificate.floor_price < 0 or certificate.scale < 1:
        raise ValueError("the price of the floor is not below 0, the scale not below 1")
    if certificate.leaves is not None:
        fitting_leaves(instance, certificate.leaves)
    if not addable(instance, certificate):
        raise ValueError("the prices are too great to be added up")


def addable(instance: Instance, certificate: Certificate) -> bool:
    """Whether the sums of a certificate's prices stay within 64 bits. O(m + u log depth) for each leaf; no errors."""
    parts = 1 if instance.grass_floor is None else share(instance.grass_floor).denominator
    scores = float(np.abs(instance.score).max(initial=0))
    own = _greatest_cost(instance, certificate.opening_price, certificate.unit_price) + certificate.floor_price * parts
    sizes, leaves = [own + scores * certificate.scale], certificate.leaves
    if leaves is not None:
        paid = np.abs(leaves.counting_price.astype(float)) + np.abs(leaves.other_price.astype(float))
        prices = zip(leaves.opening_price, leaves.unit_price, strict=True)
        own_sizes = np.array([_greatest_cost(instance, opening, unit) for opening, unit in prices])
        sizes += (own_sizes + paid + scores * leaves.scale).tolist()
    return max(sizes) <= MOST / max(instance.applicants, placements(instance), 1)


def _greatest_cost(instance: Instance, opening: NDArray[np.int64], unit: NDArray[np.int64]) -> float:
    return float(costs(instance, np.abs(opening.astype(float)), np.abs(unit.astype(float))).max(initial=0))


def costs(instance: Instance, opening: NDArray[Any], unit: NDArray[Any]) -> NDArray[Any]:
    """(m) what each opening costs: its own price and those of all units above it. O(m + u log depth)."""
    total, above = unit.copy(), np.maximum(instance.unit_parent, 0)
    total[0] = 0
    while above.any():
        total = total + total[above]
        above = above[above]
    cost: NDArray[Any] = opening + (total + unit[0])[instance.opening_unit]
    return cost


def bound(instance: Instance, certificate: Certificate) -> int:
    """What no allotment of the instance can pass, in score points rounded down. O(n + m + u + e), for each leaf.

    Raises `ValueError` where leaves do not hold every allotment, or have prices of a wrong number or sign.
    """
    own = scaled_bound(instance, certificate) // certificate.scale
    return min(own, max((side.bound // side.scale for side in sides(instance, certificate)), default=own))


def sides(instance: Instance, certificate: Certificate) -> Iterator[Side]:
    """The leaves of a certificate in which an allotment may be; none where it has none. O(n + m + u + e) for each.

    Raises `ValueError` as `bound`.
    """
    leaves = certificate.leaves
    if leaves is None:
        return
    fitting_leaves(instance, leaves)
    counted = grass_openings(instance)
    floor = share(instance.grass_floor or 0)
    for at, box in enumerate(boxes(instance, leaves)):
        counting, other = int(leaves.counting_price[at]), int(leaves.other_price[at])
        asked = least_paid(instance, box, floor, counting, other)
        if asked is None:
            continue
        opening, unit = leaves.opening_price[at], leaves.unit_price[at]
        cost = costs(instance, opening, unit) - np.where(counted, counting, other)
        total = _applicants(instance, instance.score * leaves.scale - cost[instance.col])
        yield Side(cost, total + _seats(box, opening, unit) - asked, leaves.scale)


def _seats(box: Box | Instance, opening: NDArray[np.int64], unit: NDArray[np.int64]) -> int:
    seats = _bounds(opening, box.capacity, box.opening_lower)
    return seats + _bounds(unit, box.unit_upper, box.unit_lower)


def scaled_bound(instance: Instance, certificate: Certificate) -> int:
    """What no allotment passes by the certificate's own prices, in `1 / scale` of a score point, leaves apart.

    O(n + m + u + e); no errors.
    """
    cost = charged(instance, certificate)
    total = _applicants(instance, instance.score * certificate.scale - cost[instance.col])
    return total + _seats(instance, certificate.opening_price, certificate.unit_price)


def charged(instance: Instance, certificate: Certificate) -> NDArray[np.int64]:
    """(m) what an opening costs whoever takes it, the floor counted in, scaled. O(m + u log depth); no errors."""
    cost = costs(instance, certificate.opening_price, certificate.unit_price)
    if instance.grass_floor is not None:
        floor = share(instance.grass_floor)
        paid = np.where(grass_openings(instance), floor.denominator, 0) - floor.numerator
        cost = cost - certificate.floor_price * paid
    charge: NDArray[np.int64] = cost
    return charge


def _bounds(price: NDArray[np.int64], upper: NDArray[np.int64], lower: NDArray[np.int64]) -> int:
    """In Python's own numbers: an upper bound may be as great as it likes."""
    priced = np.flatnonzero(price)
    bounds = np.where(price > 0, upper, lower)[priced]
    return sum(own * most for own, most in zip(price[priced].tolist(), bounds.tolist(), strict=True))


def _applicants(instance: Instance, value: NDArray[np.int64]) -> int:
    """What the applicants can be worth at most, each by the best of the values of their own edges."""
    filled = np.flatnonzero(np.diff(instance.indptr))
    must = np.zeros(instance.applicants, np.bool_) if instance.must_place is None else instance.must_place
    if not filled.size:
        return 0
    best = np.maximum.reduceat(value, instance.indptr[filled])
    if instance.applicant_capacity is None:
        return int(np.where(must[filled], best, np.maximum(best, 0)).sum())
    return _several(instance, value) + int(np.minimum(best, 0)[must[filled]].sum())


def _several(instance: Instance, value: NDArray[np.int64]) -> int:
    """Of each applicant's values above 0 the best, as many as the applicant may have."""
    assert instance.applicant_capacity is not None
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    order = np.lexsort((-value, row))
    rank = np.arange(order.size) - instance.indptr[row]
    counted = (rank < instance.applicant_capacity[row]) & (value[order] > 0)
    return int(value[order][counted].sum())
