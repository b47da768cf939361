"""What waits for the staff of one unit in its rounds: to be looked at, to be published, to be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Count, F, Min
from django.utils import timezone

from sangzi.units.models import Unit

from ..models import (
    Application,
    ApplicationState,
    Opening,
    OpeningState,
    Placement,
    PlacementState,
    Report,
    Round,
    RoundState,
)
from .rounds import definition_of

Kind = Literal["screen", "publish", "report", "accept"]
Counted = dict[int, tuple[int, date | None]]


@dataclass(frozen=True)
class Work:
    """Some things of one kind in one round; `due`: by when the first of them."""

    kind: Kind
    round: Round
    number: int
    due: date | None


def work_at(unit: Unit) -> list[Work]:
    """What a unit itself has to do in rounds that run; what is dealt with below it is not its own. Five queries."""
    found: list[tuple[Kind, Counted]] = [
        ("screen", _applications(unit)),
        ("publish", _openings(unit)),
        ("report", _reports(unit)),
        ("accept", _offers(unit)),
    ]
    wanted = {key for _kind, counted in found for key in counted}
    rounds = Round.objects.filter(state=RoundState.OPEN).in_bulk(wanted) if wanted else {}
    return [one for kind, counted in found for one in _lines(kind, counted, rounds)]


def _lines(kind: Kind, counted: Counted, rounds: dict[int, Round]) -> Iterator[Work]:
    for key, (number, first) in sorted(counted.items()):
        if key in rounds:
            yield Work(kind, rounds[key], number, _due(kind, rounds[key], first))


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


def _reports(unit: Unit) -> Counted:
    waiting = Report.objects.filter(placement__opening__unit=unit, accepted=None, remark="").order_by()
    rows = waiting.values(round=F("placement__opening__round")).annotate(number=Count("pk"))
    return {row["round"]: (row["number"], None) for row in rows}


def _offers(unit: Unit) -> Counted:
    waiting = Placement.objects.filter(opening__unit=unit, state=PlacementState.OFFERED).order_by()
    rows = waiting.values(round=F("opening__round")).annotate(number=Count("pk"), first=Min("accept_by"))
    return {row["round"]: (row["number"], row["first"] and timezone.localdate(row["first"])) for row in rows}
