"""Compute a run, have the result checked by what shares nothing with the method, and keep what proves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.certificate import share
from sangzi.engines.matching.infeasible import Infeasible
from sangzi.engines.matching.instance import Instance
from sangzi.engines.matching.objections import MethodError

from ..clashes import cannot, clashing, short
from ..fitting import Problem, problem_of
from ..models import Round
from ..placing.methods import METHODS, Outcome, Verdict, judged
from .stored import NOTHING, Output, Stored, digest_of, result_of, without_least
from .terms import Terms

Tell = Callable[[int, int, str], object]
PARTS = 5  # of the way: reading, weighing (both by `problem_of`), placing, checking, keeping


@dataclass(frozen=True)
class Proof:
    """What a run is proven by, without any person's value: it stands in the row of the run and in the audit line.

    `bound`: what no result can pass, None where the method promises no greatest sum. `blocking`: pairs that could both
    do better; None where the method promises no stability. `least_kept`: whether least numbers and shares hold.
    `given_up`: whether the method was let off them, for a reason that must be written. `stay`: how many of those who
    had something to wish for keep what an earlier run gave them, and `stay_most` what no equally good result passes.
    """

    method: str
    parameters: dict[str, Any]
    seed: str
    digest: str
    result: str
    objective: int
    placed: int
    left_over: int
    bound: int | None = None
    blocking: int | None = None
    least_kept: bool = True
    given_up: bool = False
    stay: int | None = None
    stay_most: int | None = None

    def told(self) -> dict[str, Any]:
        """For the audit line."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Computed:
    """A run before it is kept."""

    problem: Problem
    stored: Stored
    output: Output
    proof: Proof


def in_silence(_done: int, _of: int, _doing: str) -> None:
    """Tell nobody how far it is."""


def computed(round_: Round, terms: Terms, tell: Tell = in_silence) -> Computed:
    """Place everybody in a round as it stands, by some terms.

    Raises `Conflict` where lots or scores are missing, or where rules cannot hold together, with the units' names.
    """
    tell(0, PARTS, _("读取志愿"))
    problem = problem_of(round_, terms)
    tell(2, PARTS, _("安排名额"))
    stored = problem.stored()
    outcome, given_up = _placed(problem)
    tell(3, PARTS, _("核对结果"))
    output = output_of(outcome)
    missing = _missing(problem, output)
    if terms.keeps_least and not terms.argued and missing.units.any():
        raise short(np.flatnonzero(missing.units), missing.units, problem)
    verdict = judged(outcome)
    proof = Proof(
        method=terms.method,
        parameters=terms.told(),
        seed=round_.seed,
        digest=digest_of(terms.method, terms.written(), round_.seed, stored),
        result=result_of(stored, output),
        objective=verdict.objective,
        placed=verdict.placed,
        left_over=stored.application_key.size - verdict.placed,
        bound=verdict.bound,
        blocking=verdict.blocking,
        least_kept=not (missing.units.any() or missing.share or given_up),
        given_up=given_up,
        stay=verdict.stay,
        stay_most=verdict.stay_most,
    )
    tell(4, PARTS, _("保存"))
    return Computed(problem, stored, output, proof)


def digest_now(round_: Round, terms: Terms) -> str:
    """What the digest of a run of these terms would be now. Raises `Conflict` as `computed`."""
    return digest_of(terms.method, terms.written(), round_.seed, problem_of(round_, terms).stored())


def output_of(outcome: Outcome) -> Output:
    """What a method left, as it is kept."""
    found = outcome.proof
    if found is None:
        return Output(outcome.assignment)
    prices = found.opening_price, found.unit_price, found.floor_price, found.scale
    return Output(outcome.assignment, *prices, leaves=found.leaves)


def run_again(method: str, instance: Instance) -> Outcome:
    """What the engine makes of an instance that a run worked on."""
    return METHODS["optimal" if method == "optimal" else "stable"](instance)


def verdict_on(instance: Instance, output: Output) -> Verdict:
    """What the checker says of a result. Raises `RuntimeError` or `ValueError` where it breaks a bound."""
    return judged(Outcome(instance, output.assignment, output.certificate))


def _placed(problem: Problem) -> tuple[Outcome, bool]:
    """What the method makes of it, and whether least numbers were given up since they cannot be met."""
    method, instance, argued = problem.terms.method, problem.instance, problem.terms.argued
    try:
        return run_again(method, instance), False
    except Infeasible as refused:
        if not argued:
            raise clashing(refused, problem) from refused
    except MethodError as refused:
        if not argued:
            raise cannot(refused, problem) from refused
    return run_again(method, without_least(instance)), True


@dataclass(frozen=True, eq=False)
class _Missing:
    """(u) Placements missing at least numbers, and whether the share that must lie low is missed."""

    units: NDArray[np.int64]
    share: bool


def _missing(problem: Problem, output: Output) -> _Missing:
    got = output.assignment[output.assignment != NOTHING]
    at = problem.instance.opening_unit
    there = problem.ground.totals(at[got], np.ones(got.size, np.int64))
    units = np.maximum(problem.bounds.lower - there, 0)
    low, least = problem.bounds.low, problem.bounds.floor
    if low is None or least is None:
        return _Missing(units, False)
    return _Missing(units, bool(int(low[at[got]].sum()) < share(least) * got.size))
