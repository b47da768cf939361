"""Tables that lost their lines: a header row, then rows of a name, a unit and values.

Cells may be parted by tabs, by |, by blanks, or stand one to a line; the whole may stand in one line of running text.
A header is found by its words; what follows is read row by row until it no longer looks like a row. A column of an
earlier year or of 现状 gives results, a column of 目标 or of a later year targets. A row whose cells are sentences is
left to the reader of sentences, with the owners and the date that its other columns give it.
Offsets are those of the original text. Linear: every cell is looked at once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sangzi.engines.plangrammar import cells, headers, periods, shapes, times
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.cells import Cell
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.headers import NUMBERS, Column, Header
from sangzi.engines.plangrammar.model import Comparator, Found, Number, Reason, Shape, Status
from sangzi.engines.plangrammar.numerals import number
from sangzi.engines.plangrammar.owners import organs
from sangzi.engines.plangrammar.sentences import analyse

_CAPTION = re.compile(r"单位[:]([万亿千百]{0,2}[^\s()|,。;]{1,8})")
_SENTENCE = re.compile("[。;]")
_LEADS: dict[str, Comparator] = {
    "≥": ">=",
    ">=": ">=",
    "不低于": ">=",
    "不少于": ">=",
    "不得低于": ">=",
    "至少": ">=",
    "≤": "<=",
    "<=": "<=",
    "<": "<=",
    "小于": "<=",
    "低于": "<=",
    "不高于": "<=",
    "不超过": "<=",
    "不得高于": "<=",
    "控制在": "<=",
    "降至": "<=",
    "降到": "<=",
    ">": ">",
    "大于": ">",
    "高于": ">",
    "超过": ">",
    "约": "~",
    "近": "~",
    "~": "~",
}
_POSTS: dict[str, Comparator] = {
    "以上": ">=",
    "及以上": ">=",
    "+": ">=",
    "以下": "<=",
    "以内": "<=",
    "左右": "~",
    "余": ">",
}
_FALLING = re.compile(
    "浓度|排放|能耗|失业率|死亡率|发病率|近视率|发生率|事故|伤亡|用水量|劣Ⅴ|超标|辍学率|负债率|拖欠|下降|缺陷"
)
_RATES = ("率", "比例", "比重", "占比")
MAX_ROWS, MAX_MISSES, MAX_NAME = 400, 4, 60
CONFIDENCE = 0.85


class Row(NamedTuple):
    """The row of a table: its pairs of column and cell, name, unit, owners and date."""

    header: Header
    name: Cell
    scale: int
    unit: str | None
    owners: tuple[str, ...]
    due: str | None
    when: Calendar


@dataclass(slots=True)
class Figure:
    """One value of a table with what its row and its column say of it."""

    row: Row
    column: Column
    cell: Cell
    value: Number
    value_max: Number | None
    unit: str | None
    said: Comparator | None
    falls: bool = False

    @property
    def start(self) -> int:
        """Where the statement begins."""
        return min(self.row.name.start, self.cell.start)

    @property
    def status(self) -> Status:
        """What the column makes of it."""
        return "result" if self.column.role == "result" else "target"


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


def read(text: str, when: Calendar) -> Grids:
    """Every table of a text in one form."""
    grids = Grids()
    at = 0
    for start in headers.anchors(text):
        if start < at:
            continue
        header = headers.header_at(text, start, when)
        if header is not None:
            at = max(at, _rows(text, header, when, grids))
    return grids


def _rows(text: str, header: Header, when: Calendar, grids: Grids) -> int:
    """Read rows until one does not look like one; gives where the table ends."""
    end, misses = header.rows, 0
    caption = _CAPTION.search(text, max(0, header.start - 60), header.start)
    for count, row in enumerate(cells.rows(text, header)):
        filled = [cell for cell in row if cell.words]
        if not filled:
            continue
        pairs = cells.beside(header.columns, row)
        taken = count < MAX_ROWS and _take(pairs, header, caption, when, grids, end == header.rows)
        misses = 0 if taken else misses + 1
        if misses > MAX_MISSES or (misses and header.divider in (" ", " \n")):
            break
        end = filled[-1].end if taken else end
    return end


def _take(
    pairs: list[tuple[Column, Cell]],
    header: Header,
    caption: re.Match[str] | None,
    when: Calendar,
    grids: Grids,
    first: bool,
) -> bool:
    """Take the figures of a row, or the row as a line of sentences; False when it is neither."""
    name = _name_of(pairs)
    if name is None or cells.value(name.words):
        return False
    figures = _figures(pairs, _row_of(pairs, header, name, caption, when))
    if figures is not None:
        grids.figures += figures
        if figures:
            start = header.start if first else min(cell.start for _, cell in pairs)
            grids.zones.append((start, max(cell.end for _, cell in pairs)))
        return True
    line = _line(pairs, when)
    if line is not None:
        grids.lines.append(line)
    return line is not None


def _name_of(pairs: Sequence[tuple[Column, Cell]]) -> Cell | None:
    for kind in ("name", "group"):
        named = [cell for column, cell in pairs if column.kind == kind and cell.words]
        if named:
            return named[-1]
    return None


def _row_of(
    pairs: Sequence[tuple[Column, Cell]], header: Header, name: Cell, caption: re.Match[str] | None, when: Calendar
) -> Row:
    scale, unit = _unit_of(pairs, name.words, caption)
    return Row(header, name, scale, unit, _owners_of(pairs)[0], _due_of(pairs, when)[0], when)


def _unit_of(pairs: Sequence[tuple[Column, Cell]], name: str, caption: re.Match[str] | None) -> tuple[int, str | None]:
    """The unit of a row: its own cell's, else the one in brackets after its name, else the caption's."""
    stated = [headers.unit_in(cell.words) for column, cell in pairs if column.kind == "unit"]
    stated += [headers.bracketed_unit(name), headers.unit_in(caption[1]) if caption else None]
    for unit in stated:
        if unit:
            return unit
    return 1, "%" if name.endswith(_RATES) else None


def _owners_of(pairs: Sequence[tuple[Column, Cell]]) -> tuple[tuple[str, ...], tuple[int, int]]:
    named = [cell for column, cell in pairs if column.kind == "owner" and cell.words]
    names = tuple(dict.fromkeys(one for cell in named for one in organs(cell.words)))
    return names, (named[0].start, named[-1].end) if named else (0, 0)


def _due_of(pairs: Sequence[tuple[Column, Cell]], when: Calendar) -> tuple[str | None, tuple[int, int]]:
    for column, cell in pairs:
        if column.kind == "due":
            said = [time for time in times.scan(cell.words, 0, len(cell.words), when) if time.iso]
            if said:
                return said[-1].iso, (cell.start, cell.end)
    return None, (0, 0)


def _figures(pairs: Sequence[tuple[Column, Cell]], row: Row) -> list[Figure] | None:
    """The values of a row, or None when it has none and is no row of figures."""
    if len(row.name.words) > MAX_NAME or _SENTENCE.search(row.name.words):
        return None
    valued = [(column, cell) for column, cell in pairs if column.kind in NUMBERS and cell.words]
    found = [figure for column, cell in valued if (figure := _figure(column, cell, row))]
    if not found and not any(cell.words in cells.BLANK for _, cell in valued):
        return None
    base = [figure for figure in found if figure.status == "result" and figure.column.kind == "value"][:1]
    for figure in found:
        lower = bool(base) and base[0] is not figure and figure.value < base[0].value
        figure.falls = lower or (not base and bool(_FALLING.search(row.name.words)))
    return found


def _figure(column: Column, cell: Cell, row: Row) -> Figure | None:
    match = cells.value(cell.words)
    value = number(match["n"], match["s"]) if match else None
    if match is None or value is None:
        return None
    upper = number(match["n2"], match["s"]) if match["n2"] else None
    scale = 1 if match["u"] else column.scale if column.unit else row.scale
    said = _LEADS.get(match["lead"] or "") or _POSTS.get(match["post"] or "")
    unit = match["u"] or column.unit or row.unit
    return Figure(row, column, cell, _times(value, scale), None if upper is None else _times(upper, scale), unit, said)


def _times(value: Number, factor: int) -> Number:
    """A value times a scale, without the dust of binary fractions."""
    if factor == 1:
        return value
    product = round(value * factor, 6)
    return int(product) if product == int(product) else product


def _line(pairs: list[tuple[Column, Cell]], when: Calendar) -> Line | None:
    """A row of sentences, when a column names owners or a date for it."""
    owners, owners_at = _owners_of(pairs)
    due, due_at = _due_of(pairs, when)
    filled = [cell for _, cell in pairs if cell.words]
    if not (owners or due) or len(filled) < 3:
        return None
    return Line(min(cell.start for cell in filled), filled[-1].end, owners, owners_at, due, due_at)


def found(text: str, figure: Figure, scope: str | None, clause: int | None) -> Found:
    """A table's figure as a statement."""
    shape, over, period = _shape(figure)
    name, cell, column = figure.row.name, figure.cell, figure.column
    head = (figure.row.header.start, figure.row.header.rows)
    end = max(name.end, cell.end)
    why = {
        "value": Reason(cell.words, cell.start, cell.end),
        "status": Reason(column.words, *head),
        "indicator": Reason(name.words, name.start, name.end),
    }
    deadline = _deadline(figure)
    if column.year:
        why["deadline"] = Reason(column.words, *head)
    return Found(
        quote=text[figure.start : end],
        offset=figure.start,
        status=figure.status,
        indicator=headers.bare_name(name.words),
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        comparator=_comparator(figure, shape),
        deadline=deadline,
        period=period,
        shape=shape,
        over=over,
        scope=scope,
        owners=figure.row.owners,
        clause=clause,
        rule="table",
        because=why,
        confidence=CONFIDENCE,
    )


