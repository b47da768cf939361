"""Work outside a request, done once however often its worker dies.

A job is a row. A worker claims it by one conditional UPDATE and holds it by a lease that a heartbeat
renews (on SQLite also by a lock beside the database, see `pulse`). When the worker is killed the lease
runs out and another one claims the row again. What a job changes is written in the transaction that
marks it done, and only while the claim stands, so a second worker repeats the reading and computing but
never the change.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import pulse, turns
from .errors import Conflict, SangziError
from .models import Account, Job
from .progress import LEASE, LostLeaseError, Progress, beating, held

__all__ = [
    "LostLeaseError",
    "Progress",
    "claim",
    "enqueue",
    "fail",
    "finish",
    "gave_up",
    "new_worker",
    "retry",
    "run",
    "task",
    "work",
    "work_once",
]

Result = dict[str, Any]
Change = Callable[[], Result]
Run = Callable[[Job, dict[str, Any], Progress], Result | Change]

ATTEMPTS = 5
BACK_OFF = timedelta(seconds=10)
IDLE = 1.0  # seconds between two looks for work
CANDIDATES = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A kind of job: what to run, and how often at most."""

    kind: str
    run: Run
    attempts: int


_tasks: dict[str, Task] = {}


def task(kind: str, *, attempts: int = ATTEMPTS) -> Callable[[Run], Run]:
    """Register `run(job, arguments, progress)` for jobs of `kind` (in the `tasks.py` of an app).

    `run` reads and computes outside any transaction and returns a function without arguments for the change:
    it is called in the transaction that marks the job done. A `run` that returns a dict instead must be
    harmless when repeated.
    """

    def register(run: Run) -> Run:
        if kind in _tasks:
            raise ValueError(f"the job kind {kind!r} is registered twice")
        _tasks[kind] = Task(kind, run, attempts)
        return run

    return register


def enqueue(*, kind: str, key: str, arguments: dict[str, Any], by: Account | None, unit_id: int | None = None) -> Job:
    """The job with this key, made if there is none. The same key for another job is refused.

    Part of the caller's transaction: no job remains of a change that was rolled back.
    """
    if kind not in _tasks:
        raise ValueError(f"no task is registered for {kind!r}")
    told = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    job, _made = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "arguments": told, "by": by, "unit_id": unit_id}
    )
    if (job.kind, job.arguments) != (kind, told):
        raise Conflict(_("这个编号已经用于另一项任务：%(key)s。请换一个编号。") % {"key": key}, job=job.pk)
    return job


def claim(worker: str, now: datetime, lease: timedelta = LEASE) -> Job | None:
    """A free job, now held by `worker` until `now + lease`; None when there is none."""
    for job in _free(now).order_by("pk")[:CANDIDATES]:
        if job.state == Job.State.RUNNING and pulse.is_alive(job.pk):
            continue
        if job.attempts >= _tasks[job.kind].attempts:
            _wear_out(job, now)
        elif _take(job, worker, now, lease):
            return job
    return None


def run(job: Job, lease: timedelta = LEASE) -> None:
    """Run a claimed job to its end: done, failed with a sentence, or put back for another attempt."""
    progress = Progress()
    turns.begin()
    try:
        with beating(job, progress, lease):
            outcome = _tasks[job.kind].run(job, json.loads(job.arguments), progress)
            finish(job, outcome, progress)
    except LostLeaseError:
        log.warning("job %s: taken over by another worker", job.pk)
    except SangziError as refusal:
        fail(job, refusal.sentence)
    except Exception as error:  # noqa: BLE001  (whatever a job raises, its row must say so)
        _log_without_values(job, error)
        _put_back(job, error)


