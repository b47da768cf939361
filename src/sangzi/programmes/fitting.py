"""A round as a placement problem: who may get what, what each pair is worth, and what the rules bound.

Applicants stand in the order of their turn, so that of several results that are equally good the turn decides, and with
it the seed that was published. Rows become arrays at once; nothing here goes through the pairs one by one.

Methods that go by turns alone are the stable method with equal priorities, which then is the same as one after the
other choosing the dearest that is free (`engines.matching.serial`). They hold to what may not be passed; whether least
numbers are met is looked at afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.matching.candidates import Criteria, best_openings
from sangzi.engines.matching.instance import Instance, of

from .fitting_ground import Bounds, Ground, bound_units, bounds_of, ground_of, lies_low
from .models import ApplicationState, Opening, Round, Wish
from .pool import Pool, pool_of, turns, unscored
from .rules import PerUnit
from .runs.staying import marks_by
from .runs.stored import Stored, without_least
from .runs.terms import Terms
from .steps.allotment import FITTED, Fit

FINEST = 10_000  # a judged score has four decimals
WISH = np.dtype([("key", np.int64), ("application", np.int64), ("opening", np.int64), ("rank", np.int64)])


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who may get what, one applicant after the other, dearest first. `rank` 0: not wished for, but near.

    `wish`: the key of each wish, 0 where there is none; `gone`: the keys of wishes that can no longer be met.
    """

    who: NDArray[np.int64]
    opening: NDArray[np.int64]
    rank: NDArray[np.int64]
    wish: NDArray[np.int64]
    gone: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Problem:
    """A round as arrays. `order[i]` is the place in the pool of who has the i-th turn.

    `bounds`: what the rules leave, least numbers too where the method does not hold to them; `bound`: each rule with
    each unit that it speaks of, by path.
    """

    pool: Pool
    terms: Terms
    instance: Instance
    order: NDArray[np.int64]
    pairs: Pairs
    ground: Ground
    bounds: Bounds
    bound: list[tuple[PerUnit, str]]
    home: NDArray[np.int32]
    """(n) where whoever has the i-th turn is at home, by place in the ground."""

    @property
    def round(self) -> Round:
        return self.pool.round

    @property
    def openings(self) -> Sequence[Opening]:
        return self.pool.openings

    def stored(self) -> Stored:
        """What is kept of it."""
        keys = self.pool.keys[self.order], self.pool.offered, self.ground.keys
        return Stored(self.instance, *keys, self.pairs.rank.astype(np.int32))


def problem_of(round_: Round, terms: Terms) -> Problem:
    """The placement problem of a round as it stands.

    Raises `Conflict` where lots or scores are missing, or the run to stay close to. A dozen queries
    at most. O(n log n + e log e).
    """
    pool, fit = pool_of(round_), terms.fit
    order = turns(pool, terms.method)
    homes, paths = [one.home for one in pool.waiting], pool.paths
    bound = bound_units(round_, terms.rules, paths)
    ground = ground_of([*homes, *paths, *(path for _rule, path in bound)])
    home, there = ground.at(homes)[order], ground.at(paths)
    pairs = _with_near(_wished(pool, order), home, there, ground, fit)
    bounds = bounds_of(terms.rules, ground, bound, pool.openings, paths)
    claim = _claim(pairs, home, there, ground, fit)
    if fit.score:
        claim += _judged(pool, fit)[order][pairs.who]
    if fit.grassroots:
        claim += fit.grassroots * lies_low(pool.openings)[pairs.opening]
    arrays = _edges(order.size, pairs, claim + _by_wish(pairs, fit)) | _seats(pool.openings, there)
    instance = _for_method(of(arrays | _quotas(ground, bounds)), terms, claim)
    problem = Problem(pool, terms, instance, order, pairs, ground, bounds, bound, home)
    if terms.stay is None:
        return problem
    return replace(problem, instance=replace(instance, stay=marks_by(round_, terms.stay, problem.stored())))


