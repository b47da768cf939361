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
from .kernels.limits import Bounds, below_each, binding, contracted, leading

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
    edges: NDArray[np.int64]
    """(m) how many edges lead to each opening: counted in `col`, and counted anew where that is replaced."""
    openings: int
    """m: nodes before it are openings."""

    @property
    def outside(self) -> int:
        """The last node. O(1); no errors."""
        return self.above.size - 1


def network(instance: Instance) -> Network:
    """The network of an instance; O(n + m + u + e), the edges are not copied. No errors.

    Units whose bounds can never bind, whatever is chosen, are passed over: what is below them hangs on the next unit
    above that has a bound of its own. They keep their node, with nothing below it and no bounds.
    """
    m, outside = instance.openings, instance.openings + instance.units
    edges = leading(instance.col, m)
    bounds = Bounds(
        np.minimum(edges, instance.capacity), instance.opening_lower,
        instance.opening_unit, instance.unit_parent, instance.unit_lower, instance.unit_upper,
    )  # fmt: skip
    binds = binding(bounds, instance.applicants)
    nearest = contracted(bounds, binds)
    above = np.append(np.where(nearest < 0, outside, nearest + m), NOWHERE).astype(np.int32)
    below_at, below = below_each(above)
    must = instance.must_place
    return Network(
        indptr=instance.indptr,
        col=instance.col,
        score=instance.score,
        must=np.zeros(instance.applicants, np.bool_) if must is None else must,
        above=above,
        lower=np.concatenate([instance.opening_lower, instance.unit_lower * binds, [0]]),
        upper=np.concatenate([instance.capacity, instance.unit_upper * binds, [0]]),
        below_at=below_at,
        below=below,
        edges=edges,
        openings=m,
    )


def cumulative(above: NDArray[np.int32], own: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N) own prices added up from outside down to each node; O(N log depth), by pointer jumping. No errors."""
    total, jump = own.copy(), above.copy()
    jump[-1], total[-1] = jump.size - 1, 0
    while (jump != jump.size - 1).any():
        total += total[jump]
        jump = jump[jump]
    return total
