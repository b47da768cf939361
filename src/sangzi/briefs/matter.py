"""What a brief has to tell: read from the board, before a word of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sangzi.kernel.models import Account
from sangzi.plans.models import Commitment
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.queries import Board, BoardLine, ChildLine, board, children_board
from sangzi.units.models import Unit
from sangzi.units.queries import children

from .definitions import Template


class Needed(NamedTuple):
    """A figure that the brief will quote, and the commitment it is quoted against."""

    figure: Figure
    commitment: Commitment | None


@dataclass(frozen=True, slots=True)
class Lag:
    """A commitment that lags, and the children furthest from their shares of it."""

    line: BoardLine
    shared: Commitment | None  # the one whose shares the children have, where several ask for the same
    children: tuple[ChildLine, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything a month's brief of a unit is made from."""

    unit: Unit
    month: int
    as_of: date
    board: Board
    headlines: tuple[BoardLine, ...]
    lags: tuple[Lag, ...]
    more: tuple[BoardLine, ...]  # lag as well, but are only in the table
    has_children: bool
    sample: bool

    @property
    def names(self) -> dict[int, str]:
        """What the units of the brief are called, by key."""
        named = [child.unit for lag in self.lags for child in lag.children]
        return {unit.pk: unit.short for unit in (self.unit, *named)}

    def needed(self) -> Iterator[Needed]:
        """Every figure that needs a receipt; some come twice."""
        for line in self.headlines:
            yield from (Needed(figure, commitment_of(line)) for figure in line.trend[-2:])
        for line in self.board.asked:
            yield Needed(line.standing.figure, commitment_of(line))
        for lag in self.lags:
            yield from (Needed(child.standing.figure, lag.shared) for child in lag.children)


def gather(template: Template, unit: Unit, month: int, as_of: date) -> Matter:
    """Read what the brief tells; five queries for each commitment that lags, and a fixed number besides."""
    found = board(unit, as_of)
    late = [line for line in found.asked if line.standing.light in template.lagging]
    told, more = late[: template.lagging_most], late[template.lagging_most :]
    return Matter(
        unit=unit,
        month=month,
        as_of=as_of,
        board=found,
        headlines=tuple(_headlines(template, found)),
        lags=tuple(_lag(template, line, unit, as_of) for line in told),
        more=tuple(more),
        has_children=children(unit).exists(),
        sample=Account.objects.filter(sample=True).exists(),
    )


def commitment_of(line: BoardLine) -> Commitment | None:
    """The commitment that a line is quoted against: that of the highest plan."""
    return line.asked[0].commitment if line.asked else None


def _headlines(template: Template, found: Board) -> list[BoardLine]:
    """Those the template prefers, then what is asked, then anything else that is counted."""
    by_key: dict[str, BoardLine] = {}
    for line in (*found.asked, *found.others):
        by_key.setdefault(line.indicator.key, line)
    order = [key for key in template.headline if key in by_key]
    order += [key for key in by_key if key not in order]
    return [by_key[key] for key in order[: template.headline_most]]


def _lag(template: Template, line: BoardLine, unit: Unit, as_of: date) -> Lag:
    """Only children with a share of their own can be far from it."""
    for asked in line.asked:
        rows = children_board(unit, line.indicator, asked.commitment, as_of)
        late = [row for row in rows if row.target is not None and row.standing.light in template.lagging]
        if late:
            return Lag(line, asked.commitment, tuple(late[: template.furthest]))
    return Lag(line, None, ())