def _for_method(instance: Instance, terms: Terms, claim: NDArray[np.int64]) -> Instance:
    """The instance as a method can hold to it: a share only `optimal`, claims that no wish moves, turns alone."""
    if terms.method == "optimal":
        return instance
    if terms.method in FITTED:
        priority = claim if terms.fit.wishes else None
        return replace(instance, grass_unit_mask=None, grass_floor=None, priority=priority)
    return replace(without_least(instance), priority=np.zeros(instance.edges, np.int64))


def _wished(pool: Pool, order: NDArray[np.int64]) -> Pairs:
    """The wishes that can still be met, by place. One query."""
    rows = Wish.objects.filter(application__round=pool.round, application__state=ApplicationState.ADMITTED)
    found = np.fromiter(rows.order_by().values_list("pk", "application", "opening", "rank").iterator(), WISH)
    found = found[np.isin(found["application"], pool.keys)]  # between two looks somebody may have come or gone
    offered = np.isin(found["opening"], pool.offered)  # what was taken back cannot be met
    found, gone = found[offered], found["key"][~offered]
    turn = np.empty(order.size, np.int64)
    turn[order] = np.arange(order.size)
    who = turn[np.searchsorted(pool.keys, found["application"])]
    by = np.lexsort((found["rank"], who))
    opening = np.searchsorted(pool.offered, found["opening"])
    return Pairs(who[by], opening[by], found["rank"][by], found["key"][by], gone)


def _with_near(pairs: Pairs, home: NDArray[np.int32], there: NDArray[np.int32], ground: Ground, fit: Fit) -> Pairs:
    """Besides, what lies around home for whoever has no wish that can be met, where the programme says so."""
    none = np.setdiff1d(np.arange(home.size), pairs.who)
    if not fit.look or not none.size or not there.size:
        return pairs
    criteria = Criteria(home="home", unit="unit", near=fit.near or (0,))
    found = best_openings({"home": home[none]}, {"unit": there}, ground.parent, criteria, most=fit.look)
    who = np.concatenate([pairs.who, np.repeat(none, np.diff(found.indptr))])
    opening = np.concatenate([pairs.opening, found.col.astype(np.int64)])
    unnamed = np.zeros(found.col.size, np.int64)
    rank, wish = np.concatenate([pairs.rank, unnamed]), np.concatenate([pairs.wish, unnamed])
    by = np.argsort(who, kind="stable")
    return Pairs(who[by], opening[by], rank[by], wish[by], pairs.gone)


def _claim(
    pairs: Pairs, home: NDArray[np.int32], there: NDArray[np.int32], ground: Ground, fit: Fit
) -> NDArray[np.int64]:
    """(e) What each pair is worth whatever was wished for first. Never below 1, so that no wished seat stays free."""
    worth = np.full(pairs.who.size, fit.placed, np.int64)
    if fit.near:
        points = np.array([*fit.near, 0], np.int64)
        above = ground.above_home(home[pairs.who], there[pairs.opening])
        worth += points[np.minimum(above, points.size - 1)]
    return worth


def _by_wish(pairs: Pairs, fit: Fit) -> NDArray[np.int64]:
    """(e) What each pair is worth besides, by how dear the wish is."""
    if not fit.wishes:
        return np.zeros(pairs.who.size, np.int64)
    points = np.array(fit.wishes, np.int64)
    return np.where(pairs.rank > 0, points[np.minimum(pairs.rank - 1, points.size - 1)], 0)


def _judged(pool: Pool, fit: Fit) -> NDArray[np.int64]:
    """(n) What the judges' scores are worth, rounded down to whole points."""
    if any(one.score is None for one in pool.waiting):
        raise unscored(pool.round)
    scores = [int((one.score or Decimal(0)) * FINEST) for one in pool.waiting]
    return np.array(scores, np.int64) * fit.score // FINEST


def _edges(applicants: int, pairs: Pairs, worth: NDArray[np.int64]) -> dict[str, ArrayLike | None]:
    degree = np.bincount(pairs.who, minlength=applicants)
    turns_ = np.arange(1, applicants + 1)  # everybody stands where their turn put them
    indptr = np.concatenate([[0], np.cumsum(degree)])
    return {"indptr": indptr, "col": pairs.opening, "score": worth, "lottery": turns_}


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
