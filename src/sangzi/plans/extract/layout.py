"""Characters with boxes as lines of a page, each cut into the pieces that stand apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .glyphs import Glyph

_APART = 1.25
"""Pieces of a line this many times its height apart are cells or words set apart."""
_BLANK, _LATIN_BLANK = 0.6, 0.14
_DOUBLED = 0.12
"""Bold is drawn by some programs as the same letter twice, a trifle aside."""


@dataclass(slots=True)
class Piece:
    """Letters that stand close together on a line."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How tall its letters are."""
        return self.bottom - self.top


@dataclass(slots=True)
class Line:
    """One line of a page: its pieces from left to right."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        """How tall its letters are."""
        return max(piece.height for piece in self.pieces)

    @property
    def words(self) -> str:
        """Its words, pieces parted by a blank."""
        return " ".join(piece.words for piece in self.pieces)


def lines_of(glyphs: Iterable[Glyph], apart: float = _APART) -> list[Line]:
    """The lines of a page or a cell from above to below. O(n log n)."""
    lines = []
    for row in _rows(list(glyphs)):
        height = _usual([glyph.bottom - glyph.top for glyph in row])
        lines.append(Line(_pieces(sorted(row, key=lambda glyph: glyph.left), height, apart)))
    return lines


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters of one line share their middle; a flat one (一, —) lies within the line of its neighbours."""
    rows: list[list[Glyph]] = []
    tops: list[float] = []
    bands: list[tuple[float, float]] = []
    tall = _usual([glyph.bottom - glyph.top for glyph in glyphs]) if glyphs else 0.0
    full = [glyph for glyph in glyphs if glyph.bottom - glyph.top >= 0.55 * tall]
    flat = [glyph for glyph in glyphs if glyph.bottom - glyph.top < 0.55 * tall]
    for glyph in sorted(full, key=lambda one: one.y):
        if bands and bands[-1][0] <= glyph.y <= bands[-1][1]:
            rows[-1].append(glyph)
            continue
        reach = 0.45 * (glyph.bottom - glyph.top)
        rows.append([glyph])
        tops.append(glyph.y)
        bands.append((glyph.y - reach, glyph.y + reach))
    return _with_flat(rows, tops, flat, tall)


def _with_flat(rows: list[list[Glyph]], middles: list[float], flat: list[Glyph], tall: float) -> list[list[Glyph]]:
    alone: list[Glyph] = []
    for glyph in flat:
        at = bisect_left(middles, glyph.y)
        near = min(
            (index for index in (at - 1, at) if 0 <= index < len(rows)),
            key=lambda i: abs(middles[i] - glyph.y),
            default=-1,
        )
        if near >= 0 and abs(middles[near] - glyph.y) <= 0.75 * tall:
            rows[near].append(glyph)
        else:
            alone.append(glyph)
    if not alone:
        return rows
    small = _rows(alone) if rows else [alone]
    return sorted([*rows, *small], key=lambda row: row[0].y)


def _usual(sizes: Sequence[float]) -> float:
    return sorted(sizes)[len(sizes) * 3 // 4] if sizes else 0.0


def _pieces(row: Sequence[Glyph], height: float, apart: float) -> list[Piece]:
    pieces: list[Piece] = []
    for glyph in row:
        if not pieces or glyph.left - pieces[-1].right > apart * height:
            pieces.append(Piece(glyph.char, glyph.left, glyph.right, glyph.top, glyph.bottom))
            continue
        last = pieces[-1]
        if last.words[-1] == glyph.char and glyph.right - last.right < _DOUBLED * height:
            continue
        last.words += _space(last.words[-1], glyph, (glyph.left - last.right) / (height or 1)) + glyph.char
        last.right = max(last.right, glyph.right)
        last.top, last.bottom = min(last.top, glyph.top), max(last.bottom, glyph.bottom)
    return pieces


def _space(before: str, glyph: Glyph, gap: float) -> str:
    """A blank where letters stand apart: words of Latin letters nearer than Chinese ones."""
    latin = before.isascii() and glyph.char.isascii() and before.isalnum() and glyph.char.isalnum()
    return " " if gap > (_LATIN_BLANK if latin else _BLANK) else ""
