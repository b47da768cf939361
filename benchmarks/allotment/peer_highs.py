"""HiGHS: the network as a linear programme, by the interior point method with crossover. Only `run` is timed."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from sangzi.engines.matching.instance import Instance

from .answer import Answer, lacking
from .network import network
from .peer_ortools import assigned

NAME = "HiGHS interior point"


def missing() -> str | None:
    return lacking("highspy")


def solve(instance: Instance) -> Answer:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("solver", "ipm")
    solver.passModel(_programme(instance, highspy.HighsLp(), highspy))
    began = time.process_time()
    solver.run()
    seconds = time.process_time() - began
    if solver.getModelStatus() in {
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }:
        return Answer(None, seconds)
    flow = np.rint(np.array(solver.getSolution().col_value[: instance.edges])).astype(np.int64)
    return Answer(int((flow * instance.score).sum()), seconds, assigned(instance, flow))


def _programme(instance: Instance, programme: Any, highspy: Any) -> Any:
    net = network(instance)
    arcs = net.tail.size
    programme.num_col_, programme.num_row_ = arcs, net.nodes
    programme.col_cost_ = net.cost.astype(float)
    programme.col_lower_, programme.col_upper_ = net.lower.astype(float), net.upper.astype(float)
    programme.row_lower_ = programme.row_upper_ = net.supply.astype(float)
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.arange(0, 2 * arcs + 1, 2)
    matrix.index_ = np.stack([net.tail, net.head], axis=1).ravel()
    matrix.value_ = np.tile([1.0, -1.0], arcs)
    return programme
