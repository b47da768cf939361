"""A proof by parts: all placements fall into leaves, and each leaf has prices of its own that bound it.

Where a floor cuts across the tree, one price for it may leave a gap that only whole people make. Then the placements
are split: those with at most k that do not count for the floor and those with k + 1 or more, or by how many an opening
or a unit holds, and so on. What no leaf can pass, nothing can.

In a leaf every placement that counts is paid a price, and every other one another price. By the floor p/q, with N that
do not count there are at least p N / (q - p) that do, rounded up, so that all together are paid no less than the least
of that over the N the leaf allows. With that taken off again, the prices bound the leaf as they do without a floor.

This module belongs to the checker: it shares no code with the engine that finds the leaves (`branching`).

Source: Land and Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960; bounds by
prices in it: Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming Study 2, 1974.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .instance import Instance

LEAF, OTHERS, OPENING, UNIT = range(4)
"""What a row of `Leaves.split` says: a leaf; or a split by how many do not count, are at an opening, are in a unit."""
NO_BOUND = 2**62


@dataclass(frozen=True, eq=False)
class Leaves:
    """L leaves of a tree of splits, and prices in `1 / scale` of a score point for each."""

    split: NDArray[np.int64]
    """(2 L - 1, 3) kind, place, k: a split comes first, then all of its side of at most k, then that of k + 1 on.

    A leaf is a row of its own, of kind 0.
    """
    opening_price: NDArray[np.int64]
    """(L, m)"""
    unit_price: NDArray[np.int64]
    """(L, u)"""
    counting_price: NDArray[np.int64]
    """(L) what a placement that counts for the floor is paid; never below 0."""
    other_price: NDArray[np.int64]
    """(L) what any other placement is paid, of either sign."""
    scale: int

    def arrays(self) -> dict[str, Any]:
        """By the names under which they are kept beside a certificate's own. O(1); no errors."""
        return {f"leaf_{name}": array for name, array in vars(self).items()}

    def finer(self, prices: int, scale: int) -> Leaves:
        """The same with all prices, and the scale, so many times as great. O(L (m + u)); no errors."""
        four = {name: array * prices for name, array in vars(self).items() if name.endswith("price")}
        return replace(self, scale=self.scale * scale, **four)


@dataclass(frozen=True, eq=False)
class Box:
    """The placements of a leaf: the bounds of openings and units, and how many may not count for the floor."""

    capacity: NDArray[np.int64]
    opening_lower: NDArray[np.int64]
    unit_upper: NDArray[np.int64]
    unit_lower: NDArray[np.int64]
    least: int = 0
    most: int = NO_BOUND


def leaves_of(arrays: Mapping[str, Any]) -> Leaves | None:
    """The leaves among arrays by name, as `Leaves.arrays` gave them; None where there are none. O(1)."""
    if "leaf_split" not in arrays:
        return None
    named = {name.removeprefix("leaf_"): arrays[name] for name in arrays if name.startswith("leaf_")}
    return Leaves(**(named | {"scale": int(named["scale"])}))


def boxes(instance: Instance, leaves: Leaves) -> Iterator[Box]:
    """The leaves in the order of their prices; together they hold every placement of the instance.

    Raises `ValueError` where the splits leave anything out. O(L (m + u)).
    """
    start = Box(instance.capacity, instance.opening_lower, instance.unit_upper, instance.unit_lower)
    ahead = [start]
    for kind, place, most in leaves.split.tolist():
        if not ahead:
            raise ValueError("there are leaves beyond the last placement")
        box = ahead.pop()
        if kind == LEAF:
            yield box
        else:
            ahead += [_above(box, kind, place, most), _below(box, kind, place, most)]
    if ahead:
        raise ValueError("the leaves leave placements out")


def fitting(instance: Instance, leaves: Leaves) -> None:
    """Refuse with `ValueError` splits of what is not there, and prices of a wrong number or sign. O(L)."""
    count = int((leaves.split[:, 0] == LEAF).sum())
    shapes = {name: array.shape for name, array in vars(leaves).items() if name.endswith("price")}
    asked = {"opening_price": (count, instance.openings), "unit_price": (count, instance.units)}
    if shapes != asked | {"counting_price": (count,), "other_price": (count,)}:
        raise ValueError("each leaf has one price for each opening, one for each unit, and two for the floor")
    if (leaves.counting_price < 0).any() or leaves.scale < 1:
        raise ValueError("a leaf's price of what counts is not below 0, the scale not below 1")
    places = {LEAF: 1, OTHERS: 1, OPENING: instance.openings, UNIT: instance.units}
    for kind, place, most in leaves.split.tolist():
        if not 0 <= place < places.get(kind, 0) or abs(most) > NO_BOUND:
            raise ValueError("the leaves are split by what is not there")


def least_paid(instance: Instance, box: Box, floor: Fraction, counting: int, other: int) -> int | None:
    """What all placements of a leaf that meet the floor are paid together at least; None where none can meet it.

    `counting` and `other` are the two prices, scaled. O(n), at worst O(e); no errors.
    """
    most = placements(instance)
    others = np.arange(box.least, min(box.most, most) + 1)
    if floor == 1:
        others = others[others == 0]
    rest = max(floor.denominator - floor.numerator, 1)
    counted = -(-floor.numerator * others // rest)
    there = others + counted <= most
    return int((counting * counted + other * others)[there].min()) if there.any() else None


def placements(instance: Instance) -> int:
    """How many there can be at most. O(n); no errors."""
    if instance.applicant_capacity is None:
        return instance.applicants
    return int(np.minimum(instance.applicant_capacity, np.diff(instance.indptr)).sum())


def _below(box: Box, kind: int, place: int, most: int) -> Box:
    if kind == OTHERS:
        return replace(box, most=min(box.most, most))
    if kind == OPENING:
        return replace(box, capacity=_set(box.capacity, place, min(int(box.capacity[place]), most)))
    return replace(box, unit_upper=_set(box.unit_upper, place, min(int(box.unit_upper[place]), most)))


def _above(box: Box, kind: int, place: int, most: int) -> Box:
    if kind == OTHERS:
        return replace(box, least=max(box.least, most + 1))
    if kind == OPENING:
        return replace(box, opening_lower=_set(box.opening_lower, place, max(int(box.opening_lower[place]), most + 1)))
    return replace(box, unit_lower=_set(box.unit_lower, place, max(int(box.unit_lower[place]), most + 1)))


def _set(array: NDArray[np.int64], place: int, value: int) -> NDArray[np.int64]:
    changed = array.copy()
    changed[place] = value
    return changed
