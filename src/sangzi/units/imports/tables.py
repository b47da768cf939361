"""CSV and XLSX files as rows of text, refused with a sentence where they are too large or not what they seem."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from sangzi.kernel import packages
from sangzi.kernel.errors import BadInput

LARGEST = 200 * 1024**2
LARGEST_UNPACKED = 1024**3
MOST_PARTS = 2_000
MOST_TIMES = 200  # how much larger a part may be than its packed form
MOST_COLUMNS = 50

# What openpyxl and the parsers below it say of files that only look like spreadsheets, entities included.
_NO_SPREADSHEET = (KeyError, IndexError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile, zlib.error)

Row = tuple[int, list[str]]


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a file with their numbers, counted from 1 as a spreadsheet shows them; empty ones are left out."""
    _refuse_size(path)
    rows = _xlsx(path) if zipfile.is_zipfile(path) else _csv(path)
    for number, cells in rows:
        if any(cells):
            yield number, cells


def read_text(text: str) -> Iterator[Row]:
    """The rows of a pasted table: CSV, or columns parted by tabs as spreadsheets copy them; empty ones left out."""
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        told = {"line": reader.line_num, "error": error}
        raise BadInput(_("第%(line)s行不是CSV：%(error)s。") % told, field="text") from error


def _refuse_size(path: Path) -> None:
    if not path.is_file():
        raise BadInput(_("没有文件“%(file)s”。") % {"file": path.name}, file=str(path))
    size = path.stat().st_size
    if size == 0:
        raise BadInput(_("文件“%(file)s”是空的。") % {"file": path.name}, file=str(path))
    if size > LARGEST:
        raise BadInput(
            _("文件“%(file)s”有%(size)s MB，最多%(most)s MB；请分成几个文件。")
            % {"file": path.name, "size": size // 1024**2, "most": LARGEST // 1024**2},
            file=str(path),
        )


def _csv(path: Path) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadInput(
            _("文件“%(file)s”第%(line)s行不是CSV：%(error)s。")
            % {"file": path.name, "line": reader.line_num, "error": error},
            file=str(path),
        ) from error


def _text(path: Path) -> str:
    """The file's text: UTF-8, or GB 18030 as Excel writes it in Chinese."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        _("文件“%(file)s”既不是UTF-8也不是GB 18030编码的文本；请另存为CSV（UTF-8）。") % {"file": path.name},
        file=str(path),
    )


def _xlsx(path: Path) -> Iterator[Row]:
    _refuse_bomb(path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
            yield number, [_cell(cell) for cell in cells]
        book.close()
    except _NO_SPREADSHEET as error:
        raise BadInput(_("文件“%(file)s”不是XLSX表格。") % {"file": path.name}, file=str(path)) from error


def _refuse_bomb(path: Path) -> None:
    """Look at the directory of the archive before anything is unpacked."""
    fault = packages.fault(path, packages.Limits(MOST_PARTS, LARGEST_UNPACKED, times=MOST_TIMES))
    if fault == "broken":
        raise BadInput(_("文件“%(file)s”已损坏。") % {"file": path.name}, file=str(path))
    if fault:
        raise BadInput(
            _("文件“%(file)s”解压后过大，可能不是正常的表格；请改用CSV。") % {"file": path.name}, file=str(path)
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
