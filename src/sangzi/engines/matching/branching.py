"""Under a floor, a proof by branching where one price of the floor leaves a gap.

All placements are one leaf at first. Of the leaves the one of the greatest bound is looked at (`descent`); where its
bound stays above the answer, a mixture of placements holds it up there that meets the floor on average only. They
differ in how many do not count, so the leaf is split between them; where they do not, by how many are at an opening or
in a unit all of which counts or does not count. Once all those numbers are fixed nothing of the floor is left to
decide, so that the search ends; how soon, nobody can say, and therefore it has a limit. Whatever is found on the way
and meets the floor may be the answer. What is left open at the limit keeps its bound, and the gap is what it says.

Source: Land and Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960; bounds by
prices in it: Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming Study 2, 1974.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .crossings import crossed
from .descent import Known, Leaf, Task, descend, meets, placed
from .lowest import Lowest

MOST_SOLUTIONS, MOST_READ = 400, 100_000_000
"""After so many solutions of the network, or so many edges in all of them, what is open stays open."""
FEWEST = 16
"""Where no more solutions than that may be made, none is: the gap stays that which one price of the floor leaves."""
OTHERS = -1
"""In a split: how many do not count, instead of a node."""


class Branched(NamedTuple):
    """The best placement found (n, nodes), and all leaves below `root`."""

    at: NDArray[np.int32]
    root: Leaf


def branched(task: Task, at: NDArray[np.int32], prices: tuple[int, int]) -> Branched:
    """The best placement under the floor, from one that meets it, and the leaves that bound every other.

    `prices`, scaled: of what counts and of what does not, to begin with. At most `most_solutions` of the network, and
    O(openings + units) for each leaf; no errors.
    """
    most = most_solutions(task.net.col.size)
    net, known, kinds = task.net, Known(placed(task, at)), _all_of_a_kind(task)
    counting, other = (min(max(one, -task.reach), task.reach) for one in prices)
    root = Leaf(net.lower, net.upper, 0, net.must.size, counting, other)
    ahead, born = [(0, 0, root)], 1
    while ahead and known.solutions < most:
        _bound, _age, leaf = heapq.heappop(ahead)
        if leaf.bound is not None and leaf.bound // task.scale <= known.best.worth:
            continue
        mixture = descend(task, leaf, known, most)
        if leaf.closed or mixture is None or leaf.bound is None:
            continue
        _walk_over(task, known, mixture)
        for side in _sides(leaf, known, mixture, kinds):
            heapq.heappush(ahead, (-leaf.bound, born, side))
            born += 1
    return Branched(known.best.at, root)


def most_solutions(edges: int) -> int:
    """How many solutions of a network of so many edges the search may make; 0 where too few. O(1); no errors."""
    most = min(MOST_SOLUTIONS, MOST_READ // max(edges, 1))
    return most if most > FEWEST else 0


def leaves_below(leaf: Leaf) -> Iterator[Leaf]:
    """The leaf and all below it, each before its sides, the side of fewer first. O(leaves); no errors."""
    yield leaf
    for side in leaf.sides:
        yield from leaves_below(side)


def _all_of_a_kind(task: Task) -> NDArray[np.bool_]:
    """(N) the highest nodes all of whose openings count, or none of whose do."""
    above, openings = task.net.above, task.net.openings
    mixed = np.zeros((above.size, 2), np.bool_)
    mixed[:openings] = np.column_stack([task.kind > 0, task.kind < 0])
    for node in [*range(openings), *range(above.size - 2, openings - 1, -1)]:
        mixed[above[node]] |= mixed[node]
    pure = mixed.sum(axis=1) == 1
    pure[-1] = False
    top: NDArray[np.bool_] = pure & ~pure[above]
    return top


def _walk_over(task: Task, known: Known, mixture: Lowest) -> None:
    """From the placements of the mixture that meet the floor towards those that do not, as far as it allows."""
    account = np.zeros(task.net.above.size, np.int64)
    account[: task.net.openings] = np.where(task.kind > 0, task.rest, 0) - np.where(task.kind < 0, task.part, 0)
    parts = [known.seen[one] for one in sorted(mixture.weights)]
    for start in [part for part in parts if meets(task, part.point)]:
        for end in [part for part in parts if not meets(task, part.point)]:
            left = int(account[start.at].sum())
            found = placed(task, crossed(task.net, start.at, end.at, account, left))
            if found.worth > known.best.worth and meets(task, found.point):
                known.best = found


def _sides(leaf: Leaf, known: Known, mixture: Lowest, kinds: NDArray[np.bool_]) -> tuple[Leaf, ...]:
    """Two leaves in which the mixture is not any more; none where it cannot be told apart."""
    parts = [known.seen[one] for one in mixture.weights]
    weights = list(mixture.weights.values())
    others = sum((weight * part.point[1] for part, weight in zip(parts, weights, strict=True)), Fraction(0))
    if len({part.point[1] for part in parts}) > 1 and leaf.least < leaf.most:
        most = min(max(floor(others), leaf.least), leaf.most - 1)
        leaf.split = OTHERS, most
        leaf.sides = _child(leaf, most=most), _child(leaf, least=most + 1)
        return leaf.sides
    there = np.array([part.there for part in parts])
    apart = np.flatnonzero(kinds & (there.min(axis=0) < there.max(axis=0)))
    if not apart.size:
        return ()
    held = {int(node): _mean(there[:, node].tolist(), weights) for node in apart}
    node = min(held, key=lambda one: (abs(held[one] % 1 - Fraction(1, 2)), one))
    most = min(floor(held[node]), int(there[:, node].max()) - 1)
    leaf.split = node, most
    leaf.sides = (
        _child(leaf, upper=_with(leaf.upper, node, most)),
        _child(leaf, lower=_with(leaf.lower, node, most + 1)),
    )
    return leaf.sides


def _mean(counts: list[int], weights: list[Fraction]) -> Fraction:
    return sum((count * weight for count, weight in zip(counts, weights, strict=True)), Fraction(0))


def _with(bounds: NDArray[np.int64], node: int, value: int) -> NDArray[np.int64]:
    changed = bounds.copy()
    changed[node] = value
    return changed


def _child(
    leaf: Leaf,
    *,
    lower: NDArray[np.int64] | None = None,
    upper: NDArray[np.int64] | None = None,
    least: int | None = None,
    most: int | None = None,
) -> Leaf:
    """One side of a leaf, with the leaf's prices until it has its own."""
    return Leaf(
        leaf.lower if lower is None else lower,
        leaf.upper if upper is None else upper,
        leaf.least if least is None else least,
        leaf.most if most is None else most,
        leaf.counting, leaf.other, leaf.price, leaf.at, leaf.bound,
    )  # fmt: skip
