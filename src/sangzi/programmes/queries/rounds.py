"""Rounds and what is offered in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from ..definitions import ProgrammeType, frozen
from ..models import Opening, Round, RoundState
from .bounds import between


@dataclass(frozen=True)
class Seats:
    """What a round offers, and how much of it is taken."""

    openings: int
    capacity: int
    taken: int


def definition_of(round_: Round) -> ProgrammeType:
    """The definition that a round was opened with."""
    return frozen(round_.definition)


def rounds_to_record_in(rounds: QuerySet[Round], unit: Unit, on: date, programme: str = "") -> list[Round]:
    """The rounds in which a unit may record on a day: its own and those of the units above. One query."""
    running = rounds.filter(Q(closes=None) | Q(closes__gte=on), opens__lte=on, unit__in=keys(unit.path))
    if programme:
        running = running.filter(programme=programme)
    return list(running.select_related("unit").order_by("programme", "-opens", "pk"))


def own_rounds(rounds: QuerySet[Round], unit: Unit, on: date, size: int) -> list[Round]:
    """The rounds that a unit itself runs or prepares, those made last first. One query."""
    running = rounds.filter(
        Q(closes=None) | Q(closes__gte=on), unit=unit, state__in=(RoundState.DRAFT, RoundState.OPEN)
    )
    return list(running.order_by("-pk")[:size])


def rounds_list(
    rounds: QuerySet[Round],
    *,
    unit: Unit | None = None,
    programme: str = "",
    after: str | None = None,
    size: int = SIZE,
) -> Page[Round]:
    """A page of rounds of a unit, of all below it and of those above it, newest first, units along. One query."""
    if unit is not None:
        rounds = rounds.filter(Q(unit__path__within=unit.path) | Q(unit__in=keys(unit.path)))
    if programme:
        rounds = rounds.filter(programme=programme)
    return page_of(rounds.select_related("unit"), by="opens", after=after, size=size)


def openings_list(
    openings: QuerySet[Opening],
    *,
    round_: Round | None = None,
    unit: Unit | None = None,
    programme: str = "",
    first: date | None = None,
    last: date | None = None,
    free: bool = False,
    after: str | None = None,
    size: int = SIZE,
) -> Page[Opening]:
    """A page of openings, newest first, with round, unit, place and who offers. One query."""
    if round_ is not None:
        openings = openings.filter(round=round_)
    if unit is not None:
        openings = openings.filter(unit__path__within=unit.path)
    if programme:
        openings = openings.filter(round__programme=programme)
    if free:
        openings = openings.filter(taken__lt=F("capacity"))
    openings = between(openings, "on", first, last)
    return page_of(openings.select_related("round", "unit", "place", "offered_by__home"), after=after, size=size)


def seats(openings: QuerySet[Opening], unit: Unit, round_: Round) -> Seats:
    """How many openings of a round a unit and those below it have, with how many places, and how many are taken.

    One query.
    """
    found = openings.filter(unit__path__within=unit.path, round=round_).order_by()
    sums = found.aggregate(openings=Count("pk"), capacity=Sum("capacity"), taken=Sum("taken"))
    return Seats(sums["openings"], sums["capacity"] or 0, sums["taken"] or 0)


def running(rounds: QuerySet[Round], unit: Unit, on: date) -> dict[str, int]:
    """How many rounds of each programme run on a day, at a unit, below it and above it. One query."""
    near = Q(unit__path__within=unit.path) | Q(unit__in=keys(unit.path))
    now = rounds.filter(near, Q(closes=None) | Q(closes__gte=on), opens__lte=on).order_by()
    return dict(now.values_list("programme").annotate(Count("pk")))
