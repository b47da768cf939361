"""The kernel's own work: sheets of many rows, what is deleted on its day, and what is counted anew."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import connection

from . import clock, importing, jobs, papers, tries
from .models import Job, SheetImport


@jobs.task(importing.JOB, attempts=10)
def import_sheet(_job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Take the rows of a sheet. Every chunk is a transaction of its own, so repeating goes on where it stood."""
    sheet = importing.run(SheetImport.objects.get(pk=arguments["sheet"]), progress)
    return {"sheet": sheet.pk, "taken": sheet.rows_taken, "refused": sheet.rows_refused}


@clock.every(minutes=30)
def count_anew(_now: datetime) -> None:
    """SQLite looks how large the tables are that have grown, and plans by that from a connection's next minute on.

    It would go on planning by what it found when a round was the only one, and a page that takes a millisecond would
    take two seconds among two thousand rounds. It looks at a sample, so this is short; PostgreSQL does it by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")


@clock.daily(at=time(3, 40))
def purge(now: datetime) -> None:
    """Papers and sheets whose day has come go at night."""
    papers.purge_papers(now=now)
    importing.purge_sheets(now=now)
    tries.forget(now)
