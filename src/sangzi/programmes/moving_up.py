"""Waiting lists that move up by themselves: a free seat goes to who is next, at once or with a time to accept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from . import seats
from .definitions import ProgrammeType, frozen
from .handing_in import wishes_of
from .holding import ALONG, hold_applicant
from .models import (
    Application,
    ApplicationState,
    Milestone,
    Opening,
    OpeningState,
    Placement,
    RoundState,
    Wish,
    WishState,
)
from .settling import give
from .telling import tell_applicant
from .trail import noted, today_of
from .writing import outcome_of, write_placement

LOOKED_AT = 200  # of one line in one go; the clock comes again


def move_up(opening: Opening, now: datetime) -> int:
    """Fill the free seats of an opening from its line; how many moved up. The opening stays held."""
    if opening.round.state != RoundState.OPEN or opening.state != OpeningState.OFFERED or is_over(opening, now):
        return 0
    seats.hold([opening])
    definition = frozen(opening.round.definition)
    moved = 0
    for key in line_of(opening):
        application = _next(key, opening, now)
        if application is None:
            continue
        if seats.take(opening, application):
            _seat(application, opening, definition, now)
            moved += 1
        elif not seats.is_dated(opening):  # full; of dated ones a shorter stay may still fit
            break
    return moved


def line_of(opening: Opening) -> list[int]:
    """The applications that wait for an opening, in order. One query."""
    standing = Wish.objects.filter(state=WishState.WAITING, application__state=ApplicationState.WAITING)
    waiting = standing.filter(opening=opening).order_by("line", "pk")
    return list(waiting.values_list("application_id", flat=True)[:LOOKED_AT])


def is_over(opening: Opening, now: datetime) -> bool:
    """Whether the last day of an opening has passed: nobody is offered what is over."""
    return opening.until is not None and opening.until < today_of(now)


def wanting(now: datetime) -> list[Opening]:
    """Openings with a free seat and somebody in line: none, unless an act was cut short. One query."""
    rows = Opening.objects.filter(
        wishes__state=WishState.WAITING,
        wishes__application__state=ApplicationState.WAITING,
        state=OpeningState.OFFERED,
        round__state=RoundState.OPEN,
    )
    rows = rows.filter(Q(until=None) | Q(until__gte=today_of(now)))
    rows = rows.filter(taken__lt=F("capacity")).distinct().order_by("pk")
    return list(rows.select_related("round__unit", "unit", "offered_by"))


def _next(key: int, opening: Opening, now: datetime) -> Application | None:
    """A waiting application, held; None where it waits no more, its stay has begun, or somebody else is at it."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    application = rows.select_related(*ALONG).filter(pk=key, state=ApplicationState.WAITING).first()
    if application is None or not hold_applicant(application, pass_over=True):
        return None
    if application.since is not None and application.since < today_of(now):
        return None
    there = Placement.objects.filter(opening=opening, until=None)
    if application.person_id and there.filter(person=application.person_id).exists():
        return None
    return application


def _seat(application: Application, opening: Opening, definition: ProgrammeType, now: datetime) -> None:
    accept = definition.allotment is not None and definition.allotment.accept_hours > 0
    wishes = wishes_of(application)
    give(application, wishes, opening, offered=accept)
    application.revision += 1
    application.changed = now
    application.save(update_fields=["state", "revision", "changed"])
    Wish.objects.bulk_update(wishes, ["state", "line"])
    placement = write_placement(application, opening, definition, now=now, accept=accept)
    Milestone.objects.bulk_create(outcome_of(application, now, None))
    noted(application, "move_up", by=None, now=now, opening=opening.pk)
    tell_applicant(application, "offered" if accept else "placed", now=now, by=None, placement=placement)
