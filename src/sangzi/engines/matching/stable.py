"""Stable: applicants ask in the order of their wishes; openings hold the strongest and let the others ask further.

Nobody and no opening could both do better by leaving the result together: whoever did not get a dearer wish finds
there only people with a stronger claim. Of all results that are so, every applicant has the best they can have.

How strong a claim is: the opening's priority for the applicant, higher first, and among equals the applicant's lot,
smaller first. Lots are drawn once for all openings, so nobody is drawn against again and again.

Bounds of the unit tree: those who are held are always the strongest set that the bounds allow, chosen greedily. The
bounds are a laminar family, so the sets that fit are a matroid and the greedy choice is substitutable and keeps the
law of aggregate demand. Therefore the result does not depend on who asks first, and no applicant gets a dearer wish
by naming other wishes than the true ones, or in another order.

Lower bounds: seats are kept. While a unit holds fewer than its lower bound, the missing seats count as taken in every
unit above it, and the root has as many seats as there are applicants to place. So the bounds are met whenever the
others who ask there suffice, and everything said above stays true. What it gives up: a seat may stay empty though
somebody wished for it, and where nobody asks for the kept seats they stay empty too, and the result says how many are
short. With `keep_lower=False` no seat is kept, nobody loses a wish to a seat that stays empty, and the result only
says what is short.

Example: two applicants, both rather at opening 0 than 1, one seat each; opening 0 ranks the second higher. The first
has 1, the second 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .objections import MethodError
from .tree import fillable_seats, kept_seats

if TYPE_CHECKING:  # the compiled loops are loaded when one runs
    from .kernels.limits import Bounds
    from .kernels.tournament import Tree

LOTS = 32
"""Low bits of a claim, for the lot."""
SPREAD = 2**31 - 1
"""Between the lowest and the highest priority; what is further apart is ranked first."""


@dataclass(frozen=True, eq=False)
class Stable:
    """Who got what, which wish that was, and what is missing at lower bounds."""

    assignment: NDArray[np.int32]
    """(n) an opening, or -1."""
    rank: NDArray[np.int32]
    """(n) which wish it was: 0 the dearest, -1 for nothing."""
    proposals: int
    """How many times somebody asked."""
    opening_short: NDArray[np.int64]
    """(m) placements missing at an opening's lower bound."""
    unit_short: NDArray[np.int64]
    """(u) placements missing at a unit's lower bound."""

    @property
    def placed(self) -> int:
        """How many have an opening. O(n); no errors."""
        return int(np.count_nonzero(self.assignment >= 0))


@dataclass(frozen=True, eq=False)
class Claims:
    """How strong every pair is, as whole numbers no two of which are equal for two applicants."""

    priority: NDArray[np.int64]
    """(e) as given, or its rank where priorities lie further apart than `SPREAD`."""
    least: int
    """The lowest priority."""
    standing: NDArray[np.int64]
    """(n) 0 for the last lot, n - 1 for the first."""

    def of(self, edges: NDArray[np.int64], applicants: NDArray[np.int64]) -> NDArray[np.int64]:
        """The claims of some edges and their applicants, higher is stronger. O(edges); no errors."""
        claims: NDArray[np.int64] = (self.priority[edges] - self.least) << LOTS | self.standing[applicants]
        return claims


def stable(
    instance: Instance,
    *,
    lots: NDArray[np.int64] | None = None,
    keep_lower: bool = True,
    places: int | None = None,
) -> Stable:
    """Applicant-proposing deferred acceptance under the bounds of the unit tree.

    Wishes are `instance.preference`, or the edges as they stand, dearest first. Priorities are `instance.priority`, or
    the scores. `lots` (n, all different; smaller first) stand for `instance.lottery`. `keep_lower` keeps seats for
    lower bounds, out of `places` in all (left out: one for each applicant who names anything).

    Raises `MethodError` without lots, for a lot that stands twice, for bounds that no placement can keep, and for what
    the method cannot do: several openings for one applicant, a floor, a promise of a place.
    Complexity: at most e proposals, each O(log seats + the sum of log fan-out up the tree); O(e) to begin with.
    Sources: Gale and Shapley, "College admissions and the stability of marriage", 1962; Dubins and Freedman 1981 and
    Roth 1982 (truth is the best answer); Fleiner, "A fixed-point approach to stable matchings", 2003 (matroids);
    Hatfield and Milgrom, "Matching with contracts", 2005; Kamada and Kojima, "Efficient matching under distributional
    constraints", 2015; Kojima, Tamura and Yokoo, "Designing matching mechanisms under constraints: an approach from
    discrete convex analysis", 2018 (seats kept for lower bounds); Goto and others, "Designing matching mechanisms
    under general distributional constraints", 2017.
    """
    from .kernels.deferred import Market, deferred, packed

    _possible(instance)
    claimed = claims(instance, lots)
    held_to = _bounds(bounded(instance, keep_lower=keep_lower, places=places))
    order = np.empty(0, np.int32) if instance.preference is None else instance.preference
    edges = packed(instance.indptr, instance.col, order, claimed.priority, claimed.least)
    drawn = np.empty(instance.applicants, np.int32)
    drawn[claimed.standing] = np.arange(instance.applicants, dtype=np.int32)
    market = Market(instance.indptr, edges, claimed.standing, drawn)
    asked = _closed(instance)
    held = deferred(market, _tree(held_to, instance.applicants), held_to.seats, asked)
    return _told(instance, held.got, held.asked, int((held.asked - asked).sum()))


