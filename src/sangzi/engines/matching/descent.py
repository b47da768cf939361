"""Prices of one leaf of the search under a floor, as low as they bring its bound.

A leaf is the network with narrower bounds at some nodes, and how many placements may not count for the floor. Any two
prices, of placements that count and of others, bound it: the best placement of the network at these prices, less what
the floor asks for at them. The prices are moved to where the bound of all placements known so far is lowest (`lowest`),
the network is solved there, and so on, until nothing new is found.

Source: as `lowest`, and Fisher, "The Lagrangian relaxation method", Management Science 27, 1981.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .floor import Solver
from .kernels.standing import inside
from .lowest import Lowest, Point, Span, lowest
from .network import Network, cumulative

ROOM = 1 << 61
"""What all prices and scores together may come to, scaled."""
SLACK = 64
"""A price of the floor may come to so much less than that in each of the placements."""
HIGHER = 1024
"""How many times the greatest score a price can come to at least, where there are so many people."""
FINE = 1 << 20
"""The finest part of a score point that a price may be."""
NEAR = 16
"""Prices that moved by no more than this part of the greatest score are reached from the solution before."""
FARTHER = 4
"""Prices may move by that part at first, and by so many times as much whenever that is not far enough: the network is
slow to solve at prices that are great, and few need to be."""


class Task(NamedTuple):
    """An instance under a floor. Prices are in `1 / scale` of a point, and no greater than `reach`."""

    net: Network
    """With the scores as they are."""
    kind: NDArray[np.int8]
    """(openings) 1 where a placement counts, -1 where it does not, 0 at a home."""
    rest: int
    """q - p: so many that count ask for p that do not, at most."""
    part: int
    """p"""
    scale: int
    reach: int
    solve: Solver


class Placed(NamedTuple):
    """A placement of everybody that keeps the bounds of the network."""

    at: NDArray[np.int32]
    worth: int
    point: Point
    there: NDArray[np.int64]
    """(N) how many are at each node and below it."""


@dataclass(eq=False)
class Leaf:
    """Bounds of nodes, and how many may not count. Prices, once it was looked at or took them from where it was split.

    `split` and `sides`: by what it was split, if it was.
    """

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    least: int
    most: int
    counting: int = 0
    other: int = 0
    price: NDArray[np.int64] | None = None
    at: NDArray[np.int32] | None = None
    """What is best at these prices."""
    bound: int | None = None
    """Scaled; None where nothing is known yet."""
    closed: bool = False
    split: tuple[int, int] | None = None
    """Node, or `OTHERS`, and the most of the first side."""
    sides: tuple[Leaf, ...] = ()


@dataclass(eq=False)
class Known:
    """Every placement that was seen, the best one that meets the floor, and how many solutions there were."""

    best: Placed
    seen: list[Placed] = field(default_factory=list)
    solutions: int = 0


def task_of(net: Network, kind: NDArray[np.int8], share: tuple[int, int], solve: Solver) -> Task:
    """`share` is p and q of the floor. O(e); no errors."""
    people = max(kind.size, net.must.size, 1)
    reach, greatest = ROOM // (people * SLACK), int(np.abs(net.score).max(initial=0)) + 1
    scale = min(max(reach // (greatest * min(8 * people, HIGHER)), 1), FINE)
    return Task(net, kind, share[1] - share[0], share[0], scale, reach, solve)


def placed(task: Task, at: NDArray[np.int32]) -> Placed:
    """What a placement comes to. O(n + e + N); no errors."""
    worth = int(task.net.score[task.net.col == np.repeat(at, np.diff(task.net.indptr))].sum())
    kinds = task.kind[at[at < task.net.openings]]
    point = int((kinds > 0).sum()), int((kinds < 0).sum())
    return Placed(at, worth, point, inside(task.net.above, task.net.openings, at))


def meets(task: Task, point: Point) -> bool:
    """Whether so many placements meet the floor. O(1); no errors."""
    return task.rest * point[0] >= task.part * point[1]


def descend(task: Task, leaf: Leaf, known: Known, most_solutions: int) -> Lowest | None:
    """Bring the leaf's bound down, to the best answer or as far as it goes; the mixture that holds it up there.

    None where nothing in the leaf is better than the answer (then it is closed), or where there were too many solutions
    already. `known` takes up what is seen. Prices go no further than what is known can be trusted: a short way at
    first, each time four times as far. One solution of the network for each step, about ten; no errors.
    """
    asked, far = _asked(task, leaf), max(_greatest(task) // NEAR, 1)
    leaf.closed = not asked
    at = leaf.counting, leaf.other
    tried = {at}
    if asked and leaf.bound is None:
        _look(task, leaf, known, asked, at)
    while known.solutions < most_solutions and not _settled(task, leaf, known):
        span = _span(task, leaf, far)
        found = _mixed(task, leaf, known, asked, span)
        if found is None:
            return None
        at, inner = _whole(found), _inner(task, found, span)
        if inner and (at in tried or _points(task, leaf.bound) <= found.bound // task.scale):
            return found
        if at not in tried:
            tried.add(at)
            _look(task, leaf, known, asked, at)
        far = far if inner else far * FARTHER
    return None


def _settled(task: Task, leaf: Leaf, known: Known) -> bool:
    leaf.closed = leaf.closed or _points(task, leaf.bound) <= known.best.worth
    return leaf.closed


def _points(task: Task, bound: int | None) -> int:
    return task.reach if bound is None else bound // task.scale


def _whole(found: Lowest) -> Point:
    return max(round(found.counting), 0), round(found.other)


def _span(task: Task, leaf: Leaf, far: int) -> Span:
    return Span(
        max(leaf.counting - far, 0),
        min(leaf.counting + far, task.reach),
        max(leaf.other - far, -task.reach),
        min(leaf.other + far, task.reach),
    )


def _inner(task: Task, found: Lowest, span: Span) -> bool:
    """Whether no end of the span holds the lowest point that prices as such do not have."""
    return (
        (span.counting_least == 0 or found.counting > span.counting_least)
        and (span.counting_most == task.reach or found.counting < span.counting_most)
        and (span.other_least == -task.reach or found.other > span.other_least)
        and (span.other_most == task.reach or found.other < span.other_most)
    )


def _mixed(task: Task, leaf: Leaf, known: Known, asked: list[Point], span: Span) -> Lowest | None:
    """Where the bound of the placements known to be in the leaf's network is lowest; None where there are none."""
    own = [one for one, seen in enumerate(known.seen) if _within(leaf, seen)]
    if not own:
        return None
    worths = [known.seen[one].worth * task.scale for one in own]
    found = lowest(worths, [known.seen[one].point for one in own], asked, span)
    if found is None:
        return None
    return found._replace(weights={own[one]: weight for one, weight in found.weights.items()})


