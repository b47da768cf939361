"""Operations about applications, placements and attendance that write, through the same actions as the pages."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.people.access import own_person
from sangzi.people.models import Person
from sangzi.programmes import actions
from sangzi.programmes.access import get_application_for, require_may_write
from sangzi.programmes.access.life import get_session_for, session_of_code
from sangzi.programmes.access.own import get_own_application, get_own_placement
from sangzi.programmes.access.public import get_public_opening, get_public_round
from sangzi.programmes.bidders import Bidder

from .operations import Nothing, operation
from .programme_shapes import (
    ApplicationAsked,
    ApplicationShape,
    AttendanceAsked,
    AttendanceShape,
    AttendeesAsked,
    DecisionAsked,
    MarkedShape,
    PlacementShape,
    Reason,
)
from .programmes import own_application, placement_shape

_KEY = re.compile(r"[\x21-\x7e]{8,200}")


@operation("POST", "applications/", whom="signed-in", asks=ApplicationAsked, answers=ApplicationShape, keyed=True)
def create_application(request: Any, asked: ApplicationAsked) -> ApplicationShape:
    """Apply in a public round: begun, filled and handed in at once. The header Idempotency-Key is required."""
    person = _person(request.user)
    application = actions.apply(
        round=get_public_round(asked.round),
        bidder=Bidder(asked.kind, person=person),
        answers=asked.answers,
        wishes=[get_public_opening(key) for key in asked.wishes],
        name=asked.name,
        since=asked.since,
        until=asked.until,
        key=_key(request),
        now=timezone.now(),
        by=request.user,
    )
    return own_application(get_own_application(request.user, application.pk))


@operation("POST", "applications/<int:application>/withdraw/", whom="signed-in", asks=Reason, answers=ApplicationShape)
def withdraw_application(request: Any, asked: Reason, application: int) -> ApplicationShape:
    """Take one's own application back; a seat it had goes to the next in line."""
    found = get_own_application(request.user, application)
    actions.withdraw(application=found, reason=asked.reason, now=timezone.now(), by=request.user)
    return own_application(get_own_application(request.user, application))


@operation(
    "POST", "applications/<int:application>/decision/", whom="staff", asks=DecisionAsked, answers=ApplicationShape
)
def decide_application(request: Any, asked: DecisionAsked, application: int) -> ApplicationShape:
    """Admit an application, refuse it, or give it back to be mended."""
    found = get_application_for(request.scope, application)
    require_may_write(request.scope, found.unit)
    now: dict[str, Any] = {"application": found, "now": timezone.now(), "by": request.user}
    if asked.decision == "admit":
        actions.admit(**now)
    elif asked.decision == "refuse":
        actions.refuse(reason=asked.reason, **now)
    else:
        actions.return_for_mending(reason=asked.reason, **now)
    told = own_application(get_application_for(request.scope, application))
    return told.model_copy(update={"answers": {}})  # personal answers are looked at on the page, which writes it down


@operation("POST", "placements/<int:placement>/accept/", whom="signed-in", answers=PlacementShape)
def accept_placement(request: Any, _asked: Nothing, placement: int) -> PlacementShape:
    """Accept a place that one is offered, before its time is over."""
    found = get_own_placement(request.user, placement)
    return placement_shape(actions.accept(placement=found, now=timezone.now(), by=request.user))


@operation("POST", "placements/<int:placement>/decline/", whom="signed-in", asks=Reason, answers=PlacementShape)
def decline_placement(request: Any, asked: Reason, placement: int) -> PlacementShape:
    """Give a place that one is offered to who is next."""
    found = get_own_placement(request.user, placement)
    return placement_shape(actions.decline(placement=found, reason=asked.reason, now=timezone.now(), by=request.user))


@operation("POST", "attendance/", whom="signed-in", asks=AttendanceAsked, answers=AttendanceShape)
def attend_session(request: Any, asked: AttendanceAsked) -> AttendanceShape:
    """Say that one is there, by the code on the wall; said twice it is one attendance. No place is asked for."""
    session = session_of_code(asked.code)
    record = actions.attend(session=session, person=_person(request.user), now=timezone.now(), by=request.user)
    return AttendanceShape(record=record.pk, session=session.pk, on=record.on)


@operation("POST", "sessions/<int:session>/attendance/", whom="staff", asks=AttendeesAsked, answers=MarkedShape)
def mark_attendance(request: Any, asked: AttendeesAsked, session: int) -> MarkedShape:
    """Mark who was at a session, from a list; how many were not marked before."""
    found = get_session_for(request.scope, session)
    require_may_write(request.scope, found.opening.unit)
    marked = actions.attend_many(session=found, who=asked.who, today=timezone.localdate(), by=request.user)
    return MarkedShape(marked=marked)


def _person(account: Account) -> Person:
    person = own_person(account)
    if person is None:
        raise BadInput(_("请先在“我的”里填写姓名和家乡，再报名。"), field="person")
    return person


def _key(request: Any) -> str:
    """The key of a request is its account's own: nobody can meet somebody else's."""
    sent = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(sent):
        raise BadInput(
            _("请在请求头 Idempotency-Key 里带一个8到200个字符的编号，重复请求用同一个。"), field="Idempotency-Key"
        )
    return hashlib.sha256(f"api:{request.user.pk}:{sent}".encode()).hexdigest()
