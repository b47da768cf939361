"""Which statement of one plan answers which of the other, one to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sangzi.engines.comparison.likeness import Scores, likeness
from sangzi.engines.comparison.points import Point

FLOOR = 0.33
"""Below this two statements are strangers. Set on two published plans of one frame; see the tests."""


class Pair(NamedTuple):
    """Indices into the two lists, None where nothing answers; `likeness` is 1 for what a person paired."""

    before: int | None
    after: int | None
    likeness: float


def pairs(
    before: Sequence[Point],
    after: Sequence[Point],
    *,
    together: Iterable[tuple[int, int]] = (),
    alone: tuple[Collection[int], Collection[int]] = ((), ()),
) -> list[Pair]:
    """Every statement of both lists once: paired, or with None.

    `together` are pairs that a person made, `alone` the statements (of either list) that a person said have no
    counterpart; both are kept as they are. All others are paired from the most alike downwards. As likeness is
    symmetric this is the stable matching, the only one but for ties: no two statements that are not paired are more
    alike to each other than to what they were paired with (D. Gale and L. S. Shapley, American Mathematical Monthly
    69, 1962). Of equal pairs the earlier in the text goes first. Sorted as they stand in `before`, then in `after`.
    Cost: O(n m log(n m)) beside `likeness`.
    """
    made = {one: Pair(one, other, 1.0) for one, other in together}
    taken = {pair.after for pair in made.values()}
    free = [at for at in range(len(before)) if at not in made and at not in alone[0]]
    open_ = [at for at in range(len(after)) if at not in taken and at not in alone[1]]
    scores = likeness([before[at] for at in free], [after[at] for at in open_])
    for row, column, score in _from_the_most_alike(scores):
        one, other = free[row], open_[column]
        if one not in made and other not in taken:
            made[one] = Pair(one, other, score)
            taken.add(other)
    left = [made.get(at, Pair(at, None, 0.0)) for at in range(len(before))]
    return left + [Pair(None, at, 0.0) for at in range(len(after)) if at not in taken]


def _from_the_most_alike(scores: Scores) -> Iterable[tuple[int, int, float]]:
    rows, columns = np.nonzero(scores >= FLOOR)
    found = scores[rows, columns]
    # How far apart they stand in their lists breaks ties: a plan repeated in order pairs in order.
    apart = np.abs(rows / max(scores.shape[0], 1) - columns / max(scores.shape[1], 1))
    order = np.lexsort((columns, rows, apart, -found))
    return zip(rows[order].tolist(), columns[order].tolist(), found[order].tolist(), strict=True)