def _within(leaf: Leaf, seen: Placed) -> bool:
    return bool(((leaf.lower <= seen.there) & (seen.there <= leaf.upper))[:-1].all())


def _look(task: Task, leaf: Leaf, known: Known, asked: list[Point], at: Point) -> None:
    """Solve the leaf's network at two prices, and keep what it says."""
    net = task.net
    paid = np.where(task.kind > 0, at[0], 0) + np.where(task.kind < 0, at[1], 0)
    near = None
    if leaf.price is not None and leaf.at is not None and _close(task, leaf, at):
        near = leaf.price.copy(), leaf.at
    scaled = net._replace(score=net.score * task.scale + paid[net.col], lower=leaf.lower, upper=leaf.upper)
    price, nodes = task.solve(scaled, near)
    found = placed(task, nodes)
    known.solutions += 1
    _take(task, known, found)
    bound = found.worth * task.scale + at[0] * found.point[0] + at[1] * found.point[1]
    bound -= min(at[0] * count + at[1] * rest for count, rest in asked)
    if (leaf.bound is None or bound < leaf.bound) and _fits(scaled, price):
        leaf.bound, leaf.price, leaf.at, leaf.counting, leaf.other = bound, price, nodes, *at


def _take(task: Task, known: Known, found: Placed) -> None:
    """Among what was seen, and as the answer where it is a better one."""
    if not any(np.array_equal(found.at, seen.at) for seen in known.seen):
        known.seen.append(found)
    if meets(task, found.point) and found.worth > known.best.worth:
        known.best = found


def _close(task: Task, leaf: Leaf, at: Point) -> bool:
    return max(abs(at[0] - leaf.counting), abs(at[1] - leaf.other)) <= _greatest(task) // NEAR


def _greatest(task: Task) -> int:
    return int(np.abs(task.net.score).max(initial=1)) * task.scale


def _fits(net: Network, price: NDArray[np.int64]) -> bool:
    """Whether the checker will add these prices up."""
    own = np.abs((price - price[net.above]).astype(float))
    own[-1] = 0
    size = float(cumulative(net.above, own.astype(np.int64)).max(initial=0)) + float(np.abs(net.score).max(initial=0))
    return size * max(net.must.size, 1) < ROOM


def _asked(task: Task, leaf: Leaf) -> list[Point]:
    """The corners of what the floor asks for in the leaf: how many that count for how many that do not."""
    most = min(leaf.most, task.net.must.size)
    if task.rest == 0:
        return [(0, 0)] if leaf.least == 0 else []
    corners: list[Point] = []
    for others in range(leaf.least, most + 1):
        count = -(-task.part * others // task.rest)
        if others + count > task.net.must.size:
            break
        while len(corners) > 1 and _above(corners[-2], corners[-1], (count, others)):
            corners.pop()
        corners.append((count, others))
    return corners


def _above(first: Point, middle: Point, last: Point) -> bool:
    """Whether the middle point asks for no less than the line between the other two."""
    return (middle[0] - first[0]) * (last[1] - first[1]) >= (last[0] - first[0]) * (middle[1] - first[1])
