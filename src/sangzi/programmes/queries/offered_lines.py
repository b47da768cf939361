"""What is offered, as a list shows it: of an opening, its round and its unit only what its line says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from sangzi.kernel.paging import Page, page_of

from ..definitions import ProgrammeType, frozen
from ..models import Opening, Round


class RoundTimes(NamedTuple):
    """How a round stands, and by which definition."""

    pk: int
    digest: str
    state: str
    apply_from: datetime | None
    apply_until: datetime | None


class OfferedLine(NamedTuple):
    """One opening as a list shows it. `definition` is that of its round."""

    pk: int
    title: str
    unit: str
    on: date
    until: date | None
    capacity: int
    taken: int
    state: str
    round: RoundTimes
    definition: ProgrammeType


OWN = ("pk", "title", "unit__short", "on", "until", "capacity", "taken", "state")
OF_ROUND = ("round_id", *(f"round__{name}" for name in RoundTimes._fields[1:]))


def offered_lines(found: QuerySet[Opening], *, after: str | None = None, size: int) -> Page[OfferedLine]:
    """A page of openings, newest first. One query, and one where a definition is met for the first time."""
    page: Page[Any] = page_of(found.values_list(*OWN, *OF_ROUND, named=True), after=after, size=size)
    rounds = {row.round_id: RoundTimes(*row[len(OWN) :]) for row in page.lines}
    definitions = definitions_of(rounds)
    return Page([_line(row, rounds[row.round_id], definitions) for row in page.lines], page.next)


def _line(row: Any, round_: RoundTimes, definitions: Mapping[str, ProgrammeType]) -> OfferedLine:
    return OfferedLine._make((*row[: len(OWN)], round_, definitions[round_.digest]))


_met: dict[str, ProgrammeType] = {}
"""Definitions by digest, which is that of their whole text: what was met once need not be read again."""
MOST_MET = 1024


def definitions_of(rounds: Mapping[int, RoundTimes]) -> dict[str, ProgrammeType]:
    """The definitions of some rounds by digest, read without the long texts that most rounds share."""
    wanted = {one.digest: key for key, one in rounds.items()}
    new = [key for digest, key in wanted.items() if digest not in _met]
    if new:
        if len(_met) > MOST_MET:
            _met.clear()
        texts = Round.objects.filter(pk__in=wanted.values()).values_list("digest", "definition")
        _met.update({digest: frozen(text) for digest, text in texts})
    return {digest: _met[digest] for digest in wanted}
