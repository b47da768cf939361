"""Reminders to those who have a place: a session tomorrow, a report that is due, a pair that has not met for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from sangzi.kernel.wording import title_of
from sangzi.people.models import Person

from .definitions import frozen, programmes
from .models import Placement, PlacementState, Record, Report, Round, RoundState, Session
from .telling_placed import SERVICE, SESSIONS, inform, inform_placed, persons_in

LIVING = (PlacementState.HELD, PlacementState.SERVING)
BEFORE = 3  # days before a report is due
LOT = 500


def remind_of_sessions(now: datetime) -> int:
    """Tell those who have a place of the sessions of tomorrow. Returns how many were told."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    rows = Session.objects.filter(on=tomorrow, cancelled=False).select_related("opening")
    return sum(_remind_of(session, now) for session in rows)


def remind_of_reports(now: datetime) -> int:
    """Tell those whose report is due in some days, and on the day, if it was not handed in."""
    today = timezone.localdate(now)
    asked = (today, today + timedelta(days=BEFORE))
    began = {day - timedelta(days=due) for due in _dues() for day in asked}
    rows = Placement.objects.filter(state__in=LIVING, until=None)
    rows = rows.filter(Q(arrived__in=began) | Q(arrived=None, since__in=began))
    told = 0
    for placement in rows.select_related("opening__round").iterator(LOT):
        for key, title, due in reports_due(placement):
            if due in asked:
                told += _remind_to_report(placement, key, title, due, now)
    return told


def _dues() -> set[int]:
    """After how many days reports are due, in the rounds that ask for any and are not over."""
    wanting = {key for key, one in programmes().items() if one.service and one.service.reports}
    rounds = Round.objects.filter(programme__in=wanting, state=RoundState.OPEN).values_list("definition", flat=True)
    services = (frozen(definition).service for definition in rounds.distinct())
    return {report.due for service in services if service for report in service.reports}


def remind_silent_pairs(now: datetime) -> int:
    """Tell both sides of a pair that left no record for as long as the programme says. Once for each such time."""
    today = timezone.localdate(now)
    meeting = {key: one.pairing.meets for key, one in programmes().items() if one.pairing and one.pairing.meets}
    rows = Placement.objects.filter(
        state__in=LIVING, until=None, opening__offered_by__isnull=False, opening__round__programme__in=meeting
    )
    told = 0
    for placement in rows.select_related("opening__round", "opening__offered_by").iterator(LOT):
        step = frozen(placement.opening.round.definition).pairing
        last = last_met(placement)
        if step is not None and step.meets and (today - last).days >= step.meets:
            told += _remind_pair(placement, last, step.meets, now)
    return told


def reports_due(placement: Placement) -> Iterator[tuple[str, str, date]]:
    """Reports that a placement still has to hand in: key, title, day."""
    service = frozen(placement.opening.round.definition).service
    if service is None or not service.reports:
        return
    done = set(Report.objects.filter(placement=placement, remark="").values_list("report", flat=True))
    began = placement.arrived or placement.since
    for one in service.reports:
        if one.key not in done:
            yield one.key, title_of(one), began + timedelta(days=one.due)


def last_met(placement: Placement) -> date:
    """The day of a pair's last record, or the day it began."""
    rows = Record.objects.filter(round=placement.opening.round_id, person=placement.person_id, reverses=None)
    last: date | None = rows.filter(reversal=None).aggregate(last=Max("on"))["last"]
    return max(last or placement.since, placement.since)


def _remind_of(session: Session, now: datetime) -> int:
    from .actions.sessions import when_of

    return inform(
        persons_in(session.opening_id),
        kind=SESSIONS,
        title=gettext_noop("明天：%(opening)s"),
        text="%(when)s %(topic)s",
        link="/me/life/",
        about=f"session:{session.pk}",
        key=f"session:{session.pk}:{session.changes}:tomorrow",
        now=now,
        by=None,
        opening=session.opening.title,
        when=when_of(session),
        topic=session.title,
    )


def _remind_to_report(placement: Placement, key: str, title: str, due: date, now: datetime) -> int:
    return inform_placed(
        placement,
        kind=SERVICE,
        title=gettext_noop("请在%(due)s前交“%(report)s”"),
        text="%(opening)s",
        key=f"placement:{placement.pk}:{key}:{timezone.localdate(now)}",
        now=now,
        by=None,
        report=title,
        due=due.isoformat(),
    )


def _remind_pair(placement: Placement, last: date, days: int, now: datetime) -> int:
    """Both sides, once for each span of days that has passed without a record."""
    spans = (timezone.localdate(now) - last).days // days
    sides: list[Person] = [one for one in (placement.person, placement.opening.offered_by) if one is not None]
    return inform(
        sides,
        kind=SERVICE,
        title=gettext_noop("有一段时间没有联系了：%(opening)s"),
        text=gettext_noop("上次记录是%(last)s。约个时间聊聊，再记一笔。"),
        link="/me/life/",
        about=f"placement:{placement.pk}",
        key=f"placement:{placement.pk}:silent:{last.isoformat()}:{spans}",
        now=now,
        by=None,
        opening=placement.opening.title,
        last=last.isoformat(),
    )
