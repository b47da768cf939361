"""The dates of rounds as events of a calendar: for whoever runs them, and for somebody's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.calendars import Event
from sangzi.people.models import Person

from ..models import (
    COUNTED,
    Application,
    ApplicationState,
    Opening,
    Placement,
    PlacementState,
    Round,
    RoundState,
    Session,
)

MOST = 2000
"""So many sessions and openings of one round; a phone takes no more."""
LOOKED_BACK = timedelta(days=90)
HALF_HOUR = timedelta(minutes=30)
LIVING = (PlacementState.OFFERED, *COUNTED)


def round_dates(round_: Round, openings: QuerySet[Opening]) -> list[Event]:
    """The days of a round, and what is offered in it with its sessions, as far as the reader may see. Two queries."""
    seen = openings.filter(round=round_)
    offered = seen.filter(state=Opening.State.OFFERED).select_related("unit").order_by("on", "pk")[:MOST]
    sessions = Session.objects.filter(opening__in=seen).select_related("opening__unit", "place")
    return [
        *_of_round(round_),
        *(_of_opening(one) for one in offered),
        *(event_of_session(one) for one in sessions.order_by("on", "pk")[:MOST]),
    ]


def own_dates(person: Person, now: datetime) -> list[Event]:
    """What somebody has to be at, to accept and to hand in, from the last months on. Three queries."""
    since = timezone.localdate(now) - LOOKED_BACK
    mine = Q(person=person) | Q(application__person=person) | Q(application__members__person=person)
    living = Placement.objects.filter(mine, state__in=LIVING).filter(Q(until=None) | Q(until__gte=since)).distinct()
    places = list(living.select_related("opening__unit", "opening__round"))
    sessions = Session.objects.filter(opening__in={one.opening_id for one in places}, on__gte=since)
    drafts = Application.objects.filter(person=person, state=ApplicationState.DRAFT, round__state=RoundState.OPEN)
    return [
        *(event for one in places for event in _of_placement(one)),
        *(event_of_session(one) for one in sessions.select_related("opening__unit", "place").order_by("on")[:MOST]),
        *_of_drafts(drafts.filter(round__apply_until__gt=now).select_related("round")),
    ]


def event_of_session(session: Session) -> Event:
    """A session; one that was cancelled stays listed. Reads the opening with its unit, and the place."""
    opening = session.opening
    where = session.place.name if session.place else opening.unit.short
    begins, ends = _span(session)
    return Event(
        key=f"session-{session.pk}",
        title=session.title or opening.title,
        begins=begins,
        ends=ends,
        place=where,
        more=opening.title,
        sequence=session.changes,
        cancelled=session.cancelled,
    )


def _span(session: Session) -> tuple[date | datetime, date | datetime | None]:
    """From when to when; the whole day where no time is known."""
    if session.starts is None:
        return session.on, None
    begins = timezone.make_aware(datetime.combine(session.on, session.starts))
    ends = timezone.make_aware(datetime.combine(session.on, session.ends)) if session.ends else begins + HALF_HOUR
    return begins, ends


def _of_round(round_: Round) -> Iterator[Event]:
    gone = round_.state == RoundState.CANCELLED
    told = {"round": round_.title}
    if round_.apply_until:
        yield Event(
            f"round-{round_.pk}-apply",
            _("报名截止：%(round)s") % told,
            round_.apply_until - HALF_HOUR,
            round_.apply_until,
            cancelled=gone,
            sequence=_sequence(round_.apply_until),
        )
    yield Event(f"round-{round_.pk}-opens", _("开始：%(round)s") % told, round_.opens, cancelled=gone)
    if round_.closes:
        sequence = round_.closes.toordinal()
        yield Event(
            f"round-{round_.pk}-closes", _("结束：%(round)s") % told, round_.closes, cancelled=gone, sequence=sequence
        )


def _of_opening(opening: Opening) -> Event:
    return Event(f"opening-{opening.pk}", opening.title, opening.on, opening.until, place=opening.unit.short)


def _of_placement(placement: Placement) -> Iterator[Event]:
    opening = placement.opening
    if placement.state == PlacementState.OFFERED and placement.accept_by:
        title = _("确认截止：%(opening)s") % {"opening": opening.title}
        yield Event(f"accept-{placement.pk}", title, placement.accept_by - HALF_HOUR, placement.accept_by)
    elif placement.state in COUNTED:
        first = max(placement.since, opening.on)
        until = placement.until - timedelta(days=1) if placement.until else opening.until
        last = until if until and until >= first else None
        yield Event(
            f"placement-{placement.pk}", opening.title, first, last, place=opening.unit.short, more=opening.round.title
        )


def _of_drafts(drafts: Iterable[Application]) -> Iterator[Event]:
    for draft in drafts:
        until = draft.round.apply_until
        assert until is not None  # drafts of rounds without an end were left out
        title = _("报名截止（草稿还没有提交）：%(round)s") % {"round": draft.round.title}
        yield Event(f"draft-{draft.pk}", title, until - HALF_HOUR, until, sequence=_sequence(until))


def _sequence(at: datetime) -> int:
    """Grows when a deadline is put off: minutes fit into what calendars take for a number."""
    return int(at.timestamp() // 60)
