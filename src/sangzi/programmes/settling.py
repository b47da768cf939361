"""What becomes of an application when it is admitted: a seat, a number in the line, or a wait for the draw.

Whoever joins a waiting list holds the openings first and looks once more, so that a seat that is freed at the same
moment is either seen by the one or finds the other in line.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel.errors import Conflict
from sangzi.kernel.facts import Movement
from sangzi.kernel.round_trips import write

from . import seats
from .definitions import ProgrammeType
from .models import Application, ApplicationState, Opening, Placement, PlacementState, Wish, WishState
from .pair_steps import Steps, paired_movements
from .trail import placed, today_of

FIRST_COME: Final = "first-come"


def decides_itself(definition: ProgrammeType) -> bool:
    """Whether seats go to who is admitted first, without anybody drawing or judging."""
    allotment = definition.allotment
    return allotment is not None and allotment.method == FIRST_COME and definition.judging is None


def settle(application: Application, wishes: list[Wish], definition: ProgrammeType) -> Opening | None:
    """Find a seat for an application that is admitted, or put it in line. Changes both in memory; the caller saves.

    Returns the opening whose seat was taken.
    """
    if not decides_itself(definition) or not wishes:
        application.state = ApplicationState.ADMITTED
        return None
    got = _first_free(application, wishes) if len(wishes) == 1 else _tried(application, wishes)
    if got is None:
        held = seats.hold([wish.opening for wish in wishes])
        got = _first_free(
            application, [wish for wish in wishes if wish.opening_id in held and held[wish.opening_id].free]
        )
    if got is None:
        lines = seats.Board(held)
        stand_in_line(application, wishes, definition, lines)
        write([lines.change()])
        return None
    give(application, wishes, got)
    return got


def settle_held(
    application: Application, wishes: list[Wish], definition: ProgrammeType, board: seats.Board
) -> Opening | None:
    """The same where all openings are held, and written later."""
    if not decides_itself(definition):
        application.state = ApplicationState.ADMITTED
        return None
    got = next((wish.opening for wish in wishes if board.take(wish.opening_id)), None)
    if got is None:
        stand_in_line(application, wishes, definition, board)
    else:
        give(application, wishes, got)
    return got


def give(application: Application, wishes: list[Wish], opening: Opening, *, offered: bool = False) -> None:
    """Write down in memory that an application got a seat."""
    application.state = ApplicationState.OFFERED if offered else ApplicationState.PLACED
    for wish in wishes:
        wish.state = WishState.GOT if wish.opening_id == opening.pk else WishState.MISSED
        wish.line = None


def seated(
    application: Application, opening: Opening, definition: ProgrammeType, now: datetime, *, accept: bool = False
) -> Placement:
    """The placement, not yet written, for a seat that was taken. `accept`: it has to be accepted in time."""
    hours = definition.allotment.accept_hours if definition.allotment and accept else 0
    today = today_of(now)
    return Placement(
        opening=opening,
        application=application,
        **taker_of(application),
        state=PlacementState.OFFERED if hours else PlacementState.HELD,
        accept_by=now + timedelta(hours=hours) if hours else None,
        since=application.since or max(opening.on, today),
        key=f"application-{application.pk}-{opening.pk}-{application.revision}",
    )


def taker_of(application: Application) -> dict[str, int | None]:
    """Whom the placement of an application names."""
    if application.for_unit_id is not None:
        return {"for_unit_id": application.for_unit_id}
    if application.partner_id is not None:
        return {"partner_id": application.partner_id}
    return {"person_id": application.person_id}


def movements_of(placement: Placement, before: Steps) -> list[Movement]:
    """What moves when a placement is written: who is placed, and who is paired."""
    return [*placed(placement), *paired_movements(placement, before)]


def _tried(application: Application, wishes: list[Wish]) -> Opening | None:
    """The dearest of several wishes that has a seat. What is tried in vain is let go: others try in other orders."""
    for wish in seats.promising(wishes):
        with transaction.atomic():
            if seats.take(wish.opening, application):
                return wish.opening
            transaction.set_rollback(True)  # a row that was looked at stays locked until then
    return None


def _first_free(application: Application, wishes: list[Wish]) -> Opening | None:
    return next((wish.opening for wish in wishes if seats.take(wish.opening, application)), None)


def stand_in_line(application: Application, wishes: list[Wish], definition: ProgrammeType, board: seats.Board) -> None:
    """Give a number in each line, in memory, or say that there is no line."""
    offered = [wish for wish in wishes if wish.opening_id in board]
    if not offered:
        raise Conflict(_("所选的名额刚刚撤下；请重新选择。"), application=application.pk)
    waits = definition.allotment is not None and definition.allotment.waiting
    application.state = ApplicationState.WAITING if waits else ApplicationState.UNPLACED
    for wish in offered:
        wish.state = WishState.WAITING if waits else WishState.MISSED
        wish.line = board.line_up(wish.opening_id) if waits else None
