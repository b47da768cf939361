"""Writing down what an allotment came to: what is looked up and put into words before, and what is written at once.

Everything that can be read or made ready is, outside the transaction. In it a few statements remain, since on a
database with one writer all others wait meanwhile. Wishes are written before it (`preparing`), milestones and notices
after it (`telling_results`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import F, Max
from numpy.typing import NDArray

from sangzi.engines.matching.serial import NOTHING
from sangzi.kernel import movements
from sangzi.kernel.errors import Conflict
from sangzi.kernel.round_trips import Change, Keys, changing, inserted, write

from .allotment import Plan
from .definitions import ProgrammeType, frozen
from .lots import lots
from .models import Application, ApplicationState, Opening, Placement, Round, Wish, WishState
from .settling import seated
from .trail import placed
from .writing import write_placement

Outcome = tuple[str, list[int]]
"""A state, and the keys of the applications that come to it."""
Given = tuple[Application, Opening]


@dataclass(frozen=True, eq=False)
class Ready:
    """What a plan comes to at a moment, ready to be written. `paired`: to be written one by one."""

    plan: Plan
    now: datetime
    outcomes: list[Outcome]
    seats: Change
    beyond: list[Wish]
    alone: list[Change]
    paired: list[Given]


def made_ready(round_: Round, plan: Plan, now: datetime) -> Ready:
    """Look up and put into words what a plan comes to. Writes nothing."""
    definition = frozen(round_.definition)
    given = _given(round_, plan)
    pairing = definition.pairing is not None
    named = plan.problem.pairs.who[plan.problem.pairs.rank > 0]
    return Ready(
        plan=plan,
        now=now,
        outcomes=outcomes(definition, plan.applications, plan.got, named),
        seats=_seats(plan, lengthen=waits(definition)),
        beyond=_beyond(plan),
        alone=[] if pairing else _alone(given, definition, now),
        paired=given if pairing else [],
    )


def write_ready(ready: Ready, round_: Round) -> None:
    """Take the seats, write placements and states. Whoever applied, applications and openings are held."""
    write([ready.seats])
    for state, keys in ready.outcomes:
        rows = Application.objects.filter(pk__among=Keys(keys))
        rows.update(state=state, revision=F("revision") + 1, changed=ready.now)
    Wish.objects.bulk_create(ready.beyond)
    write(ready.alone)
    for application, opening in ready.paired:  # each may move the head count of a person with several pairs
        write_placement(application, opening, frozen(round_.definition), now=ready.now, accept=True)


def waits(definition: ProgrammeType) -> bool:
    """Whether whoever got nothing stands in line."""
    return definition.allotment is not None and definition.allotment.waiting


def outcomes(
    definition: ProgrammeType, keys: NDArray[np.int64], got: NDArray[np.int32], named: NDArray[np.int64]
) -> list[Outcome]:
    """What becomes of applications in the order of their turn. `named`: the turns of those with a wish to wait for."""
    step = definition.allotment
    seat = ApplicationState.OFFERED if step and step.accept_hours else ApplicationState.PLACED
    left = ApplicationState.WAITING if waits(definition) else ApplicationState.UNPLACED
    hopes = np.zeros(keys.size, np.bool_)
    hopes[named] = True
    given = got != NOTHING
    of_state = ((seat, given), (left, ~given & hopes), (ApplicationState.UNPLACED, ~given & ~hopes))
    return [(state.value, np.sort(keys[which]).tolist()) for state, which in of_state]


def _seats(plan: Plan, *, lengthen: bool) -> Change:
    """The seats that are taken, and room at the end of each line for those who join it."""
    taken, changed = plan.taken, []
    for opening, joining in zip(plan.openings, plan.joining.tolist(), strict=True):
        seats = opening.taken + taken[opening.pk]
        if seats > max(opening.capacity, opening.taken):
            raise Conflict("more seats were given than there are", opening=opening.pk)
        changed.append((opening.pk, seats, opening.last_line + (joining if lengthen else 0)))
    return changing(Opening, ("taken", "last_line"), changed)


def _beyond(plan: Plan) -> list[Wish]:
    """Whoever got what they had not named has it behind their wishes, as where staff place by hand."""
    pairs = plan.problem.pairs
    beyond = plan.applications[pairs.who[plan.chosen & (pairs.rank == 0)]].tolist()
    last: Counter[int] = Counter()
    for lot in lots(beyond):
        named = Wish.objects.filter(application__in=lot).order_by().values_list("application")
        last.update(dict(named.annotate(Max("rank"))))
    return [
        Wish(application_id=one, opening_id=plan.given[one], rank=last[one] + 1, state=WishState.GOT) for one in beyond
    ]


def _given(round_: Round, plan: Plan) -> list[Given]:
    """Who got what, as rows, in the order of their keys."""
    openings = {opening.pk: opening for opening in plan.openings}
    for opening in plan.openings:
        opening.round = round_
    found: list[Given] = []
    for lot in lots(sorted(plan.given.items())):
        there = Application.objects.in_bulk([key for key, _opening in lot])
        for key, got in lot:
            there[key].round = round_
            found.append((there[key], openings[got]))
    return found


def _alone(given: list[Given], definition: ProgrammeType, now: datetime) -> list[Change]:
    """The placements of all, and what they move."""
    rows = [seated(application, opening, definition, now, accept=True) for application, opening in given]
    return [inserted(Placement, rows), movements.counting(move for row in rows for move in placed(row))]
