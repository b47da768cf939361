"""What an allotment comes to as it is written down: who gets what, and who waits for what, by rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.serial import NOTHING

from .definitions import frozen
from .fitting import Problem
from .models import Opening, Round
from .runs.computing import Proof


@dataclass(frozen=True, eq=False)
class Plan:
    """Who gets what of a round as it stands: of whoever has the i-th turn the opening by place, or `NOTHING`."""

    problem: Problem
    got: NDArray[np.int32]
    proof: Proof

    @property
    def openings(self) -> Sequence[Opening]:
        return self.problem.openings

    @property
    def placed(self) -> int:
        return int((self.got != NOTHING).sum())

    @property
    def left_over(self) -> int:
        return self.got.size - self.placed

    @cached_property
    def applications(self) -> NDArray[np.int64]:
        """(n) their keys in the order of their turn."""
        return self.problem.pool.keys[self.problem.order]

    @cached_property
    def given(self) -> dict[int, int]:
        """The key of the opening that each application gets, by its key."""
        placed = np.flatnonzero(self.got != NOTHING)
        openings = self.problem.pool.offered[self.got[placed]]
        return dict(zip(self.applications[placed].tolist(), openings.tolist(), strict=True))

    @property
    def taken(self) -> Counter[int]:
        """How many seats of each opening are given, by its key."""
        return Counter(self.given.values())

    @cached_property
    def chosen(self) -> NDArray[np.bool_]:
        """(e) which pairs come together."""
        pairs = self.problem.pairs
        chosen: NDArray[np.bool_] = self.got[pairs.who] == pairs.opening
        return chosen

    @cached_property
    def line(self) -> NDArray[np.int64]:
        """(e) the place of each pair among those who now join the line of the opening, the first 1; 0: does not wait.

        Who got nothing waits for all they wished for: the strongest claim there first, of equal ones by turn.
        """
        pairs, instance = self.problem.pairs, self.problem.instance
        waits = np.flatnonzero((self.got[pairs.who] == NOTHING) & (pairs.rank > 0))
        claim = instance.score if instance.priority is None else instance.priority
        by = waits[np.lexsort((pairs.who[waits], -claim[waits], pairs.opening[waits]))]
        there = pairs.opening[by]
        first = np.searchsorted(there, np.arange(instance.openings))
        line = np.zeros(pairs.who.size, np.int64)
        line[by] = np.arange(by.size) - first[there] + 1
        return line

    @cached_property
    def joining(self) -> NDArray[np.int64]:
        """(m) how many join the line of each opening."""
        return np.bincount(self.problem.pairs.opening[self.line > 0], minlength=len(self.openings))


def method_of(round_: Round) -> str:
    """How places are given; by hand where the programme does not say."""
    step = frozen(round_.definition).allotment
    return step.method if step else "by-hand"
