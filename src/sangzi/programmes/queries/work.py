"""What waits for the staff of one unit in its rounds: to be looked at, published, confirmed, answered, accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from sangzi.units.models import Unit

from ..attendances import ATTEND, kind_counted
from ..models import (
    COUNTED,
    Application,
    ApplicationState,
    Challenge,
    Opening,
    OpeningState,
    Placement,
    PlacementState,
    Record,
    Report,
    Round,
    RoundState,
    Session,
)
from ..service_claims import PREFIX
from .rounds import definition_of

Kind = Literal["challenge", "screen", "publish", "report", "hours", "attend", "accept"]
MISSED = timedelta(days=60)
"""For how long a session is asked about to which nobody came."""
Counted = dict[int, tuple[int, date | None]]


@dataclass(frozen=True)
class Work:
    """Some things of one kind in one round; `due`: by when the first of them."""

    kind: Kind
    round: Round
    number: int
    due: date | None


def work_at(unit: Unit, today: date) -> list[Work]:
    """What a unit itself has to do in its rounds; what is dealt with below it is not its own. Eight queries.

    Rounds that are over ask for nothing more, but for an answer to who objected: honours wait for it.
    """
    found: list[tuple[Kind, Counted]] = [
        ("challenge", _challenges(unit)),
        ("screen", _applications(unit)),
        ("publish", _openings(unit)),
        ("report", _reports(unit, ~Q(report__startswith=PREFIX))),
        ("hours", _reports(unit, Q(report__startswith=PREFIX))),
        ("attend", _sessions(unit, today)),
        ("accept", _offers(unit)),
    ]
    wanted = {key for _kind, counted in found for key in counted}
    rounds = Round.objects.exclude(state=RoundState.DRAFT).in_bulk(wanted) if wanted else {}
    return [one for kind, counted in found for one in _lines(kind, counted, rounds)]


def _lines(kind: Kind, counted: Counted, rounds: dict[int, Round]) -> Iterator[Work]:
    for key, (number, first) in sorted(counted.items()):
        if key in rounds and _asked(kind, rounds[key]):
            yield Work(kind, rounds[key], number, _due(kind, rounds[key], first))


def _asked(kind: Kind, round_: Round) -> bool:
    if kind == "challenge":
        return True
    counts = kind != "attend" or kind_counted(definition_of(round_)) is not None
    return counts and round_.state == RoundState.OPEN


def _due(kind: Kind, round_: Round, first: date | None) -> date | None:
    """By when: the programme says within how many days an application is looked at."""
    if kind == "accept":
        return first
    step = definition_of(round_).screening
    return first + timedelta(days=step.days) if kind == "screen" and step and first else None


def _applications(unit: Unit) -> Counted:
    waiting = Application.objects.filter(unit=unit, state=ApplicationState.SUBMITTED).order_by()
    rows = waiting.values_list("round").annotate(Count("pk"), Min("submitted"))
    return {key: (number, timezone.localdate(first) if first else None) for key, number, first in rows}


def _openings(unit: Unit) -> Counted:
    waiting = Opening.objects.filter(unit=unit, state=OpeningState.REVIEW).order_by()
    return {key: (number, None) for key, number in waiting.values_list("round").annotate(Count("pk"))}


def _challenges(unit: Unit) -> Counted:
    waiting = Challenge.objects.filter(notice__round__unit=unit, answered=None, notice__withdrawn=None).order_by()
    return _by_round(waiting, "notice__round")


def _sessions(unit: Unit, today: date) -> Counted:
    """Sessions that are over, of openings where somebody has a place, and nobody is marked as having been there."""
    key = Concat(Value(ATTEND), Cast(OuterRef("pk"), CharField()), Value("-"))
    there = Record.objects.filter(
        unit=unit,
        on=OuterRef("on"),
        round=OuterRef("opening__round"),
        key__startswith=key,
        reverses=None,
        reversal=None,
    )
    expected = Placement.objects.filter(opening=OuterRef("opening"), state__in=COUNTED, since__lte=OuterRef("on"))
    over = Session.objects.filter(opening__unit=unit, cancelled=False, on__lt=today, on__gte=today - MISSED)
    return _by_round(over.filter(Exists(expected), ~Exists(there)).order_by(), "opening__round")


def _by_round(waiting: QuerySet[Any], path: str) -> Counted:
    rows = waiting.values(found=F(path)).annotate(number=Count("pk"))
    return {row["found"]: (row["number"], None) for row in rows}


def _reports(unit: Unit, which: Q) -> Counted:
    waiting = Report.objects.filter(which, placement__opening__unit=unit, accepted=None, remark="").order_by()
    return _by_round(waiting, "placement__opening__round")


def _offers(unit: Unit) -> Counted:
    waiting = Placement.objects.filter(opening__unit=unit, state=PlacementState.OFFERED).order_by()
    rows = waiting.values(round=F("opening__round")).annotate(number=Count("pk"), first=Min("accept_by"))
    return {row["round"]: (row["number"], row["first"] and timezone.localdate(row["first"])) for row in rows}
