"""The flow network of an allotment instance: openings and units as one tree, applicants at its leaves.

Node j is opening j, node m + v is unit v, and the last node is outside: where everybody ends, placed or not. Every
other node has one arc, to the node above it, with a lower and an upper bound; the arc of the root leads outside. An
applicant reaches each of the openings of the applicant's edges and, unless something must be found for the applicant,
outside for nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .kernels.limits import Bounds, asked, idle

NOWHERE = -1


class Network(NamedTuple):
    """The instance as arrays over N = m + u + 1 nodes; nothing in it changes while a problem is solved."""

    indptr: NDArray[np.int64]
    """(n + 1) as in the instance."""
    col: NDArray[np.int32]
    """(e) as in the instance: openings are nodes."""
    score: NDArray[np.int64]
    """(e) as in the instance."""
    must: NDArray[np.bool_]
    """(n) who may not stay outside."""
    above: NDArray[np.int32]
    """(N) the node above each node; `NOWHERE` for outside."""
    lower: NDArray[np.int64]
    """(N) the least flow of the arc upwards."""
    upper: NDArray[np.int64]
    """(N) the most."""
    below_at: NDArray[np.int64]
    """(N + 1) where the nodes below each node begin in `below`."""
    below: NDArray[np.int32]
    """(N - 1) nodes below each node, ascending."""
    openings: int
    """m: nodes before it are openings."""

    @property
    def outside(self) -> int:
        """The last node. O(1); no errors."""
        return self.above.size - 1


def network(instance: Instance) -> Network:
    """The network of an instance; O(n + m log m + u log u + e), the edges are not copied. No errors.

    Units whose bounds can never bind, whatever is chosen, are passed over: what is below them hangs on the next unit
    above that has a bound of its own. They keep their node, with nothing below it and no bounds.
    """
    m, units = instance.openings, instance.units
    above = np.concatenate([instance.opening_unit + m, instance.unit_parent + m, [NOWHERE]]).astype(np.int32)
    above[m] = m + units
    lower = np.concatenate([instance.opening_lower, instance.unit_lower, [0]])
    upper = np.concatenate([instance.capacity, instance.unit_upper, [0]])
    _pass_over(instance, above, lower, upper)
    order = np.argsort(above[:-1], kind="stable").astype(np.int32)
    must = instance.must_place
    return Network(
        indptr=instance.indptr,
        col=instance.col,
        score=instance.score,
        must=np.zeros(instance.applicants, np.bool_) if must is None else must,
        above=above,
        lower=lower,
        upper=upper,
        below_at=np.searchsorted(above[order], np.arange(above.size + 1)),
        below=order,
        openings=m,
    )


def _pass_over(
    instance: Instance, above: NDArray[np.int32], lower: NDArray[np.int64], upper: NDArray[np.int64]
) -> None:
    """Lead around every unit that cannot bind; `above`, `lower` and `upper` are changed in place."""
    m, outside = instance.openings, above.size - 1
    bounds = Bounds(
        asked(instance.col, instance.capacity), instance.opening_lower,
        instance.opening_unit, instance.unit_parent, instance.unit_lower, instance.unit_upper,
    )  # fmt: skip
    loose = np.zeros(above.size, np.bool_)
    loose[m:outside] = idle(bounds, instance.applicants)
    jump = np.where(loose, above, np.arange(above.size))
    while (jump != jump[jump]).any():
        jump = jump[jump]
    above[:-1] = jump[above[:-1]]
    above[np.flatnonzero(loose)] = outside
    lower[loose], upper[loose] = 0, 0


def cumulative(above: NDArray[np.int32], own: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N) own prices added up from outside down to each node; O(N log depth), by pointer jumping. No errors."""
    total, jump = own.copy(), above.copy()
    jump[-1], total[-1] = jump.size - 1, 0
    while (jump != jump.size - 1).any():
        total += total[jump]
        jump = jump[jump]
    return total
