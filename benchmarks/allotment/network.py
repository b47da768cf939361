"""The same problem as arcs of a network: what every flow solver is given.

Applicants send what they may have to openings, openings to the nearest unit above that bounds anything, such a unit to
the next one above, and the last to the sink; who stays without an opening sends to the sink for nothing. Units that
bound nothing are left out, so that nobody's solver carries them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.instance import Instance

Ints = NDArray[np.int64]


@dataclass
class Network:
    """Arcs from `tail` to `head` that carry `lower` to `upper` and cost `cost` each; what each node sends out more
    than it takes. The first arcs are the edges of the instance, in their order."""

    nodes: int
    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    cost: Ints
    supply: Ints


def network(instance: Instance) -> Network:
    n, m = instance.applicants, instance.openings
    may = np.ones(n, np.int64) if instance.applicant_capacity is None else instance.applicant_capacity
    must = np.zeros(n, np.int64) if instance.must_place is None else instance.must_place.astype(np.int64)
    bound, node, sink = _bounding(instance)
    applicant, opening, unit = np.arange(n), n + np.arange(m), np.flatnonzero(bound)
    idle = np.flatnonzero(may > must)
    row = np.repeat(applicant, np.diff(instance.indptr))
    parts = [  # tail, head, lower, upper, cost
        (row, n + instance.col, 0, np.minimum(may, 1)[row], -instance.score),
        (opening, node[instance.opening_unit], instance.opening_lower, instance.capacity, 0),
        (node[unit], _above(instance, node, sink)[unit], instance.unit_lower[unit], instance.unit_upper[unit], 0),
        (idle, np.full(idle.size, sink), 0, (may - must)[idle], 0),
    ]
    columns = [np.concatenate([np.broadcast_to(part[at], part[0].size) for part in parts]) for at in range(5)]
    supply = np.zeros(sink + 1, np.int64)
    sent = np.maximum(may, must)  # who must have something and may have nothing is left with it
    supply[:n], supply[sink] = sent, -sent.sum()
    tail, head, lower, upper, cost = (np.ascontiguousarray(column, np.int64) for column in columns)
    return Network(sink + 1, tail, head, lower, np.minimum(upper, sent.sum()), cost, supply)


def shifted(net: Network) -> Network:
    """The same without lower bounds: what must flow is sent beforehand, and the nodes make up for it."""
    supply = net.supply.copy()
    np.subtract.at(supply, net.tail, net.lower)
    np.add.at(supply, net.head, net.lower)
    return Network(net.nodes, net.tail, net.head, np.zeros_like(net.lower), net.upper - net.lower, net.cost, supply)


def _bounding(instance: Instance) -> tuple[NDArray[np.bool_], Ints, int]:
    """Which units bound anything; the node that stands for each unit: its own, or that of the next one above."""
    seats = np.bincount(instance.opening_unit, weights=instance.capacity, minlength=instance.units).astype(np.int64)
    parent = instance.unit_parent.tolist()
    for unit in range(instance.units - 1, 0, -1):
        seats[parent[unit]] += seats[unit]
    bound = (instance.unit_lower > 0) | (instance.unit_upper < seats)
    first = instance.applicants + instance.openings
    sink = first + int(bound.sum())
    node = np.where(bound, first + np.cumsum(bound) - 1, -1)
    for unit in range(instance.units):
        if node[unit] < 0:
            node[unit] = node[parent[unit]] if unit else sink
    return bound, node, sink


def _above(instance: Instance, node: Ints, sink: int) -> Ints:
    above = node[np.maximum(instance.unit_parent, 0)]
    above[0] = sink
    return above
