"""Which figures of a unit moved by what was just done, before and after: said to whoever did it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string

from sangzi.kernel.wording import title_of
from sangzi.scoreboard.figures import Figure, figures, sides
from sangzi.scoreboard.indicators import Indicator, indicators_of
from sangzi.scoreboard.measures import fed_by
from sangzi.scoreboard.shown import shown
from sangzi.units.models import Unit

MOST_SAID = 4
Fed = tuple[str, str]  # fact, tag


@dataclass(frozen=True)
class Move:
    """One figure, as it was and as it is."""

    title: str
    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Watch:
    """The figures of a unit that some facts feed, as they stood before."""

    unit: Unit
    today: date
    fed: tuple[Indicator, ...]
    before: dict[tuple[str, int], Figure]

    @classmethod
    def begin(cls, unit: Unit, today: date, facts: Iterable[Fed]) -> Self:
        """Look at the figures. At most three queries."""
        fed = tuple(indicators_over(unit, facts))
        return cls(unit, today, fed, _figures(fed, unit, today))

    def moved(self) -> list[Move]:
        """What differs now. At most three queries."""
        after = _figures(self.fed, self.unit, self.today)
        return [
            Move(title_of(one), one.key, shown(one, self.before[cell]), shown(one, after[cell]))
            for one in self.fed
            for cell in [(one.key, self.unit.pk)]
            if self.before[cell].value != after[cell].value
        ]

    def tell(self, request: HttpRequest, sentence: str, url: str = "", verb: str = "") -> None:
        """Say what was done, with a link to it, the board of the unit and the figures that moved."""
        moved = self.moved()
        told = {"sentence": sentence, "url": url, "verb": verb, "of_unit": self.unit}
        said = render_to_string("parts/moved.html", told | {"moved": moved[:MOST_SAID], "more": len(moved) - MOST_SAID})
        messages.success(request, said)


def indicators_over(unit: Unit, facts: Iterable[Fed]) -> list[Indicator]:
    """The indicators of a unit that read any of these facts on either side."""
    keys = {basis.key for fact, tag in facts for basis in fed_by(fact, tag)}
    return [one for one in indicators_of(unit).values() if keys & {basis.key for basis in sides(one)}]


def _figures(fed: tuple[Indicator, ...], unit: Unit, today: date) -> dict[tuple[str, int], Figure]:
    return figures(list(fed), [unit.pk], today) if fed else {}
