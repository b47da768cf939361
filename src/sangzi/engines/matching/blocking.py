"""Blocking pairs: who could say "I would rather be there, and my claim is stronger", and be right.

A pair blocks when the applicant would rather have the opening than what they got, and the opening and every unit above
it would still keep their bounds with the pair added to the placed pairs whose claim is stronger. A free seat that
somebody would rather have blocks as well. Written without anything that `stable` uses to find its answer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .stable import bounded, claims
from .waiting import wished


class Pairs(NamedTuple):
    """Pairs, one applicant and one opening each."""

    applicant: NDArray[np.int64]
    opening: NDArray[np.int32]


def blocking_pairs(
    instance: Instance,
    assignment: NDArray[np.int32],
    *,
    lots: NDArray[np.int64] | None = None,
    keep_lower: bool = True,
    places: int | None = None,
) -> Pairs:
    """All pairs that block `assignment` (n; an opening or -1), the strongest claim first; none for a stable one.

    `lots`, `keep_lower` and `places` as `stable` had them. Raises `MethodError` as `stable`, and `ValueError` where
    the assignment breaks a bound or gives somebody what they did not name. O(e log e) at most, for the sort.
    Source: Fleiner, "A fixed-point approach to stable matchings", 2003 (a pair is dominated when the stronger chosen
    ones span it).
    """
    from .kernels.blocking import fitting
    from .kernels.limits import Bounds, kept

    dearer, chosen = wished(instance, assignment)
    edges = np.flatnonzero(dearer | chosen)
    applicant = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))[edges]
    # Where somebody's own claims are equal, the placement that would be given up is not stronger than what is wished.
    order = np.lexsort((chosen[edges], -claims(instance, lots).of(edges, applicant)))
    edges, applicant = edges[order], applicant[order]
    held = bounded(instance, keep_lower=keep_lower, places=places)
    tree = (held.opening_lower, held.opening_unit, held.unit_parent, held.unit_lower, held.unit_upper)
    bounds = Bounds(held.capacity, *tree)
    openings, placed = instance.col[edges], chosen[edges]
    fits = fitting(bounds, _loads(held, kept(bounds)), openings, placed)
    if not fits[placed].all():
        raise ValueError("the assignment breaks a bound")
    blocks = fits & ~placed
    return Pairs(applicant[blocks], openings[blocks])


def _loads(instance: Instance, kept: NDArray[np.int64]) -> NDArray[np.int64]:
    """(m + u) what each opening and unit holds while nobody is placed: nobody, and the seats kept below it."""
    units = np.zeros(instance.units, np.int64)
    np.add.at(units, instance.opening_unit, instance.opening_lower)
    np.add.at(units, instance.unit_parent[1:], kept[1:])
    return np.concatenate([np.zeros(instance.openings, np.int64), units])
