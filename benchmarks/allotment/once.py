"""One engine, one instance, one process: `python -m benchmarks.allotment.once ENGINE FILE.npz` prints a line of JSON.

Engines are kept apart because two that bring the same C++ library cannot be loaded together, and so that the highest
memory is that of one alone.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys

from sangzi.engines.matching.instance import read

from . import referee

ENGINES = {
    "sangzi": "sangzi_optimal",
    "ortools": "peer_ortools",
    "lemon": "peer_lemon",
    "highs": "peer_highs",
}


def main(engine: str, file: str) -> None:
    instance = read(file)
    answer = importlib.import_module(f".{ENGINES[engine]}", __package__).solve(instance)
    told = {"objective": answer.objective, "seconds": answer.seconds, "gap": answer.gap, "note": answer.note}
    if answer.assignment is not None:
        told["placed"] = int((answer.assignment >= 0).sum())
        told["faults"] = referee.faults(instance, answer.assignment)
        told["worth"] = referee.worth(instance, answer.assignment)
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told["peak"] = max(own, children) / 1024  # MiB
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
