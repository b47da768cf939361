"""Issuing a brief as a job: one click, and a page that shows how far it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone

from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.units.models import Unit

from .actions import TASK, issue_brief


@jobs.task(TASK)
def issue(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Change:
    """Arguments: unit (key), month, template. The result names the brief.

    It tells of the day on which it was asked for, whenever a worker comes to it.
    """
    unit = Unit.objects.select_related("parent").get(pk=arguments["unit"])
    return partial(_issued, unit, arguments, job, progress)


def _issued(unit: Unit, arguments: dict[str, Any], job: Job, progress: jobs.Progress) -> dict[str, Any]:
    brief = issue_brief(
        unit=unit,
        month=arguments["month"],
        template=arguments["template"],
        today=timezone.localdate(job.created),
        now=job.created,
        by=job.by,
        progress=progress,
    )
    return {"brief": brief.pk}
