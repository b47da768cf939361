"""What acts on applications leave behind: milestones that both sides see, the audit line, figures that moved.

Applicants act by the hundred in the same second, staff do not: theirs are the loose lines and the later movements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from sangzi.kernel import audit, loose, movements
from sangzi.kernel.facts import SCALE, Movement, moved
from sangzi.kernel.models import Account, AuditLine

from .models import COUNTED, Application, Milestone, Placement


def noted(
    application: Application, act: str, *, by: Account | None, now: datetime, crowd: bool = False, **detail: object
) -> None:
    """The audit line of what happened to an application: keys and states only."""
    if crowd:
        loose.note_all([line_of(application, act, by=by, now=now, **detail)])
    else:
        told = {"round": application.round_id, "state": application.state, **detail}
        about = f"application:{application.pk}"
        audit.append(chain=application.unit_id, act=f"programmes.{act}", about=about, by=by, detail=told)


def noted_all(applications: Iterable[Application], act: str, *, by: Account | None) -> None:
    """The audit lines of what happened to many at once, in three statements."""
    by_chain: dict[int, list[AuditLine]] = defaultdict(list)
    at = timezone.now()
    for one in applications:
        detail = audit.canonical({"round": one.round_id, "state": one.state})
        about, chain = f"application:{one.pk}", one.unit_id
        by_chain[chain].append(
            AuditLine(chain=chain, at=at, by=by, act=f"programmes.{act}", about=about, detail=detail)
        )
    audit.extend_all(by_chain)


def line_of(application: Application, act: str, *, by: Account | None, now: datetime, **detail: object) -> loose.Said:
    """The same as a loose line, not yet written."""
    told = {"round": application.round_id, "state": application.state, **detail}
    about = f"application:{application.pk}"
    return loose.said(chain=application.unit_id, act=f"programmes.{act}", about=about, by=by, at=now, detail=told)


def passed(
    application: Application, step: str, outcome: str, *, now: datetime, by: Account | None, note: str = ""
) -> Milestone:
    """A milestone, not yet written."""
    return Milestone(application=application, step=step, outcome=outcome, note=note[:300], at=now, by=by)


def mark(
    application: Application, step: str, outcome: str, *, now: datetime, by: Account | None, note: str = ""
) -> None:
    """Write one milestone."""
    passed(application, step, outcome, now=now, by=by, note=note).save(force_insert=True)


def count(moves: Iterable[Movement], *, crowd: bool = False) -> None:
    """Tell that figures moved."""
    batch = list(moves)
    if batch:
        (movements.later if crowd else moved)(batch)


def applied(application: Application) -> list[Movement]:
    """One application more was handed in."""
    assert application.submitted is not None
    on = timezone.localdate(application.submitted)
    return [Movement("programmes.applied", application.round.programme, application.unit_id, on, SCALE)]


def placed(placement: Placement, amount: int = SCALE) -> list[Movement]:
    """One person placed more or less, where the placement counts and names somebody."""
    if placement.person_id is None or placement.state not in COUNTED:
        return []
    opening = placement.opening
    programme = opening.round.programme
    return [Movement("programmes.placed", programme, opening.unit_id, placement.since, amount, placement.person_id)]


def today_of(now: datetime) -> date:
    """The day where the organisation is."""
    return timezone.localdate(now)
