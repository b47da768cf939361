"""What a reading consists of. Every offset counts characters of the original text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Status = Literal["target", "result", "rule"]
Comparator = Literal[">=", "<=", "=", "~", ">"]
Shape = Literal["count", "coverage", "each", "share", "growth", "pairing", "frequency"]
Number = int | float

ROW_FIELDS = (
    "quote", "offset", "status", "indicator", "value", "value_max", "unit", "comparator",
    "deadline", "period", "shape", "over", "scope", "owners",
)  # fmt: skip


class Span(NamedTuple):
    """Characters `start` to `end` of the original text, and what they are."""

    start: int
    end: int
    kind: str


class Reason(NamedTuple):
    """The words that gave a field, and where they stand; `start` is -1 for what was inferred and not read."""

    words: str
    start: int = -1
    end: int = -1


class Notice(NamedTuple):
    """Something the reader wants a person to look at: a code, a sentence, and where (-1: the whole text)."""

    code: str
    sentence: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or marked part of the text. `level` 0 is the outermost; `parent` is a clause's index or None."""

    index: int
    number: int | None
    marker: str
    level: int
    offset: int
    end: int
    parent: int | None
    heading: str


class Found(NamedTuple):
    """One measurable statement: what `Found.row` prints, and why it was read so."""

    quote: str
    offset: int
    status: Status
    indicator: str
    value: Number
    value_max: Number | None
    unit: str | None
    comparator: Comparator
    deadline: str | None
    period: str | None
    shape: Shape
    over: str | None
    scope: str | None
    owners: tuple[str, ...]
    clause: int | None
    rule: str
    because: Mapping[str, Reason]
    confidence: float
    question: str = ""
    """What to ask a person where the reader is not sure: which field, and why; empty where it is."""

    def row(self) -> dict[str, object]:
        """The statement as a plain dictionary with the published fields, in their order."""
        row: dict[str, object] = {name: getattr(self, name) for name in ROW_FIELDS}
        row["owners"] = list(self.owners)
        return row


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one text. `order` lists clause indices as their numbers say, where they were shuffled."""

    text: str
    year: int | None
    clauses: tuple[Clause, ...]
    commitments: tuple[Found, ...]
    private: tuple[Span, ...]
    order: tuple[int, ...]
    warnings: tuple[Notice, ...] = field(default=())
