"""Records, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from sangzi.kernel.models import Account
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.people.models import Partner, Person
from sangzi.people.queries import Card, person_card
from sangzi.places.models import Place
from sangzi.units.models import Level, Unit

from ..models import Record, Round
from .bounds import below, between
from .rounds import definition_of

LOOKED_BACK = 100
LOOKED_AT = 2_000  # records of all, among which those of a province are looked for first
ALONG = ("unit", "round", "person__home", "partner", "place", "reversal")


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
    records = between(records.filter(**about), "on", first, last).select_related(*ALONG)
    if nobody:
        records = records.filter(person=None)
    if tag:
        records = records.filter(tag=tag) if "/" in tag else records.filter(pk__in=_of_programme(tag))
    if unit is None:
        page = page_of(records, by="on", after=after, size=size)
    elif unit.level <= Level.PROVINCE and not tag and not about:
        page = _page_of_many(records, unit, after, last, size)
    else:
        page = page_of(below(records, unit, few=bool(tag or about)), by="on", after=after, size=size)
    return Page([record_line(record) for record in page.lines], page.next)


def _of_programme(key: str) -> QuerySet[Record, int]:
    return Record.objects.filter(tag__within=f"{key}/").values_list("pk", flat=True)


def _page_of_many(
    records: QuerySet[Record], unit: Unit, after: str | None, last: date | None, size: int
) -> Page[Record]:
    """A page of a large unit: of the newest records of all, else, where these are others', of all its own.

    A database does not know which way is short. It would sort all records of a province for the newest fifty, or go
    through those of all others for the few of a province that has few.
    """
    newest = (limit for limit in (_day_in(after), last) if limit)
    since = between(Record.objects.order_by("-on"), "on", None, min(newest, default=None)).values("on")
    recent = records.filter(unit__path__within=unit.path, on__gte=Coalesce(Subquery(since[LOOKED_AT:][:1]), date.min))
    page = page_of(recent, by="on", after=after, size=size)
    if page.next:
        return page
    own = Record.objects.filter(unit__path__within=unit.path).values("pk")
    return page_of(records.filter(pk__in=own), by="on", after=after, size=size)


def _day_in(after: str | None) -> date | None:
    """The day at which the page before ended; None at the first page, and where the position will be refused."""
    day = (after or "").partition("_")[0]
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


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
