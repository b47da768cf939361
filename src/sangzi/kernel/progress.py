"""How far a job is, and the heartbeat that keeps its lease."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone

from . import pulse
from .models import Job

LEASE = timedelta(seconds=60)
BEATS_PER_LEASE = 4
SHOW_EVERY = 1.0  # seconds between two looks at whether a page should hear of progress

log = logging.getLogger(__name__)


class LostLeaseError(RuntimeError):
    """The job belongs to another worker by now; what this one did must not count."""


class Progress:
    """Told by the job, read by the heartbeat: `progress(done, of, doing)`."""

    def __init__(self) -> None:
        self.done = 0
        self.all = 0
        self.doing = ""
        self.moved = False
        self.lost = False

    def __call__(self, done: int, of: int = 0, doing: object = "") -> None:
        """Say that `done` parts `of` all are done. Raises `LostLeaseError` when going on is useless."""
        if self.lost:
            raise LostLeaseError
        self.done, self.all, self.doing = done, of or self.all, str(doing)[:200]
        self.moved = True


def held(job: Job) -> QuerySet[Job]:
    """The row of `job`, as long as this claim of it still stands."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


@contextmanager
def beating(job: Job, progress: Progress, lease: timedelta) -> Iterator[None]:
    """Renew the lease of `job` and write its progress, in a thread with a connection of its own.

    Of its own, because pages must see progress before the job's transaction ends, and because a job that
    computes for minutes must not lose its lease meanwhile.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, progress, lease, stop), name=f"heart of job {job.pk}")
    thread.start()
    try:
        with pulse.beating_beside(job.pk):
            yield
    finally:
        stop.set()
        thread.join()


def _beat(job: Job, progress: Progress, lease: timedelta, stop: threading.Event) -> None:
    renew = lease / BEATS_PER_LEASE
    pause = min(SHOW_EVERY, renew.total_seconds())
    last = timezone.now()
    while not stop.wait(pause):
        if progress.moved or timezone.now() - last >= renew:
            last = timezone.now()
            _renew(job, progress, lease)
    connection.close()


def _renew(job: Job, progress: Progress, lease: timedelta) -> None:
    progress.moved = False
    try:
        still_ours = held(job).update(
            lease_until=timezone.now() + lease,
            done_parts=progress.done,
            all_parts=progress.all,
            doing=progress.doing,
        )
    except OperationalError:
        # SQLite has one writer, who may be long at it: this job's own transaction, or somebody else's. The lock
        # beside the database keeps the job meanwhile; the next beat tries again.
        log.warning("job %s: the database was busy, its lease was not renewed", job.pk)
        return
    progress.lost = not still_ours
