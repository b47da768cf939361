"""Waiting lines: for every opening who would rather have it than what they got, the strongest claim first.

When a seat becomes free again, the first in line has it, if the bounds above allow; what that one leaves behind goes
to the next line in the same way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .stable import claims


class Lines(NamedTuple):
    """One line for each opening, one after the other."""

    indptr: NDArray[np.int64]
    """(m + 1) where each line begins and ends."""
    applicant: NDArray[np.int64]
    """Who waits, first in line first."""


def lines(instance: Instance, assignment: NDArray[np.int32], *, lots: NDArray[np.int64] | None = None) -> Lines:
    """Who waits for what after `assignment` (n; an opening or -1), with `lots` as in `stable`.

    Raises `MethodError` without lots and `ValueError` where somebody has what they did not name.
    O(w log w + e) for w pairs that wait.
    """
    edges = np.flatnonzero(wished(instance, assignment)[0])
    applicant = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))[edges]
    order = np.lexsort((-claims(instance, lots).of(edges, applicant), instance.col[edges]))
    indptr = np.zeros(instance.openings + 1, np.int64)
    np.cumsum(np.bincount(instance.col[edges], minlength=instance.openings), out=indptr[1:])
    return Lines(indptr, applicant[order])


def wished(instance: Instance, assignment: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(e) which pairs the applicant would rather have than what they got, and (e) which pairs are placed.

    Raises `ValueError` where somebody has what they did not name. O(e).
    """
    degree = np.diff(instance.indptr)
    row = np.repeat(np.arange(instance.applicants), degree)
    place = np.arange(instance.edges) - instance.indptr[row]
    if instance.preference is not None:
        wish = np.empty_like(place)
        wish[instance.indptr[row] + instance.preference] = place
        place = wish
    chosen = instance.col == assignment[row]
    own = degree.copy()
    own[row[chosen]] = place[chosen]
    if int(chosen.sum()) != int((assignment >= 0).sum()):
        raise ValueError("the assignment gives somebody what they did not name")
    if instance.applicant_capacity is not None:
        own[instance.applicant_capacity == 0] = 0
    return place < own[row], chosen
