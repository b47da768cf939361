"""The outcome of an apportionment: who gets how much, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Reason(IntEnum):
    """Why a child got its share."""

    QUOTA = 0
    """The whole part of its quota."""
    REMAINDER = 1
    """The whole part of its quota and one more, for one of the largest remainders."""
    ROUNDED = 2
    """Its weight over the common divisor, rounded to the nearest whole number."""
    FLOOR = 3
    """The least it may get; its quota was below that."""
    CAP = 4
    """The most it may get; its quota was above that."""
    HAND = 5
    """Set by hand."""
    WEIGHTLESS = 6
    """Its weight is zero, so that it gets no more than its floor."""


class Why(NamedTuple):
    """All that a sentence about one child's share needs.

    `turn` is which of the `remainders` units left over it got (1 = the largest remainder), 0 if none.
    """

    value: int
    quota: float
    reason: Reason
    turn: int
    remainders: int


@dataclass(frozen=True, eq=False)
class Shares:
    """A total shared out over n children; `value` sums to the total exactly.

    value    (n,) int64, in the unit of the total
    quota    (n,) float64, what each would get if units could be split; largest remainders: within floors and caps
    reason   (n,) int8, a `Reason` each
    turn     (n,) int64, see `Why`
    divisor  weight for one unit of the total (divisor methods only, else None)
    """

    value: Ints
    quota: NDArray[np.float64]
    reason: NDArray[np.int8]
    turn: Ints
    divisor: float | None = None

    def __len__(self) -> int:
        return int(self.value.size)

    @property
    def holders(self) -> Ints:
        """The children that got one of the units left over, the largest remainder first."""
        held = np.flatnonzero(self.turn)
        return held[np.argsort(self.turn[held])]

    @cached_property
    def left_over(self) -> int:
        """How many units were left over for the largest remainders."""
        return int(np.count_nonzero(self.turn))

    def why(self, child: int) -> Why:
        """Why one child got what it got. O(n) for the first one asked about, O(1) for the others."""
        turn, reason = int(self.turn[child]), Reason(int(self.reason[child]))
        return Why(int(self.value[child]), float(self.quota[child]), reason, turn, self.left_over)
