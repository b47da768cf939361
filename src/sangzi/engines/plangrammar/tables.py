"""Tables that lost their lines: a header row, then rows of a name, a unit and values.

Where rows still stand one to a line (`grids`), columns are told by their heads and by what stands below them
(`columns`). Where cells stand one to a line, or the whole stands in one line of running text, a header is found by its
words (`headers`), and what follows is read row by row until it no longer looks like a row (`cells`).
A column of an earlier year or of 现状 gives results, a column of 目标 or of a later year targets (`figures`). A row
whose cells are sentences is left to the reader of sentences, with the owners and the date that its columns give it.
Offsets are those of the original text. Linear: every cell is looked at a bounded number of times.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sangzi.engines.plangrammar import cells, columns, figures, grids, headers, quantities, streams
from sangzi.engines.plangrammar.columns import NUMBERS
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.figures import Caption, Figure, Words, found
from sangzi.engines.plangrammar.forms import Cell
from sangzi.engines.plangrammar.grids import Block
from sangzi.engines.plangrammar.headers import Column, Header

__all__ = ["Figure", "Grids", "Line", "found", "read"]

_CAPTION = re.compile(r"(?:计量)?单位[:]\s*([万亿千百]{0,2}[^\s()|,。;、]{1,8})(?![^\s()|。;]*[、,])")
_YEAR = re.compile(r"(20\d\d)年(?!以来|[-—~至])")
_DONE = re.compile("完成情况|进展情况|统计表|现状|情况表|成效|执行情况")
_AIMS = re.compile("目标|任务|计划|清单|分解|指标|安排|分工|一览|要点")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百两]{1,3}[个名场次项家所支]")
MAX_MISSES, MAX_ABOVE, MAX_TITLE, LONG = 4, 3, 60, 18
MAX_ROWS = 400


class Line(NamedTuple):
    """A row whose cells are sentences, with the owners and the deadline that its columns give them."""

    start: int
    end: int
    owners: tuple[str, ...]
    owners_at: tuple[int, int]
    deadline: str | None
    deadline_at: tuple[int, int]


@dataclass(slots=True)
class Grids:
    """The figures of all tables, the spans they took up, and the rows that are sentences."""

    figures: list[Figure] = field(default_factory=list)
    zones: list[tuple[int, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)


def read(text: str, when: Calendar) -> Grids:
    """Every table of a text in one form."""
    grids_ = Grids()
    taken = [(block.start, block.end) for block in grids.blocks(text) if _block(text, block, when, grids_)]
    taken = sorted([*taken, *_streams(text, taken, when, grids_)])
    at = 0
    for start in headers.anchors(text):
        if start < at or _is_in(taken, start):
            continue
        header = headers.header_at(text, start, when)
        if header is not None and not _is_in(taken, header.rows - 1):
            at = max(at, _rows(text, header, when, grids_))
    grids_.zones.sort()
    grids_.lines.sort()
    grids_.breaks |= {line.start for line in grids_.lines}
    return grids_


def _streams(text: str, taken: Sequence[tuple[int, int]], when: Calendar, grids_: Grids) -> list[tuple[int, int]]:
    """Take the tables whose cells stand one after another, and give where they stand."""
    out: list[tuple[int, int]] = []
    done = 0
    for opening in streams.openings(text):
        start = opening.start("word")
        if start < done or _is_in(taken, start):
            continue
        block = streams.block_at(text, opening) or _line_block(text, opening)
        if block is not None:
            done = block.end
            out += [(block.start, block.end)] if _block(text, block, when, grids_) else []
    return out


def _line_block(text: str, opening: re.Match[str]) -> Block | None:
    """Rows of words parted by single blanks, where an opening begins its line."""
    start = opening.start("word")
    begins = start == 0 or text[start - 1] == "\n"
    return streams.lines_at(text, start) if begins and "\n" not in opening["gap"] else None


def _is_in(spans: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(spans, (position, 1 << 60)) - 1
    return index >= 0 and position < spans[index][1]


def _block(text: str, block: Block, when: Calendar, grids_: Grids) -> bool:
    """Take what a block of rows states; False when it is no table that is understood."""
    sheet = columns.sheet_of(text, block, when)
    if sheet is None:
        return False
    titles = [*_lines_above(text, block.start), *(cell for cell in sheet.captions if len(cell.words) <= MAX_TITLE)]
    caption = _caption(titles, [cell for row in sheet.head for cell in row if cell.words])
    head = (min(c.start for c in sheet.head[0] if c.words), max(c.end for row in sheet.head for c in row if c.words))
    if caption.done:
        _tell_as_done(sheet.columns)
    count = len(grids_.figures) + len(grids_.lines)
    for row in sheet.rows:
        pairs = cells.beside(sheet.columns, row)
        if sum(bool(cell.words) for _, cell in pairs) > 1:
            _take(pairs, head, caption, when, grids_)
    if len(grids_.figures) + len(grids_.lines) == count:
        return False
    grids_.zones.append((block.start, head[1]))
    return True


def _tell_as_done(sheet_columns: Sequence[Column]) -> None:
    """The numbers of a table of what was done are results where their heads say nothing else."""
    for column in sheet_columns:
        if column.kind in NUMBERS and not _AIMS.search(column.words):
            column.role = "result"


def _caption(above: Sequence[Cell], inside: Sequence[Cell] = ()) -> Caption:
    """What the lines right above a table say of it, and what its head says."""
    scale, unit, unit_at = _stated_unit([*above, *inside])
    year, year_at = _stated_year(above)
    done = any(_DONE.search(cell.words) and not _AIMS.search(cell.words) for cell in above)
    title = next((cell for cell in reversed(above) if not _CAPTION.search(cell.words)), None)
    return Caption(scale, unit, unit_at, year, year_at, done, title)


def _stated_unit(said: Sequence[Cell]) -> tuple[int, str | None, Words | None]:
    for cell in reversed(said):
        match = _CAPTION.search(cell.words)
        stated = headers.unit_in(match[1]) if match else None
        if match and stated:
            return *stated, (match.group(), cell.start + match.start(), cell.start + match.end())
    return 1, None, None


def _stated_year(titles: Sequence[Cell]) -> tuple[int | None, Words | None]:
    for cell in reversed(titles):
        match = _YEAR.search(cell.words)
        if match and _AIMS.search(cell.words):
            return int(match[1]), (match.group(), cell.start + match.start(), cell.start + match.end())
    return None, None


def _lines_above(text: str, start: int) -> list[Cell]:
    """The short lines right above an offset."""
    out: list[Cell] = []
    at = start - 1
    while at > 0 and len(out) < MAX_ABOVE:
        begin = text.rfind("\n", max(0, at - 2 * MAX_TITLE), at) + 1
        words = text[begin:at].strip()
        if len(words) > MAX_TITLE or words.endswith("。") or at - begin >= 2 * MAX_TITLE:
            break
        if words:
            first = begin + text[begin:at].index(words[0])
            out.append(Cell(first, first + len(words), words))
        at = begin - 1
    return out[::-1]


def _rows(text: str, header: Header, when: Calendar, grids_: Grids) -> int:
    """Read rows of a table in running text until one does not look like one; gives where the table ends."""
    end, misses = header.rows, 0
    caption = _caption(_above_header(text, header))
    for count, row in enumerate(cells.rows(text, header)):
        filled = [cell for cell in row if cell.words]
        if not filled:
            continue
        pairs = cells.beside(header.columns, row)
        first = end == header.rows
        taken = count < MAX_ROWS and _take(
            pairs, (header.start, header.rows), caption, when, grids_, guessed=len(row) < len(header.columns)
        )
        if taken and first and grids_.zones:
            grids_.zones[-1] = (header.start, grids_.zones[-1][1])
        misses = 0 if taken else misses + 1
        if misses > MAX_MISSES or (misses and header.divider in (" ", " \n")):
            break
        end = filled[-1].end if taken else end
    return end


def _above_header(text: str, header: Header) -> list[Cell]:
    """The lines above a header, and what stands before it on its line."""
    begin = text.rfind("\n", max(0, header.start - MAX_TITLE), header.start) + 1
    before = text[begin : header.start].strip() if begin else ""
    first = begin + text[begin : header.start].index(before[0]) if before else header.start
    return [*_lines_above(text, begin), *([Cell(first, first + len(before), before)] if before else [])]


def _take(
    pairs: list[tuple[Column, Cell]],
    head: tuple[int, int],
    caption: Caption,
    when: Calendar,
    grids_: Grids,
    *,
    guessed: bool = False,
) -> bool:
    """Take the figures of a row, or the row as a line of sentences; False when it is neither."""
    row = figures.row_of(pairs, head, caption, when)
    label = row.name or row.place
    if label is None or cells.value(label.words):
        return False
    read_ = figures.of_row(pairs, row, guessed=guessed)
    if read_ is None:
        return _take_line(pairs, when, grids_)
    grids_.figures += read_
    prose = [(column, cell) for column, cell in pairs if _is_prose(column, cell)]
    for column, cell in prose:
        _take_cell(column, cell, pairs, when, grids_)
    own = [cell for column, cell in pairs if cell.words and not cell.again and not _is_prose(column, cell)]
    if read_ or prose:
        grids_.zones += [(cell.start, cell.end) for cell in own] if prose else _whole(own)
    return True


def _whole(own: Sequence[Cell]) -> list[tuple[int, int]]:
    return [(min(cell.start for cell in own), max(cell.end for cell in own))] if own else []


def _is_prose(column: Column, cell: Cell) -> bool:
    """Whether a cell beside the numbers states something of its own: 建设内容 新建校舍2000平方米."""
    if column.kind not in {"other", "phrase", "content"} or cell.again or not _DIGIT.search(cell.words):
        return False
    return quantities.read(cell.words) is None


def _take_cell(column: Column, cell: Cell, pairs: Sequence[tuple[Column, Cell]], when: Calendar, grids_: Grids) -> None:
    """A cell that is a sentence, as a line of its own."""
    due, due_at = figures.due_of(pairs, when)
    if column.year:
        due, due_at = f"{column.year}-12-31", column.at or due_at
    grids_.lines.append(Line(cell.start, cell.end, *figures.owners_of(pairs), due, due_at))
    grids_.breaks.add(cell.end)


def _take_line(pairs: list[tuple[Column, Cell]], when: Calendar, grids_: Grids) -> bool:
    """A row of sentences, when a column names owners or a date for it."""
    owners, owners_at = figures.owners_of(pairs)
    due, due_at = figures.due_of(pairs, when)
    dated = [(column, cell) for column, cell in pairs if column.kind == "phrase" and column.year and cell.words]
    if dated:
        for column, cell in dated:
            _take_cell(column, cell, pairs, when, grids_)
        return True
    filled = [cell for _, cell in pairs if cell.words and not cell.again]
    if not (owners or due) or len(filled) < 2:
        return False
    grids_.lines.append(Line(min(c.start for c in filled), max(c.end for c in filled), owners, owners_at, due, due_at))
    return True
