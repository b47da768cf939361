"""Writing down what an allotment came to, many rows by few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db.models import F, Max

from sangzi.engines.matching.serial import NOTHING
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account

from .allotment import Plan
from .definitions import ProgrammeType, frozen
from .models import Application, ApplicationState, Milestone, Opening, Placement, Round, Wish, WishState
from .settling import seated
from .telling import tell_outcome
from .trail import count, placed
from .writing import outcome_of, write_placement

LOT = 1_000
T = TypeVar("T")


def write_plan(round_: Round, plan: Plan, *, now: datetime, by: Account | None) -> None:
    """Take the seats, write placements, states, lines and milestones, and tell everybody.

    The openings and all who applied are held.
    """
    definition = frozen(round_.definition)
    _take_seats(plan)
    _set_states(plan, definition, now)
    _set_wishes(plan, definition)
    _place(round_, plan, definition, now)
    milestones = (stone for one in plan.applications for stone in outcome_of(one, now, by))
    for lot in _lots(milestones):
        Milestone.objects.bulk_create(lot)
    tell_outcome(round_, now=now, by=by)


def _take_seats(plan: Plan) -> None:
    for opening, seats in sorted(plan.taken.items()):
        free = Opening.objects.filter(pk=opening, taken__lte=F("capacity") - seats)
        if not free.update(taken=F("taken") + seats):
            raise Conflict("the openings are not held", opening=opening)


def _set_states(plan: Plan, definition: ProgrammeType, now: datetime) -> None:
    step = definition.allotment
    got = ApplicationState.OFFERED if step and step.accept_hours else ApplicationState.PLACED
    left = ApplicationState.WAITING if step and step.waiting else ApplicationState.UNPLACED
    in_line = {one for waiting in plan.shared.lines for one in waiting}
    for one, (application, opening) in enumerate(zip(plan.applications, plan.shared.got, strict=True)):
        without = left if one in in_line else ApplicationState.UNPLACED  # what they wished for was taken back
        application.state = without if opening == NOTHING else got
        application.revision += 1
        application.changed = now
    Application.objects.bulk_update(plan.applications, ["state", "revision", "changed"], batch_size=LOT)


def _set_wishes(plan: Plan, definition: ProgrammeType) -> None:
    """What was wished for is got or missed; who got nothing stands in line behind those who stood there before."""
    keys = [application.pk for application in plan.applications]
    waits = definition.allotment is not None and definition.allotment.waiting
    got = {
        (application.pk, plan.openings[opening].pk)
        for application, opening in zip(plan.applications, plan.shared.got, strict=True)
        if opening != NOTHING
    }
    _wish_for_what_is_got(plan)
    last = _longer_lines(plan) if waits else {}
    line = {
        (plan.applications[one].pk, opening.pk): last.get(opening.pk, 0) + place
        for opening, waiting in zip(plan.openings, plan.shared.lines, strict=True)
        for place, one in enumerate(waiting, 1)
    }
    for lot in _lots(iter(keys)):
        wishes = list(Wish.objects.filter(application__in=lot))
        for wish in wishes:
            at = wish.application_id, wish.opening_id
            stands = at in line and waits
            wish.state = WishState.GOT if at in got else WishState.WAITING if stands else WishState.MISSED
            wish.line = line[at] if stands else None
        # An insert that meets its own rows, since an update of so many is a statement with as many cases.
        Wish.objects.bulk_create(wishes, update_conflicts=True, unique_fields=["id"], update_fields=["state", "line"])


def _wish_for_what_is_got(plan: Plan) -> None:
    """Whoever got what they had not named has it behind their wishes, as where staff place by hand."""
    for lot in _lots(plan.beyond):
        got = {plan.applications[one].pk: plan.openings[plan.shared.got[one]].pk for one in lot}
        named = Wish.objects.filter(application__in=got).order_by().values_list("application")
        last = dict(named.annotate(Max("rank")))
        Wish.objects.bulk_create(
            Wish(application_id=one, opening_id=opening, rank=last.get(one, 0) + 1) for one, opening in got.items()
        )


def _longer_lines(plan: Plan) -> dict[int, int]:
    """The last number that each opening's waiting list had; the list is longer now by those who join it."""
    last = dict(Opening.objects.filter(round=plan.openings[0].round_id).values_list("pk", "last_line"))
    for opening, waiting in zip(plan.openings, plan.shared.lines, strict=True):
        opening.last_line = last[opening.pk] + len(waiting)
    Opening.objects.bulk_update(plan.openings, ["last_line"], batch_size=LOT)
    return last


def _place(round_: Round, plan: Plan, definition: ProgrammeType, now: datetime) -> None:
    for opening in plan.openings:
        opening.round = round_
    given = [
        (application, plan.openings[opening])
        for application, opening in zip(plan.applications, plan.shared.got, strict=True)
        if opening != NOTHING
    ]
    if definition.pairing is not None:  # each may move the head count of a person with several pairs
        for application, opening in given:
            application.round = round_
            write_placement(application, opening, definition, now=now, accept=True)
        return
    placements = [seated(application, opening, definition, now, accept=True) for application, opening in given]
    for lot in _lots(iter(placements)):
        Placement.objects.bulk_create(lot)
        count((move for placement in lot for move in placed(placement)), crowd=True)


def _lots(rows: Iterator[T] | Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while lot := list(islice(rows, LOT)):
        yield lot
