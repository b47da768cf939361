"""What takes longer than a page may: reading a plan of many pages, solving a nation's cascade again."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from sangzi.kernel import jobs
from sangzi.kernel.errors import SangziError
from sangzi.kernel.models import Account, Job
from sangzi.plans.actions import reading, resolving
from sangzi.plans.models import Plan, Target
from sangzi.plans.readout import Readout, read_out
from sangzi.plans.resolving import Resolution, Wish


@jobs.task(reading.TASK)
def read(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Change:
    """Reads outside any transaction; what it returns stores the reading together with the job's end."""
    plan = Plan.objects.get(pk=arguments["plan"])
    try:
        found = read_out(plan, progress)
    except SangziError as error:
        return partial(_failed, plan, error.sentence, job.by)
    return partial(_stored, plan, found, job.by)


@jobs.task(resolving.TASK)
def resolve(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Change:
    """Solves outside any transaction; what it returns writes it, if nothing has changed since."""
    target = Target.objects.select_related("unit", "commitment").get(pk=arguments["target"])
    progress(0, 2, _("正在按原来的办法重新计算"))
    value = None if arguments["value"] is None else Decimal(arguments["value"])
    found = resolving.found_now(target, Wish(value=value, release=arguments["release"]))
    progress(1, 2, _("正在写入"))
    agreed = {name: arguments[name] for name in ("reason", "misread", "mark")}
    return partial(_resolved, found, job.by, agreed)


def _resolved(found: Resolution, by: Account | None, agreed: dict[str, Any]) -> dict[str, Any]:
    done = resolving.carry_out_later(found, by=by, **agreed)
    return {"target": found.target.pk, **done._asdict()}


def _stored(plan: Plan, found: Readout, by: Account | None) -> dict[str, Any]:
    reading.store_reading(plan=plan, readout=found, by=by)
    return {"plan": plan.pk, "commitments": len(found.reading.commitments)}


def _failed(plan: Plan, sentence: str, by: Account | None) -> dict[str, Any]:
    reading.note_failure(plan=plan, sentence=sentence, by=by)
    return {"plan": plan.pk, "sentence": sentence}
