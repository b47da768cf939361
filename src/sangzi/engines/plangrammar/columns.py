"""What the columns of a table are, by their heads and by what stands below them.

A head may take several rows (2025年 over 目标值 and 完成值), cells that are several columns wide, and a row of units.
A column of numbers is told by its numbers; its head then says the year, the role, the unit, a place, or what it counts.
Other columns are told by their heads. Linear in the number of cells.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sangzi.engines.plangrammar import forms, grids, headers, kinds, quantities, times
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.forms import Cell
from sangzi.engines.plangrammar.grids import Block
from sangzi.engines.plangrammar.headers import Column

_YEAR = re.compile("(20\\d\\d)(?:年?[-—~至](20\\d\\d))?|“?十([二三四五六七])五")
_IS_RESULT = re.compile("现状|基期|基准|基数|基础|基线|完成(?!时)|实际|实绩|现有|上年|去年")
_IS_TARGET = re.compile("目标|计划|任务|预期|规划|要求|下达|分解|达到|力争")
_BARE_YEAR = re.compile("20\\d\\d")
_MERGED = frozenset({"owner", "due", "place", "group"})
_LATER = frozenset({"unit", "kind", "owner", "due", "note", "score"})
NUMBERS = frozenset({"value", "growth", "measure"})
_LAST_YEAR = re.compile("上年|去年|上一年")
_NO_DAYS = frozenset({"base", "from", "ahead", "past"})
MAX_HEAD, MAX_CAPTIONS, ENOUGH = 4, 4, 0.6


@dataclass(slots=True)
class Sheet:
    """A table whose columns are known: its rows without the head, and what was said above the head."""

    columns: list[Column]
    rows: list[list[Cell]]
    head: list[list[Cell]]
    captions: list[Cell]


def sheet_of(text: str, block: Block, when: Calendar) -> Sheet | None:
    """The table that a block holds; None where its first rows are no head of a table of aims or tasks."""
    rows = grids.resolved(_in_place(text, block))
    first = next((at for at, row in enumerate(rows[: MAX_CAPTIONS + 1]) if len(_filled(row)) > 1), len(rows))
    captions = [cell for row in rows[:first] for cell in _filled(row)]
    rows = rows[first:]
    if len(rows) < 2:
        return None
    if _lies_on_its_side(rows):
        rows = grids.turned(rows)
    depth = _depth(rows)
    if not depth:
        return None
    head, body = rows[:depth], [row for row in rows[depth:] if not _repeats(row, rows[:depth])]
    columns = [_column(head, body, at, when) for at in range(len(rows[0]))]
    _name_the_rows(columns, body)
    headers.give_roles([column for column in columns if column.kind in NUMBERS], when)
    if not any(cell.again for row in rows for cell in row):
        body = _filled_down(columns, body)
    return Sheet(columns, body, head, captions) if _is_of_use(columns) else None


def _filled_down(columns: Sequence[Column], body: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Rows in which an empty cell of owners, dates, places or groups goes on from above: it was merged there."""
    out: list[list[Cell]] = []
    for row in body:
        above = out[-1] if out and len(_own(row)) > 1 else row
        out.append([_from_above(*cells) for cells in zip(columns, row, above, strict=True)])
    return out


def _from_above(column: Column, cell: Cell, above: Cell) -> Cell:
    if cell.words or not above.words or column.kind not in _MERGED:
        return cell
    return Cell(above.start, above.end, above.words, again=True)


def _in_place(text: str, block: Block) -> list[list[Cell]]:
    """Rows set with blanks: in columns by where they stand, else by what their cells look like."""
    widest = max(len(row) for row in block.rows)
    if block.exact or all(len(row) == widest for row in block.rows):
        return block.rows
    placed = grids.by_place(text, block.rows) if _is_set(text, block) else None
    if placed:
        return placed
    full = [row for row in block.rows if len(row) == widest]
    likes = [[forms.form(row[at].words) for row in full[1:] or full] for at in range(widest)]
    usual = [Counter(sorted(like)).most_common(1)[0][0] for like in likes]
    return [row if len(row) in {1, widest} else forms.aligned(usual, row) for row in block.rows]


def _is_set(text: str, block: Block) -> bool:
    """Whether cells stand two blanks and more apart, as set below one another."""
    return all(len(text[one.end : other.start]) > 1 for row in block.rows for one, other in pairwise(row))


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.words]


def _own(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.words and not cell.again]


