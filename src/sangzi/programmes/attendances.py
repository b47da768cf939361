"""Attendance as records: which kind a session counts, how much, and who was there.

An attendance is a record whose key is made from the session and a token of the attendee, so that it is counted once
however it was sent. The token hangs on the session's secret code: when a round is purged the code is drawn anew, and
no record leads back to a person any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangzi.kernel.wording import speaks_english
from sangzi.people.models import Partner, Person

from .definitions import ProgrammeType, RecordKind
from .models import COUNTED, Member, Placement, Record, Session

HOURS = "小时"
ATTEND = "attend-"  # before the keys of records that are attendances


@dataclass(frozen=True)
class Attendee:
    """One who is expected at a session: a person, by themselves or in a team, or a partner or unit that was placed."""

    placement: Placement
    person: Person | None = None

    @property
    def key(self) -> str:
        return f"person-{self.person.pk}" if self.person else f"placement-{self.placement.pk}"

    @property
    def partner(self) -> Partner | None:
        return None if self.person else self.placement.partner


def kind_counted(definition: ProgrammeType) -> RecordKind | None:
    """The kind of record that being there leaves: of the training, else of the service."""
    steps = (definition.training, definition.service)
    key = next((step.record for step in steps if step is not None and step.record), "")
    return definition.kind(key) if key else None


def session_called(definition: ProgrammeType, number: int) -> str:
    """第3课, or Lesson 3: how the programme calls its sessions in their order."""
    step = definition.training
    word = (step.session_en if speaks_english() else step.session) if step is not None else ""
    return _("第%(number)d%(session)s") % {"number": number, "session": word or pgettext("session", "场")}


def amount_at(session: Session, kind: RecordKind) -> Decimal:
    """What one attendance counts: where hours are counted, those of the session; else what the kind stands for."""
    if kind.unit != HOURS or session.starts is None or session.ends is None:
        return kind.quantity
    length = datetime.combine(date.min, session.ends) - datetime.combine(date.min, session.starts)
    return min((Decimal(length.seconds) / 3600).quantize(Decimal("0.01")), kind.most)


def attendees(session: Session) -> list[Attendee]:
    """Who is expected, in the order in which they were placed. Two queries."""
    rows = Placement.objects.filter(opening=session.opening_id, state__in=COUNTED, since__lte=session.on)
    placements = [
        one
        for one in rows.select_related("person__home", "partner", "for_unit").order_by("pk")
        if _there(one, session.on)
    ]
    teams = {one.application_id: one for one in placements if one.application_id}
    members = Member.objects.filter(application__in=teams, agreed__isnull=False, person__isnull=False)
    found = [Attendee(one, one.person) for one in placements]
    found += [
        Attendee(teams[one.application_id], one.person) for one in members.select_related("person__home").order_by("pk")
    ]
    return list({one.key: one for one in found}.values())


def _there(placement: Placement, on: date) -> bool:
    ended = placement.ended is not None and placement.ended < on
    return not ended and (placement.until is None or placement.until > on)


def token_of(session: Session, attendee: str) -> str:
    """A name for an attendee that only whoever holds the session's code can make."""
    return hashlib.sha256(f"{session.code}:{attendee}".encode()).hexdigest()[:24]


def prefix_of(session: Session) -> str:
    return f"{ATTEND}{session.pk}-"


def marked(session: Session) -> dict[str, Record]:
    """The standing attendance of a session by token. One query, by unit and day."""
    rows = Record.objects.filter(
        unit=session.opening.unit_id,
        on=session.on,
        round=session.opening.round_id,
        key__startswith=prefix_of(session),
        reverses=None,
        reversal=None,
    )
    return {record.key.split("-")[2]: record for record in rows}


def present(session: Session, expected: Iterable[Attendee]) -> dict[str, Record]:
    """The attendance of some of those expected, by their key."""
    there = marked(session)
    found = ((one.key, there.get(token_of(session, one.key))) for one in expected)
    return {key: record for key, record in found if record is not None}
