"""Tables whose rows still stand one to a line: cells parted by tabs, by |, or by two blanks and more.

A block is a run of such lines. 〃 or 同上 stands for the cell above it. A table that is written on its side, with the
names of its columns down its first column, is turned. Offsets are those of the original text. Linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sangzi.engines.plangrammar.forms import Cell

_MARK = re.compile("[\t| \u3000](?:(?<=[\t|])|(?<=[^\\s\u3000][ \u3000])[ \u3000]+(?=[^\\s\u3000]))")
_GAP = re.compile("[ \u3000]{2,}|\u3000")
_RULED = re.compile(r"(?=[-:| +=]*?--)[-:| +=]*+")
_SAME = frozenset({"〃", "同上", "″", '"'})
MAX_LINE, MAX_COLUMNS, MAX_ROWS, MAX_SECTION = 6000, 64, 5000, 24


@dataclass(slots=True)
class Block:
    """Lines that are rows: their cells, and where the lines begin and end.

    `exact` tells that every cell has its place, empty ones too.
    """

    rows: list[list[Cell]]
    start: int
    end: int
    exact: bool = False


def blocks(text: str) -> Iterator[Block]:
    """Every run of at least two lines in cells."""
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() < at:
            continue
        start = text.rfind("\n", max(at - 1, mark.start() - MAX_LINE, 0), mark.start()) + 1
        divider = mark.group()[0] if mark.group() in {"\t", "|"} else " "
        block, at = _block(text, start, divider)
        block.exact = divider != " "
        if divider == "|":
            block.rows = _unframed(block.rows)
        if len(block.rows) > 1:
            yield block


def _block(text: str, start: int, divider: str) -> tuple[Block, int]:
    """The block that begins at a line, and where to go on looking."""
    block = Block([], start, start)
    at = start
    while at < len(text) and len(block.rows) < MAX_ROWS:
        stop = text.find("\n", at, at + MAX_LINE)
        end = stop if stop >= 0 else min(len(text), at + MAX_LINE)
        row = _row(text, at, end, divider)
        if row is None and block.rows:
            row = _section(text, at, end, divider)
        if row is None:
            return block, max(end, start + 1)
        if row:
            block.rows.append(row)
            block.end = end
        at = end + 1
    return block, max(at, start + 1)


def _section(text: str, start: int, end: int, divider: str) -> list[Cell] | None:
    """A short line between two rows, such as the name of a group, as a row of one cell."""
    words = text[start:end].strip()
    following = text.find("\n", end + 1, end + 1 + MAX_LINE)
    if not words or len(words) > MAX_SECTION or words[-1] in "。;" or following < 0:
        return None
    if not _row(text, end + 1, following, divider):
        return None
    first = start + text[start:end].index(words[0])
    return [Cell(first, first + len(words), words)]


def _row(text: str, start: int, end: int, divider: str) -> list[Cell] | None:
    """The cells of a line; empty for a line that only rules, None for a line that is no row."""
    line = text[start:end]
    if divider == " ":
        return _in_gaps(line, start)
    if divider not in line:
        return None
    if divider == "|" and _RULED.fullmatch(line.strip()):
        return []
    return _parted(line, start, divider)


def _in_gaps(line: str, start: int) -> list[Cell] | None:
    inside = line.strip()
    if not _GAP.search(inside):
        return None
    at = start + line.index(inside[0])
    return _pieces(inside, at, [match.span() for match in _GAP.finditer(inside)])


def _parted(line: str, start: int, divider: str) -> list[Cell]:
    row = _pieces(line, start, [(at, at + 1) for at, char in enumerate(line) if char == divider])
    return row[:MAX_COLUMNS]


def _unframed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows without the empty cells before a first | and after a last one, where every row has them."""
    if all(len(row) > 2 and not row[0].words for row in rows):
        rows = [row[1:] for row in rows]
    if all(len(row) > 2 and not row[-1].words for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _pieces(line: str, start: int, gaps: Sequence[tuple[int, int]]) -> list[Cell]:
    edges = [0, *(edge for gap in gaps for edge in gap), len(line)]
    out = []
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        piece = line[begin:end]
        words = piece.strip()
        first = start + begin + len(piece) - len(piece.lstrip())
        out.append(Cell(first, first + len(words), words))
    return out


def resolved(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Rows of equal length, 〃 as the cell above it, marked as standing there."""
    width = max(len(row) for row in rows)
    out: list[list[Cell]] = []
    for row in rows:
        line = [*row, *(Cell(row[-1].end, row[-1].end, "") for _ in range(width - len(row)))]
        if out:
            line = [_above(cell, above) for cell, above in zip(line, out[-1], strict=True)]
        out.append(line)
    return out


def _above(cell: Cell, above: Cell) -> Cell:
    if cell.words not in _SAME:
        return cell
    return Cell(above.start, above.end, above.words, again=True)


def turned(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Rows as columns."""
    return [list(column) for column in zip(*rows, strict=True)]


def by_place(text: str, rows: Sequence[list[Cell]]) -> list[list[Cell]] | None:
    """Rows set with blanks, each cell in the column below or above which it stands; None where columns do not show.

    Columns are what the strips part that every row leaves blank; a cell set across several counts for the first.
    """
    extents = [[_extent(text, cell) for cell in row] for row in rows]
    spans: list[list[int]] = []
    for row in sorted((row for row in extents if len(row) > 1), key=lambda row: -len(row)):
        for begin, end in row:
            met = [span for span in spans if begin <= span[1] and span[0] <= end]
            if not met:
                spans.append([begin, end])
            elif len(met) == 1:
                met[0][:] = [min(met[0][0], begin), max(met[0][1], end)]
        spans.sort()
    if len(spans) < max(len(row) for row in rows):
        return None
    placed = [_placed(row, where, spans) for row, where in zip(rows, extents, strict=True)]
    return None if any(row is None for row in placed) else [row for row in placed if row is not None]


def _placed(row: Sequence[Cell], where: Sequence[tuple[int, int]], spans: Sequence[Sequence[int]]) -> list[Cell] | None:
    out: dict[int, Cell] = {}
    for cell, (begin, end) in zip(row, where, strict=True):
        at = next((at for at, span in enumerate(spans) if begin <= span[1] and span[0] <= end), None)
        if at is None or at in out:
            return None
        out[at] = cell
    last = row[-1].end
    return [out.get(at) or Cell(last, last, "") for at in range(len(spans))]


def _extent(text: str, cell: Cell) -> tuple[int, int]:
    """Where a cell stands on its line, Chinese characters two wide."""
    before = text[max(text.rfind("\n", max(0, cell.start - 400), cell.start) + 1, cell.start - 400) : cell.start]
    begin = width(before)
    return begin, begin + width(cell.words)


def width(words: str) -> int:
    """How wide words are set in a font of one width."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
