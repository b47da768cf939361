"""A plan's text as paragraphs of pieces, marked where commitments stand; a long text in parts."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sangzi.plans.queries import Heading
from sangzi.plans.segments import Segment

PART = 60_000  # characters on one page: an ordinary plan has a tenth of that
MOST = 80  # commitments on one page, and half as many more where that saves a page
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
    start: int = -1  # where its first character stands in the plan's text
    has_spot: bool = False  # whether the place that the address asks for is in it

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_heading(self) -> bool:
        short = len(self.text) <= _LONGEST_HEADING and "。" not in self.text
        return bool(self.clause) and short and self.depth < 2

    @property
    def has_cells(self) -> bool:
        return "\t" in self.text.strip("\t")


def parts_of(text: str, starts: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Where the parts of a long text begin and end: at line ends, where there are any.

    `starts` are the places of its commitments in order: a part holds about `MOST` of them.
    """
    cuts = [0]
    while cut := _next_cut(text, starts, cuts[-1]):
        cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _next_cut(text: str, starts: Sequence[int], low: int) -> int:
    """Where the part that begins at `low` ends; 0 when it is the last."""
    cuts = []
    if len(text) - low > PART * 1.5:
        line_end = text.find("\n", low + PART, low + PART + PART // 2)
        cuts.append(line_end + 1 if line_end >= 0 else low + PART)
    first = bisect_left(starts, low)
    if len(starts) - first > MOST * 1.5:
        wanted = starts[first + MOST]
        line_end = text.rfind("\n", starts[first + MOST // 2], wanted)
        cut = line_end + 1 if line_end >= 0 else wanted
        cuts += [cut] if cut > low else []
    return min(cuts, default=0)


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
            if lines[-1].start < 0 and lines[-1].pieces:
                lines[-1].start = start + len(text) - len(text.lstrip("\r\n"))
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
    line.start += len(first.text) - len(line.pieces[0].text)
    last = line.pieces[-1]
    line.pieces[-1] = _with_text(last, last.text.rstrip())
    return line


def _with_text(piece: Piece, text: str) -> Piece:
    return Piece(text, piece.commitment, piece.state, piece.private, piece.anchors)
