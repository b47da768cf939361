"""What a unit, a department or a person has to do: derived from the state of plans, targets and figures alone.

Nobody writes a line in, and nobody ticks one off: what is done is not found any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal, NamedTuple, get_args

from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.plans.asking import is_asked
from sangzi.plans.models import Commitment, Department, Shape, Status
from sangzi.plans.queries import Asked, given_on
from sangzi.plans.queries.departments import departments_with, duties_in
from sangzi.plans.queries.objections import objections_to_answer
from sangzi.plans.queries.stale import stale_cascades
from sangzi.plans.receivers import floor_level, right_below
from sangzi.programmes.queries.ungiven import ungiven_at
from sangzi.programmes.queries.work import work_at
from sangzi.units.models import Level, Unit

from .indicators import Indicator
from .lights import Light
from .queries import Board, BoardLine, board

Kind = Literal[
    "exceeded",
    "overdue",
    "answer",
    "challenge",
    "screen",
    "publish",
    "tried",
    "try",
    "report",
    "hours",
    "attend",
    "behind",
    "stale",
    "ask",
    "confirm",
    "bind",
    "accept",
    "share",
]

# In the order in which they are told: what is late, what others wait for, what nobody has decided yet.
ORDER: tuple[Kind, ...] = get_args(Kind)
MAY_WAIT = frozenset({"accept", "share"})  # others have to accept, and a target need not be shared out: not counted
State = Commitment.State
LATE: dict[Light, Kind] = {"exceeded": "exceeded", "overdue": "overdue", "behind": "behind"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what it is about, how many things stand behind it, until when, and the keys of where to do it.

    `why` says more in words where there is more to say; `line` is the board's where a figure is late. Of a run that was
    tried, `number` is its own.
    """

    kind: Kind
    title: str
    number: int = 1
    due: date | None = None
    plan: int = 0
    target: int = 0
    objection: int = 0
    round: int = 0
    why: str = ""
    line: BoardLine | None = None


class Deadline(NamedTuple):
    """A day by which something is asked, with the indicator that measures it and its light."""

    on: date
    asked: Asked
    indicator: Indicator | None
    light: Light


