"""What a brief is made of. Every part has a type, and only some types may hold digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from .words import UnlinkedNumber, refuse_numbers

Rule = Literal["change", "count", "missing", "pace"]
Field = Literal["number", "value", "parts", "as_of", "definition", "edition"]


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words. A number among them is refused."""

    text: str
    where: str = ""

    def __post_init__(self) -> None:
        refuse_numbers(self.text, self.where)

    @property
    def shown(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Number:
    """A field of a receipt as it is written; `value` is the figure itself."""

    receipt: int
    shown: str
    field: Field = "value"


@dataclass(frozen=True, slots=True)
class Derived:
    """A number computed by a rule (see `derived`) from the figures of receipts, and a target where it needs one."""

    rule: Rule
    receipts: tuple[int, ...]
    shown: str
    target: int | None = None

    def __post_init__(self) -> None:
        if not self.receipts:
            raise UnlinkedNumber(_("“%(shown)s”没有凭据，不能写进简报。") % {"shown": self.shown}, words=self.shown)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asks for; leads to the receipt that was issued against it."""

    target: int
    receipt: int
    shown: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day: 2026年11月21日, in tables 2026-11-21."""

    on: date
    in_table: bool = False

    @property
    def shown(self) -> str:
        if self.in_table:
            return self.on.isoformat()
        return f"{self.on.year}年{self.on.month}月{self.on.day}日"


@dataclass(frozen=True, slots=True)
class Month:
    """A month, year * 12 + month - 1: 2026年11月."""

    number: int

    @property
    def shown(self) -> str:
        return f"{self.number // 12}年{self.number % 12 + 1}月"


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """第3期."""

    number: int

    @property
    def shown(self) -> str:
        return f"第{self.number}期"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name, which may hold digits of its own."""

    unit: int
    shown: str


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator's title, which may hold digits of its own."""

    key: str
    shown: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A commitment's title or sentence, private persons masked; leads to the plan."""

    commitment: int
    plan: int
    shown: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The beginning of the digest over the heads of all audit chains."""

    shown: str


Part = Words | Number | Derived | Goal | Day | Month | IssueNumber | UnitName | IndicatorName | Citation | Seal
Line = tuple[Part, ...]
Style = Literal["body", "item", "quote", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of parts; `item` paragraphs are numbered by whoever sets them."""

    parts: Line
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; `widths` are shares of the width, `small` is for appendices."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    small: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a brief under a heading that is numbered by whoever sets it."""

    key: str
    title: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page."""

    title: Words
    number: IssueNumber
    publisher: UnitName
    day: Day
    sample: Words | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief as typed parts; how it looks is decided where it is set."""

    masthead: Masthead
    heading: Line
    sections: tuple[Section, ...]
    tail: tuple[Line, ...]
    close: Line

    def lines(self) -> list[tuple[str, Line]]:
        """Every line of parts with where it stands."""
        head = self.masthead
        found: list[tuple[str, Line]] = [("masthead", (head.title, head.number, head.publisher, head.day))]
        found.append(("heading", self.heading))
        for section in self.sections:
            found.append((section.key, (section.title,)))
            found += [(section.key, line) for block in section.blocks for line in _lines(block)]
        return [*found, *(("tail", line) for line in self.tail), ("close", self.close)]


def _lines(block: Block) -> list[Line]:
    if isinstance(block, Paragraph):
        return [block.parts]
    return [block.header, *(cell for row in block.rows for cell in row)]


def text_of(line: Line) -> str:
    """A line as plain text."""
    return "".join(part.shown for part in line)
