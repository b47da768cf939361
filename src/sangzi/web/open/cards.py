"""Rounds and openings as lists show them: with how they stand, what is left, and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sangzi.kernel.fields import answered
from sangzi.kernel.wording import title_of
from sangzi.programmes.access.public import public_openings
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Opening, Round
from sangzi.programmes.queries.public import Offer, Standing, offers_of
from sangzi.units.models import Unit
from sangzi.units.queries import ancestors
from sangzi.web.standings import Sign, sign_of

from .rows import Row, written


@dataclass(frozen=True)
class RoundCard:
    """A round in a list."""

    round: Round
    programme: ProgrammeType
    sign: Sign
    offer: Offer | None

    @property
    def asks(self) -> bool:
        """Whether anybody applies here."""
        return self.sign.standing != Standing.UNASKED

    @property
    def row(self) -> SafeString:
        """The card as a line of a list."""
        dated = self.programme.openings is not None and self.programme.openings.dated
        row = Row(
            language=get_language() or "",
            pk=self.round.pk,
            programme=title_of(self.programme),
            title=self.round.title,
            unit=self.round.unit.short,
            capacity=self.offer.capacity if self.offer else None,
            left=self.offer.left if self.offer and not dated else None,
            asks=self.asks,
            sign=self.sign,
        )
        return written(row, "open/parts/round_row.html")


@dataclass(frozen=True)
class OpeningCard:
    """An opening in a list. `left` is how many seats are free, None where days have capacities of their own."""

    opening: Opening
    programme: ProgrammeType
    sign: Sign
    left: int | None

    @property
    def asks(self) -> bool:
        """Whether anybody applies for it."""
        return self.sign.standing != Standing.UNASKED

    @property
    def row(self) -> SafeString:
        """The card as a line of a list."""
        row = Row(
            language=get_language() or "",
            pk=self.opening.pk,
            programme=title_of(self.programme),
            title=self.opening.title,
            unit=self.opening.unit.short,
            capacity=self.opening.capacity,
            left=self.left,
            asks=self.asks,
            sign=self.sign,
            on=self.opening.on,
            until=self.opening.until,
        )
        return written(row, "open/parts/opening_row.html")


def round_cards(rounds: Sequence[Round], now: datetime, home: Unit | None) -> list[RoundCard]:
    """Rounds with what they offer near home. One query."""
    offers = offers_of(public_openings(), rounds, home)
    return [RoundCard(one, frozen(one.definition), sign_of(one, now), offers.get(one.pk)) for one in rounds]


def opening_card(opening: Opening, now: datetime) -> OpeningCard:
    """An opening with its seats. No query: round and unit are along."""
    programme = frozen(opening.round.definition)
    dated = programme.openings is not None and programme.openings.dated
    left = None if dated else opening.capacity - opening.taken
    return OpeningCard(opening, programme, sign_of(opening.round, now, opening), left)


def public_answers(opening: Opening) -> list[tuple[str, str, str]]:
    """What who offers declared for everybody to read: title, answer and kind; personal answers are left out."""
    step = frozen(opening.round.definition).openings
    fields = [field for field in step.fields if not field.personal and field.kind != "file"] if step else []
    return [(title_of(field), said, field.kind) for field, said in answered(fields, opening.answers)]


def where(unit: Unit) -> str:
    """The place of a unit in words: 吉林 › 延边 › 和龙. One query."""
    above = [one.short for one in ancestors(unit)[1:]]
    return " › ".join([*above, unit.short])
