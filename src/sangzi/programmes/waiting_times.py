"""Time in programmes: places that lapse, lines that move up, deadlines that are near, what nobody went on with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from itertools import repeat
from typing import Final

from django.db.models import Q

from sangzi.kernel import clock

from .actions import accepting, lines
from .actions.closing import close_dormant, close_late, left_behind
from .definitions import frozen
from .ending_rounds import finish_failed
from .lots import gently
from .models import Application, ApplicationState, Placement, PlacementState, Round, RoundState
from .moving_up import wanting
from .telling import DEADLINE, REMINDERS, tell_those
from .windows import ends, moment_of

# Told once each: three days and one day before applications end, one day before a place lapses.
BEFORE: Final = {"three-days": timedelta(days=3), "one-day": timedelta(days=1)}
TO_ACCEPT: Final = timedelta(days=1)
IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)
SLEEPING = (ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.SUBMITTED, ApplicationState.ADMITTED)


@clock.every(minutes=1)
def move_lines(now: datetime) -> None:
    """Places that were not accepted in time go to who is next; lines that are over end, others move up."""
    for placement in accepting.due(now):
        accepting.lapse(placement=placement, now=now, by=None)
    for application in lines.waiting_in_vain(now):
        lines.leave_line(application=application, now=now, by=None)
    for opening in wanting(now):
        accepting.move_up(opening=opening, now=now, by=None)
    for round_ in left_behind():
        finish_failed(round_)
        _lot_after_lot(partial(close_late, round=round_, now=now, by=None))


@clock.every(minutes=30)
def remind_of_deadlines(now: datetime) -> None:
    """Those with a draft, before applications end; those with an offer, before it lapses. Each is told once."""
    for round_ in Round.objects.filter(state=RoundState.OPEN, applications__state__in=IN_HAND).distinct():
        end = ends(round_)
        for name, before in BEFORE.items():
            if end is not None and end - before <= now < end:
                _remind_drafts(round_, name, end, now)
    _remind_offered(now)


@clock.daily(at=time(3, 0))
def close_sleeping(now: datetime) -> None:
    """Applications at which nothing happened for as long as their programme says are closed with that reason."""
    for round_ in Round.objects.filter(applications__state__in=SLEEPING).distinct().order_by("pk"):
        step = frozen(round_.definition).close
        if step is not None:
            _lot_after_lot(partial(close_dormant, round=round_, days=step.dormant, now=now, by=None))


def _lot_after_lot(close: Callable[[], int]) -> None:
    """Until nothing is left to be closed, and others get their turn in between."""
    for _turn in gently(repeat(None)):
        if not close():
            return


def _remind_drafts(round_: Round, name: str, end: datetime, now: datetime) -> None:
    drafts = Application.objects.filter(round=round_, state__in=IN_HAND)
    told = {"round": round_.title, "until": moment_of(end)}
    key = f"round:{round_.pk}:{name}:{end.isoformat(timespec='minutes')}"
    tell_those(drafts, REMINDERS["draft"], told, about=f"round:{round_.pk}", key=key, now=now, by=None, kind=DEADLINE)


def _remind_offered(now: datetime) -> None:
    near = Q(accept_by__gt=now, accept_by__lte=now + TO_ACCEPT)
    rows = Placement.objects.filter(near, state=PlacementState.OFFERED, application__isnull=False)
    for placement in rows.select_related("opening").order_by("pk"):
        assert placement.accept_by is not None
        told = {"opening": placement.opening.title, "until": moment_of(placement.accept_by)}
        mine = Application.objects.filter(placements=placement)
        key = f"placement:{placement.pk}:accept"
        about = f"application:{placement.application_id}"
        tell_those(mine, REMINDERS["accept"], told, about=about, key=key, now=now, by=None, kind=DEADLINE)
