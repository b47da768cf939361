"""The kernel's own work: sheets of many rows, and what is deleted on its day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from . import clock, importing, jobs, papers, tries
from .models import Job, SheetImport


@jobs.task(importing.JOB, attempts=10)
def import_sheet(_job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Take the rows of a sheet. Every chunk is a transaction of its own, so repeating goes on where it stood."""
    sheet = importing.run(SheetImport.objects.get(pk=arguments["sheet"]), progress)
    return {"sheet": sheet.pk, "taken": sheet.rows_taken, "refused": sheet.rows_refused}


@clock.daily(at=time(3, 40))
def purge(now: datetime) -> None:
    """Papers and sheets whose day has come go at night."""
    papers.purge_papers(now=now)
    importing.purge_sheets(now=now)
    tries.forget(now)
