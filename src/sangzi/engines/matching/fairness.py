"""Fairness: what a result comes to for whom, in counts that anybody can add up again.

Which wish people got; how many were placed, and how well they fit, by home and by any class of applicant, beside the
whole pool; and what each region offered its own people and everybody. Nothing here decides anything: a class is only
counted, and small groups are for whoever publishes to hide.

Example: of four applicants two of class 0 have their first wish, one of class 1 the third and one nothing:
`report(...).by_class.placed` is [2, 1] of `people` [2, 2].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance

RANKS = 20
"""Wishes counted one by one; later ones are counted together."""


class Groups(NamedTuple):
    """Figures of g groups of applicants."""

    people: NDArray[np.int64]
    """(g) in the pool."""
    named: NDArray[np.int64]
    """(g) openings they named together."""
    placed: NDArray[np.int64]
    """(g)"""
    first: NDArray[np.int64]
    """(g) who got their dearest wish."""
    fit: NDArray[np.int64]
    """(g) the sum of scores of those placed."""
    best_fit: NDArray[np.int64]
    """(g) the sum of everybody's highest score, placed or not: what there was to have."""
    ranks: NDArray[np.int64]
    """(g, RANKS + 1) how many got which wish, the dearest first; in the last column all later ones."""

    @property
    def share_placed(self) -> NDArray[np.float64]:
        """(g) placed of all in the pool; not a number for a group of nobody. O(g); no errors."""
        return _share(self.placed, self.people)

    @property
    def mean_fit(self) -> NDArray[np.float64]:
        """(g) of those placed; not a number where nobody is. O(g); no errors."""
        return _share(self.fit, self.placed)


class Regions(NamedTuple):
    """What r regions offer, and who gets it."""

    seats: NDArray[np.int64]
    """(r)"""
    people: NDArray[np.int64]
    """(r) applicants at home there."""
    wishes: NDArray[np.int64]
    """(r) how often an opening there is named."""
    filled: NDArray[np.int64]
    """(r) seats taken."""
    flows: NDArray[np.int64]
    """(r, r) placed people by home and by where they are placed."""

    @property
    def seats_for_each(self) -> NDArray[np.float64]:
        """(r) seats there for each applicant at home there; not a number without any. O(r); no errors."""
        return _share(self.seats, self.people)

    @property
    def at_home(self) -> NDArray[np.int64]:
        """(r) people placed in their own region. O(r); no errors."""
        return np.diagonal(self.flows).copy()


@dataclass(frozen=True, eq=False)
class Report:
    """The figures of one result."""

    everybody: Groups
    """The whole pool as one group, to compare the others with."""
    by_home: Groups
    by_class: Groups
    regions: Regions


def report(
    instance: Instance,
    assignment: NDArray[np.int32],
    *,
    home: NDArray[np.int64],
    region: NDArray[np.int64],
    group: NDArray[np.int64],
) -> Report:
    """The figures of `assignment` (n; an opening or -1) in numbers of people and sums of scores.

    `home` (n) and `region` (m) number the same r regions from 0, -1 for people from elsewhere; `group` (n) numbers
    classes of applicants. Wishes are `instance.preference`, or the edges as they stand. Raises `ValueError` where a
    column is of another length, a number is below what may be, or somebody has what they did not name.
    O(n + m + e + r^2).
    """
    _fitting(instance, assignment, home=home, region=region, group=group)
    regions = int(max(home.max(initial=-1), region.max(initial=-1))) + 1
    figures = _figures(instance, assignment)
    return Report(
        everybody=_grouped(figures, np.zeros_like(group), 1),
        by_home=_grouped(figures, home, regions),
        by_class=_grouped(figures, group, int(group.max(initial=-1)) + 1),
        regions=_regions(instance, assignment, home, region, regions),
    )


class _Figures(NamedTuple):
    """Of each applicant (n): how many openings they named, which wish they got (-1 none), its score, their highest."""

    named: NDArray[np.int64]
    rank: NDArray[np.int64]
    fit: NDArray[np.int64]
    best: NDArray[np.int64]


def _fitting(instance: Instance, assignment: NDArray[np.int32], **columns: NDArray[np.int64]) -> None:
    lengths = {"home": instance.applicants, "region": instance.openings, "group": instance.applicants}
    least = {"home": -1, "region": 0, "group": 0}
    for name, column in columns.items():
        if column.size != lengths[name]:
            raise ValueError(f"{name} has {column.size} entries; give it {lengths[name]}")
        if column.min(initial=0) < least[name]:
            raise ValueError(f"{name} has a number below {least[name]}")
    if assignment.size != instance.applicants:
        raise ValueError(f"the assignment has {assignment.size} entries; give it {instance.applicants}")


def _figures(instance: Instance, assignment: NDArray[np.int32]) -> _Figures:
    named, n = np.diff(instance.indptr), instance.applicants
    row = np.repeat(np.arange(n), named)
    place = np.arange(instance.edges) - instance.indptr[row]
    wish = place
    if instance.preference is not None:
        wish = np.empty_like(place)
        wish[instance.indptr[row] + instance.preference] = place
    got = np.flatnonzero(instance.col == assignment[row])
    if got.size != int((assignment >= 0).sum()):
        raise ValueError("the assignment gives somebody what they did not name")
    rank, fit, best = np.full(n, -1, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    rank[row[got]], fit[row[got]] = wish[got], instance.score[got]
    some = np.flatnonzero(named)
    if some.size:
        best[some] = np.maximum.reduceat(instance.score, instance.indptr[some])
    return _Figures(named, rank, fit, best)


def _grouped(figures: _Figures, group: NDArray[np.int64], groups: int) -> Groups:
    inside = group >= 0
    named, rank, fit, best = (column[inside] for column in figures)
    group = group[inside]
    placed = rank >= 0
    ranks = np.zeros((groups, RANKS + 1), np.int64)
    np.add.at(ranks, (group[placed], np.minimum(rank[placed], RANKS)), 1)
    return Groups(
        people=np.bincount(group, minlength=groups),
        named=_sums(group, named, groups),
        placed=np.bincount(group[placed], minlength=groups),
        first=ranks[:, 0].copy(),
        fit=_sums(group, fit, groups),
        best_fit=_sums(group, best, groups),
        ranks=ranks,
    )


def _regions(
    instance: Instance,
    assignment: NDArray[np.int32],
    home: NDArray[np.int64],
    region: NDArray[np.int64],
    regions: int,
) -> Regions:
    placed = np.flatnonzero(assignment >= 0)
    there = region[assignment[placed]]
    flows = np.zeros((regions, regions), np.int64)
    known = home[placed] >= 0
    np.add.at(flows, (home[placed][known], there[known]), 1)
    return Regions(
        seats=_sums(region, instance.capacity, regions),
        people=np.bincount(home[home >= 0], minlength=regions),
        wishes=np.bincount(region[instance.col], minlength=regions),
        filled=np.bincount(there, minlength=regions),
        flows=flows,
    )


def _sums(group: NDArray[np.int64], amount: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """(groups) sums in whole numbers; weights of bincount would be decimals."""
    total = np.zeros(groups, np.int64)
    np.add.at(total, group, amount)
    return total


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    share = np.full(part.shape, np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share
