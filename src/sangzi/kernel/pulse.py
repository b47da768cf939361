"""A sign of life beside the database: a lock on a file, which the system takes back when its process ends.

SQLite has one writer. While a long transaction holds it, be it the job's own, no heartbeat can renew a lease. So
there a lease that has run out counts as over only when the lock of its holder is free: it lasts as long as the
process lives. On PostgreSQL heartbeats pass whatever is being written, and workers may run on several machines:
leases alone decide.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def beating_beside(job: int) -> Iterator[None]:
    """Hold the lock of a job on SQLite for as long as the block lasts, and the process lives."""
    if connection.vendor != "sqlite":
        yield
        return
    path = _file(job)
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # only whoever just looks at it may hold it, for a moment
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_alive(job: int) -> bool:
    """Whether a process on this machine is at a job: never on PostgreSQL, where nobody needs to ask."""
    if connection.vendor != "sqlite":
        return False
    try:
        with _file(job).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _file(job: int) -> Path:
    return settings.SANGZI_HOME / "running" / str(job)
