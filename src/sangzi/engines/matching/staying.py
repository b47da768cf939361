"""Staying: of all results that are equally good, one in which as few as can be have something else than before.

Where many pairs are worth the same, many results are equally good, and which of them the optimal method finds may
change with the least change of a bound. Two results then differ in thousands of people of whom the bound moves a few.

`stay` of the instance says for each edge what taking it means beside an earlier result: 1 for a pair of it, -1 for an
edge of an applicant who had nothing in it, 0 where the earlier result says nothing. A result *keeps* each pair marked
1 that it takes, and the seat left free by each edge marked -1 that it might have taken and does not: where everybody
has one opening at most, that is how many have what they had, nothing included. Wanted is first the greatest sum of
scores, then to keep the most. Both are one sum: with `base` one more than all that can be kept, an edge is worth

    base * score + stay

**Proof of both at once.** Let the result found have the sum of scores s and keep k, from 0 to base - 1. But for a
constant its worth is base * s + k. Let prices prove that nothing is worth more. Any allowed result, with s' and k', has
base * s' + k' <= base * s + k, so s' - s <= (k - k') / base < 1, and as scores are whole, s' <= s: no sum is greater.
Where s' = s, k' <= k: of the equally good results none keeps more. The same prices, read in `1 / base` of a point, are
a certificate of the instance itself: leaving the marks out raises the bound by no more than one for each edge marked -1
that somebody might take, so the bound of the scores is at most (base * s + k) / base, rounded down s.

Under a floor both are proven by parts (`branching`); where the limit of that leaves a gap, the checker tells it, and
nothing is lost by staying: where the sum is below that of the optimal method alone, that method's result is given.

Example: two applicants are worth 5 each at the one seat, which the second had. Either may have it, for a sum of 5. All
that can be kept is 2, so `base` is 3: with the second at the seat 3 * 5 + 1 = 16, with the first 3 * 5 - 1 = 14.

Source: lexicographic goals as one weighted sum (Sherali, "Equivalent weights for lexicographic multi-objective
programs", European Journal of Operational Research 11, 1982).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .certificate import NOTHING, Certificate, edges_taken, pairs, share, verify
from .floor import MOST_SUM
from .instance import Instance
from .objections import MethodError

if TYPE_CHECKING:
    from .optimal import Solution

UNKNOWN = -2
"""In an earlier result: nobody knows what the applicant had, or they were not there."""


@dataclass(frozen=True, eq=False)
class Weighted:
    """An instance whose scores say both: the points first, then who stays."""

    instance: Instance
    base: int
    """What one point of the instance itself is worth here."""
    empty: int
    """What is kept where nobody has anything: seats that applicants who had nothing leave free."""


def marks(instance: Instance, earlier: NDArray[np.int32]) -> NDArray[np.int8]:
    """(e) `stay` for an earlier result: (n) openings, `NOTHING` or `UNKNOWN`, or (k, 2) applicants and openings.

    In pairs, whoever stands in none had nothing. Only whoever may have one opening at most has edges marked -1. Raises
    `MethodError` where the result is not of these applicants and openings. O(n + e), with pairs O(e log e).
    """
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    if earlier.ndim == 1 and earlier.size != instance.applicants:
        raise MethodError("earlier-length", found=int(earlier.size), wanted=instance.applicants)
    beyond = earlier[:, 1] if earlier.ndim == 2 else earlier
    if earlier.size and (beyond.min() < UNKNOWN or beyond.max() >= instance.openings):
        raise MethodError("earlier-beyond", most=instance.openings - 1)
    if earlier.ndim == 1:
        had = earlier[row]
        kept, none = had == instance.col, had == NOTHING
    else:
        if earlier.size and not 0 <= earlier[:, 0].min() <= earlier[:, 0].max() < instance.applicants:
            raise MethodError("earlier-length", found=int(earlier[:, 0].max()) + 1, wanted=instance.applicants)
        kept = np.zeros(instance.edges, np.bool_)
        kept[edges_taken(instance, earlier)] = True
        none = ~np.isin(row, earlier[:, 0])
    if instance.applicant_capacity is not None:
        none &= instance.applicant_capacity[row] <= 1
    stay: NDArray[np.int8] = kept.astype(np.int8) - none.astype(np.int8)
    return stay


def weighted(instance: Instance) -> Weighted:
    """The instance with `base * score + stay` as scores, and without `stay`.

    Raises `MethodError` where the scores are so great that their sum might leave 64 bits. O(n + e).
    """
    stay, most = _stay(instance), instance.applicant_capacity
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    each = np.ones(instance.applicants, np.int64) if most is None else most
    may_keep, empty = (
        int(np.minimum(np.bincount(row[stay == mark], minlength=each.size), each).sum()) for mark in (1, -1)
    )
    base = may_keep + empty + 1
    highest = int(np.abs(instance.score).max(initial=0))
    people = max(instance.applicants if most is None else instance.edges, 1)
    parts = share(instance.grass_floor).denominator if instance.grass_floor else 1
    if (highest * base + 1) * people * parts > MOST_SUM:
        raise MethodError("stay-high", highest=highest, most=(MOST_SUM // (people * parts) - 1) // base)
    return Weighted(replace(instance, score=instance.score * base + stay, stay=None), base, empty)


def staying(instance: Instance, start: Solution | None = None) -> Solution:
    """The allotment of the greatest sum that keeps the most, with prices that prove both (see `stays_at_most`).

    `start`: a solution by the scores alone of an instance that differs a little, as `optimal` takes it.

    Raises `Infeasible` as `optimal`, and `MethodError` as `weighted`. Deterministic. It is solved twice: by the scores
    alone, then with the marks from the earlier result and the prices just found, which is a short way; where
    applicants may have several openings, or a floor costs something, the second time is as long as the first.
    """
    from .optimal import optimal

    task, bare = weighted(instance), replace(instance, stay=None)
    plain = optimal(bare, start)
    found = _near(task, instance, plain) or optimal(task.instance)
    worth = _worth(instance, found.assignment)
    if worth < plain.objective:
        found, worth = _told_finer(plain, task), plain.objective
    given = found.certificate
    proof = given.finer(1, task.base)
    searches = plain.searches + found.searches
    return replace(found, objective=worth, certificate=proof, instance=instance, searches=searches, kept=None)


def stays(instance: Instance, assignment: NDArray[np.int32]) -> int:
    """How much an assignment keeps. O(n + e), O(e log e) with pairs; no errors."""
    return _kept(instance, assignment) + weighted(instance).empty


def stays_at_most(instance: Instance, assignment: NDArray[np.int32], certificate: Certificate) -> int:
    """What no allowed result with the same sum of scores can keep more than, by the prices of `staying`.

    It trusts nothing but the instance, as `certificate.verify` does, and raises `ValueError` as that.
    O(n + m + u + e), and O(e log e) where applicants may have several.
    """
    task = weighted(instance)
    prices = certificate.coarser(task.base)
    over = verify(task.instance, assignment, prices).bound - task.base * _worth(instance, assignment)
    return min(over + task.empty, task.base - 1)


def _near(task: Weighted, instance: Instance, plain: Solution) -> Solution | None:
    """Solved from the earlier result at the prices of the scores alone; None where no such way leads there.

    A floor that costs nothing is left out: what is best without it and meets it is best with it.
    """
    from .optimal import Solution, optimal

    given = plain.certificate
    if plain.assignment.ndim == 2 or given.floor_price:
        return None
    prices = Certificate(given.opening_price * task.base, given.unit_price * task.base)
    free = replace(task.instance, grass_floor=None)
    start = Solution(_earlier(instance), 0, 0, prices, 0, free)
    found = optimal(free, start)
    if verify(task.instance, found.assignment, found.certificate).faults:
        return None
    return replace(found, instance=task.instance)


def _told_finer(plain: Solution, task: Weighted) -> Solution:
    """A solution by the scores alone, its prices in points of the weighted instance."""
    return replace(plain, certificate=plain.certificate.finer(task.base, 1))


def _earlier(instance: Instance) -> NDArray[np.int32]:
    """(n) what everybody had, as far as it can be had again."""
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    had, kept = np.full(instance.applicants, NOTHING, np.int32), _stay(instance) == 1
    had[row[kept]] = instance.col[kept]
    return had


def _stay(instance: Instance) -> NDArray[np.int8]:
    return np.zeros(instance.edges, np.int8) if instance.stay is None else instance.stay


def _worth(instance: Instance, assignment: NDArray[np.int32]) -> int:
    return int(instance.score[edges_taken(instance, pairs(assignment))].sum())


def _kept(instance: Instance, assignment: NDArray[np.int32]) -> int:
    return int(_stay(instance)[edges_taken(instance, pairs(assignment))].sum(dtype=np.int64))
