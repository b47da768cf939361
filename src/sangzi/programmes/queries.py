"""What can be asked about programmes: rounds, openings, placements, records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Count, F, Model, Q, QuerySet, Sum

from sangzi.kernel.models import Account
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.people.models import Partner, Person
from sangzi.people.queries import Card, person_card
from sangzi.places.models import Place
from sangzi.units.models import Unit
from sangzi.units.paths import keys

from .definitions import ProgrammeType, frozen
from .models import Opening, Placement, Record, Round

M = TypeVar("M", bound=Model)
LOOKED_BACK = 100
FEW_UNITS = 250  # a county with its villages


@dataclass(frozen=True)
class PlacementLine:
    """A placement as a list shows it: the person masked, and in a pair the one who offers."""

    pk: int
    opening: Opening
    person: Card | None
    mentor: Card | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Seats:
    """What a round offers, and how much of it is taken."""

    openings: int
    capacity: int
    taken: int


@dataclass(frozen=True)
class RecordLine:
    """A record as a list shows it: titles from the definition its round was opened with, the person masked."""

    pk: int
    on: date
    unit: Unit
    tag: str
    programme: str
    kind: str
    quantity: Decimal
    measure: str
    person: Card | None
    partner: Partner | None
    place: Place | None
    note: str
    round: Round
    made: datetime
    reverses: int | None
    reversed_by: int | None


def definition_of(round_: Round) -> ProgrammeType:
    """The definition that a round was opened with."""
    return frozen(round_.definition)


def rounds_to_record_in(rounds: QuerySet[Round], unit: Unit, on: date, programme: str = "") -> list[Round]:
    """The rounds in which a unit may record on a day: its own and those of the units above. One query."""
    running = rounds.filter(Q(closes=None) | Q(closes__gte=on), opens__lte=on, unit__in=keys(unit.path))
    if programme:
        running = running.filter(programme=programme)
    return list(running.select_related("unit").order_by("programme", "-opens", "pk"))


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
    openings = _between(openings, "on", first, last)
    return page_of(openings.select_related("round", "unit", "place", "offered_by__home"), after=after, size=size)


def placements_list(
    placements: QuerySet[Placement],
    *,
    opening: Opening | None = None,
    round_: Round | None = None,
    unit: Unit | None = None,
    programme: str = "",
    first: date | None = None,
    last: date | None = None,
    on: date | None = None,
    after: str | None = None,
    size: int = SIZE,
) -> Page[PlacementLine]:
    """A page of placements, newest first, persons masked; those that began in some days, or that hold `on` a day.

    One query.
    """
    if opening is not None:
        placements = placements.filter(opening=opening)
    if round_ is not None:
        placements = placements.filter(opening__round=round_)
    if unit is not None:
        placements = placements.filter(opening__unit__path__within=unit.path)
    if programme:
        placements = placements.filter(opening__round__programme=programme)
    if on:
        placements = placements.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    placements = _between(placements, "since", first, last)
    along = ("opening__unit", "opening__offered_by__home", "person__home")
    page = page_of(placements.select_related(*along), after=after, size=size)
    return Page([placement_line(placement) for placement in page.lines], page.next)


def placement_line(placement: Placement) -> PlacementLine:
    """One placement, masked. Reads the opening with its unit and who offers, and the person: select them along."""
    mentor = placement.opening.offered_by
    return PlacementLine(
        pk=placement.pk,
        opening=placement.opening,
        person=person_card(placement.person) if placement.person else None,
        mentor=person_card(mentor) if mentor else None,
        since=placement.since,
        until=placement.until,
    )


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


def _between(rows: QuerySet[M], field: str, first: date | None, last: date | None) -> QuerySet[M]:
    if first:
        rows = rows.filter(**{f"{field}__gte": first})
    return rows.filter(**{f"{field}__lte": last}) if last else rows


def records_list(
    records: QuerySet[Record],
    *,
    unit: Unit | None = None,
    tag: str = "",
    first: date | None = None,
    last: date | None = None,
    nobody: bool = False,
    after: str | None = None,
    size: int = SIZE,
    **about: Round | Place | Person,
) -> Page[RecordLine]:
    """A page of records of a unit and all below it, latest day first. At most two queries.

    `tag` is programme/kind, or a programme alone; `first` and `last` bound the days, both included; `nobody`
    leaves only records that name no person; `about` may give the round, place or person they are about.
    `records` is what the reader may see (`access.visible_records`).
    """
    records = records.filter(**about)
    if unit is not None:
        records = _below(records, unit)
    if tag:
        records = records.filter(tag=tag) if "/" in tag else records.filter(tag__within=f"{tag}/")
    records = _between(records, "on", first, last)
    if nobody:
        records = records.filter(person=None)
    along = ("unit", "round", "person__home", "partner", "place", "reversal")
    page = page_of(records.select_related(*along), by="on", after=after, size=size)
    return Page([record_line(record) for record in page.lines], page.next)


def _below(records: QuerySet[Record], unit: Unit) -> QuerySet[Record]:
    """Records of a subtree. Where it is small its units are named, so that their index is taken and not the tag's."""
    units = list(Unit.objects.filter(path__within=unit.path).values_list("pk", flat=True)[: FEW_UNITS + 1])
    if len(units) <= FEW_UNITS:
        return records.filter(unit__in=units)
    return records.filter(unit__path__within=unit.path)


def recent_tags(records: QuerySet[Record], by: Account, limit: int = 6) -> list[str]:
    """What an account recorded last, as programme/kind, each once, the latest first. One query."""
    tags = records.filter(by=by, reverses=None).order_by("-pk").values_list("tag", flat=True)[:LOOKED_BACK]
    return list(dict.fromkeys(tags))[:limit]


def record_line(record: Record) -> RecordLine:
    """One record, masked. Reads unit, round, person with home, partner, place and reversal: select them along."""
    definition = definition_of(record.round)
    kind = definition.kind(record.kind)
    assert kind is not None  # nothing is recorded that the frozen definition does not know
    reversal: Record | None = getattr(record, "reversal", None)
    return RecordLine(
        pk=record.pk,
        on=record.on,
        unit=record.unit,
        tag=record.tag,
        programme=title_of(definition),
        kind=title_of(kind),
        quantity=record.quantity,
        measure=kind.measure,
        person=person_card(record.person) if record.person else None,
        partner=record.partner,
        place=record.place,
        note=record.note,
        round=record.round,
        made=record.made,
        reverses=record.reverses_id,
        reversed_by=reversal.pk if reversal else None,
    )
