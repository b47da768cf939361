"""Work outside requests: all totals computed anew."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sangzi.kernel.jobs import Progress, task
from sangzi.kernel.models import Job

from .actions import rebuild
from .queries import is_stale
from .renewal import TASK


@task(TASK)
def rebuild_totals(job: Job, _arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    if not is_stale():  # several changes one after the other: the first rebuild answered them all
        return {}
    done = rebuild(now=timezone.now(), by=job.by, progress=progress)
    return {"rows": done.rows, "edition": done.edition}
