"""Writing down what an allotment came to, many rows by few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

import numpy as np
from django.db.models import F, Max

from sangzi.engines.matching.serial import NOTHING
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import Account
from sangzi.kernel.round_trips import changing, inserted, inserting, write

from .allotment import Plan
from .definitions import ProgrammeType, frozen
from .models import Application, ApplicationState, Milestone, Opening, Placement, Round, Wish, WishState
from .settling import seated
from .telling import tell_outcome
from .trail import count, placed
from .writing import write_placement

LOT = 1_000
T = TypeVar("T")
GOT, WAITING, MISSED = WishState.GOT.value, WishState.WAITING.value, WishState.MISSED.value
MILESTONE = ("application_id", "step", "outcome", "note", "at", "by_id")


def write_plan(round_: Round, plan: Plan, *, now: datetime, by: Account | None) -> None:
    """Take the seats, write placements, states, lines and milestones, and tell everybody.

    The openings and all who applied are held. On a database with one writer all others wait meanwhile: hundreds of rows
    go in a statement, and none is read that is not needed.
    """
    definition = frozen(round_.definition)
    waits = definition.allotment is not None and definition.allotment.waiting
    states = _states(plan, definition)
    _take_seats(plan, lengthen=waits)
    _set_states(states, now)
    _wish_for_what_is_got(plan)
    _set_wishes(plan, waits=waits)
    _place(round_, plan, definition, now)
    _note(states, now, by)
    tell_outcome(round_, now=now, by=by)


def _states(plan: Plan, definition: ProgrammeType) -> list[tuple[str, list[int]]]:
    """What becomes of the applications, and the keys of those of whom it does."""
    step = definition.allotment
    got = ApplicationState.OFFERED if step and step.accept_hours else ApplicationState.PLACED
    left = ApplicationState.WAITING if step and step.waiting else ApplicationState.UNPLACED
    placed = plan.got != NOTHING
    waits = np.zeros(placed.size, np.bool_)
    waits[plan.problem.pairs.who[plan.line > 0]] = True
    of_state = ((got, placed), (left, ~placed & waits), (ApplicationState.UNPLACED, ~placed & ~waits))
    return [(state.value, np.sort(plan.applications[which]).tolist()) for state, which in of_state]


def _take_seats(plan: Plan, *, lengthen: bool) -> None:
    """Take the seats, and leave room at the end of each line for those who join it. The openings are as they are."""
    taken, changed = plan.taken, []
    for opening, joining in zip(plan.openings, plan.joining.tolist(), strict=True):
        seats = opening.taken + taken[opening.pk]
        if seats > max(opening.capacity, opening.taken):
            raise Conflict("the openings are not held", opening=opening.pk)
        changed.append((opening.pk, seats, opening.last_line + (joining if lengthen else 0)))
    write([changing(Opening, ("taken", "last_line"), changed)])


def _set_states(states: list[tuple[str, list[int]]], now: datetime) -> None:
    for state, keys in states:
        for lot in _lots(keys):
            rows = Application.objects.filter(pk__in=lot)
            rows.update(state=state, revision=F("revision") + 1, changed=now)


def _set_wishes(plan: Plan, *, waits: bool) -> None:
    """What was wished for is got or missed; who got nothing stands in line behind those who stood there before.

    In the order of their keys, as they lie in the database.
    """
    pairs = plan.problem.pairs
    last = np.array([opening.last_line for opening in plan.openings], np.int64)
    stands = (plan.line > 0) & waits
    state = np.where(plan.chosen, GOT, np.where(stands, WAITING, MISSED))
    line = np.where(stands, last[pairs.opening] + plan.line, 0)
    by = np.argsort(pairs.wish)[int((pairs.wish == 0).sum()) :]  # what was not wished for stands in front
    rows = zip(pairs.wish[by].tolist(), state[by].tolist(), line[by].tolist(), strict=True)
    settled = ((wish, state, line or None) for wish, state, line in rows)
    for lot in _lots(chain(settled, ((wish, MISSED, None) for wish in pairs.gone.tolist()))):
        write([changing(Wish, ("state", "line"), lot)])


def _wish_for_what_is_got(plan: Plan) -> None:
    """Whoever got what they had not named has it behind their wishes, as where staff place by hand."""
    pairs = plan.problem.pairs
    beyond = plan.applications[pairs.who[plan.chosen & (pairs.rank == 0)]]
    for lot in _lots(beyond.tolist()):
        named = Wish.objects.filter(application__in=lot).order_by().values_list("application")
        last = dict(named.annotate(Max("rank")))
        Wish.objects.bulk_create(
            Wish(application_id=one, opening_id=plan.given[one], rank=last.get(one, 0) + 1, state=GOT) for one in lot
        )


def _place(round_: Round, plan: Plan, definition: ProgrammeType, now: datetime) -> None:
    openings = {opening.pk: opening for opening in plan.openings}
    for opening in plan.openings:
        opening.round = round_
    for lot in _lots(sorted(plan.given.items())):
        applications = Application.objects.in_bulk([key for key, _opening in lot])
        given = [(applications[key], openings[opening]) for key, opening in lot]
        if definition.pairing is None:
            _place_alone(given, definition, now)
            continue
        for application, opening in given:  # each may move the head count of a person with several pairs
            application.round = round_
            write_placement(application, opening, definition, now=now, accept=True)


def _place_alone(given: list[tuple[Application, Opening]], definition: ProgrammeType, now: datetime) -> None:
    placements = [seated(application, opening, definition, now, accept=True) for application, opening in given]
    write([inserted(Placement, placements)])
    count((move for placement in placements for move in placed(placement)), crowd=True)


def _note(states: list[tuple[str, list[int]]], now: datetime, by: Account | None) -> None:
    """A milestone for everybody."""
    who = by.pk if by else None
    for state, keys in states:
        for lot in _lots(keys):
            write([inserting(Milestone, MILESTONE, [(key, "allotment", state, "", now, who) for key in lot])])


def _lots(rows: Iterator[T] | Iterable[T]) -> Iterator[list[T]]:
    rows = iter(rows)
    while lot := list(islice(rows, LOT)):
        yield lot
