"""OR-Tools: `SimpleMinCostFlow`, cost scaling in C++. Only `solve` is timed, not the building of the network.

How long it takes to hand the arcs over and to read the flows is told beside it: ours is timed with all that.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.clock import shown
from sangzi.engines.matching.instance import Instance

from .answer import Answer, lacking
from .network import network, shifted

NAME = "OR-Tools SimpleMinCostFlow"


def missing() -> str | None:
    return lacking("ortools")


def solve(instance: Instance) -> Answer:
    from ortools.graph.python import min_cost_flow

    net = shifted(network(instance))
    solver = min_cost_flow.SimpleMinCostFlow()
    handed = time.process_time()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(net.tail, net.head, net.upper, net.cost)
    solver.set_nodes_supplies(np.arange(net.nodes), net.supply)
    began = time.process_time()
    status = solver.solve()
    seconds = time.process_time() - began
    if status == solver.INFEASIBLE:
        return Answer(None, seconds)
    if status != solver.OPTIMAL:
        raise RuntimeError(f"OR-Tools answers {status}.")
    solved = time.process_time()
    flow = solver.flows(arcs[: instance.edges])
    beside = began - handed + time.process_time() - solved
    note = f"not counted: {shown(beside)} for handing over the arcs and reading the flows"
    return Answer(int((flow * instance.score).sum()), seconds, assigned(instance, flow), note=note)


def assigned(instance: Instance, flow: np.ndarray) -> np.ndarray:
    """The opening of each applicant, where each may have one."""
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    got = np.full(instance.applicants, -1, np.int32)
    got[row[flow > 0]] = instance.col[flow > 0]
    return got
