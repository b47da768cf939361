"""Excel workbooks: every visible sheet as a table, under its name."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import cells, limits, packages
from .extracted import Extracted
from .refusals import spoken, unreadable

_ = spoken


def read_xlsx(path: Path) -> Extracted:
    """The sheets of a workbook, the values of formulas as last computed."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    packages.check(path, ".xlsx")
    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise unreadable(_("“%(name)s”不是完整的 Excel 文件；请用 Excel 打开后另存为 .xlsx。"), path) from error
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    lines = [line for sheet in shown for line in _sheet(sheet, path)]
    return Extracted("\n".join(lines) + "\n", "xlsx", None, _left_out(len(book.worksheets) - len(shown)))


def _left_out(count: int) -> tuple[str, ...]:
    return (_("有 %(count)s 张隐藏的工作表没有读。") % {"count": count},) if count else ()


def _sheet(sheet: Any, path: Path) -> Iterator[str]:
    if sheet.max_row * sheet.max_column > limits.MAX_GRID:
        told = {"sheet": sheet.title, "limit": limits.MAX_GRID}
        raise unreadable(
            _("“%(name)s”的工作表“%(sheet)s”超过 %(limit)s 格；请删去表格以外的空行空列再试。"), path, **told
        )
    covered = _covered(sheet)
    rows = []
    for row in sheet.iter_rows():
        kept = not sheet.row_dimensions[row[0].row].hidden
        rows += [[covered.get((cell.row, cell.column), "") or _words(cell) for cell in row]] if kept else []
    yield sheet.title
    yield from (line if line.count("\t") == 0 or _filled(line) > 1 else line.strip("\t") for line in cells.lines(rows))
    yield ""


def _filled(line: str) -> int:
    return sum(bool(words) for words in line.split("\t"))


def _covered(sheet: Any) -> dict[tuple[int, int], str]:
    """The cells in the first column of a merged range that go on from above."""
    return {
        (row, merged.min_col): cells.ABOVE
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row + 1, merged.max_row + 1)
    }


def _words(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return cells.joined(str(value).split("\n"))


def _number(value: float, form: str) -> str:
    """A number as its cell shows it, as far as it matters: a share is stored as 0.9 and shown as 90%."""
    if "%" in form:
        return f"{round(value * 100, 8):.12g}%"
    return f"{value:.12g}" if abs(value) < 1e15 else str(value)
