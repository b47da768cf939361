"""Who got what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from sangzi.kernel.paging import SIZE, Page, page_of
from sangzi.people.queries import Card, person_card
from sangzi.units.models import Unit

from ..models import Opening, Placement, Round
from .bounds import between


@dataclass(frozen=True)
class PlacementLine:
    """A placement as a list shows it: who has it, a person masked, and in a pair the one who offers."""

    pk: int
    opening: Opening
    called: str
    person: Card | None
    mentor: Card | None
    since: date
    until: date | None
    state: str
    words: str
    accept_by: datetime | None
    application: int | None


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
    placements = between(placements, "since", first, last)
    along = ("opening__unit", "opening__offered_by__home", "person__home", "partner", "for_unit", "application")
    page = page_of(placements.select_related(*along), after=after, size=size)
    return Page([placement_line(placement) for placement in page.lines], page.next)


def placement_line(placement: Placement) -> PlacementLine:
    """One placement, masked. Reads the opening with its unit and who offers, taker and application: select them."""
    mentor = placement.opening.offered_by
    person = person_card(placement.person) if placement.person else None
    return PlacementLine(
        pk=placement.pk,
        opening=placement.opening,
        called=_called(placement, person),
        person=person,
        mentor=person_card(mentor) if mentor else None,
        since=placement.since,
        until=placement.until,
        state=placement.state,
        words=str(placement.get_state_display()),
        accept_by=placement.accept_by,
        application=placement.application_id,
    )


def _called(placement: Placement, person: Card | None) -> str:
    """Who has it, in one word: a team's own name, a partner, a unit, or the person masked."""
    if placement.application and placement.application.name:
        return placement.application.name
    if person:
        return person.name
    return placement.partner.name if placement.partner else placement.for_unit.short if placement.for_unit else ""
