"""Pairing: two sides, each person with at least and at most so many partners, pairs that go on kept where possible.

What comes first: everybody has at least the partners they must have. Then as many pairs as possible that went on
before go on. Then, as the aim says, as many pairs as possible and of those the highest sum of fits ("number"), or the
highest sum of fits at once, so that no pair is made for its own sake ("fit"). Each is exact, not approached.

It is the optimal method twice: first for what comes first, then for the fits among all answers as good, which the
prices of the first time tell. Whoever may have several partners is told as in `several`.

Example: two cadres with one to three graduates each and three graduates with one cadre each; whoever was with a cadre
last year stays there, and the two others go where the sum of fits is highest with nobody left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .certificate import costs
from .infeasible import Infeasible
from .instance import Instance, of
from .objections import MethodError
from .optimal import Solution, optimal

MOST_FIT = 10**9
"""The highest fit, and the lowest below 0: what a score may be."""
HOME = -1


class Partners(NamedTuple):
    """How many partners each person of one side must and may have, and numbers that tell them apart."""

    least: NDArray[np.int64]
    most: NDArray[np.int64]
    ids: NDArray[np.int64]
    """All different: of several results as good, the choice goes by these numbers, not by who stands where."""


class Possible(NamedTuple):
    """e pairs that may be."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    fit: NDArray[np.int64]
    goes_on: NDArray[np.bool_]
    """Whether the two are a pair now."""


@dataclass(frozen=True, eq=False)
class Paired:
    """Which pairs are made."""

    chosen: NDArray[np.bool_]
    """(e) as the pairs were given."""
    number: int
    kept: int
    """How many of them went on before."""
    fit: int
    """The sum of their fits."""


def pairing(pairs: Possible, left: Partners, right: Partners, *, aim: Literal["number", "fit"] = "number") -> Paired:
    """Choose from e pairs of a left (a people) and a right side (b people), each pair at most once.

    Raises `MethodError` where somebody cannot have the partners they must have, and names the people who together
    must have more than those they may be paired with allow; for a pair that stands twice, for numbers or people that
    do not fit, and for a fit beyond 10 ** 9.
    O(e log e) in what is seen in practice, as `optimal`; memory O(a + b + e).
    Sources: Hoffman, "Some recent applications of the theory of linear inequalities", 1960 (who stands in the way);
    Mendelsohn and Dulmage, "Some generalizations of the problem of distinct representatives", 1958 (each side can be
    asked alone whether it can have what it must).
    """
    _fitting(pairs, left, right)
    order, edges, sides = _settled(pairs, left, right)
    try:
        taken = _best(edges, *sides, aim) if _named_enough(edges, *sides) else None
    except Infeasible:
        taken = None
    if taken is None:
        raise _crowded(edges, *sides, (left, right))
    chosen = np.zeros(pairs.fit.size, np.bool_)
    chosen[order] = taken
    kept = int(np.count_nonzero(chosen & pairs.goes_on))
    return Paired(chosen, int(chosen.sum()), kept, int(pairs.fit[chosen].sum()))


class _Edges(NamedTuple):
    """(e) who may be paired, by the places of people in the order of their numbers."""

    row: NDArray[np.int64]
    col: NDArray[np.int64]
    goes_on: NDArray[np.bool_]
    fit: NDArray[np.int64]

    @property
    def turned(self) -> _Edges:
        """The same with the sides changed, one person of the other side after the other."""
        back = np.lexsort((self.row, self.col))
        return _Edges(self.col[back], self.row[back], self.goes_on[back], self.fit[back])


class _Side(NamedTuple):
    """How many partners each person must and may have, nobody more than they are named with unless they must."""

    least: NDArray[np.int64]
    most: NDArray[np.int64]


class _Task(NamedTuple):
    """An instance in which everybody has at most one opening, and which pair each of its edges is, or `HOME`."""

    instance: Instance
    edge: NDArray[np.int64]


