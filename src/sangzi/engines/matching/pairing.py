"""Pairing: two sides, each person with at least and at most so many partners, pairs that go on kept where possible.

What comes first: everybody has at least the partners they must have. Then as many pairs as possible that went on
before go on. Then, as the aim says, as many pairs as possible and of those the highest sum of fits ("number"), or the
highest sum of fits at once, so that no pair is made for its own sake ("fit"). Each is exact, not approached.

Example: two cadres with one to three graduates each and three graduates with one cadre each; whoever was with a cadre
last year stays there, and the two others go where the sum of fits is highest with nobody left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .objections import MethodError

if TYPE_CHECKING:  # the compiled loops are loaded when one runs
    from .kernels.pairs import Edges, Side, State

MOST_WORTH = 2**61
"""What numbers and fits may come to together, so that distances stay inside 64 bits."""


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
    do not fit, and where fits are so high that sums leave 64 bits.
    O(places x e log e) at worst, a place being one partner a left person may have; mostly far less, because a search
    ends where the best change is found. Memory O(a + b + e).
    Sources: Edmonds and Karp, "Theoretical improvements in algorithmic efficiency for network flow problems", 1972;
    Tomizawa, "On some techniques useful for solution of transportation network problems", 1971 (shortest augmenting
    paths by prices); Hoffman, "Some recent applications of the theory of linear inequalities", 1960 (who stands in
    the way).
    """
    from .kernels.pairs import paired

    _fitting(pairs, left, right)
    order, edges, sides = _settled(pairs, left, right, aim)
    state = paired(edges, *sides)
    _enough(edges, *sides, state, (left, right))
    chosen = np.zeros(pairs.fit.size, np.bool_)
    chosen[order] = state.chosen
    kept = int(np.count_nonzero(chosen & pairs.goes_on))
    return Paired(chosen, int(chosen.sum()), kept, int(pairs.fit[chosen].sum()))


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


def _settled(
    pairs: Possible, left: Partners, right: Partners, aim: str
) -> tuple[NDArray[np.int64], Edges, tuple[Side, Side]]:
    """The pairs and people in the order of their numbers, so that who stands where decides nothing."""
    from .kernels.pairs import Edges, Side

    by_left, by_right = np.argsort(left.ids), np.argsort(right.ids)
    row, col = np.argsort(by_left)[pairs.left], np.argsort(by_right)[pairs.right]
    order = np.lexsort((col, row))
    indptr = np.searchsorted(row[order], np.arange(left.most.size + 1))
    sides = Side(*_within_reach(left, row, by_left)), Side(*_within_reach(right, col, by_right))
    places = int(min(sides[0].most.sum(), sides[1].most.sum())) + 1
    fit = pairs.fit[order].astype(np.int64)
    highest = int(np.abs(fit).max(initial=0))
    each = 2 * places * highest + 1 if aim == "number" else 0
    if (each + highest) * (left.most.size + right.most.size + 1) > MOST_WORTH:
        raise MethodError("fits-high", highest=highest)
    goes_on = pairs.goes_on[order].astype(np.int64)
    return order, Edges(indptr, row[order], col[order], goes_on, fit + each, places), sides


def _within_reach(
    side: Partners, people: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Least and most partners, nobody with more places than there are partners for them, unless they must."""
    named = np.bincount(people, minlength=side.most.size)
    least, most = side.least[order].astype(np.int64), side.most[order].astype(np.int64)
    return least, np.maximum(np.minimum(most, named), least)


def _enough(edges: Edges, left: Side, right: Side, state: State, sides: tuple[Partners, Partners]) -> None:
    """Refuse where somebody lacks a partner they must have; the left side first."""
    from .kernels.pairs import Edges, paired

    _crowded(edges, left, right, state, ("left", sides[0]))
    if (state.taken < right.least).any():
        # Who must have partners on the right is in nobody's way on the left, so the right side is asked alone.
        back = np.lexsort((edges.row, edges.col))
        indptr = np.searchsorted(edges.col[back], np.arange(right.most.size + 1))
        nothing = np.zeros(back.size, np.int64)
        turned = Edges(indptr, edges.col[back], edges.row[back], nothing, nothing, edges.must)
        free = left._replace(least=np.zeros_like(left.least))
        _crowded(turned, right, free, paired(turned, right, free), ("right", sides[1]))


def _crowded(edges: Edges, asking: Side, asked: Side, state: State, named: tuple[str, Partners]) -> None:
    from .kernels.pairs import crowd

    inside = crowd(edges, asking, asked, state)
    people, others = inside[: asking.most.size], inside[asking.most.size :]
    if people.any():
        beyond = people[edges.row] & ~others[edges.col]
        side, order = named[0], np.argsort(named[1].ids)
        need, room = int(asking.least[people].sum()), int(asked.most[others].sum() + beyond.sum())
        raise MethodError("crowd", side=side, people=sorted(order[people].tolist()), need=need, room=room)
