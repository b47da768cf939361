"""A plan's text as paragraphs of pieces, marked where commitments stand; a long text in parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sangzi.plans.queries import Heading
from sangzi.plans.segments import Segment

PART = 60_000  # characters on one page: an ordinary plan has a tenth of that
_LONGEST_HEADING = 60


@dataclass(frozen=True)
class Piece:
    """Characters of one kind; `commitment` is the one it belongs to (0: none), `anchors` those that begin here."""

    text: str
    commitment: int = 0
    state: str = ""
    private: bool = False
    anchors: tuple[int, ...] = ()


@dataclass
class Paragraph:
    """A line of the text, or what of it belongs to one clause."""

    clause: int = 0
    depth: int = 0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_heading(self) -> bool:
        return bool(self.clause) and len(self.text) <= _LONGEST_HEADING and self.depth < 2

    @property
    def has_cells(self) -> bool:
        return "\t" in self.text.strip("\t")


def parts_of(text: str) -> list[tuple[int, int]]:
    """Where the parts of a long text begin and end: at line ends, where there are any."""
    cuts = [0]
    while len(text) - cuts[-1] > PART * 1.5:
        line_end = text.find("\n", cuts[-1] + PART, cuts[-1] + PART + PART // 2)
        cuts.append(line_end + 1 if line_end >= 0 else cuts[-1] + PART)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def paragraphs(segments: Sequence[Segment], headings: Sequence[Heading]) -> list[Paragraph]:
    """The text broken at line ends and where clauses begin; empty lines left out."""
    begins = {heading.start: heading for heading in headings}
    lines = [Paragraph()]
    anchored: set[int] = set()
    for segment in segments:
        for start, text in _broken(segment, begins):
            if start in begins:
                lines.append(Paragraph(begins[start].clause, begins[start].depth))
            elif text.startswith("\n"):
                lines.append(Paragraph())
            _add(lines[-1], text.strip("\r\n"), segment, anchored)
    return [line for line in map(_trimmed, lines) if line.pieces]


def _broken(segment: Segment, begins: dict[int, Heading]) -> Iterator[tuple[int, str]]:
    """The segment's text with the place of each bit; a bit after a line end begins with it."""
    inside = {at - segment.start for at in begins if segment.start < at < segment.end}
    cuts = sorted({0, len(segment.text)} | inside | {found.start() for found in re.finditer("\n", segment.text)})
    for first, last in itertools.pairwise(cuts):
        yield segment.start + first, segment.text[first:last]


def _add(line: Paragraph, text: str, segment: Segment, anchored: set[int]) -> None:
    if not text:
        return
    marks = segment.marks
    new = tuple(mark.commitment for mark in marks if mark.commitment not in anchored)
    anchored.update(new)
    inner = min(marks, key=lambda mark: mark.end - mark.start, default=None)
    line.pieces.append(
        Piece(text, inner.commitment if inner else 0, inner.state if inner else "", segment.private, new)
    )


def _trimmed(line: Paragraph) -> Paragraph:
    """Without blanks at its ends; a line of blanks alone has no pieces."""
    if not line.text.strip():
        return Paragraph()
    first, last = line.pieces[0], line.pieces[-1]
    line.pieces[0] = _with_text(first, first.text.lstrip(" 　\t"))
    last = line.pieces[-1]
    line.pieces[-1] = _with_text(last, last.text.rstrip())
    return line


def _with_text(piece: Piece, text: str) -> Piece:
    return Piece(text, piece.commitment, piece.state, piece.private, piece.anchors)


def part_of(segments: Sequence[Segment], low: int, high: int) -> list[Segment]:
    """What of the segments lies between two places, cut where one reaches out."""
    return [_cut(segment, low, high) for segment in segments if segment.end > low and segment.start < high]


def _cut(segment: Segment, low: int, high: int) -> Segment:
    start, end = max(segment.start, low), min(segment.end, high)
    text = segment.text[start - segment.start : end - segment.start]
    return Segment(start, end, text, segment.marks, segment.private)
