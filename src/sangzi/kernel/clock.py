"""What comes round by itself: work every few minutes or once a day, done by one worker at a time.

Every such work is one row among the jobs that never ends: it waits until its next turn, is claimed, leased and
retried like any job, and waits again. Turns that passed while no worker ran are made up for by one turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from . import jobs
from .errors import SangziError
from .models import Job

Run = Callable[[datetime], None]
Next = Callable[[datetime], datetime]

KIND = "clock:"
PATIENCE = 10_000  # attempts: what comes round is put off, never given up

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """Work that comes round: its name, what to run, and its first turn after a moment."""

    kind: str
    run: Run
    next: Next


_works: dict[str, Work] = {}


def every(*, minutes: int) -> Callable[[Run], Run]:
    """Have `run(now)` called every `minutes`, counted from midnight (in the `tasks.py` of an app).

    `run` opens its own transactions, looks for what is due at `now`, and is harmless when it is called again: a
    worker may die in the middle of it, and a turn may be late. A `SangziError` ends the turn, anything else repeats it.
    """
    if minutes < 1:
        raise ValueError("work comes round every minute at most")
    return _registered(lambda now: _after(now, minutes))


def daily(*, at: time) -> Callable[[Run], Run]:
    """Have `run(now)` called once a day at a local time; like `every` otherwise."""
    return _registered(lambda now: _local_after(now, at))


def arm(now: datetime) -> None:
    """See that all work has its row among the jobs. Called where a worker starts."""
    known = dict(Job.objects.filter(kind__startswith=KIND).values_list("kind", "state"))
    for work in _works.values():
        if work.kind not in known:
            first = {"kind": work.kind, "lease_until": work.next(now)}
            Job.objects.get_or_create(key=work.kind, defaults=first)
        elif known[work.kind] in (Job.State.DONE, Job.State.FAILED):
            ended = Job.objects.filter(key=work.kind, state=known[work.kind])
            ended.update(state=Job.State.WAITING, attempts=0, lease_until=work.next(now))


def hurry(run: Run, now: datetime) -> None:
    """Let work that waits for its turn have it at once, as far as a worker is free."""
    Job.objects.filter(key=kind_of(run), state=Job.State.WAITING, lease_until__gt=now).update(lease_until=now)


def kind_of(run: Run) -> str:
    """The kind, and the key, of the job that runs it: `clock:notices.post`."""
    app = run.__module__.removeprefix("sangzi.").partition(".")[0]
    return f"{KIND}{app}.{run.__name__}"


def _registered(following: Next) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        work = Work(kind_of(run), run, following)
        jobs.task(work.kind, attempts=PATIENCE)(_turn(work))
        _works[work.kind] = work
        return run

    return register


def _turn(work: Work) -> jobs.Run:
    """A job that does the work once and then, in the transaction that would end it, waits again."""

    def turn(job: Job, _arguments: dict[str, Any], _progress: jobs.Progress) -> Callable[[], dict[str, Any]]:
        begun = timezone.now()
        try:
            work.run(begun)
        except SangziError as refusal:
            log.warning("%s: %s", work.kind, refusal.code)  # the sentence may name somebody

        def wait() -> dict[str, Any]:
            # Counted from where this turn began: a long one is followed by another at once.
            following = max(work.next(begun), timezone.now())
            Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=0, lease_until=following)
            return {"begun": begun.isoformat()}

        return wait

    return turn


def _after(now: datetime, minutes: int) -> datetime:
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (now - start) // timedelta(minutes=minutes)
    return start + timedelta(minutes=minutes) * (passed + 1)


def _local_after(now: datetime, at: time) -> datetime:
    here = timezone.localtime(now)
    today = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > here else today + timedelta(days=1)
