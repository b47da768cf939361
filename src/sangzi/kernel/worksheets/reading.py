"""Rows of an uploaded sheet, each with its answers or with what is wrong in it, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.fields import Answer

from . import limits
from .cells import answer_in, typed
from .columns import Column
from .grids import NumberedCells, Source, opened
from .headings import Headings, WrongHeadings, headings_in, is_outdated, refuse_other_template

EXAMPLE = ("示例：", "示例:", "Example:")
"""How the row begins that shows what to write; it is not read."""
REMARK = "※"
"""How the lines begin that tell of an exported sheet."""
REMEMBERED = 20_000
"""So many different cells of one column are judged once."""


@dataclass(frozen=True)
class Row:
    """A row: where it stands, its answers by column, what is wrong, and its cells as typed, in order of the columns.

    `complaints` name the cell (B12) and what to change; `values` leaves out what is empty or wrong, and `wrong` has the
    keys of the columns that are. `letters` says where each column stands.
    """

    number: int
    values: dict[str, Answer]
    complaints: tuple[str, ...]
    cells: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)

    def at(self, key: str, sentence: str) -> str:
        """A complaint about a column, beginning with its cell as those of the reader do."""
        letters = self.letters.get(key)
        return f"{letters}{self.number}：{sentence}" if letters else sentence


@dataclass(frozen=True)
class Refused:
    """A row as it was typed, and why it was not taken."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """One column of the sheet at hand, and the cells that were judged already."""

    column: Column
    at: int
    letters: str
    judged: dict[object, tuple[Answer, str]] = field(default_factory=dict)

    def judge(self, cells: Sequence[object]) -> tuple[Answer, str]:
        """The answer, or what is wrong with it."""
        cell = cells[self.at] if 0 <= self.at < len(cells) else ""
        known = (type(cell), cell)
        if known not in self.judged:
            if len(self.judged) >= REMEMBERED:
                self.judged.clear()
            self.judged[known] = _judged(cell, self.column)
        return self.judged[known]


def rows(
    file: Source, columns: Sequence[Column], *, key: str = "", told: Callable[[str], None] = lambda _words: None
) -> Iterator[Row]:
    """The rows of a sheet below its headings; empty ones, the example and remarks are left out.

    `key` is that of the template (see `template`): a workbook made from another one is refused. `told` is given
    what is worth saying of the file as a whole. Raises `UnreadableSheet` or `WrongHeadings` before the first row.
    """
    with opened(file) as grid:
        refuse_other_template(grid.mark, key)
        first = list(islice(grid.rows, limits.HEADING_ROWS))
        outdated = is_outdated(grid.mark, columns)
        headings = _headings(first, columns, outdated=outdated)
        if outdated:
            told(_("这份表用的是旧模板；各列仍能对上，已照常读取。下次请用新下载的模板。"))
        yield from _read(chain(first, grid.rows), headings, columns)


def _headings(first: Sequence[NumberedCells], columns: Sequence[Column], *, outdated: bool) -> Headings:
    try:
        return headings_in(first, columns)
    except WrongHeadings as wrong:
        if not outdated:
            raise
        raise WrongHeadings(_("这份表用的是旧模板，各列已有改动；请下载新模板再填。") + wrong.sentence) from wrong


def _read(all_rows: Iterator[NumberedCells], headings: Headings, columns: Sequence[Column]) -> Iterator[Row]:
    places = [_Place(column, at, letters_of(at)) for column, at in headings.places]
    absent = {column.key for column in columns} - {place.column.key for place in places}
    places += [_Place(column, -1, "") for column in columns if column.key in absent]
    places.sort(key=lambda place: columns.index(place.column))
    letters = {place.column.key: place.letters for place in places}
    for number, cells in all_rows:
        if number > headings.line and _says_something(cells):
            yield _row(number, cells, places, letters)


def _row(number: int, cells: Sequence[object], places: Sequence[_Place], letters: Mapping[str, str]) -> Row:
    values: dict[str, Answer] = {}
    complaints: list[str] = []
    wrong_keys: list[str] = []
    for place in places:
        answer, wrong = place.judge(cells)
        if wrong:
            complaints.append(f"{place.letters}{number}：{wrong}")
            wrong_keys.append(place.column.key)
        elif answer:
            values[place.column.key] = answer
    width = len(cells)
    asked = tuple(typed(cells[place.at]) if 0 <= place.at < width else "" for place in places)
    return Row(number, values, tuple(complaints), asked, tuple(wrong_keys), letters)


def _judged(cell: object, column: Column) -> tuple[Answer, str]:
    try:
        return answer_in(cell, column.rules), ""
    except BadInput as wrong:
        return "", wrong.sentence


def _says_something(cells: Sequence[object]) -> bool:
    """Whether a row is somebody's: not empty, not the example, not a remark."""
    said = next((cell for cell in cells if cell not in ("", None) and str(cell).strip()), None)
    return said is not None and not (isinstance(said, str) and said.lstrip().startswith((*EXAMPLE, REMARK)))


def letters_of(at: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        letters = chr(65 + left) + letters
    return letters