def _comparator(figure: Figure, shape: Shape) -> Comparator:
    """What the cell says; an aim below its base is a ceiling, other aims are floors, results are facts."""
    if figure.said:
        return figure.said
    if figure.falls and figure.status == "target" and shape != "growth":
        return "<="
    return ">=" if figure.status == "target" or figure.value_max is not None else "="


def _deadline(figure: Figure) -> str | None:
    """The year of the column, else the date of the row, else the end of the plan."""
    if figure.column.year:
        return f"{figure.column.year}-12-31"
    if figure.status == "result":
        return None
    when = figure.row.when
    year = when.year if when.yearly else when.last
    return figure.row.due or (f"{year}-12-31" if year else None)


def _shape(figure: Figure) -> tuple[Shape, str | None, str | None]:
    """The shape that the name and the value would have as a sentence."""
    name, unit = headers.bare_name(figure.row.name.words), figure.unit or ""
    verb = "增长" if figure.column.kind == "growth" and "增" not in name else "达到"
    words = f"{name}{verb}{figure.value}{unit}"
    start, end = len(name) + len(verb), len(words)
    amount = Amount(
        start, end - len(unit), end, figure.value, None, unit, "", fuzzy=False, in_characters=False, bare_scale=False
    )
    shaped = shapes.judge(shapes.place_of(analyse(words, 0, end, []), amount, 0), None)
    period = periods.named(words, 0, end) or periods.named(figure.column.words, 0, len(figure.column.words))
    return shaped.shape, shaped.over[0], period[0] if period else None