def finish(job: Job, outcome: Result | Change, progress: Progress) -> None:
    """Mark `job` done and make its change, both or neither. Raises `LostLeaseError` when it is not ours."""
    with transaction.atomic():
        # First the mark: it locks the row, so a worker that wants to take over waits for this transaction.
        if not held(job).update(state=Job.State.DONE, lease_until=None):
            raise LostLeaseError
        result = outcome() if callable(outcome) else outcome
        parts = max(progress.all, progress.done)
        told = json.dumps(result, ensure_ascii=False)
        Job.objects.filter(pk=job.pk).update(result=told, done_parts=parts, all_parts=parts, doing="")


def fail(job: Job, sentence: str) -> None:
    """End `job` with a sentence, if it is still ours."""
    held(job).update(state=Job.State.FAILED, lease_until=None, sentence=sentence[:500])


def gave_up(job: Job) -> bool:
    """Whether workers tried `job` as often as they may: begun anew it may go on, unlike one that was refused."""
    known = _tasks.get(job.kind)
    return job.state == Job.State.FAILED and known is not None and job.attempts >= known.attempts


def retry(job: Job) -> None:
    """Let a failed job begin anew."""
    again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    if not again.update(state=Job.State.WAITING, attempts=0, lease_until=None, sentence="", doing=""):
        raise Conflict(_("只有失败的任务才能重做。"), job=job.pk)


def work(stop: threading.Event, *, worker: str = "", lease: timedelta = LEASE, idle: float = IDLE) -> None:
    """Do jobs until `stop` is set; the one at hand is ended first."""
    worker = worker or new_worker()
    try:
        while not stop.is_set():
            if not _did_one(worker, lease):
                stop.wait(idle)
    finally:
        connection.close()


def work_once(worker: str, lease: timedelta = LEASE) -> bool:
    """Do one job; False when none is free."""
    job = claim(worker, timezone.now(), lease)
    if job is not None:
        run(job, lease)
    return job is not None


def _did_one(worker: str, lease: timedelta) -> bool:
    close_old_connections()
    try:
        return work_once(worker, lease)
    except OperationalError:
        # The database is busy or restarting. A job at hand keeps its lease and is claimed again when that ends.
        log.warning("worker %s: the database did not answer; trying again", worker)
        return False


def new_worker() -> str:
    """A name no other worker has."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def _free(now: datetime) -> QuerySet[Job]:
    due = Q(lease_until=None) | Q(lease_until__lt=now)
    # Kinds that this version does not know are left to one that does.
    return Job.objects.filter(due, state__in=(Job.State.WAITING, Job.State.RUNNING), kind__in=_tasks)


def _take(job: Job, worker: str, now: datetime, lease: timedelta) -> bool:
    mine = _free(now).filter(pk=job.pk, attempts=job.attempts)
    taken = mine.update(
        state=Job.State.RUNNING, worker=worker, lease_until=now + lease, attempts=F("attempts") + 1, sentence=""
    )
    if taken:
        job.refresh_from_db()
    return bool(taken)


def _wear_out(job: Job, now: datetime) -> None:
    sentence = _("试了 %(times)s 次都中断了，已停止重试。请联系管理员查看运行日志。") % {"times": job.attempts}
    worn = _free(now).filter(pk=job.pk, attempts=job.attempts)
    worn.update(state=Job.State.FAILED, lease_until=None, sentence=sentence)


def _put_back(job: Job, error: Exception) -> None:
    if job.attempts >= _tasks[job.kind].attempts:
        told = {"times": job.attempts, "error": type(error).__name__}
        fail(job, _("试了 %(times)s 次都没有完成（%(error)s），已停止重试。请联系管理员查看运行日志。") % told)
        return
    held(job).update(state=Job.State.WAITING, lease_until=timezone.now() + BACK_OFF * job.attempts)


def _log_without_values(job: Job, error: Exception) -> None:
    """The stack, not the message: a database's message may quote a person's name."""
    stack = "".join(traceback.format_tb(error.__traceback__))
    log.error("job %s of kind %s: %s\n%s", job.pk, job.kind, type(error).__name__, stack)
