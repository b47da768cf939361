"""What anybody can ask: which rounds and openings are there for those at home in a unit, and how rounds stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from sangzi.kernel.paging import Page, page_of
from sangzi.units.models import Level, Unit
from sangzi.units.paths import keys

from ..definitions import ProgrammeType, frozen, programmes
from ..models import Opening, OpeningState, Payment, Placement, PlacementState, Record, Round, RoundState, Slot
from .bounds import between

SIZE = 20
WORDS = 5


class Standing(StrEnum):
    """How a round, or an opening in it, stands for somebody who would like to apply."""

    SOON = "soon"
    OPEN = "open"
    WAITING = "waiting"
    FULL = "full"
    OVER = "over"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    UNASKED = "unasked"  # nobody applies here


@dataclass(frozen=True)
class Offer:
    """Openings of a round, in numbers."""

    openings: int
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return self.capacity - self.taken


def near(home: Unit) -> Q:
    """The condition that something is for those at home in a unit: it lies there, below, or at a unit above.

    Below a prefecture few units are meant, and a database goes from them to what lies there. Above, what is newest
    stands near home as often as not, and it goes from the newest on.
    """
    if home.level >= Level.COUNTY:
        return Q(unit__near=home)
    return Q(unit__path__within=home.path) | Q(unit__in=keys(home.path)[:-1])


def applying_now(rounds: QuerySet[Round], now: datetime) -> QuerySet[Round]:
    """Rounds that take applications at a moment, or will, and in which there is something to apply for."""
    offered = Opening.objects.filter(round=OuterRef("pk"), state=OpeningState.OFFERED)
    without = [key for key, programme in programmes().items() if _asks_for_none(programme)]
    return rounds.filter(_running(now, ""), Exists(offered) | Q(programme__in=without), state=RoundState.OPEN)


def _asks_for_none(programme: ProgrammeType) -> bool:
    """Whether one may apply without an opening: where none is offered ever, or where units nominate their own."""
    return programme.openings is None or (programme.applications is not None and programme.applications.nominated)


def public_rounds_list(
    rounds: QuerySet[Round],
    *,
    now: datetime,
    home: Unit | None = None,
    programmes: Collection[str] | None = None,
    text: str = "",
    after: str | None = None,
    size: int = SIZE,
) -> Page[Round]:
    """A page of the rounds that can be applied in, newest first, units along. One query."""
    found = applying_now(rounds, now)
    if home is not None:
        found = found.filter(near(home))
    if programmes is not None:
        found = found.filter(programme__in=programmes)
    for word in text.split()[:WORDS]:
        found = found.filter(_named(word, programmes, ""))
    return page_of(found.select_related("unit"), after=after, size=size)


def public_openings_list(
    openings: QuerySet[Opening],
    *,
    now: datetime,
    home: Unit | None = None,
    round_: Round | None = None,
    programmes: Collection[str] | None = None,
    text: str = "",
    first: date | None = None,
    last: date | None = None,
    free: bool = False,
    after: str | None = None,
    size: int = SIZE,
) -> Page[Opening]:
    """A page of openings that can be applied for, newest first, with round and unit. One query.

    What narrows it is that of `offered_now`.
    """
    found = offered_now(
        openings,
        now=now,
        home=home,
        round_=round_,
        programmes=programmes,
        text=text,
        first=first,
        last=last,
        free=free,
    )
    if round_ is None:
        return page_of(found.select_related("round", "unit", "partner"), after=after, size=size)
    page = page_of(found.select_related("unit", "partner"), after=after, size=size)
    for one in page.lines:
        one.round = round_
    return page


def offered_now(
    openings: QuerySet[Opening],
    *,
    now: datetime,
    home: Unit | None = None,
    round_: Round | None = None,
    programmes: Collection[str] | None = None,
    without: Collection[str] = (),
    text: str = "",
    first: date | None = None,
    last: date | None = None,
    free: bool = False,
) -> QuerySet[Opening]:
    """Openings that can be applied for: near home, in or without some programmes, between two days, with a free seat.

    `text` is words that all stand in the title or the summary, or outside a round also in its or its programme's title.
    """
    asked = Q(round=round_) if round_ is not None else _running(now, "round__") & Q(round__state=RoundState.OPEN)
    if home is not None:
        asked &= near(home)
    if programmes is not None:
        asked &= Q(round__programme__in=programmes)
    if without:
        asked &= ~Q(round__programme__in=without)
    if free:
        asked &= Q(taken__lt=F("capacity"))
    for word in text.split()[:WORDS]:
        said = Q(title__holds=word) | Q(summary__contains=word)
        asked &= said if round_ is not None else said | _named(word, programmes, "round__")
    return between(openings.filter(asked), "on", first, last)


def offers_of(openings: QuerySet[Opening], rounds: Iterable[Round], home: Unit | None = None) -> dict[int, Offer]:
    """What each of some rounds offers, at the units near `home`. One query."""
    found = openings.filter(round__in=[round_.pk for round_ in rounds]).order_by()
    if home is not None:
        found = found.filter(near(home))
    rows = found.values_list("round").annotate(Count("pk"), Sum("capacity"), Sum("taken"))
    return {key: Offer(count, capacity, taken) for key, count, capacity, taken in rows}


def rounds_by_programme(rounds: QuerySet[Round], now: datetime, home: Unit | None = None) -> dict[str, int]:
    """How many rounds of each programme can be applied in. One query."""
    found = applying_now(rounds, now)
    if home is not None:
        found = found.filter(near(home))
    return dict(found.order_by().values_list("programme").annotate(Count("pk")))


def solved(openings: QuerySet[Opening], home: Unit | None = None, size: int = SIZE) -> list[Opening]:
    """Openings in which somebody has finished what was wanted, the latest first. One query."""
    done = Placement.objects.filter(opening=OuterRef("pk"), state=PlacementState.FINISHED)
    found = openings.filter(Exists(done)).select_related("round", "unit", "partner")
    if home is not None:
        found = found.filter(near(home))
    return list(found.order_by("-pk")[:size])


def paid_in(openings: Iterable[Opening]) -> dict[int, Decimal]:
    """What was paid out in each of some openings, in yuan. One query."""
    rows = Payment.objects.filter(placement__opening__in=[opening.pk for opening in openings]).order_by()
    return dict(rows.values_list("placement__opening").annotate(Sum("amount")))


def sums_in(rounds: Iterable[Round]) -> dict[int, dict[str, Decimal]]:
    """What was recorded in each of some rounds, summed by kind of record. One query."""
    sums: dict[int, dict[str, Decimal]] = {}
    rows = Record.objects.filter(round__in={round_.pk for round_ in rounds}).order_by().values_list("round", "kind")
    for round_, kind, quantity in rows.annotate(Sum("quantity")):
        sums.setdefault(round_, {})[kind] = quantity
    return sums


def free_nights(opening: Opening, first: date, last: date) -> dict[date, int]:
    """What is left on each day of a dated opening. One query."""
    rows = Slot.objects.filter(opening=opening, on__gte=first, on__lte=last).order_by("on")
    return {slot.on: slot.capacity - slot.taken for slot in rows}


class Timed(Protocol):
    """What of a round says how it stands."""

    @property
    def state(self) -> str: ...

    @property
    def apply_from(self) -> datetime | None: ...

    @property
    def apply_until(self) -> datetime | None: ...


class Seated(Protocol):
    """What of an opening says how it stands."""

    @property
    def state(self) -> str: ...

    @property
    def capacity(self) -> int: ...

    @property
    def taken(self) -> int: ...


def standing_of(round_: Round, now: datetime, opening: Seated | None = None) -> Standing:
    """How a round, or one of its openings, stands at a moment. No query."""
    return standing_in(frozen(round_.definition), round_, now, opening)


def standing_in(definition: ProgrammeType, round_: Timed, now: datetime, opening: Seated | None = None) -> Standing:
    """The same where the definition was read before."""
    ended = {RoundState.CANCELLED: Standing.CANCELLED, RoundState.CLOSED: Standing.CLOSED}
    if round_.state in ended:
        return ended[RoundState(round_.state)]
    if opening is not None and opening.state == OpeningState.WITHDRAWN:
        return Standing.WITHDRAWN
    if definition.applications is None:
        return Standing.UNASKED
    return _in_time(round_, now) or _by_seats(definition, opening)


def _in_time(round_: Timed, now: datetime) -> Standing | None:
    if round_.apply_until and now >= round_.apply_until:
        return Standing.OVER
    return Standing.SOON if round_.apply_from and now < round_.apply_from else None


def _by_seats(definition: ProgrammeType, opening: Seated | None) -> Standing:
    if opening is None or opening.taken < opening.capacity or _keeps_open(definition):
        return Standing.OPEN
    return Standing.WAITING if _waits(definition) else Standing.FULL


def _keeps_open(definition: ProgrammeType) -> bool:
    """Whether applying goes on although every seat is taken: dated beds are counted by the night."""
    return definition.openings is not None and definition.openings.dated


def _waits(definition: ProgrammeType) -> bool:
    return definition.allotment is not None and definition.allotment.waiting


def _running(now: datetime, of: str) -> Q:
    """The condition that applying is not over and the round has not ended."""
    open_end = Q(**{f"{of}apply_until": None}) | Q(**{f"{of}apply_until__gt": now})
    return open_end & (Q(**{f"{of}closes": None}) | Q(**{f"{of}closes__gte": timezone.localdate(now)}))


def _named(word: str, keys_: Collection[str] | None, of: str) -> Q:
    """The condition that a word stands in a round's title or in its programme's."""
    known = programmes()
    asked = known if keys_ is None else (key for key in keys_ if key in known)
    titled = [key for key in asked if word in known[key].title or word.lower() in known[key].title_en.lower()]
    return Q(**{f"{of}title__holds": word}) | Q(**{f"{of}programme__in": titled})
