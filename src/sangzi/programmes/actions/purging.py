"""Deleting what is no longer needed: evidence after the time to appeal, everything of a round that promised it.

What is deleted is told to nobody by name: the audit line counts, figures stay.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sangzi.kernel import audit
from sangzi.kernel.facts import SCALE, Movement, moved
from sangzi.kernel.models import Account
from sangzi.notices.models import Notice

from .. import seats
from ..answering import kept_until
from ..attachments import let_go, let_go_reported, let_go_said
from ..definitions import ProgrammeType, frozen
from ..life import noted_of_round
from ..models import (
    UNDECIDED,
    Applicant,
    Application,
    ApplicationState,
    Approach,
    Certificate,
    Challenge,
    Feedback,
    GuardianRequest,
    Member,
    Milestone,
    Opening,
    Placement,
    PlacementState,
    Record,
    Report,
    Round,
    RoundState,
    Session,
)
from ..pair_steps import pair_steps, paired_movements
from ..trail import placed, unnamed

LOT = 500
OPEN = (ApplicationState.DRAFT, *UNDECIDED, ApplicationState.OFFERED)


def purge_evidence(*, now: datetime, by: Account | None) -> int:
    """Delete evidence whose time is over; of decided applications without a date, set one. Returns how many lost it."""
    today = timezone.localdate(now)
    _set_dates(today)
    gone = 0
    while lot := list(_due(today).values_list("pk", flat=True)[:LOT]):
        gone += _wipe_evidence(lot, today, by)
    return gone


def purge_rounds(*, now: datetime, by: Account | None, of: Round | None = None) -> int:
    """Delete what was filled in, in rounds whose definition promised it and whose day has come. Counts stay.

    With `of` no other round is touched.
    """
    today = timezone.localdate(now)
    due = [round_ for round_ in _ended(today, of) if _purge_on(round_) <= today]
    for round_ in due:
        _purge(round_, today, by)
    return len(due)


def purged_on(round_: Round) -> str:
    """The day on which a round was purged; empty where it was not."""
    return str(json.loads(round_.terms or "{}").get("purged", {}).get("on", ""))


def _due(today: date) -> QuerySet[Application]:
    return Application.objects.exclude(evidence="").filter(evidence_until__lte=today)


def _set_dates(today: date) -> None:
    """What was decided and has no date yet: from the day on which it last changed."""
    rows = Application.objects.exclude(evidence="").filter(evidence_until=None).exclude(state__in=OPEN)
    for one in rows.select_related("round").iterator(LOT):
        on = timezone.localdate(one.changed)
        until = kept_until(frozen(one.round.definition), on) or today
        Application.objects.filter(pk=one.pk).update(evidence_until=until)


@transaction.atomic
def _wipe_evidence(lot: list[int], today: date, by: Account | None) -> int:
    let_go(lot, today, evidence_only=True)
    gone = Application.objects.filter(pk__in=lot).exclude(evidence="").update(evidence="")
    audit.append(chain=audit.INSTALLATION, act="programmes.purge_evidence", about="", by=by, detail={"count": gone})
    return gone


def _ended(today: date, of: Round | None) -> Iterable[Round]:
    """Rounds that are over and were not purged."""
    over = Q(closes__lt=today) | Q(state__in=(RoundState.CLOSED, RoundState.CANCELLED))
    rows = Round.objects.filter(over).exclude(terms__contains='"purged"').defer("summary")
    rows = rows if of is None else rows.filter(pk=of.pk)
    return [one for one in rows.iterator(LOT) if _promise(frozen(one.definition)) is not None]


def _promise(definition: ProgrammeType) -> int | None:
    return definition.close.purge if definition.close else None


def _purge_on(round_: Round) -> date:
    days = _promise(frozen(round_.definition)) or 0
    last = round_.closes or round_.opens
    return last + timedelta(days=max(days, 1))


@transaction.atomic
def _purge(round_: Round, today: date, by: Account | None) -> None:
    applications = Application.objects.filter(round=round_)
    placements = Placement.objects.filter(opening__round=round_)
    counts = {"applications": applications.exclude(submitted=None).count(), "placements": placements.count()}
    let_go(applications.values_list("pk", flat=True), today, evidence_only=False)
    let_go_reported(Report.objects.filter(placement__in=placements).values_list("pk", flat=True), today)
    let_go_said(Feedback.objects.filter(placement__in=placements).values_list("pk", flat=True), today)
    _forget_told(round_, applications, placements)
    Approach.objects.filter(opening__round=round_).delete()
    _unname_records(round_)
    _unname_placements(placements)
    _unname_applications(round_, applications)
    told = json.loads(round_.terms or "{}") | {"purged": counts | {"on": today.isoformat()}}
    Round.objects.filter(pk=round_.pk).update(terms=json.dumps(told, ensure_ascii=False, sort_keys=True))
    noted_of_round(round_, "purge_round", by, **counts)


def _unname_records(round_: Round) -> None:
    """Records stand for themselves from now on: how much, where and when, but of nobody."""
    rows = Record.objects.filter(round=round_, person__isnull=False)
    counted = rows.filter(reverses=None, reversal=None)
    moves = [
        Movement("programmes.people", tag, unit, on, -SCALE, person)
        for tag, unit, on, person in counted.values_list("tag", "unit_id", "on", "person_id")
    ]
    rows.update(person=None)
    for session in Session.objects.filter(opening__round=round_):
        Session.objects.filter(pk=session.pk).update(code=secrets.token_urlsafe(32))
    moved(moves)


def _unname_placements(placements: QuerySet[Placement]) -> None:
    """A seat stays taken, by nobody. What was said and handed in goes; what a certificate says goes with it."""
    Feedback.objects.filter(placement__in=placements).delete()
    Report.objects.filter(placement__in=placements).delete()
    Certificate.objects.filter(placement__in=placements).delete()
    named = list(placements.filter(person__isnull=False).select_related("opening__round"))
    before = {one.pk: pair_steps(one.opening, one.person_id) for one in named}
    uncounted = [move for one in named if one.until is None or one.until > one.since for move in placed(one, -SCALE)]
    ended = Coalesce("until", F("since") + timedelta(days=1))
    holding = placements.filter(seats.HOLDING).values("pk")
    placements.filter(pk__in=holding).update(state=PlacementState.FINISHED)
    placements.update(person=None, partner=None, for_unit=_unit_of_opening(), until=ended, reason="")
    moved([*uncounted, *(move for one in named for move in paired_movements(one, before[one.pk]))])


def _unname_applications(round_: Round, applications: QuerySet[Application]) -> None:
    """An application stays as a number: that one was handed in, where and when. Drafts go altogether."""
    moves = unnamed(applications)
    Challenge.objects.filter(notice__round=round_).update(contact="", text="")
    Milestone.objects.filter(application__in=applications).delete()
    Member.objects.filter(application__in=applications).delete()
    GuardianRequest.objects.filter(application__in=applications).delete()
    applications.filter(submitted=None).delete()
    applications.update(
        kind=Applicant.UNIT,
        for_unit=F("unit"),
        person=None,
        partner=None,
        by=None,
        answers="{}",
        evidence="",
        name="",
        reason="",
    )
    moved(moves)


def _unit_of_opening() -> Subquery:
    return Subquery(Opening.objects.filter(pk=OuterRef("opening")).values("unit")[:1])


def _forget_told(round_: Round, applications: QuerySet[Application], placements: QuerySet[Placement]) -> None:
    """Notices to single persons say that they took part."""
    sessions = Session.objects.filter(opening__round=round_)
    about = [f"round:{round_.pk}"]
    for name, rows in (("session", sessions), ("application", applications), ("placement", placements)):
        about += [f"{name}:{pk}" for pk in rows.values_list("pk", flat=True)]
    for lot in (about[at : at + LOT] for at in range(0, len(about), LOT)):
        Notice.objects.filter(about__in=lot, unit=None).delete()
