"""Rounds and openings as lists show them: with how they stand, what is left, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from sangzi.kernel.fields import answered
from sangzi.kernel.wording import day_of, title_of
from sangzi.programmes.access.public import public_openings
from sangzi.programmes.definitions import ProgrammeType, frozen
from sangzi.programmes.models import Opening, Round
from sangzi.programmes.queries.offered_lines import OfferedLine
from sangzi.programmes.queries.public import Offer, Seated, Standing, offers_of, standing_in
from sangzi.units.models import Unit
from sangzi.units.queries import ancestors
from sangzi.web.standings import Sign, sign_for, sign_of

from .rows import written


@dataclass(frozen=True)
class RoundCard:
    """A round in a list. `away` names the home that has none of what is offered."""

    round: Round
    programme: ProgrammeType
    sign: Sign
    offer: Offer | None
    away: str = ""

    @property
    def asks(self) -> bool:
        """Whether anybody applies here."""
        return self.sign.standing != Standing.UNASKED

    @property
    def row(self) -> SafeString:
        """The card as a line of a list."""
        dated = self.programme.openings is not None and self.programme.openings.dated
        told = {
            "programme": title_of(self.programme),
            "title": self.round.title,
            "unit": self.round.unit.short,
            "capacity": self.offer.capacity if self.offer else None,
            "left": self.offer.left if self.offer and not dated else None,
            "asks": self.asks,
            "away": self.away,
        }
        return written("open/parts/round_row.html", "open:round", self.round.pk, self.sign, told)


@dataclass(frozen=True)
class OpeningCard:
    """An opening in a list. `left` is how many seats are free, None where days have capacities of their own."""

    opening: Opening | OfferedLine
    unit: str
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
        told = {
            "programme": title_of(self.programme),
            "title": self.opening.title,
            "unit": self.unit,
            "capacity": self.opening.capacity,
            "left": self.left,
            "asks": self.asks,
            "on": day_of(self.opening.on),
            "until": day_of(self.opening.until) if self.opening.until else None,
        }
        return written("open/parts/opening_row.html", "open:opening", self.opening.pk, self.sign, told)


def round_cards(rounds: Sequence[Round], now: datetime, home: Unit | None) -> list[RoundCard]:
    """Rounds with what they offer near home, else with what they offer elsewhere. At most two queries."""
    near = offers_of(public_openings(), rounds, home)
    rest = [one for one in rounds if one.pk not in near] if home else []
    far = offers_of(public_openings(), rest) if rest else {}
    away = home.short if home else ""
    return [
        RoundCard(
            one,
            frozen(one.definition),
            sign_of(one, now),
            near.get(one.pk) or far.get(one.pk),
            away if one.pk in far else "",
        )
        for one in rounds
    ]


def opening_card(opening: Opening, now: datetime) -> OpeningCard:
    """An opening with its seats. No query: round and unit are along."""
    programme = frozen(opening.round.definition)
    sign = sign_of(opening.round, now, opening)
    return OpeningCard(opening, opening.unit.short, programme, sign, _left(programme, opening))


def offered_cards(lines: Iterable[OfferedLine], now: datetime) -> list[OpeningCard]:
    """Lines of openings with their seats. No query; those of one round that stand alike share one sign."""
    signs: dict[tuple[int, Standing], Sign] = {}
    cards = []
    for one in lines:
        standing = standing_in(one.definition, one.round, now, one)
        sign = signs.get((one.round.pk, standing))
        if sign is None:
            sign = signs[one.round.pk, standing] = sign_for(standing, one.round, now)
        cards.append(OpeningCard(one, one.unit, one.definition, sign, _left(one.definition, one)))
    return cards


def _left(programme: ProgrammeType, opening: Seated) -> int | None:
    dated = programme.openings is not None and programme.openings.dated
    return None if dated else opening.capacity - opening.taken


def public_answers(opening: Opening) -> list[tuple[str, str, str]]:
    """What who offers declared for everybody to read: title, answer and kind; personal answers are left out."""
    step = frozen(opening.round.definition).openings
    fields = [field for field in step.fields if not field.personal and field.kind != "file"] if step else []
    return [(title_of(field), said, field.kind) for field, said in answered(fields, opening.answers)]


def where(unit: Unit) -> str:
    """The place of a unit in words: 吉林 › 延边 › 和龙. One query."""
    above = [one.short for one in ancestors(unit)[1:]]
    return " › ".join([*above, unit.short])
