"""Lists as files: written row by row, so that a million rows take no more memory than a thousand."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.fields import shown

from .books import HEAD, new_book, sheet_name
from .cells import guarded
from .columns import Column
from .limits import LONGEST_CELL
from .reading import REMARK

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
LAST_ROW = 1_048_576 - 100
"""Where a sheet ends and the next one begins; the rest is left for what is said of the list."""
WHOLE = 2**53
"""Larger numbers are written as text: a spreadsheet would change their last digits."""
_CHUNK = 2**16

Listed = Mapping[str, object] | Sequence[object]
Shown = str | int | float | date | None


@dataclass(frozen=True)
class Told:
    """What an exported list says of itself: by whom and when, which part of the whole, and whether masked.

    `masked` is None where a list is not about persons.
    """

    by: str
    at: datetime
    narrowing: str = ""
    masked: bool | None = True


@dataclass(frozen=True)
class Exported:
    """A finished file, its type, and how many rows it holds. The file is gone when it is closed."""

    file: BinaryIO
    content_type: str
    name: str
    rows: int

    def chunks(self) -> Iterator[bytes]:
        """The file from its beginning, piece by piece; closed at the end."""
        with self.file:
            self.file.seek(0)
            while chunk := self.file.read(_CHUNK):
                yield chunk

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks()

    def close(self) -> None:
        """Let the file go, read or not."""
        self.file.close()


def export(
    columns: Sequence[Column], rows: Iterable[Listed], *, title: str, told: Told, form: Literal["xlsx", "csv"] = "xlsx"
) -> Exported:
    """A list as a file. Rows are mappings by column or values in the columns' order; text is never a formula.

    Takes as much memory for many rows as for few, when `rows` does.
    """
    file: BinaryIO = tempfile.TemporaryFile(prefix="sangzi-export-")  # noqa: SIM115
    try:
        count = (_write_xlsx if form == "xlsx" else _write_csv)(file, columns, rows, title, told)
    except BaseException:
        file.close()
        raise
    name = f"{title}-{timezone.localtime(told.at):%Y%m%d-%H%M}.{form}"
    return Exported(file, XLSX if form == "xlsx" else CSV, name, count)


def _write_xlsx(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Listed], title: str, told: Told) -> int:
    with new_book(file, constant_memory=True) as book:
        pages = _Pages(book, columns, title)
        for row in rows:
            pages.add([_value(column, cell) for column, cell in zip(columns, _cells(columns, row), strict=True)])
        pages.remark(_remarks(pages.count, told))
        return pages.count


def _write_csv(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Listed], _title: str, told: Told) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([guarded(column.heading) for column in columns])
    count = 0
    for row in rows:
        cells = zip(columns, _cells(columns, row), strict=True)
        writer.writerow([_written(_value(column, cell)) for column, cell in cells])
        count += 1
    writer.writerows([line] for line in _remarks(count, told))
    text.detach()
    return count


def _remarks(count: int, told: Told) -> list[str]:
    at = timezone.localtime(told.at)
    said = [
        _("共%(count)s行") % {"count": count},
        _("导出：%(by)s，%(at)s") % {"by": told.by, "at": f"{at:%Y-%m-%d %H:%M}"},
        _("范围：%(narrowing)s") % {"narrowing": told.narrowing or _("全部")},
    ]
    if told.masked is not None:
        said.append(_("个人信息已部分遮盖") if told.masked else _("含未遮盖的个人信息，请妥善保管，用后删除"))
    return [f"{REMARK} {words}" for words in said]


def _cells(columns: Sequence[Column], row: Listed) -> Sequence[object]:
    return [row.get(column.key) for column in columns] if isinstance(row, Mapping) else row


def _value(column: Column, cell: object) -> Shown:
    """A value as a spreadsheet keeps it: stored answers by the kind of their column, all else by what it is."""
    if isinstance(cell, str):
        return _answer(column, cell) if cell else None
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, int | float | Decimal):
        return _number(cell)
    if isinstance(cell, date):
        return _moment(cell) if isinstance(cell, datetime) else cell
    if isinstance(cell, list | tuple):
        return "、".join(map(str, cell))
    return None if cell is None else str(cell)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at) if timezone.is_aware(at) else at:%Y-%m-%d %H:%M}"


def _answer(column: Column, text: str) -> Shown:
    if column.kind == "yes" and text in ("yes", "no"):
        return shown(column.rules, text)
    try:
        if column.kind == "date":
            return date.fromisoformat(text)
        return _number(Decimal(text)) if column.kind in ("number", "money") else text
    except (ValueError, ArithmeticError):
        return text


def _number(number: float | Decimal) -> float | str:
    if not -WHOLE <= number <= WHOLE:
        return str(number)
    return int(number) if number == int(number) else float(number)


def _written(value: Shown) -> str | int | float:
    """A value as a CSV file says it."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


class _Pages:
    """The sheets of a workbook, a new one where one is full."""

    def __init__(self, book: Workbook, columns: Sequence[Column], title: str) -> None:
        self.book = book
        self.columns = columns
        self.title = title
        self.head: Format = book.add_format(HEAD)
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.count = 0
        self.pages = 0
        self._turn()

    def add(self, values: Sequence[Shown]) -> None:
        """One row."""
        if self.line >= LAST_ROW:
            self._turn()
        write = self.sheet.write_string
        for at, value in enumerate(values):
            if isinstance(value, str):
                write(self.line, at, value[:LONGEST_CELL])
            elif isinstance(value, date):
                self.sheet.write_datetime(self.line, at, value, self.day)
            elif value is not None:
                self.sheet.write_number(self.line, at, value)
        self.line += 1
        self.count += 1

    def remark(self, lines: Iterable[str]) -> None:
        """What is said below the last row."""
        for at, words in enumerate(lines, self.line):
            self.sheet.write_string(at, 0, words)

    def _turn(self) -> None:
        self.pages += 1
        name = sheet_name(self.title)
        self.sheet: Worksheet = self.book.add_worksheet(name if self.pages == 1 else f"{name[:26]} {self.pages}")
        self.sheet.freeze_panes(1, 0)
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.characters)
            self.sheet.write_string(0, at, column.heading, self.head)
        self.line = 1
