"""Briefs as an organisation declares them: which sections, which headline indicators, which words."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sangzi.kernel import definitions
from sangzi.kernel.errors import BadInput

from .words import UnlinkedNumber, refuse_numbers

SectionKey = Literal["overview", "progress", "lagging", "asks", "receipts"]
Lagging = Literal["exceeded", "overdue", "behind", "slow", "not-started"]

# sentence -> what it may name; every one must be there
SLOTS: dict[str, frozenset[str]] = {
    "heading": frozenset({"unit", "month"}),
    "overview": frozenset({"day", "total", "lights"}),
    "nothing_asked": frozenset({"day"}),
    "overview_table": frozenset(),
    "uncounted": frozenset(),
    "lags": frozenset({"commitment", "goal", "figure", "light", "missing"}),
    "exceeds": frozenset({"commitment", "goal", "figure", "light", "missing"}),
    "unknown": frozenset({"commitment", "goal", "light"}),
    "quote": frozenset({"plan", "sentence"}),
    "furthest": frozenset({"children"}),
    "no_deadline": frozenset(),
    "nothing_lags": frozenset(),
    "more_lag": frozenset({"more"}),
    "ask": frozenset({"commitment", "missing"}),
    "ask_by": frozenset({"commitment", "missing", "deadline"}),
    "ask_pace": frozenset({"commitment", "missing", "deadline", "pace"}),
    "ask_overdue": frozenset({"commitment", "missing", "deadline"}),
    "ask_less": frozenset({"commitment", "missing"}),
    "ask_counting": frozenset({"commitment"}),
    "nothing_asks": frozenset(),
    "receipts": frozenset(),
    "report": frozenset({"unit"}),
    "send": frozenset(),
    "issue": frozenset({"unit"}),
    "close": frozenset({"seal"}),
}


class Columns(BaseModel):
    """Column heads of the tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    overview: tuple[str, str, str, str]
    progress: tuple[str, str, str, str, str]
    receipts: tuple[str, str, str, str, str, str, str]


class Template(definitions.Definition):
    """One kind of brief."""

    masthead: str
    sample: str
    sections: tuple[SectionKey, ...] = Field(min_length=1)
    headline: tuple[str, ...]
    headline_most: int = Field(default=6, ge=1, le=12)
    lagging: tuple[Lagging, ...]
    lagging_most: int = Field(default=5, ge=1, le=20)
    furthest: int = Field(default=5, ge=1, le=20)
    titles: dict[SectionKey, str]
    lights: dict[str, str]
    columns: Columns
    sentences: dict[str, str]

    @model_validator(mode="after")
    def _every_section_has_a_title(self) -> Self:
        silent = [key for key in self.sections if key not in self.titles]
        if silent:
            raise ValueError(f"no title for the sections {', '.join(silent)}")
        return self

    @model_validator(mode="after")
    def _sentences_are_all_there(self) -> Self:
        if SLOTS.keys() != self.sentences.keys():
            odd = sorted(SLOTS.keys() ^ self.sentences.keys())
            raise ValueError(f"sentences that are missing or unknown: {', '.join(odd)}")
        for key, sentence in self.sentences.items():
            named = {slot for _words, slot in pieces(sentence) if slot}
            if named != SLOTS[key]:
                raise ValueError(f"sentences.{key} must name exactly {sorted(SLOTS[key])}, but names {sorted(named)}")
        return self

    @model_validator(mode="after")
    def _words_hold_no_number(self) -> Self:
        columns = [head for heads in self.columns.model_dump().values() for head in heads]
        words = [piece for sentence in self.sentences.values() for piece, _slot in pieces(sentence)]
        for text in (self.masthead, self.sample, *self.titles.values(), *self.lights.values(), *columns, *words):
            try:
                refuse_numbers(text)
            except UnlinkedNumber as refusal:
                raise ValueError(refusal.sentence) from refusal
        return self


def pieces(sentence: str) -> list[tuple[str, str | None]]:
    """A sentence as (words, slot that follows them or None)."""
    return [(words, slot) for words, slot, _spec, _conversion in Formatter().parse(sentence)]


@cache
def templates() -> dict[str, Template]:
    """All declared briefs by key."""
    return definitions.load("briefs", Template)


def template_named(key: str) -> Template:
    """The brief with this key. Raises `BadInput` naming those there are."""
    if key not in templates():
        known = "、".join(templates())
        raise BadInput(_("没有“%(key)s”这种简报；已有：%(known)s。") % {"key": key, "known": known}, template=key)
    return templates()[key]
