"""Records, as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from sangzi.kernel.models import Account
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.people.models import Partner, Person
from sangzi.people.queries import Card, person_card
from sangzi.places.models import Place
from sangzi.units.models import Unit

from ..models import Record, Round
from .bounds import below, between
from .rounds import definition_of

LOOKED_BACK = 100


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
    records = records.filter(**about)
    if unit is not None:
        records = below(records, unit)
    if tag:
        records = records.filter(tag=tag) if "/" in tag else records.filter(tag__within=f"{tag}/")
    records = between(records, "on", first, last)
    if nobody:
        records = records.filter(person=None)
    along = ("unit", "round", "person__home", "partner", "place", "reversal")
    page = page_of(records.select_related(*along), by="on", after=after, size=size)
    return Page([record_line(record) for record in page.lines], page.next)


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
