"""Reading a plan as a job: a file of many pages must not hold a page up."""

from __future__ import annotations

from functools import partial
from typing import Any

from sangzi.kernel import jobs
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account, Job
from sangzi.plans.actions import reading
from sangzi.plans.models import Plan
from sangzi.plans.readout import Readout, read_out


@jobs.task(reading.TASK)
def read(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Change:
    """Reads outside any transaction; what it returns stores the reading together with the job's end."""
    plan = Plan.objects.get(pk=arguments["plan"])
    try:
        found = read_out(plan, progress)
    except SangziError as error:
        return partial(_failed, plan, error.sentence, job.by)
    return partial(_stored, plan, found, job.by)


def _stored(plan: Plan, found: Readout, by: Account | None) -> dict[str, Any]:
    reading.store_reading(plan=plan, readout=found, by=by)
    return {"plan": plan.pk, "commitments": len(found.reading.commitments)}


def _failed(plan: Plan, sentence: str, by: Account | None) -> dict[str, Any]:
    reading.note_failure(plan=plan, sentence=sentence, by=by)
    return {"plan": plan.pk, "sentence": sentence}
