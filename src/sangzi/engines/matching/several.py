"""Applicants who may have several openings, told as an instance in which everybody has at most one.

Whoever may have c of d openings becomes d people, one for each edge: each takes the edge's opening or stays at home. At
home there is a place of its own for every such applicant, worth nothing, where at least d - c must stay, and at most
d - 1 where something must be found. Homes hang on a new root above the old one, so that no unit counts them.

Example: an applicant with two of the three openings 0, 1 and 2 becomes three people with one opening each, and a home
that takes three and must have at least one.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance


class Single(NamedTuple):
    """An instance in which everybody has at most one opening, and where its parts come from."""

    instance: Instance
    person: NDArray[np.int64]
    """(n') the applicant each person stands for."""
    homes: NDArray[np.int64]
    """The applicant of each home."""
    openings: int
    """m: openings beyond are homes."""
    units: int
    """How many units come before those of the instance: 0, or 1 for the new root."""


def single(instance: Instance) -> Single:
    """The instance with one opening for each person; O(n + m + u + e), nothing is copied where nobody has several."""
    most = instance.applicant_capacity
    if most is None or bool((most == 1).all()):
        plain = dataclasses.replace(instance, applicant_capacity=None)
        return Single(plain, np.arange(instance.applicants), np.zeros(0, np.int64), instance.openings, 0)
    degree = np.diff(instance.indptr)
    parted = (most > 1) & (degree > 0)
    kept = np.repeat(most > 0, degree)
    person, home = _people(np.where(most > 0, degree, 0), parted)
    indptr, col, score = _edges(instance, kept, parted, home)
    people = _with_homes(instance, parted, person, indptr, col, score)
    return Single(people, person, np.flatnonzero(parted), instance.openings, 1)


def _people(degree: NDArray[np.int64], parted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(n') whom each person stands for, and (n) the number of each applicant's home."""
    person = np.repeat(np.arange(degree.size), np.where(parted, degree, 1))
    return person, np.cumsum(parted) - 1


def _edges(
    instance: Instance, kept: NDArray[np.bool_], parted: NDArray[np.bool_], home: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """The edges of the people: those of the instance, and one home for each person of a parted applicant."""
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))[kept]
    col, score = instance.col[kept], instance.score[kept]
    own = parted[row]
    length = np.where(parted, 2, np.bincount(row, minlength=instance.applicants))
    sizes = np.repeat(length, np.where(parted, np.bincount(row, minlength=instance.applicants), 1))
    begin = np.arange(row.size) + np.cumsum(own) - own
    columns, scores = np.zeros(row.size + int(own.sum()), np.int32), np.zeros(row.size + int(own.sum()), np.int64)
    columns[begin], scores[begin] = col, score
    columns[begin[own] + 1] = instance.openings + home[row[own]]
    return np.concatenate([[0], np.cumsum(sizes)]), columns, scores


def _with_homes(
    instance: Instance,
    parted: NDArray[np.bool_],
    person: NDArray[np.int64],
    indptr: NDArray[np.int64],
    col: NDArray[np.int32],
    score: NDArray[np.int64],
) -> Instance:
    assert instance.applicant_capacity is not None
    degree = np.diff(instance.indptr)[parted]
    must = np.zeros(parted.size, np.bool_) if instance.must_place is None else instance.must_place
    room: NDArray[np.int64] = degree - must[parted]
    home_lower = np.maximum(degree - instance.applicant_capacity[parted], 0)
    grass = None if instance.grass_unit_mask is None else np.append(False, instance.grass_unit_mask)
    return Instance(
        indptr=indptr,
        col=col,
        score=score,
        capacity=np.append(instance.capacity, room),
        opening_lower=np.append(instance.opening_lower, np.minimum(home_lower, room)),
        opening_unit=np.append(instance.opening_unit + 1, np.zeros(room.size)).astype(np.int32),
        unit_parent=np.append(-1, instance.unit_parent + 1).astype(np.int32),
        unit_lower=np.append(0, instance.unit_lower),
        unit_upper=np.append(2**40, instance.unit_upper),
        grass_unit_mask=grass,
        grass_floor=instance.grass_floor,
        must_place=must[person] | parted[person],
    )
