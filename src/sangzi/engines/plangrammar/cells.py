"""The cells of a table and its rows, whatever parts them."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from sangzi.engines.plangrammar import headers, measures
from sangzi.engines.plangrammar.forms import LIKE, Cell, aligned
from sangzi.engines.plangrammar.headers import NUMBERS, TAILS, Column, Header

VALUE = re.compile(
    "(?P<lead>[≥≤<>=~]+|不低于|不少于|不高于|不超过|不得低于|不得高于|至少|大于|小于|高于|低于|超过|达到|达|约|近|控制在|降至|降到|"
    r"提高到|累计)?\[?(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)(?:[-~—至](?P<n2>\d{1,12}(?:\.\d{1,6})?))?\]?"
    rf"(?P<s>[万亿千百]{{0,2}})(?P<u>{measures.pattern()})?(?P<post>以上|及以上|以下|以内|左右|余|\+)?"
)
"""What a cell that holds a number looks like."""
BLANK = frozenset({"—", "-", "/", "--", "——", "无", "\\"})
_CELL = re.compile(r"[^ \t|\n\u3000]+")
_LINE = re.compile(r"[^\n]{1,3000}")
_LINE_OR_EMPTY = re.compile(r"[^\n]{0,3000}\n?")
"""Longer lines are no rows; the bound keeps the work for one header constant."""
_ATTRIBUTE = re.compile("约束性|预期性|指导性|引导性|参考性|预期|约束|正向|逆向")
_SENTENCE = re.compile("[。;]")
_ENDS = re.compile(r"[一二三四五六七八九十]{1,2}、|附[件注:]")
MAX_NAME, MAX_MISSES, MAX_CELLS, MAX_SHORT = 40, 4, 24, 2


def value(words: str) -> re.Match[str] | None:
    """A cell that is nothing but a number."""
    return VALUE.fullmatch(words)


def rows(text: str, header: Header) -> Iterator[list[Cell]]:
    """The rows under a header, as long as they may be rows."""
    if header.divider in {"|", "\t", ","}:
        return _parted(text, header.rows, header.divider)
    if header.divider == " \n":
        return _lines(text, header.rows)
    kinds = {column.kind for column in header.columns}
    if "serial" in kinds and not kinds & NUMBERS:
        return _numbered(text, header)
    return _runs(text, header) if kinds & NUMBERS else iter(())


def _parted(text: str, start: int, divider: str) -> Iterator[list[Cell]]:
    """A line a row, cells parted by a mark; empty cells count."""
    for line in _LINE_OR_EMPTY.finditer(text, start):
        if not line.group() or line.group().count(divider) > MAX_CELLS:
            return
        at = line.start()
        row = []
        for piece in line.group().rstrip("\n").split(divider):
            words = piece.strip()
            begin = at + len(piece) - len(piece.lstrip())
            row.append(Cell(begin, begin + len(words), words))
            at += len(piece) + 1
        yield row[1:] if divider == "|" and not row[0].words else row


def _lines(text: str, start: int) -> Iterator[list[Cell]]:
    """A line a row, cells parted by blanks."""
    for line in _LINE.finditer(text, start):
        yield [Cell(*match.span(), match.group()) for match in _CELL.finditer(text, *line.span())]


def _stream(text: str, header: Header) -> Iterator[Cell]:
    """Cells one after another: a line each, or parted by blanks."""
    for match in (_LINE if header.divider == "\n" else _CELL).finditer(text, header.rows):
        words = match.group().strip(" \u3000\t")
        if words:
            begin = match.start() + match.group().index(words[0])
            yield Cell(begin, begin + len(words), words)


def _numbered(text: str, header: Header) -> Iterator[list[Cell]]:
    """Rows of words in a stream, told apart by their numbers 1, 2, 3; the last has as many cells as the header."""
    row: list[Cell] = []
    expected = 1
    for cell in _stream(text, header):
        if is_serial(cell.words) and int(cell.words.rstrip(".、")) == expected:
            yield from _joined(text, row, header)
            row, expected = [cell], expected + 1
        elif not row or len(row) > MAX_CELLS:
            return
        else:
            row.append(cell)
    yield from _joined(text, row[: len(header.columns)], header)


def _joined(text: str, row: list[Cell], header: Header) -> Iterator[list[Cell]]:
    """A row with as many cells as the header: blanks inside its sentences part nothing."""
    spare = len(row) - len(header.columns)
    if spare < 0:
        if row and -spare <= MAX_SHORT:
            yield aligned([LIKE.get(column.kind, "t") for column in header.columns], row)
        return
    tails = sum(column.kind in TAILS for column in header.columns)
    last = len(row) - tails - 1
    first = last - spare
    words = text[row[first].start : row[last].end]
    yield [*row[:first], Cell(row[first].start, row[last].end, words), *row[last + 1 :]]


class _Run:
    """A row being gathered from a stream of cells."""

    def __init__(self, header: Header) -> None:
        kinds = [column.kind for column in header.columns]
        self.wanted = sum(kind in NUMBERS for kind in kinds)
        self.tails = [kind for kind in kinds if kind in TAILS]
        self.has_unit, self.has_serial = "unit" in kinds, "serial" in kinds
        self.cells: list[Cell] = []
        self.close()

    def close(self) -> list[list[Cell]]:
        """The row, if it is whole; and a new one is begun."""
        rows = [self.cells] if self.cells and self.whole else []
        self.cells = []
        self.values = self.after = 0
        self.named = self.unit = False
        return rows

    @property
    def whole(self) -> bool:
        """Whether it has a value for every column of values."""
        return self.values >= self.wanted

    def ends_before(self, cell: Cell, following: Cell | None) -> bool:
        """Whether a cell begins another row: it may not belong to this one, or is the number of the next."""
        if self.has_serial and is_serial(cell.words) and (self.whole or not self.values):
            return following is not None and not _is_number(following.words) and not headers.unit_in(following.words)
        if not self.whole:
            return False
        if _is_number(cell.words) or self.after >= len(self.tails):
            return True
        return self.tails[self.after] == "kind" and not _ATTRIBUTE.fullmatch(cell.words)

    def add(self, cell: Cell) -> bool:
        """Add a cell; False when the row has grown past any row."""
        is_unit = self.named and not self.values and self._is_unit(cell)
        self.unit = self.unit or is_unit
        if self.whole:
            self.after += 1
        elif _is_number(cell.words) and self.named and not is_unit:
            self.values += 1
        self.named = self.named or not is_serial(cell.words)
        self.cells.append(cell)
        return len(self.cells) <= MAX_CELLS

    def _is_unit(self, cell: Cell) -> bool:
        """Whether a cell is the unit: a measure word, or a dash where a unit is due."""
        return bool(headers.unit_in(cell.words)) or (self.has_unit and not self.unit and cell.words in BLANK)


def _is_number(words: str) -> bool:
    return bool(value(words)) or words in BLANK


def _runs(text: str, header: Header) -> Iterator[list[Cell]]:
    """Rows in a stream: a name, perhaps a unit, as many values as there are columns, then what is left over."""
    run, misses = _Run(header), 0
    for cell, following in pairwise(chain(_stream(text, header), [None])):
        if cell is None:
            break
        if len(cell.words) > MAX_NAME or _SENTENCE.search(cell.words):
            misses += 1
            if header.divider != "\n" or misses > MAX_MISSES or _ENDS.match(cell.words):
                break
            yield from run.close()
            continue
        if run.ends_before(cell, following):
            rows = run.close()
            yield from rows
            misses = 0 if rows else misses + 1
            if misses > MAX_MISSES:
                break
        if not run.add(cell):
            break
    yield from run.close()


def is_serial(words: str) -> bool:
    """1 or 2. before the name of a row."""
    return words.rstrip(".、").isdigit()


def beside(columns: Sequence[Column], cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
    """Cells beside their columns: by place when they are as many, else by what each looks like."""
    if len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    cells = [cell for cell in cells if cell.words]
    if len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    return _guessed(columns, cells)


def _guessed(columns: Sequence[Column], cells: Sequence[Cell]) -> list[tuple[Column, Cell]]:
    free = {
        "unit": [column for column in columns if column.kind == "unit"] or [Column("unit", "")],
        "value": [column for column in columns if column.kind in NUMBERS],
        "tail": [column for column in columns if column.kind in TAILS],
    }
    numbered = any(column.kind == "serial" for column in columns) or len(cells) > 2
    named: list[Cell] = []
    pairs: list[tuple[Column, Cell]] = []
    for cell in cells[numbered and is_serial(cells[0].words) :]:
        kind = _looks_like(cell.words, named=bool(named), unit_free=bool(free["unit"]), valued=bool(pairs))
        if kind == "name":
            named.append(cell)
        elif free[kind]:
            pairs.append((free[kind].pop(0), cell))
    groups = [(Column("group", ""), cell) for cell in named[:-1]]
    return groups + [(Column("name", ""), cell) for cell in named[-1:]] + pairs


def _looks_like(words: str, *, named: bool, unit_free: bool, valued: bool) -> str:
    """What a cell is, by its words and by what came before it."""
    if named and unit_free and not valued and (words in BLANK or headers.unit_in(words)):
        return "unit"
    if value(words) or (words in BLANK and named):
        return "value"
    if headers.unit_in(words):
        return "unit"
    return "tail" if valued else "name"
