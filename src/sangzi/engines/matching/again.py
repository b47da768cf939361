"""From the exact solution of an instance to that of one that differs a little: the warm start of the optimal method.

What an exact solution knows is kept (`Kept`): prices, who sits where, bounds on what everybody's other options are
worth, and the edges grouped by opening. Only rows that differ from what is kept are looked at again; whoever would
rather sit elsewhere by now is led there along a shortest path, and deficits are filled along others, exactly as the
repair does it (`repair`), so that complementary slackness holds to the unit when nothing is left.

Source: as `repair`; that the reduced costs of an old optimum are a good start for successive shortest paths: Ahuja,
Magnanti and Orlin, "Network Flows", 1993, chapter 9.10 (sensitivity analysis).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .instance import Instance
from .kernels.frontier import DISTANCE, FAR, LOWER, UPPER
from .kernels.standing import Columns, Standing, balance, compare, stand
from .network import Network, network
from .repair import Repaired, below_of, columns_in, finished, rows_of, standing_at

MOST_STALE = 10
"""Columns are grouped anew once the scores of one applicant in so many are other ones."""
MOST_WRONG = 8
"""Where more than one placement in so many does not fit the bounds any more, a start is no start."""
TREE = ("capacity", "opening_lower", "opening_unit", "unit_parent", "unit_lower", "unit_upper")


@dataclass(frozen=True, eq=False)
class Kept:
    """An instance solved exactly, as the next solution begins; never changed. 8 bytes an edge, 41 an applicant."""

    instance: Instance
    """In which everybody has at most one opening."""
    net: Network
    standing: Standing
    columns: Columns


def kept(instance: Instance, net: Network, price: NDArray[np.int64], at: NDArray[np.int32]) -> Kept:
    """What to keep of exact prices (N) and placements (n, nodes) of an instance with its network. O(n + N + e).

    Raises `ValueError` where the prices do not prove the placements.
    """
    standing = standing_at(net, price)
    stand(rows_of(net), below_of(net), standing, at)
    if (standing.at < 0).any() or balance(below_of(net), standing):
        raise ValueError("these prices do not prove these placements")
    return Kept(instance, net, standing, columns_in(net))


def again(instance: Instance, before: Kept) -> tuple[Repaired, Kept] | None:
    """The optimum of an instance with as many applicants, openings and units as the one that was kept.

    None where it is too different: another tree binds, or too many placements do not fit the bounds. Where nothing can
    be found `Repaired.stuck` says so, as in `repair`; what is kept then is of no use. No errors.
    O(n + e) to compare, and one search for each applicant and seat out of place.
    """
    net = _network(instance, before)
    if net.above is not before.net.above and not np.array_equal(net.above, before.net.above):
        return None
    standing = before.standing._replace(**{name: array.copy() for name, array in before.standing._asdict().items()})
    standing.node[:, LOWER], standing.node[:, UPPER], standing.node[:, DISTANCE] = net.lower, net.upper, FAR
    stale = before.columns.stale.copy()
    changed = compare(rows_of(net), rows_of(before.net), below_of(net), standing, stale)
    if balance(below_of(net), standing) > max(changed, standing.at.size // MOST_WRONG):
        return None
    regrouped = net.col is not before.net.col or np.count_nonzero(stale) > stale.size // MOST_STALE
    columns = columns_in(net) if regrouped else before.columns._replace(stale=stale)
    found = finished(net, standing, columns)
    return found, Kept(instance, net, standing, columns)


def _network(instance: Instance, before: Kept) -> Network:
    """The network, and what of the one before it can be used again: arrays that are the same are the same array."""
    old = before.net
    if not _same(instance.col, old.col) or not _same(instance.indptr, old.indptr):
        return network(instance)
    if not all(_same(getattr(instance, name), getattr(before.instance, name)) for name in TREE):
        return network(instance)._replace(col=old.col, indptr=old.indptr)
    must = np.zeros(instance.applicants, np.bool_) if instance.must_place is None else instance.must_place
    return old._replace(score=instance.score, must=must)


def _same(one: NDArray[np.generic], other: NDArray[np.generic]) -> bool:
    return one is other or np.array_equal(one, other)