def _fitting(pairs: Possible, left: Partners, right: Partners) -> None:
    for name, side, people in (("left", left, pairs.left), ("right", right, pairs.right)):
        wrong = np.flatnonzero((side.least < 0) | (side.least > side.most))
        if wrong.size:
            at = int(wrong[0])
            raise MethodError("partners", side=name, at=at, least=int(side.least[at]), most=int(side.most[at]))
        beyond = np.flatnonzero((people < 0) | (people >= side.most.size))
        if beyond.size:
            at, most = int(beyond[0]), side.most.size - 1
            raise MethodError("not-there", name=name, at=at, value=int(people[at]), most=most)
        if np.unique(side.ids).size != side.ids.size:
            raise MethodError("ids", side=name)
    both = np.unique(pairs.left * max(right.most.size, 1) + pairs.right)
    if both.size != pairs.left.size:
        raise MethodError("pair-twice")
    highest = int(np.abs(pairs.fit).max(initial=0))
    if highest > MOST_FIT:
        raise MethodError("fits-high", highest=highest)


def _settled(pairs: Possible, left: Partners, right: Partners) -> tuple[NDArray[np.int64], _Edges, tuple[_Side, _Side]]:
    """The pairs and people in the order of their numbers, so that who stands where decides nothing."""
    by_left, by_right = np.argsort(left.ids), np.argsort(right.ids)
    row, col = np.argsort(by_left)[pairs.left], np.argsort(by_right)[pairs.right]
    order = np.lexsort((col, row))
    edges = _Edges(row[order], col[order], pairs.goes_on[order], pairs.fit[order].astype(np.int64))
    return order, edges, (_within_reach(left, row, by_left), _within_reach(right, col, by_right))


def _within_reach(side: Partners, people: NDArray[np.int64], order: NDArray[np.int64]) -> _Side:
    named = np.bincount(people, minlength=side.most.size)
    least, most = side.least[order].astype(np.int64), side.most[order].astype(np.int64)
    return _Side(least, np.maximum(np.minimum(most, named), least))


def _best(edges: _Edges, left: _Side, right: _Side, aim: str) -> NDArray[np.bool_]:
    """(e) the pairs of the best answer. Raises `Infeasible`."""
    if not edges.fit.size:
        return np.zeros(0, np.bool_)
    if (left.most > 1).any() and (right.most <= 1).all():
        taken = np.empty(edges.fit.size, np.bool_)
        taken[np.lexsort((edges.row, edges.col))] = _best(edges.turned, right, left, aim)
        return taken
    task = _task(edges, left, right)
    first = (edges.goes_on * (edges.fit.size + 1) + (aim == "number")).astype(np.int64)
    as_good = _as_good(task, optimal(_scored(task, first)))
    return _taken(as_good, optimal(_scored(as_good, edges.fit)), edges.fit.size)


def _task(edges: _Edges, left: _Side, right: _Side) -> _Task:
    """Everybody on the left as an applicant; who may have several, as one for each pair, with a home for the others.

    Of d pairs at least `least` and at most `most` are made: d - `most` to d - `least` of the applicants are at home.
    """
    degree = np.bincount(edges.row, minlength=left.most.size)
    several, there = left.most > 1, left.most[edges.row] > 0
    own, home = several[edges.row[there]], right.most.size + np.cumsum(several) - 1
    pair = np.flatnonzero(there)
    begin = np.arange(pair.size) + np.cumsum(own) - own
    col, edge = (np.full(pair.size + int(own.sum()), HOME, np.int64) for _of in range(2))
    col[begin], edge[begin] = edges.col[pair], pair
    col[begin[own] + 1] = home[edges.row[pair[own]]]
    sizes = np.repeat(np.where(several, 2, degree * (left.most > 0)), np.where(several, degree, 1))
    must = np.repeat(several | (left.least > 0), np.where(several, degree, 1))
    parted = degree[several]
    instance = of({
        "indptr": np.concatenate([[0], np.cumsum(sizes)]), "col": col, "score": np.zeros_like(col),
        "capacity": np.concatenate([right.most, parted - left.least[several]]),
        "opening_lower": np.concatenate([right.least, parted - left.most[several]]),
        "opening_unit": np.zeros(right.most.size + parted.size, np.int32), "unit_parent": [HOME],
        "unit_lower": [0], "unit_upper": [col.size], "must_place": must,
    })  # fmt: skip
    return _Task(instance, edge)


def _scored(task: _Task, worth: NDArray[np.int64]) -> Instance:
    """The instance with (e) what pairs are worth; being at home is worth nothing."""
    return replace(task.instance, score=np.where(task.edge == HOME, 0, worth[task.edge]))


