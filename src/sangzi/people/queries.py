"""What can be asked about people: masked cards, register lines, hints at doubles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sangzi.kernel.fields import Field, answered
from sangzi.kernel.masking import mask_name, mask_phone
from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.kernel.wording import title_of
from sangzi.units.initials import initials
from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH, keys

from .definitions import registers
from .doubles import COUNTY_STEPS, Comparison, Traits, compare
from .entering import clean_name, clean_phone
from .models import Consent, Entry, Partner, Person

MANY = 20


@dataclass(frozen=True)
class Card:
    """A person as shown to those who need not see the whole: nothing here identifies by itself."""

    pk: int
    name: str
    phone: str
    born: str
    home: Unit


@dataclass(frozen=True)
class RegisterLine:
    """One line of a register as a list shows it. `values` are (title, value) of the register's own fields."""

    pk: int
    register: str
    unit: Unit
    since: date
    until: date | None
    person: Card | None
    partner: Partner | None
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class Likely:
    """Somebody known who may be the same person, and what speaks for it."""

    card: Card
    reasons: list[str]


def person_card(person: Person) -> Card:
    """The masked view of a person. Reads `person.home`: select it along."""
    return Card(
        pk=person.pk,
        name=mask_name(person.name),
        phone=mask_phone(person.phone) if person.phone else "",
        born=_("%(year)d年生") % {"year": person.born.year} if person.born else "",
        home=person.home,
    )


def register_lines(
    lines: QuerySet[Entry],
    *,
    register: str,
    unit: Unit | None = None,
    live: bool = True,
    on: date | None = None,
    text: str = "",
    after: str | None = None,
    size: int = SIZE,
) -> Page[RegisterLine]:
    """A page of a register over a unit and all below it, newest first: as it stands, or as it stood `on` a day.

    `text` is the beginning of a name or of its initials, or a whole phone number.
    One query. `lines` is what the reader may see (`access.visible_entries`).
    """
    found = lines.filter(register=register).select_related("unit", "partner", "person__home")
    if unit is not None:
        found = found.filter(unit__path__within=unit.path)
    if on:
        found = found.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    elif live:
        found = found.filter(until=None)
    if text.strip():
        found = found.filter(_called(text.strip(), "person__") | Q(partner__name__holds=text.strip()))
    page = page_of(found, after=after, size=size)
    return Page([register_line(entry) for entry in page.lines], page.next)


def all_lines(lines: QuerySet[Entry], *, register: str, unit: Unit) -> Iterator[RegisterLine]:
    """Every living line of a register at a unit and below, masked, a thousand at a time."""
    found = lines.filter(register=register, until=None, unit__path__within=unit.path).order_by("pk")
    for entry in found.select_related("unit", "partner", "person__home").iterator(chunk_size=1000):
        yield register_line(entry)


def register_line(entry: Entry) -> RegisterLine:
    """One line, masked. Reads unit, partner, person and the person's home: select them along."""
    return RegisterLine(
        pk=entry.pk,
        register=entry.register,
        unit=entry.unit,
        since=entry.since,
        until=entry.until,
        person=person_card(entry.person) if entry.person else None,
        partner=entry.partner,
        values=_values(entry),
    )


def lines_of(lines: QuerySet[Entry], person: Person) -> list[RegisterLine]:
    """All lines of one person that the reader may see, the present ones first. One query."""
    found = lines.filter(person=person).select_related("unit", "partner", "person__home")
    return sorted((register_line(entry) for entry in found), key=lambda line: (line.until is not None, line.since))


def register_sizes(lines: QuerySet[Entry], unit: Unit) -> dict[str, int]:
    """How many stand in each register at a unit and below it now. One query."""
    live = lines.filter(until=None, unit__path__within=unit.path)
    return dict(live.order_by().values_list("register").annotate(Count("pk")))


