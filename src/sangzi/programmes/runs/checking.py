"""Compute a run again from what was kept of it, and look at what was kept with a checker that trusts nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models import Run
from .computing import output_of, run_again, verdict_on
from .making import proof_from
from .staying import marks_by
from .stored import Stored, digest_of, load_input, load_output, result_of, without_least
from .terms import terms_of


@dataclass(frozen=True)
class Checked:
    """What came of it.

    `same_input`: the digest of the input is the one in the row. `same_result`: a fresh engine gave everybody the same.
    `same_numbers`: the separate checker finds the sum, the bound and the blocking pairs that the row tells, and how
    many stay. `same_stay`: the input says of the run to stay close to what that run's own result says.
    `fault`: in what way the result that was kept is no placement; "" where it is one. The numbers are the checker's.
    """

    run: Run
    same_input: bool
    same_result: bool
    same_numbers: bool = False
    same_stay: bool = True
    fault: str = ""
    objective: int = 0
    placed: int = 0
    bound: int | None = None
    blocking: int | None = None
    stay: int | None = None
    stay_most: int | None = None

    @property
    def gap(self) -> int | None:
        """How much more another result might be worth; None where the method promises no greatest sum."""
        return None if self.bound is None else self.bound - self.objective

    @property
    def holds(self) -> bool:
        """Whether everything is as it was told."""
        return self.same_input and self.same_result and self.same_numbers and self.same_stay


def checked(run: Run) -> Checked:
    """Look at a run again. Raises `Conflict` where nothing was kept of it."""
    stored, output, proof = load_input(run), load_output(run), proof_from(run.proof)
    instance = without_least(stored.instance) if proof.given_up else stored.instance
    again = output_of(run_again(run.method, instance))
    same_input = digest_of(run.method, run.terms, run.seed, stored) == run.digest
    same_result = result_of(stored, again) == result_of(stored, output) == run.result
    same_stay = _same_stay(run, stored)
    try:
        verdict = verdict_on(instance, output)
    except (RuntimeError, ValueError) as broken:  # what was kept is no placement: that is what is to be told
        return Checked(run, same_input, same_result, same_stay=same_stay, fault=str(broken))
    numbers = verdict.objective, verdict.placed, verdict.bound, verdict.blocking, verdict.stay, verdict.stay_most
    told = proof.objective, proof.placed, proof.bound, proof.blocking, proof.stay, proof.stay_most
    return Checked(run, same_input, same_result, numbers == told, same_stay, "", *numbers)


def _same_stay(run: Run, stored: Stored) -> bool:
    stay, marks = terms_of(run).stay, stored.instance.stay
    if stay is None or marks is None:
        return stay is None and marks is None
    return np.array_equal(marks_by(run.round, stay, stored), marks)