@dataclass(frozen=True)
class ToDo:
    """Everything to be done, the most urgent first; what may wait; and what falls due from now on."""

    items: tuple[Item, ...]
    offered: tuple[Item, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def months(self) -> list[tuple[date, list[Deadline]]]:
        """The deadlines by month, by its first day."""
        return [(first, list(found)) for first, found in groupby(self.deadlines, key=lambda one: one.on.replace(day=1))]


def own_departments(account: Account, unit: Unit) -> list[Department]:
    """The departments whose work is somebody's own; none: the whole unit's. Two queries."""
    return departments_with(account, unit)


def to_do(unit: Unit, today: date, departments: Sequence[Department] = (), *, now: datetime | None = None) -> ToDo:
    """What is to be done in a unit, or by some departments of it. `now`: what is over by then, else by the morning.

    A fixed number of queries, and a few for each round that waits for its seats to be given.
    """
    mine = duties_in(departments) if departments else None
    found = board(unit, today)
    items = [
        *_late(found, mine),
        *_answers(unit, mine),
        *_stale(unit, mine),
        *_decisions(unit, mine),
        *_shares(unit, found, mine),
        *_rounds(unit, today, mine),
        *_seats(unit, now or timezone.make_aware(datetime.combine(today, time())), mine),
    ]
    items.sort(key=lambda one: (ORDER.index(one.kind), one.due or date.max, one.title))
    return ToDo(
        items=tuple(one for one in items if one.kind not in MAY_WAIT),
        offered=tuple(one for one in items if one.kind in MAY_WAIT),
        deadlines=tuple(_deadlines(found, today, mine)),
    )


def _is_mine(commitments: Iterable[int], mine: Collection[int] | None) -> bool:
    return mine is None or any(one in mine for one in commitments)


def _late(found: Board, mine: Collection[int] | None) -> list[Item]:
    lines = [line for line in found.asked if line.standing.light in LATE]
    return [
        Item(
            LATE[line.standing.light],
            line.asked[0].commitment.title,
            due=due_of(line.asked[0].commitment, found.as_of),
            plan=line.asked[0].plan.pk,
            target=line.asked[0].target.pk,
            line=line,
        )
        for line in lines
        if _is_mine((one.commitment.pk for one in line.asked), mine)
    ]


def _answers(unit: Unit, mine: Collection[int] | None) -> list[Item]:
    raised = [one.objection for one in objections_to_answer(unit)]
    return [
        Item(
            "answer",
            one.target.commitment.title,
            target=one.target_id,
            objection=one.pk,
            plan=one.target.commitment.plan_id,
            why=f"{one.target.unit.short}：{one.reason}",
        )
        for one in raised
        if _is_mine([one.target.commitment_id], mine)
    ]


def _stale(unit: Unit, mine: Collection[int] | None) -> list[Item]:
    return [
        Item(
            "stale", one.target.commitment.title, target=one.target.pk, plan=one.target.commitment.plan_id, why=one.why
        )
        for one in stale_cascades(unit)
        if _is_mine([one.target.commitment_id], mine)
    ]


def _rounds(unit: Unit, today: date, mine: Collection[int] | None) -> list[Item]:
    """What waits in rounds; no department's own, so only in the whole unit's list."""
    if mine is not None:
        return []
    return [
        Item(one.kind, one.round.title, number=one.number, due=one.due, round=one.round.pk)
        for one in work_at(unit, today)
    ]


def _seats(unit: Unit, now: datetime, mine: Collection[int] | None) -> list[Item]:
    """Rounds whose seats are to be given; no department's own either."""
    if mine is not None:
        return []
    return [Item(one.kind, one.round.title, number=one.number, round=one.round.pk) for one in ungiven_at(unit, now)]


class _Open(NamedTuple):
    """What a plan still waits for a person to decide."""

    pk: int
    plan: int
    title: str
    state: str
    has_value: bool
    confidence: float
    indicator: str
    status: str


def _decisions(unit: Unit, mine: Collection[int] | None) -> list[Item]:
    """One line a plan and kind. One query."""
    rows = Commitment.objects.filter(plan__unit=unit, state__in=(State.PROPOSED, State.CONFIRMED))
    columns = ("pk", "plan_id", "plan__title", "state", "value", "confidence", "indicator", "status")
    table = rows.order_by("plan_id", "start").values_list(*columns)
    waiting: dict[tuple[int, str, Kind], int] = defaultdict(int)
    for pk, plan, title, state, value, *rest in table:
        kind = _wanted(_Open(pk, plan, title, state, value is not None, *rest))
        if kind and _is_mine([pk], mine):
            waiting[plan, title, kind] += 1
    return [Item(kind, title, number=number, plan=plan) for (plan, title, kind), number in waiting.items()]


def _wanted(one: _Open) -> Kind | None:
    if one.state == State.CONFIRMED:
        return "bind" if not one.indicator and one.status != Status.RESULT else None
    return "ask" if is_asked(state=one.state, has_value=one.has_value, confidence=one.confidence) else "confirm"


def _shares(unit: Unit, found: Board, mine: Collection[int] | None) -> list[Item]:
    """Targets that could go on to the units below and did not. Three queries."""
    asked = [one for line in found.asked for one in line.asked] + list(found.uncounted)
    asked = [one for one in asked if _goes_down(one, unit) and _is_mine([one.commitment.pk], mine)]
    if not asked or not right_below(unit, Level.VILLAGE):
        return []
    given = given_on([one.target for one in asked])
    return [
        Item(
            "share",
            one.commitment.title,
            due=due_of(one.commitment, found.as_of),
            plan=one.plan.pk,
            target=one.target.pk,
        )
        for one in asked
        if one.target.pk not in given
    ]


def _goes_down(asked: Asked, unit: Unit) -> bool:
    floor = floor_level(asked.commitment)
    growing = asked.commitment.shape == Shape.GROWTH
    return asked.commitment.status == Status.TARGET and not growing and (floor is None or unit.level < floor)


def _deadlines(found: Board, today: date, mine: Collection[int] | None) -> list[Deadline]:
    """What falls due from today on, the nearest first; each demand once."""
    counted = [(one, line.indicator, line.standing.light) for line in found.asked for one in line.asked]
    rows = [*counted, *((one, None, "none") for one in found.uncounted)]
    due = [
        Deadline(on, asked, indicator, light)
        for asked, indicator, light in rows
        if (on := due_of(asked.commitment, today)) is not None
        and on >= today
        and light != "done"
        and _is_mine([asked.commitment.pk], mine)
    ]
    return sorted(due, key=lambda one: (one.on, one.asked.commitment.title, one.asked.target.pk))


def due_of(commitment: Commitment, today: date) -> date | None:
    """The day by which something is asked: its deadline, or the end of the year for what is asked of every year."""
    if commitment.period:
        year = min(today.year, commitment.deadline.year) if commitment.deadline else today.year
        return date(year, 12, 31)
    return commitment.deadline