def _repeats(row: Sequence[Cell], head: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row is the head once more, as at the top of a page."""
    words = [cell.words for cell in row]
    return any(words == [cell.words for cell in one] for one in head)


def _lies_on_its_side(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column holds the heads, and not the first row."""
    down = [kinds.kind_of(kinds.bare(row[0].words)) for row in rows[:40] if row[0].words and not row[0].again]
    across = [kinds.kind_of(kinds.bare(cell.words)) for cell in rows[0][1:] if cell.words]
    down = [kind for kind in down if kind and kind not in {"group", "place", "content"}]
    across = [kind for kind in across if kind and kind not in {"name", "content"}]
    return len(down) >= 2 and len(set(down) - {"name"}) >= 1 and len(down) > 2 * len(across) and len(rows) <= 40


def _depth(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows the head takes up; 0 when the first row is none."""
    if not _is_head(rows[0]):
        return 0
    end = max(cell.end for cell in rows[0])
    depth = 1
    while depth < min(MAX_HEAD, len(rows) - 1) and _goes_on(rows[depth], end):
        depth += 1
        end = max(end, *(cell.end for cell in rows[depth - 1]))
    return depth


def _is_head(row: Sequence[Cell]) -> bool:
    """Whether a row holds words and no numbers but years."""
    filled = _filled(row)
    numbers = [cell for cell in filled if quantities.read(cell.words) and not _BARE_YEAR.match(cell.words)]
    return len(filled) > 1 and not numbers and max(len(cell.words) for cell in filled) <= kinds.MAX_WORDS


def _goes_on(row: Sequence[Cell], end: int) -> bool:
    """Whether a row belongs to the head above it: cells reach down into it, or it holds units or years alone."""
    own = _own(row)
    if not own or not _is_head(row):
        return bool(own) and _are_units(own)
    if any(cell.again and cell.end <= end for cell in row):
        return True
    return _are_units(own) or (not row[0].words and all(kinds.is_timed(kinds.bare(cell.words)) for cell in own))


def _are_units(own: Sequence[Cell]) -> bool:
    """A row of units, which may begin with the word 单位."""
    rest = own[1:] if kinds.kind_of(kinds.bare(own[0].words)) == "unit" else own
    return len(rest) > 0 and all(
        headers.unit_in(kinds.bare(cell.words)) or cell.words in quantities.BLANK for cell in rest
    )


def _column(head: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]], at: int, when: Calendar) -> Column:
    """A column by its head and its cells."""
    pieces, unit = _heads(head, at)
    words = kinds.bare("".join(piece.words for piece in pieces))
    span = (pieces[-1].start, pieces[-1].end) if pieces else None
    own = [row[at] for row in body if row[at].words and not row[at].again]
    column = Column(_kind(words, kinds.bare(pieces[-1].words) if pieces else "", own), words, at=span)
    stated = (unit and headers.unit_in(kinds.bare(unit.words))) or headers.bracketed_unit(words)
    if stated and pieces:
        column.scale, column.unit = stated
        column.unit_at = (unit.words, unit.start, unit.end) if unit else (words, *(span or (0, 0)))
    if column.kind in NUMBERS:
        _timed(column, when)
    return column


def _heads(head: Sequence[Sequence[Cell]], at: int) -> tuple[list[Cell], Cell | None]:
    """The cells of the head above a column from above to below, and its cell in a row of units."""
    pieces: list[Cell] = []
    unit = None
    for level, row in enumerate(head):
        own = _own(row)
        if level and own and _are_units(own):
            unit = row[at] if row[at].words else None
            continue
        cell = row[at]
        below = any(one[at].words and not one[at].again for one in head[level + 1 :])
        if not cell.words and below:
            cell = next((row[left] for left in range(at - 1, -1, -1) if row[left].words), cell)
        if cell.words and all(cell.start != piece.start for piece in pieces):
            pieces.append(cell)
    return pieces, unit


def _kind(words: str, last: str, own: Sequence[Cell]) -> str:
    known = kinds.kind_of(words) or kinds.kind_of(last)
    if known in {"serial", "score", "note"}:
        return known
    numeric = _is_numeric(own)
    if known == "unit":
        return "unit" if _are_mostly_units(own) else "place"
    if known in {"owner", "due", "kind"}:
        return known
    if numeric:
        return (
            "growth"
            if kinds.GROWTH.search(words) and kinds.is_timed(words)
            else "value"
            if kinds.is_timed(words)
            else "measure"
        )
    return {"value": "phrase"}.get(known, known) or ("phrase" if _YEAR.search(words) else "other")


def _is_numeric(own: Sequence[Cell]) -> bool:
    read = [quantities.read(cell.words) for cell in own]
    numbers = sum(one is not None and not (one.unit == "年" and 1990 <= one.value <= 2100) for one in read)
    others = sum(cell.words in quantities.BLANK or quantities.is_worded(cell.words) for cell in own)
    return numbers > 0 and numbers + others >= ENOUGH * len(own)


def _are_mostly_units(own: Sequence[Cell]) -> bool:
    units = sum(
        bool(headers.unit_in(kinds.bare(c.words))) or c.words in quantities.BLANK or "/" in c.words for c in own
    )
    return 2 * units >= len(own)


def _timed(column: Column, when: Calendar) -> None:
    """The year, the role, the day, the place, and the name that the head of a column of numbers states."""
    words = headers.bare_name(column.words)
    years = list(_YEAR.finditer(words))
    if years:
        last = years[-1]
        column.year = int(last[2] or last[1]) if last[1] else 2015 + 5 * "二三四五六七".index(last[3])
    elif when.year and _LAST_YEAR.search(words):
        column.year = when.year - 1
    column.role = "result" if _IS_RESULT.search(words) else "target" if _IS_TARGET.search(words) else None
    own = Calendar(column.year or when.year, when.last, when.issued, yearly=when.yearly)
    said = [time for time in times.scan(words, 0, len(words), own) if time.iso and time.kind not in _NO_DAYS]
    if said and (column.year is None or not str(said[-1].iso).endswith("12-31")):
        column.due = said[-1].iso
    rest = kinds.SAID.sub("", words)
    if kinds.PLACE.fullmatch(rest) or words in kinds.TOTALS:
        column.place = words if words in kinds.TOTALS else rest
        column.kind = "value"
    elif column.kind == "measure":
        column.name = rest_name(words)


_WHEN = re.compile(f"(?:{kinds.TIMED})|目标值?$|任务数?$|计划数?$|完成数?$|\\(\\)|[“”]")


def rest_name(words: str) -> str:
    """What a head counts, without when and whether: 2024年计划投资 is 投资."""
    bare = _WHEN.sub("", words).strip("、:()的")
    return re.sub("^(?:目标|计划|完成|预计|实际|任务)(?=[\u4e00-\u9fff]{2})", "", bare) or bare or words


def _name_the_rows(columns: list[Column], body: Sequence[Sequence[Cell]]) -> None:
    """Find the columns that name the rows: those of places, those so headed, else the last before the numbers."""
    for at, column in enumerate(columns):
        own = [row[at] for row in body if row[at].words and not row[at].again]
        if column.kind in {"other", "name", "group"} and own and _are_places(own):
            column.kind = "place"
    if any(column.kind == "name" for column in columns):
        return
    contents = [at for at, column in enumerate(columns) if column.kind == "content"]
    if contents and not any(column.kind in NUMBERS for column in columns):
        columns[contents[0]] = replace(columns[contents[0]], kind="name")
        return
    first = next(
        (at for at, column in enumerate(columns) if column.kind in NUMBERS or column.kind in _LATER), len(columns)
    )
    words = [at for at in range(first) if columns[at].kind in {"other", "group"}]
    places = any(column.kind == "place" for column in columns)
    named = words or contents
    if named and not places:
        columns[named[-1]] = replace(columns[named[-1]], kind="name")


def _are_places(own: Sequence[Cell]) -> bool:
    named = sum(bool(kinds.PLACE.fullmatch(cell.words)) or kinds.bare(cell.words) in kinds.TOTALS for cell in own)
    return named >= ENOUGH * len(own)


def _is_of_use(columns: Sequence[Column]) -> bool:
    """Whether a table can state aims: it has numbers whose heads say what they are, or tasks with owners or dates."""
    kinds = [column.kind for column in columns]
    rows = any(kind in {"name", "place", "group", "content"} for kind in kinds)
    known = sum(kind not in {"other", "measure"} for kind in kinds)
    told = any(c.kind in {"value", "growth"} or (c.kind == "measure" and (c.unit or c.year or c.role)) for c in columns)
    counted = told or ("measure" in kinds and (known >= 2 or "place" in kinds))
    tasks = bool(set(kinds) & {"owner", "due"}) or "phrase" in kinds
    return rows and (counted or (tasks and len(kinds) > 1))
