"""A round as a placement problem: who may get what, what each pair is worth, and what the rules bound.

Applicants stand in the order of their lots, so that of several results that are equally good the lots decide, and with
them the seed that was published. Rows become arrays at once; nothing here goes through the pairs one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.matching.candidates import Criteria, best_openings
from sangzi.engines.matching.instance import Instance, of
from sangzi.kernel.errors import Conflict

from .fitting_ground import Bounds, Ground, bound_units, bounds_of, ground_of, lies_low
from .models import Application, ApplicationState, Opening, Round, Wish
from .steps.allotment import Fit

FINEST = 10_000  # a judged score has four decimals
WISH = np.dtype([("application", np.int64), ("opening", np.int64), ("rank", np.int64)])


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who may get what, one applicant after the other, dearest first. `rank` 0: not wished for, but near."""

    who: NDArray[np.int64]
    opening: NDArray[np.int64]
    rank: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Problem:
    """A round as arrays. `order[i]` is the place among the applications of the one with the i-th lot."""

    round: Round
    openings: Sequence[Opening]
    instance: Instance
    order: NDArray[np.int64]
    pairs: Pairs
    ground: Ground

    def without_least(self) -> Instance:
        """The instance without least numbers and shares: only what may not be passed."""
        bare = np.zeros_like(self.instance.unit_lower)
        return replace(self.instance, unit_lower=bare, grass_unit_mask=None, grass_floor=None)


def problem_of(round_: Round, applications: Sequence[Application], openings: Sequence[Opening], fit: Fit) -> Problem:
    """The placement problem of a round. Raises `Conflict` where lots or scores are missing. A dozen queries at most.

    `applications` and `openings` are in the order of their keys. O(n + e log e).
    """
    order = _by_lot(round_, applications)
    homes = _homes(round_, applications)
    paths = [str(path) for path in _paths(openings)]
    bound = bound_units(round_, paths)
    ground = ground_of([*homes, *paths, *(path for _rule, path in bound)])
    home, there = ground.at(homes)[order], ground.at(paths)
    pairs = _with_near(_wished(round_, applications, openings, order), home, there, ground, fit)
    bounds = bounds_of(round_, ground, bound, openings, paths)
    worth = _worth(pairs, home, there, ground, fit)
    if fit.score:
        worth += _judged(applications, fit)[order][pairs.who]
    if fit.grassroots:
        worth += fit.grassroots * lies_low(openings)[pairs.opening]
    arrays = _edges(order.size, pairs, worth) | _seats(openings, there) | _quotas(ground, bounds)
    return Problem(round_, openings, of(arrays), order, pairs, ground)


def _by_lot(round_: Round, applications: Sequence[Application]) -> NDArray[np.int64]:
    if any(one.lot is None for one in applications):
        raise Conflict(_("还没有抽签；请先公布种子并抽签。"), round=round_.pk)
    return np.argsort(np.array([one.lot for one in applications], np.int64), kind="stable")


def _homes(round_: Round, applications: Sequence[Application]) -> list[str]:
    """Where each applicant is at home, by path: the person, the partner or the unit that applied. One query."""
    home = Coalesce("for_unit__path", "partner__home__path", "person__home__path")
    rows = Application.objects.filter(round=round_, state=ApplicationState.ADMITTED)
    found = dict(rows.order_by().values_list("pk", home).iterator())
    return [found[one.pk] or "" for one in applications]


def _paths(openings: Sequence[Opening]) -> list[str]:
    rows = Opening.objects.filter(round__in={one.round_id for one in openings})
    found = dict(rows.order_by().values_list("pk", "unit__path").iterator())
    return [found[one.pk] for one in openings]


