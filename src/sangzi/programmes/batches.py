"""Many applications decided about at once: who they are, the work that does it, and what came of it.

A batch is told by what its list was narrowed to, and by the newest application that its author saw: what comes in
between looking and deciding is not decided unseen. Rights are looked at again when the work begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation

from sangzi.kernel import jobs
from sangzi.kernel.models import Account, Job
from sangzi.units.access import scope_of
from sangzi.units.models import Unit

from .access import visible_applications
from .actions.screening import Outcome, decide_many
from .deciding_together import Decision
from .models import Application, ApplicationState, Round
from .queries import Narrowing, narrowed_to

JOB = "programmes.decide"
AT_ONCE = 500
"""Larger batches are done by a worker."""
PART = 200
MOST_TOLD = 1000
"""So many of those that could not be decided are told one by one."""


@dataclass(frozen=True)
class Batch:
    """What is to be decided: keys, or everything that a narrowing leaves up to the newest that was seen."""

    round: int
    decision: Decision
    reason: str = ""
    keys: tuple[int, ...] = ()
    narrowing: Mapping[str, Any] | None = None
    newest: int = 0


def batch_of(round_: Round, decision: Decision, reason: str, asked: Narrowing, newest: int) -> Batch:
    """Everything that a narrowing leaves, as far as it can be decided."""
    told = asdict(asked) | {"unit": asked.unit.pk if asked.unit else None, "text": ""}
    return Batch(round_.pk, decision, reason, narrowing=told, newest=newest)


def applications_in(batch: Batch, by: Account, now: datetime) -> QuerySet[Application]:
    """The applications of a batch that wait for a decision, at units where `by` may change things."""
    scope = scope_of(by, timezone.localdate(now)).writable
    waiting = visible_applications(scope).filter(round=batch.round, state=ApplicationState.SUBMITTED)
    if batch.narrowing is None:
        return waiting.filter(pk__in=batch.keys)
    asked = dict(batch.narrowing)
    asked["unit"] = Unit.objects.filter(pk=asked["unit"]).first() if asked["unit"] else None
    round_ = Round.objects.select_related("unit").get(pk=batch.round)
    return narrowed_to(waiting.filter(pk__lte=batch.newest), round_, Narrowing(**asked), now)


def decide_batch(batch: Batch, *, now: datetime, by: Account, progress: jobs.Progress | None = None) -> Outcome:
    """Decide every application of a batch, each on its own merits, the oldest first."""
    rows = applications_in(batch, by, now).select_related("round__unit", "unit", "person__home", "partner", "for_unit")
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    whole = Outcome()
    for part in _parts(keys):
        outcome = decide_many(
            applications=rows.filter(pk__in=part).order_by("pk"),
            decision=batch.decision,
            reason=batch.reason,
            now=now,
            by=by,
        )
        whole.done += outcome.done
        whole.refused += outcome.refused
        if progress:
            progress(whole.done + len(whole.refused), len(keys))
    return whole


def decide_later(batch: Batch, *, key: str, now: datetime, by: Account, unit: Unit) -> Job:
    """Let a worker decide; the same key again is the same work."""
    arguments = asdict(batch) | {"now": now.isoformat()}
    return jobs.enqueue(kind=JOB, key=f"{JOB}:{batch.round}:{key}", arguments=arguments, by=by, unit_id=unit.pk)


def job_of(round_: Round, key: str) -> Job | None:
    """The work that was asked for under a key."""
    return Job.objects.filter(key=f"{JOB}:{round_.pk}:{key}").select_related("by").first()


@jobs.task(JOB)
def run(job: Job, arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Decide what is left of a batch. What was decided is not asked for again, so doing it again does no harm."""
    now = datetime.fromisoformat(arguments.pop("now"))
    batch = Batch(**arguments | {"keys": tuple(arguments["keys"])})
    assert job.by is not None  # a batch is asked for by somebody
    with translation.override(job.by.language):
        outcome = decide_batch(batch, now=now, by=job.by, progress=progress)
    told = [(application.pk, sentence) for application, sentence in outcome.refused[:MOST_TOLD]]
    return {"at": now.isoformat(), "refused": told, "left": len(outcome.refused)}


def decided_at(round_: Round, at: datetime, by: Account) -> int:
    """How many an account decided at a moment: what a batch came to, however often its worker began anew."""
    return Application.objects.filter(round=round_, milestones__at=at, milestones__by=by).distinct().count()


def _parts(keys: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(keys)
    while part := list(islice(rest, PART)):
        yield part
