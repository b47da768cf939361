"""A brief as a page shows it: the same parts as in its file, every number a link to its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sangzi.briefs.models import Brief
from sangzi.briefs.parts import Block, Citation, Derived, Document, Goal, Line, Number, Paragraph, Part, Table
from sangzi.briefs.proof import receipts_of
from sangzi.briefs.stored import from_json

from .addresses import slug_of

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Piece:
    """Some words, where they lead, and whether what they say is no longer so."""

    text: str
    url: str = ""
    note: str = ""
    differs: bool = False


Text = list[Piece]


@dataclass(frozen=True)
class ShownBlock:
    """A paragraph, or the rows of a table under their heads."""

    style: str
    text: Text
    heads: list[str]
    rows: list[list[Text]]


@dataclass(frozen=True)
class ShownSection:
    """A section under its numbered title."""

    title: str
    blocks: list[ShownBlock]


@dataclass(frozen=True)
class BriefSheet:
    """A whole brief; the words of the masthead are the document's own."""

    document: Document
    heading: Text
    sections: list[ShownSection]
    tail: list[Text]
    close: Text


def brief_sheet(brief: Brief, different: frozenset[int] = frozenset()) -> BriefSheet:
    """The brief as it was issued; numbers of the receipts in `different` are marked."""
    document = from_json(brief.body)
    setter = _Setter(f"?unit={slug_of(brief.unit)}", different)
    sections = zip(ORDINALS, document.sections, strict=False)
    return BriefSheet(
        document=document,
        heading=setter.text(document.heading),
        sections=[
            ShownSection(f"{ordinal}、{section.title.shown}", list(setter.blocks(section.blocks)))
            for ordinal, section in sections
        ],
        tail=[setter.text(line) for line in document.tail],
        close=setter.text(document.close),
    )


@dataclass(frozen=True)
class _Setter:
    """Turns parts into pieces."""

    query: str
    different: frozenset[int]

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[ShownBlock]:
        item = 0
        for block in blocks:
            if isinstance(block, Table):
                yield self._table(block)
                continue
            item += block.style == "item"
            yield self._paragraph(block, f"{item}. " if block.style == "item" else "")

    def text(self, line: Line) -> Text:
        return [self._piece(part) for part in line]

    def _table(self, block: Table) -> ShownBlock:
        rows = [[self.text(cell) for cell in row] for row in block.rows]
        return ShownBlock("small" if block.small else "table", [], [head.shown for head in block.header], rows)

    def _paragraph(self, block: Paragraph, lead: str) -> ShownBlock:
        text = self.text(block.parts)
        return ShownBlock(block.style, [Piece(lead), *text] if lead else text, [], [])

    def _piece(self, part: Part) -> Piece:
        if isinstance(part, Citation):
            place = f"&at={part.commitment}#c{part.commitment}"
            return Piece(part.shown, self._url("plan", part.plan) + place, _("规划原文"))
        receipts = receipts_of(part)
        if not receipts:
            return Piece(part.shown)
        return Piece(part.shown, self._url("receipt", receipts[0]), _note(part), bool(self.different & {*receipts}))

    def _url(self, name: str, key: int) -> str:
        return reverse(f"desk:{name}", args=[key]) + self.query


def _note(part: Part) -> str:
    """What the pointer shows: the receipts behind a number."""
    if isinstance(part, Derived):
        return _("由凭据 %(numbers)s 推算") % {"numbers": "、".join(map(str, part.receipts))}
    return _("凭据 %(number)s 号") % {"number": part.receipt} if isinstance(part, Number | Goal) else ""
