"""What workers do for runs: compute one, publish one, tell everybody what it gave them.

Publishing is read, compared and prepared outside any transaction that others wait for, given in one short transaction
together with the mark that the work is done, and told afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import jobs
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account, Job
from sangzi.kernel.progress import held

from .as_read import AsRead, as_read
from .definitions import frozen
from .giving import Ready, made_ready, waits
from .keeping import (
    BLOBS,
    PUBLISHING,
    TELLING,
    TRYING,
    enqueue,
    give_all,
    hold_all,
    kept,
    tell_later,
)
from .lots import gently
from .models import Run, RunState
from .preparing import Lot, lots_of, prepare
from .readiness import held_round, refuse_early
from .runs.making import attempted
from .runs.publishing import outdated, plan_for, refuse_unargued, refuse_unmade
from .runs.terms import terms_of
from .telling_results import tell_results

Told = dict[str, Any]


@jobs.task(TRYING)
def try_allotment(_job: Job, arguments: Told, progress: jobs.Progress) -> Any:
    """Compute a run; what came out is kept together with the mark that it is done.

    `publish`: and let a worker publish it, as `allot` asks for.
    """
    run = _run(arguments)
    if run.state != RunState.WORKING:
        return {}
    columns = attempted(run.round, terms_of(run), progress)
    if columns["state"] == RunState.REFUSED:
        return _refused(run, columns, failing=bool(arguments.get("publish")))

    def change() -> Told:
        there = kept(run, columns, timezone.now())
        if there and arguments.get("publish"):
            _publish_next(run, arguments)
        return {"kept": there}

    return change


@jobs.task(PUBLISHING)
def publish_run(job: Job, arguments: Told, progress: jobs.Progress) -> Any:
    """Publish a run: what can be done before is; then one transaction, together with the mark that it is done."""
    run, now = _run(arguments), timezone.now()
    progress(0, 1, _("读取志愿"))
    _refuse(run, now)
    rows = as_read(run.round, terms_of(run))
    plan = plan_for(run.round, run)
    ready = made_ready(run.round, plan, now)
    _prepare_all(run, job, lots_of(plan, waits=waits(frozen(run.round.definition))), progress)
    return lambda: _give(run, rows, ready, arguments)


@jobs.task(TELLING)
def tell_published(_job: Job, arguments: Told, progress: jobs.Progress) -> Told:
    """Tell everybody of a run that is published; whoever was told is not told again."""
    run = Run.objects.select_related("round__unit", "published_by").get(pk=arguments["run"])
    return {"told": tell_results(run, progress, _("逐个通知"))}


def _prepare_all(run: Run, job: Job, every: list[Lot], progress: jobs.Progress) -> None:
    """Write what becomes of all wishes, which nobody sees yet. Raises `Outdated` where somebody left meanwhile."""
    refuse = _refusing(run, job)
    parts = len(every) + 2
    for number, lot in enumerate(gently(every), 1):
        progress(number, parts, _("准备录取和候补名单"))
        if not prepare(lot, refuse):
            raise outdated(run)
    progress(parts - 1, parts, _("写入结果"))


def _refusing(run: Run, job: Job) -> Callable[[], None]:
    """Holds the round, and raises where another worker or another try to publish goes on in this one's stead."""

    def refuse() -> None:
        held_round(run.round_id)
        if not held(job).exists() or not Run.objects.filter(pk=run.pk, state=RunState.PUBLISHING).exists():
            raise jobs.LostLeaseError

    return refuse


def _give(run: Run, rows: AsRead, ready: Ready, arguments: Told) -> Told:
    """Give everybody what is ready, if it still is: nothing that decides it changed since it was read."""
    round_, by = held_round(run.round_id), Account.objects.filter(pk=arguments["by"]).first()
    run.refresh_from_db(fields=["state", "reason"])
    refuse_unmade(run)
    refuse_early(round_, ready.now)
    hold_all(round_, ready.plan.given)
    with _unswept():
        if as_read(round_, terms_of(run)) != rows:
            raise outdated(run)
        give_all(run, round_, ready, by=by)
    tell_later(run, by)
    return {"placed": ready.plan.placed, "left_over": ready.plan.left_over}


@contextmanager
def _unswept() -> Iterator[None]:
    """A million objects are in memory and stay: looking for garbage among them is a sixth of what others wait for."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _refuse(run: Run, now: datetime) -> None:
    refuse_unmade(run)
    refuse_early(run.round, now)
    refuse_unargued(run.round, run, run.reason)


def _publish_next(run: Run, arguments: Told) -> None:
    Run.objects.filter(pk=run.pk).update(state=RunState.PUBLISHING)
    enqueue(PUBLISHING, run, Account.objects.filter(pk=arguments["by"]).first())


def _refused(run: Run, columns: Told, *, failing: bool) -> Told:
    """The run says why there is no result; so does the work, where seats were to be given at once."""
    kept(run, columns, timezone.now())
    if failing:
        raise Conflict(columns["refused"], run=run.pk)
    return {"refused": columns["refused"]}


def _run(arguments: Told) -> Run:
    return Run.objects.defer(*BLOBS).select_related("round__unit").get(pk=arguments["run"])
