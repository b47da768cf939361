"""Whether the values of an allotment instance can hold: each check one pass over one array, no loop in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .refusals import InstanceError

if TYPE_CHECKING:
    from .instance import Instance

MOST_SCORE = 10**9
"""A score of either sign; a sum over all edges then stays far inside 64 bits, also where an engine scales it."""
MOST_SEATS = 2**31 - 1
MOST_UPPER = 2**62
"""What a unit without a bound may say."""
_BLOCK = 1 << 12
"""Applicants looked at together for double edges: their sort stays in the cache of the processor."""


def values(instance: Instance) -> None:
    """Refuse values that cannot be meant; types and lengths are settled before.

    Raises `InstanceError`, always for the first fault of the first array at fault. O(n + m + u + e log e).
    """
    _edges(instance)
    _units(instance)
    _openings(instance)
    _applicants(instance)
    if instance.preference is not None:
        _preference(instance, instance.preference)


def _edges(instance: Instance) -> None:
    indptr, edges = instance.indptr, instance.edges
    if indptr[0] != 0:
        raise InstanceError("indptr-start", value=int(indptr[0]))
    falling = np.flatnonzero(np.diff(indptr) < 0)
    if falling.size:
        raise InstanceError("indptr-falls", at=int(falling[0]) + 1)
    if indptr[-1] != edges:
        raise InstanceError("indptr-end", value=int(indptr[-1]), wanted=edges)
    _between("col", instance.col, 0, instance.openings - 1)
    _between("score", instance.score, -MOST_SCORE, MOST_SCORE)
    if instance.stay is not None:
        _between("stay", instance.stay, -1, 1)
    for first in range(0, instance.applicants, _BLOCK):
        _once(instance, first, min(first + _BLOCK, instance.applicants))


def _once(instance: Instance, first: int, last: int) -> None:
    """No applicant from `first` to before `last` names an opening twice."""
    begin, end = instance.indptr[first], instance.indptr[last]
    row = np.repeat(np.arange(first, last), np.diff(instance.indptr[first : last + 1]))
    named = row * instance.openings + instance.col[begin:end]
    named.sort()
    same = np.flatnonzero(named[1:] == named[:-1])
    if same.size:
        applicant, opening = divmod(int(named[same[0]]), instance.openings)
        raise InstanceError("twice", applicant=applicant, opening=opening)


def _openings(instance: Instance) -> None:
    _between("capacity", instance.capacity, 0, MOST_SEATS)
    _between("opening_lower", instance.opening_lower, 0, MOST_SEATS)
    _ordered("opening_lower", instance.opening_lower, "capacity", instance.capacity)
    _between("opening_unit", instance.opening_unit, 0, instance.units - 1)


def _units(instance: Instance) -> None:
    parent = instance.unit_parent
    if parent.size == 0:
        raise InstanceError("no-root")
    if parent[0] != -1:
        raise InstanceError("root", value=int(parent[0]))
    wrong = np.flatnonzero((parent < 0) | (parent >= np.arange(parent.size)))
    if wrong.size > 1:  # the root is the first of them
        raise InstanceError("parent", at=int(wrong[1]), value=int(parent[wrong[1]]))
    _between("unit_lower", instance.unit_lower, 0, MOST_SEATS)
    _between("unit_upper", instance.unit_upper, 0, MOST_UPPER)
    _ordered("unit_lower", instance.unit_lower, "unit_upper", instance.unit_upper)


def _applicants(instance: Instance) -> None:
    if instance.applicant_capacity is not None:
        _between("applicant_capacity", instance.applicant_capacity, 0, MOST_SEATS)
    if instance.grass_floor is None:
        return
    if not 0 <= instance.grass_floor <= 1:
        raise InstanceError("floor-range", value=instance.grass_floor)
    if instance.grass_unit_mask is None:
        raise InstanceError("floor-alone")


def _preference(instance: Instance, preference: NDArray[np.int32]) -> None:
    """Each applicant's places once each: together they point at every edge once."""
    degree = np.diff(instance.indptr)
    _between("preference", preference, 0, max(int(degree.max(initial=0)) - 1, 0))
    row = np.repeat(np.arange(instance.applicants), degree)
    chosen = np.zeros(instance.edges, np.bool_)
    chosen[np.minimum(instance.indptr[row] + preference, instance.edges - 1)] = True
    beyond = np.flatnonzero(preference >= degree[row])
    never = np.flatnonzero(~chosen)
    if beyond.size or never.size:
        edge = int(never[0]) if never.size else int(beyond[0])
        raise InstanceError("preference", applicant=int(row[edge]), value=edge - int(instance.indptr[row[edge]]))


def _between(name: str, array: NDArray[Any], least: int, most: int) -> None:
    wrong = np.flatnonzero((array < least) | (array > most))
    if wrong.size:
        at = int(wrong[0])
        raise InstanceError("beyond", array=name, at=at, value=int(array[at]), least=least, most=most)


def _ordered(lower: str, least: NDArray[Any], upper: str, most: NDArray[Any]) -> None:
    wrong = np.flatnonzero(least > most)
    if wrong.size:
        at = int(wrong[0])
        told = {"value": int(least[at]), "most": int(most[at])}
        raise InstanceError("crossed", lower=lower, upper=upper, at=at, **told)
