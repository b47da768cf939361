"""What workers do for runs: compute one, publish one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sangzi.kernel import jobs
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account, Job

from .keeping import BLOBS, PUBLISHING, TRYING, kept, write_down
from .models import Run, RunState
from .readiness import refuse_early
from .runs.making import attempted
from .runs.publishing import refuse_unargued, refuse_unmade
from .runs.terms import terms_of

Told = dict[str, Any]


@jobs.task(TRYING)
def try_allotment(_job: Job, arguments: Told, progress: jobs.Progress) -> Any:
    """Compute a run; what came out is kept together with the mark that it is done.

    `publish`: give the seats in the same transaction, as `allot` asks for.
    """
    run = _run(arguments)
    if run.state != RunState.WORKING:
        return {}
    columns = attempted(run.round, terms_of(run), progress)
    if columns["state"] == RunState.REFUSED:
        return _refused(run, columns, failing=bool(arguments.get("publish")))

    def change() -> Told:
        now = timezone.now()
        there = kept(run, columns, now)
        return _published(run, arguments) if there and arguments.get("publish") else {"kept": there}

    return change


@jobs.task(PUBLISHING)
def publish_run(_job: Job, arguments: Told, progress: jobs.Progress) -> Any:
    """Publish a run: one transaction, together with the mark that it is done."""
    progress(0, 1)
    return lambda: _published(_run(arguments), arguments)


def _published(run: Run, arguments: Told) -> Told:
    now, by = timezone.now(), Account.objects.filter(pk=arguments["by"]).first()
    run.refresh_from_db(fields=["state", "proof", "figures", "digest", "method", "terms", "reason"])
    refuse_unmade(run)
    refuse_early(run.round, now)
    refuse_unargued(run.round, run, run.reason)
    plan = write_down(run, now=now, by=by)
    return {"placed": plan.placed, "left_over": plan.left_over}


def _refused(run: Run, columns: Told, *, failing: bool) -> Told:
    """The run says why there is no result; so does the work, where seats were to be given at once."""
    kept(run, columns, timezone.now())
    if failing:
        raise Conflict(columns["refused"], run=run.pk)
    return {"refused": columns["refused"]}


def _run(arguments: Told) -> Run:
    return Run.objects.defer(*BLOBS).select_related("round__unit").get(pk=arguments["run"])