def consented(person: Person, purpose: str, on: date) -> bool:
    """Whether a consent of this purpose holds on that day."""
    return (
        Consent.objects.filter(person=person, purpose=purpose, given__lte=on)
        .filter(Q(expires=None) | Q(expires__gt=on), Q(withdrawn=None) | Q(withdrawn__gt=on))
        .exists()
    )


def consents_of(person: Person) -> list[Consent]:
    """Everything a person allowed, the latest first. One query."""
    return list(person.consents.order_by("-given", "-pk"))


def persons_matching(persons: QuerySet[Person], text: str, limit: int = MANY) -> list[Card]:
    """Persons by the beginning of their name or its initials, or by their whole phone number. One query."""
    text = text.strip()
    if not text:
        return []
    found = persons.filter(_called(text, "")).select_related("home").order_by("name", "pk")
    return [person_card(person) for person in found[:limit]]


def _called(text: str, of: str) -> Q:
    """The condition for a person by the beginning of the name or its initials, or by the whole phone number."""
    begins = Q(**{f"{of}name__within": text}) | Q(**{f"{of}initials__within": text.lower()})
    return begins | Q(**{f"{of}phone": text})


def partners_matching(partners: QuerySet[Partner], text: str, limit: int = MANY) -> list[Partner]:
    """Partners by a part of their name or by their whole credit code, homes along. One query."""
    text = text.strip()
    if not text:
        return []
    found = partners.filter(Q(name__holds=text) | Q(credit_code=text.upper())).select_related("home")
    return list(found.order_by("name", "pk")[:limit])


def likely_duplicates(
    persons: QuerySet[Person], *, name: str, home: Unit, phone: str = "", born: date | None = None
) -> list[Likely]:
    """Who may be the same person, the likeliest first: whoever has the same phone, or agrees in enough (`doubles`).

    One query by indexed columns.
    """
    compared = _compared(persons, name, home, phone, born)
    return [Likely(person_card(one), told.reasons) for one, told in compared[:MANY]]


def likely_persons(
    persons: QuerySet[Person], *, name: str, home: Unit, phone: str = "", born: date | None = None
) -> list[Person]:
    """The same as the persons themselves, for what decides without a page. One query."""
    return [one for one, _told in _compared(persons, name, home, phone, born)[:MANY]]


def _compared(
    persons: QuerySet[Person], name: str, home: Unit, phone: str, born: date | None
) -> list[tuple[Person, Comparison]]:
    asked = Traits(0, clean_name(name), initials(name)[:30], clean_phone(phone), born, tuple(keys(home.path)))
    found = persons.filter(_comparable(asked, home)).select_related("home").order_by("pk")[: 10 * MANY]
    compared = [(one, compare(asked, traits_of(one))) for one in found]
    likely = [(one, told) for one, told in compared if told.likely or (asked.phone and one.phone == asked.phone)]
    return sorted(likely, key=lambda pair: -pair[1].weight)


def traits_of(person: Person) -> Traits:
    """What is compared of a person. Reads `person.home`: select it along."""
    home = tuple(keys(person.home.path))
    return Traits(person.pk, person.name, person.initials, person.phone, person.born, home)


def _comparable(asked: Traits, home: Unit) -> Q:
    """Persons that share a phone, a day of birth, or initials and a county: `doubles.blocks` as a query."""
    county = Unit.objects.filter(path__within=home.path[: COUNTY_STEPS * WIDTH])
    wanted = Q(initials=asked.initials, home__in=county)
    if asked.phone:
        wanted |= Q(phone=asked.phone)
    if asked.born:
        wanted |= Q(born=asked.born, initials__within=asked.initials[:1])
    return wanted


def _values(entry: Entry) -> list[tuple[str, str]]:
    definition = registers().get(entry.register)
    if definition is None:  # the register is no longer declared: its lines stay readable
        return sorted(json.loads(entry.fields).items())
    said = answered(definition.fields, entry.fields)
    return [(title_of(field), _masked(field, text) if field.personal else text) for field, text in said]


def _masked(field: Field, text: str) -> str:
    return mask_phone(text) if field.kind == "phone" else mask_name(text)
