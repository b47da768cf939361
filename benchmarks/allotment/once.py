"""One engine, one instance, one process: `python -m benchmarks.allotment.once ENGINE FILE.npz [BEFORE.npz]`.

Prints a line of JSON. Engines are kept apart because two that bring the same C++ library cannot be loaded together, and
so that the highest memory is that of one alone: the instance, the interpreter and everything the engine builds.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys

from sangzi.engines.matching.instance import Instance, read

from . import referee
from .answer import Answer

ENGINES = {
    "sangzi": "sangzi_optimal",
    "ortools": "peer_ortools",
    "lemon": "peer_lemon",
    "highs": "peer_highs",
    "stable": "sangzi_stable",
    "matching": "peer_matching",
}


def main(engine: str, file: str, before: str | None = None) -> None:
    """With BEFORE an engine that can go on from an earlier answer does so; the others begin anew."""
    instance = read(file)
    solver = importlib.import_module(f".{ENGINES[engine]}", __package__)
    if before is not None and hasattr(solver, "again"):
        answer = solver.again(read(before), instance)
    else:
        answer = solver.solve(instance)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told = {"objective": answer.objective, "seconds": answer.seconds, "gap": answer.gap, "note": answer.note}
    print(json.dumps({**told, "peak": peak / 1024, **_judged(instance, answer)}))


def _judged(instance: Instance, answer: Answer) -> dict[str, object]:
    if answer.assignment is None:
        return {"placed": None, "faults": []}
    faults = referee.faults(instance, answer.assignment)
    if referee.worth(instance, answer.assignment) != answer.objective:
        faults.append("the objective is not what the placement is worth")
    return {"placed": int((answer.assignment >= 0).sum()), "faults": faults}


if __name__ == "__main__":
    main(*sys.argv[1:])