def _wished(
    round_: Round, applications: Sequence[Application], openings: Sequence[Opening], order: NDArray[np.int64]
) -> Pairs:
    """The wishes that can still be met, by place. One query."""
    rows = Wish.objects.filter(application__round=round_, application__state=ApplicationState.ADMITTED)
    found = np.fromiter(rows.order_by().values_list("application", "opening", "rank").iterator(), WISH)
    applied = np.array([one.pk for one in applications], np.int64)
    offered = np.array([one.pk for one in openings], np.int64)
    found = found[np.isin(found["opening"], offered)]  # what was taken back cannot be met
    turn = np.empty(order.size, np.int64)
    turn[order] = np.arange(order.size)
    who = turn[np.searchsorted(applied, found["application"])]
    by = np.lexsort((found["rank"], who))
    return Pairs(who[by], np.searchsorted(offered, found["opening"])[by], found["rank"][by])


def _with_near(pairs: Pairs, home: NDArray[np.int32], there: NDArray[np.int32], ground: Ground, fit: Fit) -> Pairs:
    """Besides, what lies around home for whoever has no wish that can be met, where the programme says so."""
    none = np.setdiff1d(np.arange(home.size), pairs.who)
    if not fit.look or not none.size or not there.size:
        return pairs
    criteria = Criteria(home="home", unit="unit", near=fit.near or (0,))
    found = best_openings({"home": home[none]}, {"unit": there}, ground.parent, criteria, most=fit.look)
    who = np.concatenate([pairs.who, np.repeat(none, np.diff(found.indptr))])
    opening = np.concatenate([pairs.opening, found.col.astype(np.int64)])
    rank = np.concatenate([pairs.rank, np.zeros(found.col.size, np.int64)])
    by = np.argsort(who, kind="stable")
    return Pairs(who[by], opening[by], rank[by])


def _worth(
    pairs: Pairs, home: NDArray[np.int32], there: NDArray[np.int32], ground: Ground, fit: Fit
) -> NDArray[np.int64]:
    """(e) What each pair is worth by wish and by distance. Never below 1, so that no wished-for seat stays free."""
    worth = np.full(pairs.who.size, fit.placed, np.int64)
    if fit.wishes:
        points = np.array(fit.wishes, np.int64)
        wish = np.minimum(pairs.rank - 1, points.size - 1)
        worth += np.where(pairs.rank > 0, points[wish], 0)
    if fit.near:
        points = np.array([*fit.near, 0], np.int64)
        above = ground.above_home(home[pairs.who], there[pairs.opening])
        worth += points[np.minimum(above, points.size - 1)]
    return worth


def _judged(applications: Sequence[Application], fit: Fit) -> NDArray[np.int64]:
    """(n) What the judges' scores are worth, rounded down to whole points."""
    if any(one.score is None for one in applications):
        raise Conflict(_("还有申请没有得分，不能按得分分配；请先完成评审。"))
    scores = [int((one.score or Decimal(0)) * FINEST) for one in applications]
    return np.array(scores, np.int64) * fit.score // FINEST


def _edges(applicants: int, pairs: Pairs, worth: NDArray[np.int64]) -> dict[str, ArrayLike | None]:
    degree = np.bincount(pairs.who, minlength=applicants)
    lots = np.arange(1, applicants + 1)  # everybody stands where their lot put them
    indptr = np.concatenate([[0], np.cumsum(degree)])
    return {"indptr": indptr, "col": pairs.opening, "score": worth, "lottery": lots}


def _seats(openings: Sequence[Opening], there: NDArray[np.int32]) -> dict[str, ArrayLike | None]:
    free = np.array([one.capacity - one.taken for one in openings], np.int64)
    return {"capacity": free, "opening_lower": np.zeros_like(free), "opening_unit": there}


def _quotas(ground: Ground, bounds: Bounds) -> dict[str, ArrayLike | None]:
    return {
        "unit_parent": ground.parent,
        "unit_lower": bounds.lower,
        "unit_upper": bounds.upper,
        "grass_unit_mask": bounds.low,
        "grass_floor": bounds.floor,
    }
