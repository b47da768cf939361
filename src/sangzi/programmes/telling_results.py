"""Telling everybody what a published run gave them: a milestone and a notice each.

The result is there for all at once; the news of it follow in lots. Whoever has the milestone of that moment was told,
so that it can be begun anew wherever it was cut off, and goes by what the run says, since people go on meanwhile.
"""

from __future__ import annotations

import numpy as np
from django.db import transaction

from sangzi.kernel.round_trips import inserting, write

from .definitions import frozen
from .giving import Outcome, outcomes
from .lots import LOT, gently, lots
from .models import Milestone, Run
from .readiness import held_round
from .runs.computing import Tell, in_silence
from .runs.stored import load_input, load_output
from .telling import tell_outcome

STEP = "allotment"
COLUMNS = ("application_id", "step", "outcome", "note", "at", "by_id")


def tell_results(run: Run, tell: Tell = in_silence, doing: str = "") -> int:
    """Tell everybody whom a published run looked at, those who were told aside; how many it looked at."""
    found = results_of(run)
    every, done = sum(len(keys) for _state, keys in found), 0
    tell(done, every, doing)
    for state, lot in gently([(state, lot) for state, keys in found for lot in lots(keys, LOT)]):
        tell_lot(run, state, lot)
        done += len(lot)
        tell(done, every, doing)
    return every


@transaction.atomic
def tell_lot(run: Run, state: str, keys: list[int]) -> None:
    """Tell some of those who came to a state by a published run. The round is held: one at a time tells of it."""
    round_, at, by = held_round(run.round_id), run.published, run.published_by
    assert at is not None
    told = Milestone.objects.filter(application__in=keys, step=STEP, at=at).values_list("application", flat=True)
    left = sorted(set(keys).difference(told))
    if not left:
        return
    stones = [(key, STEP, state, "", at, by.pk if by else None) for key in left]
    write([inserting(Milestone, COLUMNS, stones)])
    tell_outcome(round_, state, left, at=at, by=by)


def told_count(run: Run) -> int:
    """How many were told what a published run gave them. One query."""
    assert run.published is not None
    return Milestone.objects.filter(application__round=run.round_id, step=STEP, at=run.published).count()


def results_of(run: Run) -> list[Outcome]:
    """What became of everybody by a run, as its arrays say."""
    stored, got = load_input(run), load_output(run).assignment
    who = np.repeat(np.arange(got.size), np.diff(stored.instance.indptr))
    return outcomes(frozen(run.round.definition), stored.application_key, got, who[stored.rank > 0])
