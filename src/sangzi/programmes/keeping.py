"""Rows of runs: begun before a worker computes them, kept with what came out, written down for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Q

from sangzi.kernel import audit, jobs
from sangzi.kernel.models import Account, Job

from . import seats
from .allotment import Plan
from .definitions import frozen
from .giving import Ready, made_ready, waits, write_ready
from .holding import hold_admitted
from .lots import AT_ONCE
from .models import Opening, OpeningState, Round, Run, RunState
from .pool import admitted
from .preparing import lots_of, write_wishes
from .readiness import held_round
from .runs.making import Columns
from .runs.publishing import plan_for
from .runs.terms import Terms, is_announced
from .telling_results import tell_results

BLOBS: Final = ("input", "output")
TRYING: Final = "programmes.try_allotment"
PUBLISHING: Final = "programmes.publish_run"
TELLING: Final = "programmes.tell_results"
WORKED_AT: Final = (RunState.WORKING, RunState.PUBLISHING, RunState.PUBLISHED)
"""One that is published until everybody was told."""


def is_crowd(round_: Round) -> bool:
    """Whether so many applied that a worker does it."""
    return admitted(round_).count() > AT_ONCE


def begun(round_: Round, terms: Terms, *, now: datetime, by: Account | None, **columns: Any) -> Run:
    """A new run of a round that is held, and its line in the audit chain."""
    last = Run.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        round=round_, number=last + 1, method=terms.method, terms=terms.written(), seed=round_.seed,
        as_announced=is_announced(round_, terms), asked=now, by=by, **columns,
    )  # fmt: skip
    note("try_allotment", run, by, method=terms.method, parameters=terms.told(), seed=round_.seed, digest=run.digest)
    return run


def kept(run: Run, columns: Columns, now: datetime) -> bool:
    """Keep what came out of a run that a worker computed; False where it was set aside meanwhile."""
    return bool(Run.objects.filter(pk=run.pk, state=RunState.WORKING).update(**columns, made=now))


def hold_all(round_: Round, seated: Iterable[int] | None = None) -> None:
    """Hold everything that is written for: whoever applied, the applications, then the openings.

    `seated`: the applications that get a seat, where nothing is written of the other applicants. On a database with
    one writer that holds already.
    """
    if not connection.features.has_select_for_update:
        return
    hold_admitted(round_, seated)
    seats.hold(list(Opening.objects.filter(round=round_, state=OpeningState.OFFERED)))


def write_down(run: Run, *, now: datetime, by: Account | None) -> Plan:
    """Give everybody what a run gave them and tell them. In the transaction of the caller, who holds the round.

    Raises `Outdated` before anything is written where what the run worked on is no longer what there is.
    """
    round_ = held_round(run.round_id)
    hold_all(round_)
    plan = plan_for(round_, run)
    ready = made_ready(round_, plan, now)
    for lot in lots_of(plan, waits=waits(frozen(round_.definition))):
        write_wishes(lot.wishes)
    give_all(run, round_, ready, by=by)
    tell_results(run)
    return plan


def give_all(run: Run, round_: Round, ready: Ready, *, by: Account | None) -> None:
    """Write what is ready, mark the run, and write the audit line; everything that is written for is held."""
    write_ready(ready, round_)
    columns = {"state": RunState.PUBLISHED, "published": ready.now, "published_by": by, "reason": run.reason}
    Run.objects.filter(pk=run.pk).update(**columns)
    run.state, run.published, run.published_by = RunState.PUBLISHED, ready.now, by
    note("publish_run", run, by, reason=run.reason, name=run.name, **ready.plan.proof.told())


def tell_later(run: Run, by: Account | None) -> Job:
    """Let a worker tell everybody what a run that is published gave them."""
    arguments = {"run": run.pk}
    return jobs.enqueue(kind=TELLING, key=f"{TELLING}:{run.pk}", arguments=arguments, by=by, unit_id=run.round.unit_id)


def telling_of(run: Run) -> Job | None:
    """The work that tells everybody of a published run, until it is done. One query."""
    return Job.objects.filter(key=f"{TELLING}:{run.pk}").exclude(state=Job.State.DONE).first()


def enqueue(kind: str, run: Run, by: Account | None, **arguments: Any) -> Job:
    """Let a worker go on with a run."""
    key = f"{kind}:{run.pk}:{Job.objects.filter(_work_on(run)).count()}"
    told = {"run": run.pk, "by": by.pk if by else None, **arguments}
    return jobs.enqueue(kind=kind, key=key, arguments=told, by=by, unit_id=run.round.unit_id)


def work_on(run: Run) -> Job | None:
    """The latest work on a run: computing it, or publishing it. One query."""
    return Job.objects.filter(_work_on(run)).order_by("-pk").first()


def is_stuck(run: Run) -> bool:
    """Whether a run that is being computed or published will not get any further by itself."""
    if run.state not in (RunState.WORKING, RunState.PUBLISHING):
        return False
    job = work_on(run)
    return job is None or job.state in (Job.State.FAILED, Job.State.DONE)


def work_at_hand(run: Run) -> Job | None:
    """The work that goes on with a run: computing it, publishing it, telling everybody of it. At most one query."""
    return telling_of(run) if run.state == RunState.PUBLISHED else work_on(run)


def halted(run: Run) -> Job | None:
    """The work on a run that workers gave up, and that goes on when somebody says so. At most one query."""
    job = work_at_hand(run) if run.state in WORKED_AT else None
    return job if job is not None and jobs.gave_up(job) else None


def note(act: str, run: Run, by: Account | None, **detail: Any) -> None:
    """A line about the round of a run."""
    about = f"round:{run.round_id}"
    told = {"run": run.number, **detail}
    audit.append(chain=run.round.unit_id, act=f"programmes.{act}", about=about, by=by, detail=told)


def _work_on(run: Run) -> Q:
    return Q(kind__in=(TRYING, PUBLISHING)) & (
        Q(key__startswith=f"{TRYING}:{run.pk}:") | Q(key__startswith=f"{PUBLISHING}:{run.pk}:")
    )
