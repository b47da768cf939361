"""What acts on applications leave behind: milestones that both sides see, the audit line, figures that moved.

Applicants act by the hundred in the same second, staff do not: theirs are the loose lines and the later movements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from sangzi.kernel import audit, loose, movements
from sangzi.kernel.facts import SCALE, Movement, moved
from sangzi.kernel.models import Account, AuditLine

from .bidders import OF_PERSONS
from .models import COUNTED, Applicant, Application, Member, Milestone, Placement


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


def applied(application: Application, counted_at: int | None) -> list[Movement]:
    """One application more was handed in, by whom; one that was mended is counted where it is dealt with now.

    `counted_at`: the unit at which it was counted when it was handed in before.
    """
    if counted_at == application.unit_id:
        return []
    before = [] if counted_at is None else _applied_at(counted_at, application, -SCALE)
    return [*before, *_applied_at(application.unit_id, application, SCALE)]


def _applied_at(unit: int, application: Application, amount: int) -> list[Movement]:
    assert application.submitted is not None
    on = timezone.localdate(application.submitted)
    moves = [Movement("programmes.applied", application.round.programme, unit, on, amount)]
    if application.kind in OF_PERSONS and application.person_id is not None:
        moves.append(_applicant(application, unit, application.person_id, amount))
    return moves


def mates_applied(application: Application, counted_at: int | None) -> list[Movement]:
    """The same of a team's members who agreed."""
    if application.kind != Applicant.TEAM or counted_at == application.unit_id:
        return []
    mates = Member.objects.filter(application=application, agreed__isnull=False, person__isnull=False)
    places = [(application.unit_id, SCALE), *([(counted_at, -SCALE)] if counted_at is not None else [])]
    persons = [member.person_id for member in mates if member.person_id is not None]
    return [_applicant(application, unit, person, amount) for person in persons for unit, amount in places]


def mate_moved(member: Member, amount: int) -> list[Movement]:
    """One person more or less is in a team that has been handed in, and is mended now."""
    application = member.application
    if application.submitted is None or member.agreed is None or member.person_id is None:
        return []
    return [_applicant(application, application.unit_id, member.person_id, amount)]


def unnamed(applications: QuerySet[Application]) -> list[Movement]:
    """Whoever was in these applications is about to be nobody's concern: told while they are still named."""
    moves = []
    for one in applications.exclude(submitted=None).select_related("round").prefetch_related("members"):
        if one.kind in OF_PERSONS and one.person_id is not None:
            moves.append(_applicant(one, one.unit_id, one.person_id, -SCALE))
        moves += [move for member in one.members.all() for move in mate_moved(member, -SCALE)]
    return moves


def _applicant(application: Application, unit: int, person: int, amount: int) -> Movement:
    assert application.submitted is not None
    on = timezone.localdate(application.submitted)
    return Movement("programmes.applicants", application.round.programme, unit, on, amount, person)


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
