"""Issuing a brief as a job: one click, and a page that shows how far it is."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from sangzi.kernel import jobs
from sangzi.kernel.models import Account, Job
from sangzi.units.models import Unit

from .actions import issue_brief

TASK = "briefs.issue"


@jobs.task(TASK)
def issue(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Change:
    """Arguments: unit (key), month, template, today and now (ISO). The result names the brief."""
    unit = Unit.objects.select_related("parent").get(pk=arguments["unit"])
    return partial(_issued, unit, arguments, job.by, progress)


def _issued(unit: Unit, arguments: dict[str, Any], by: Account | None, progress: jobs.Progress) -> dict[str, Any]:
    brief = issue_brief(
        unit=unit,
        month=arguments["month"],
        template=arguments["template"],
        today=date.fromisoformat(arguments["today"]),
        now=datetime.fromisoformat(arguments["now"]),
        by=by,
        progress=progress,
    )
    return {"brief": brief.pk}