def bounded(instance: Instance, *, keep_lower: bool, places: int | None = None) -> Instance:
    """The instance with the bounds the method holds itself to: the root's seats, and lower bounds only if kept.

    Raises `MethodError` where kept seats alone break an upper bound. O(n + m + u).
    """
    if not (instance.opening_lower.any() or instance.unit_lower.any()):
        return instance
    if not keep_lower:
        nothing = np.zeros_like
        return replace(instance, opening_lower=nothing(instance.opening_lower), unit_lower=nothing(instance.unit_lower))
    asking = int(np.count_nonzero(np.diff(instance.indptr))) if places is None else places
    _keepable(instance, asking)
    upper = instance.unit_upper.copy()
    upper[0] = min(int(upper[0]), asking)
    return replace(instance, unit_upper=upper)


def _keepable(instance: Instance, places: int) -> None:
    """Refuse lower bounds that cannot be met whoever asks; of several the deepest in the tree."""
    seats, most = kept_seats(instance, instance.opening_lower), fillable_seats(instance)
    over, empty = np.flatnonzero(seats > instance.unit_upper), np.flatnonzero(seats > most)
    if over.size:
        unit = int(over[-1])
        raise MethodError("no-room", unit=unit, kept=int(seats[unit]), upper=int(instance.unit_upper[unit]))
    if empty.size:
        unit = int(empty[-1])
        raise MethodError("no-seats", unit=unit, kept=int(seats[unit]), seats=int(most[unit]))
    if seats[0] > places:
        raise MethodError("no-places", kept=int(seats[0]), places=places)


def claims(instance: Instance, lots: NDArray[np.int64] | None = None) -> Claims:
    """How strong every pair's claim is: priority (or score), then lot. `lots` as in `stable`.

    Raises `MethodError` without lots or for a lot that stands twice. O(n log n + e), and O(e log e) where priorities
    need so many bits that they must be ranked first.
    """
    drawn = instance.lottery if lots is None else lots
    if drawn is None:
        raise MethodError("no-lots")
    priority = instance.score if instance.priority is None else instance.priority
    least, most = (int(priority.min()), int(priority.max())) if priority.size else (0, 0)
    if most - least >= SPREAD:
        priority, least = np.unique(priority, return_inverse=True)[1].astype(np.int64), 0
    return Claims(priority, least, _standing(drawn))


def _standing(lots: NDArray[np.int64]) -> NDArray[np.int64]:
    n, last = lots.size, lots.max(initial=0)
    if n and last - lots.min() == n - 1 and np.bincount(last - lots).all():  # as drawn, without gaps: nothing to sort
        standing: NDArray[np.int64] = last - lots
        return standing
    order = np.argsort(lots, kind="stable")
    same = np.flatnonzero(lots[order[1:]] == lots[order[:-1]])
    if same.size:
        one, other = sorted((int(order[same[0]]), int(order[same[0] + 1])))
        raise MethodError("same-lot", one=one, other=other, lot=int(lots[one]))
    standing = np.empty(n, np.int64)
    standing[order] = np.arange(n - 1, -1, -1)
    return standing


def _possible(instance: Instance) -> None:
    if instance.grass_floor:
        raise MethodError("floor")
    if instance.must_place is not None and instance.must_place.any():
        raise MethodError("must-place")
    most = instance.applicant_capacity
    if most is not None and most.max(initial=0) > 1:
        several = int(np.argmax(most > 1))
        raise MethodError("several", applicant=several, value=int(most[several]))


def _closed(instance: Instance) -> NDArray[np.int32]:
    """(n) how many wishes count as asked before anything begins: all of them for whoever may have nothing."""
    degree = np.diff(instance.indptr)
    if instance.applicant_capacity is None:
        return np.zeros(degree.size, np.int32)
    return np.where(instance.applicant_capacity > 0, 0, degree).astype(np.int32)


def _told(instance: Instance, got: NDArray[np.int32], asked: NDArray[np.int32], proposals: int) -> Stable:
    from .kernels.limits import totals

    placed = np.bincount(got[got >= 0], minlength=instance.openings).astype(np.int64)
    opening_short = np.maximum(instance.opening_lower - placed, 0)
    in_units = totals(instance.opening_unit, instance.unit_parent, placed)
    unit_short = np.maximum(instance.unit_lower - in_units, 0)
    rank = np.where(got >= 0, asked - 1, -1).astype(np.int32)
    return Stable(got, rank, proposals, opening_short, unit_short)


def _tree(bounds: Bounds, applicants: int) -> Tree:
    from .kernels.limits import binding, contracted
    from .kernels.tournament import grown

    lower = np.concatenate([bounds.opening_lower, bounds.unit_lower])
    return grown(contracted(bounds, binding(bounds, applicants)), lower, bounds.unit_upper)


def _bounds(instance: Instance) -> Bounds:
    """How many there may be where; seats no more than can be filled, where there are more seats than edges."""
    from .kernels.limits import Bounds

    seats = instance.capacity
    if seats.sum() > instance.edges:
        seats = np.minimum(seats, np.bincount(instance.col, minlength=instance.openings))
    return Bounds(
        seats,
        instance.opening_lower,
        instance.opening_unit,
        instance.unit_parent,
        instance.unit_lower,
        instance.unit_upper,
    )
