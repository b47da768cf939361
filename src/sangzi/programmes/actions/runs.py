"""Runs of an allotment: tried as often as wanted, one of them published, any of them computed again by whoever doubts.

Computing happens outside any transaction that writes, so that nobody waits for it; only publishing writes for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import jobs
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account

from .. import keeping
from ..again import again
from ..keeping import BLOBS, PUBLISHING, TRYING, enqueue, halted, is_crowd, is_stuck, note
from ..models import Round, RoundState, Run, RunState
from ..pool import refuse_unready
from ..readiness import held_round, refuse_early
from ..runs.checking import Checked, checked
from ..runs.making import Columns, attempted
from ..runs.publishing import refuse_changed_numbers, refuse_unargued, refuse_unmade
from ..runs.terms import Terms, terms_for, terms_of
from ..steps.allotment import Fit
from ..windows import refuse_ended


def try_allotment(
    *,
    round: Round,  # noqa: A002
    now: datetime,
    by: Account | None,
    method: str = "",
    rules: Sequence[dict[str, Any] | None] = (),
    fit: Fit | None = None,
    argued: bool = False,
    stay: int | None = None,
    name: str = "",
) -> Run:
    """See what an allotment would come to; nothing changes for anybody. By a job where more than two thousand applied.

    `method`, `rules` (changed numbers for each rule of the definition, in order) and `fit`: instead of what was
    announced. `argued`: least numbers may be given up where they cannot be held. `stay`: the number of an earlier run;
    of equally good results one is taken that changes as little of it as can be. Raises `Conflict` while applications
    come in, and where lots or scores are missing; where rules cannot hold together, the run says so.
    """
    there = Round.objects.select_related("unit").get(pk=round.pk)
    terms = terms_for(there, method=method, changes=rules, fit=fit, argued=argued, stay=stay)
    refuse_early(there, now)
    refuse_unready(there, terms.method, scored=bool(terms.fit.score))
    columns = None if is_crowd(there) else attempted(there, terms)
    return _begin(there, terms, columns, now=now, by=by, name=" ".join(name.split())[:60])


@again
@transaction.atomic
def publish_run(*, run: Run, now: datetime, by: Account | None, reason: str = "") -> Run:
    """Give everybody what a run gave them, and tell them. By a job where more than two thousand applied.

    Raises `Conflict` where the run has no result or is published, another one is being published, the rows it worked on
    are others now, or it needs a reason: not as announced, or rules do not hold.
    """
    round_ = held_round(run.round_id)
    there = Run.objects.defer(*BLOBS).get(pk=run.pk)
    there.round = round_
    refuse_unmade(there)
    _refuse_second(there)
    refuse_early(round_, now)
    there.reason, there.published_by = reason.strip()[:300], by
    refuse_unargued(round_, there, there.reason)
    refuse_changed_numbers(round_, there)
    if not is_crowd(round_):
        keeping.write_down(there, now=now, by=by)
        return there
    there.state = RunState.PUBLISHING
    there.save(update_fields=["state", "reason", "published_by"])
    enqueue(PUBLISHING, there, by)
    return there


@transaction.atomic
def resume_run(*, run: Run, by: Account | None) -> bool:
    """Let work on a run that workers gave up go on: computing it, publishing it, telling people of it.

    It goes on from where it stood; whoever was told is not told again. False where nothing stands still (any more).
    Raises `Conflict` where the round is over; a round that ran its course is no reason not to tell its result.
    """
    round_ = held_round(run.round_id)
    there = Run.objects.defer(*BLOBS).get(pk=run.pk)
    there.round = round_
    job = halted(there)
    if job is None:
        return False
    if there.state == RunState.PUBLISHED:
        _refuse_untrue(round_)
    else:
        refuse_ended(round_)
    jobs.retry(job)
    note("resume_run", there, by, work=job.kind)
    return True


@transaction.atomic
def set_run_aside(*, run: Run, by: Account | None) -> Run:
    """Nobody wants this run any more: its arrays are dropped, its line stays."""
    round_ = held_round(run.round_id)
    there = Run.objects.defer(*BLOBS).get(pk=run.pk)
    there.round = round_
    if there.state == RunState.ASIDE:
        return there
    _refuse_aside(there)
    there.state, there.input, there.output = RunState.ASIDE, None, None
    there.save(update_fields=["state", "input", "output"])
    note("set_run_aside", there, by)
    return there


def check_run(*, run: Run, now: datetime, by: Account | None) -> Checked:
    """Compute a run again from what was kept of it; the audit chain says who did and what came of it.

    Raises `Conflict` where nothing was kept.
    """
    there = Run.objects.select_related("round__unit").get(pk=run.pk)
    found = checked(there)
    told = {"same_input": found.same_input, "same_result": found.same_result, "holds": found.holds}
    with transaction.atomic():
        note("check_run", there, by, at=now.isoformat(), objective=found.objective, **told)
    return found


@transaction.atomic
def _begin(
    round_: Round, terms: Terms, columns: Columns | None, *, now: datetime, by: Account | None, name: str
) -> Run:
    """The row of a run, with what came out of it, or for a worker to go on with."""
    held_round(round_.pk)
    if columns is not None:
        return keeping.begun(round_, terms, now=now, by=by, name=name, made=now, **columns)
    run = keeping.begun(round_, terms, now=now, by=by, name=name)
    enqueue(TRYING, run, by)
    return run


def _refuse_second(run: Run) -> None:
    """Raise `Conflict` while this or another run of the round is being published; one that got stuck makes room."""
    for other in Run.objects.filter(round=run.round_id, state=RunState.PUBLISHING).defer(*BLOBS):
        if not is_stuck(other):
            raise Conflict(_("试算 %(number)d 正在公布；请等它完成。") % {"number": other.number}, run=other.pk)
        Run.objects.filter(pk=other.pk).update(state=RunState.MADE)


def _refuse_untrue(round_: Round) -> None:
    """Raise `Conflict` where people would be told of seats that there are no more."""
    if round_.state == RoundState.CANCELLED:
        raise Conflict(
            _("批次“%(round)s”已取消，所有人都收到了取消的通知；不能再通知分配结果。") % {"round": round_.title},
            round=round_.pk,
        )


def _refuse_aside(run: Run) -> None:
    told = {"number": run.number}
    if run.state == RunState.PUBLISHED:
        raise Conflict(_("试算 %(number)d 已经公布，不能作废。") % told, run=run.pk)
    if run.state == RunState.PUBLISHING and not is_stuck(run):
        raise Conflict(_("试算 %(number)d 正在公布，不能作废。") % told, run=run.pk)
    if run.state == RunState.WORKING and not is_stuck(run):
        raise Conflict(_("试算 %(number)d 还在计算；请等它算完再作废。") % told, run=run.pk)
    for other in Run.objects.filter(round=run.round_id).exclude(state=RunState.ASIDE).defer(*BLOBS):
        stay = terms_of(other).stay
        if stay is not None and stay.run == run.number:
            told["other"] = other.number
            raise Conflict(
                _("试算 %(other)d 是依试算 %(number)d 算的，要有它才能复算和公布；请先把试算 %(other)d 作废。") % told,
                run=run.pk,
            )
