"""Run a method that looks at everybody at once, have the result checked, and keep what proves it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.infeasible import Infeasible
from sangzi.engines.matching.instance import SHAPES, Instance, named
from sangzi.engines.matching.objections import MethodError
from sangzi.engines.matching.serial import NOTHING, Shared

from .clashes import cannot, clashing, short
from .definitions import frozen
from .fitting import Problem, problem_of
from .fitting_ground import on_placements
from .models import Application, Opening, Round
from .steps.allotment import Fit

Got = NDArray[np.int32]


@dataclass(frozen=True)
class Proof:
    """What a run is proven by, without any person's value: it stands in the audit line.

    `least_kept`: whether lower bounds and shares held, or were given up for a written reason. `bound`: what no result
    can pass, None where the method promises no greatest sum. `blocking`: pairs that could both do better; None where
    the method promises no stability.
    """

    method: str
    parameters: dict[str, Any]
    seed: str
    digest: str
    objective: int
    bound: int | None = None
    blocking: int | None = None
    least_kept: bool = True

    def told(self) -> dict[str, Any]:
        """For the audit line."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Fitted:
    """Who has which turn, who gets what and who waits, by the places of applications and openings; and the proof."""

    order: list[int]
    shared: Shared
    proof: Proof


def fitted(round_: Round, applications: Sequence[Application], openings: Sequence[Opening], *, argued: bool) -> Fitted:
    """Place everybody by the round's method. `argued`: least numbers may be given up where they cannot be held.

    Raises `Conflict` where lots or scores are missing, or where rules cannot hold together, with the units' names.
    """
    step = frozen(round_.definition).allotment
    assert step is not None
    fit = step.fit or Fit()
    problem = problem_of(round_, applications, openings, fit)
    parameters = {"fit": fit.model_dump(), "rules": [rule.model_dump() for rule in on_placements(round_)]}
    digest = digest_of(
        step.method, parameters, round_.seed, problem.instance,
        [applications[at].pk for at in problem.order], [one.pk for one in openings],
    )  # fmt: skip
    run = _optimal if step.method == "optimal" else _stable
    got, found = run(problem, argued)
    shared = Shared(_by_application(problem, got), _lines(problem, got, len(openings)))
    proof = Proof(step.method, parameters, round_.seed, digest, **found)
    return Fitted(problem.order.tolist(), shared, proof)


def digest_of(
    method: str,
    parameters: dict[str, Any],
    seed: str,
    instance: Instance,
    applications: Sequence[int],
    openings: Sequence[int],
) -> str:
    """SHA-256 of all that decides a run: method, parameters and seed, then who and what by key, then every array."""
    told = [method, parameters, seed, list(applications), list(openings)]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode())
    arrays = named(instance)
    for name in SHAPES:
        if name in arrays:
            array = np.asarray(arrays[name])
            digest.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _optimal(problem: Problem, argued: bool) -> tuple[Got, dict[str, Any]]:
    """The greatest sum of points; without least numbers where they cannot be met and that was argued."""
    from sangzi.engines.matching.certificate import verify
    from sangzi.engines.matching.optimal import optimal

    instance, kept = problem.instance, True
    try:
        solution = optimal(instance)
    except Infeasible as refused:
        if not argued:
            raise clashing(refused, problem) from refused
        instance, kept = problem.without_least(), False
        solution = optimal(instance)
    verdict = verify(instance, solution.assignment, solution.certificate)
    if verdict.faults:
        raise RuntimeError(f"The placement breaks the round: {'; '.join(verdict.faults)}.")
    return solution.assignment, {"objective": verdict.objective, "bound": verdict.bound, "least_kept": kept}


def _stable(problem: Problem, argued: bool) -> tuple[Got, dict[str, Any]]:
    """Nobody passed over by a weaker claim; seats are kept for least numbers unless that cannot be."""
    from sangzi.engines.matching.blocking import blocking_pairs
    from sangzi.engines.matching.stable import stable

    instance, kept = problem.instance, True
    try:
        found = stable(instance)
    except MethodError as refused:
        if not argued:
            raise cannot(refused, problem) from refused
        kept = False
        found = stable(instance, keep_lower=False)
    missing = np.flatnonzero(found.unit_short)
    if missing.size and not argued:
        raise short(missing, found.unit_short, problem)
    chosen = np.repeat(found.assignment, np.diff(instance.indptr)) == instance.col
    told = {
        "objective": int(instance.score[chosen].sum()),
        "blocking": blocking_pairs(instance, found.assignment, keep_lower=kept).applicant.size,
        "least_kept": not missing.size,
    }
    return found.assignment, told


def _by_application(problem: Problem, got: Got) -> list[int]:
    """What each application got, in the order in which they came."""
    shared = np.full(got.size, NOTHING, np.int64)
    shared[problem.order] = got
    return [int(one) for one in shared]


def _lines(problem: Problem, got: Got, openings: int) -> list[list[int]]:
    """Who waits for what they wished for: who is worth most there comes first, of equal ones who has the better lot."""
    pairs = problem.pairs
    waits = (got[pairs.who] == NOTHING) & (pairs.rank > 0)
    who, opening, worth = pairs.who[waits], pairs.opening[waits], problem.instance.score[waits]
    by = np.lexsort((who, -worth, opening))
    ends = np.cumsum(np.bincount(opening, minlength=openings))
    lines = np.split(problem.order[who[by]], ends[:-1]) if openings else []
    return [[int(one) for one in line] for line in lines]