def _as_good(task: _Task, solution: Solution) -> _Task:
    """The same, with only those answers that are as good as the solution.

    Whatever is as good uses only edges that are worth what their applicant is worth at these prices, places everybody
    who is worth more than nothing, fills what has a price above 0, and leaves what has one below at its lower bound.
    """
    given, price = solution.instance, solution.certificate.opening_price
    value = given.score - costs(given, price, solution.certificate.unit_price)[given.col]
    row = np.repeat(np.arange(given.applicants), np.diff(given.indptr))
    own = np.full(given.applicants, np.iinfo(np.int64).min)
    np.maximum.at(own, row, value)
    must = np.zeros(given.applicants, np.bool_) if given.must_place is None else given.must_place
    good = (value == own[row]) & (must | (own >= 0))[row]
    kept = replace(
        given,
        indptr=np.concatenate([[0], np.cumsum(np.bincount(row[good], minlength=given.applicants))]).astype(np.int64),
        col=given.col[good],
        score=given.score[good],
        must_place=must | (own > 0),
        opening_lower=np.where(price > 0, given.capacity, given.opening_lower),
        capacity=np.where(price < 0, given.opening_lower, given.capacity),
    )
    return _Task(kept, task.edge[good])


def _taken(task: _Task, solution: Solution, pairs: int) -> NDArray[np.bool_]:
    """(e) which pairs a solution makes."""
    at = np.repeat(solution.assignment, np.diff(task.instance.indptr))
    made = task.edge[at == task.instance.col]
    taken = np.zeros(pairs, np.bool_)
    taken[made[made != HOME]] = True
    return taken


def _named_enough(edges: _Edges, left: _Side, right: _Side) -> bool:
    """Whether everybody is named with as many people as they must have."""
    sides = ((edges.row, left), (edges.col, right))
    return all((side.least <= np.bincount(people, minlength=side.least.size)).all() for people, side in sides)


def _crowded(edges: _Edges, left: _Side, right: _Side, named: tuple[Partners, Partners]) -> MethodError:
    """Who lacks a partner they must have, and who with them: each side asked alone, the left one first."""
    for side, own, asking, asked in (("left", edges, left, right), ("right", edges.turned, right, left)):
        people, others = _crowd(own, asking, asked)
        if people.any():
            beyond = people[own.row] & ~others[own.col]
            order = np.argsort(named[side == "right"].ids)
            need, room = int(asking.least[people].sum()), int(asked.most[others].sum() + beyond.sum())
            return MethodError("crowd", side=side, people=sorted(order[people].tolist()), need=need, room=room)
    raise RuntimeError("each side can have the partners it must have, and both together cannot")


def _crowd(edges: _Edges, asking: _Side, asked: _Side) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """People who cannot all have what they must, and those among whom they have all there is; nobody where all can."""
    people, others = np.zeros(asking.most.size, np.bool_), np.zeros(asked.most.size, np.bool_)
    taken = _most_that_must(edges, asking, asked)
    short = np.flatnonzero(np.bincount(edges.row[taken], minlength=people.size) < asking.least)
    people[short[:1]] = True
    while people.any():
        before = people.sum() + others.sum()
        others[edges.col[people[edges.row] & ~taken]] = True
        people[edges.row[others[edges.col] & taken]] = True
        if people.sum() + others.sum() == before:
            break
    return people, others


def _most_that_must(edges: _Edges, asking: _Side, asked: _Side) -> NDArray[np.bool_]:
    """(e) as many pairs as possible, nobody who asks having more than they must, and nobody else having to."""
    taken = np.zeros(edges.fit.size, np.bool_)
    must = np.flatnonzero(asking.least[edges.row] > 0)
    if must.size:
        named = np.bincount(edges.row, minlength=asking.most.size)
        wanted = _Side(np.zeros_like(asking.least), np.minimum(asking.least, named))
        nothing = np.zeros(must.size, np.int64)
        some = _Edges(edges.row[must], edges.col[must], nothing > 0, nothing)
        taken[must] = _best(some, wanted, _Side(np.zeros_like(asked.least), asked.most), "number")
    return taken
