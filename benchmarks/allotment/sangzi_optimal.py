"""Sangzi's optimal method. Everything from the instance's arrays to the certificate is timed; loading the compiled
loops is not, as the first call on a small instance pays for it."""

from __future__ import annotations

import time

from sangzi.engines.matching.instance import Instance

from .answer import Answer
from .shapes import build

NAME = "Sangzi optimal"


def missing() -> str | None:
    return None


def solve(instance: Instance) -> Answer:
    return _timed(instance, None)


def again(before: Instance, instance: Instance) -> Answer:
    """Solved from the answer to what was before; only that is timed."""
    from sangzi.engines.matching.optimal import optimal

    return _timed(instance, optimal(before, keep=True))


def _timed(instance: Instance, start: object) -> Answer:
    from sangzi.engines.matching.certificate import verify
    from sangzi.engines.matching.optimal import Infeasible, optimal

    for quotas in (False, True):
        small = build("geographic", "XS", quotas=quotas)
        optimal(small, start=optimal(small, keep=True))
    began = time.process_time()
    try:
        solution = optimal(instance, start=start)
    except Infeasible as clash:
        return Answer(None, time.process_time() - began, note=str(clash))
    seconds = time.process_time() - began
    verdict = verify(instance, solution.assignment, solution.certificate)
    return Answer(verdict.objective, seconds, solution.assignment, gap=verdict.gap, note="; ".join(verdict.faults))
