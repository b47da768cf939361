"""XLSX and CSV files as rows of cells, refused in words where they are too large or not what they seem."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from sangzi.kernel import packages
from sangzi.kernel.errors import BadInput

from . import limits

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Cells = list[object]
NumberedCells = tuple[int, Cells]
Source = Path | BinaryIO | bytes
MARK_SHEET = "_sangzi"
"""The hidden sheet that says which template a workbook was made from."""

_CHUNK = 2**20
_LONGEST_TAG = 2**20
# A cell with something in it beyond the last column or row that is read. The reader lays a sheet out densely from
# its first to its last cell: one cell in the far corner of a file of 5 KB would take 500 GB.
_FAR = re.compile(
    rb"""\sr\s*=\s*["'](?:[A-Za-z]{3,}\d|[B-Zb-z][A-Za-z]\d|[A-Za-z]*(?:[2-9]\d{5}|\d{7,})["'])[^>]*(?<!/)>\s*<[^/]"""
)
_WORKBOOK = "xl/workbook.xml"


class UnreadableSheet(BadInput):
    """A file that cannot be read as a worksheet at all."""

    code = "unreadable-sheet"


@dataclass(frozen=True)
class Mark:
    """Which template a workbook was made from."""

    key: str
    digest: str
    title: str


@dataclass(frozen=True)
class Grid:
    """The rows of a file, and the mark of its template where it has one."""

    rows: Iterator[NumberedCells]
    mark: Mark | None = None


@contextmanager
def opened(file: Source, most: limits.Most = limits.SHEET) -> Iterator[Grid]:
    """The cells of the first visible sheet of a workbook, or of a CSV file. Raises `UnreadableSheet`.

    `most` is for lists that are longer than people fill in, as CSV; a workbook has at most `limits.MOST_ROWS` rows.
    """
    if isinstance(file, bytes):
        yield _grid(io.BytesIO(file), most)
    elif isinstance(file, Path):
        with file.open("rb") as stream:
            yield _grid(stream, most)
    else:
        yield _grid(file, most)


def _grid(stream: BinaryIO, most: limits.Most) -> Grid:
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise UnreadableSheet(_("文件是空的；请填好后保存，再上传。"))
    if size > most.size:
        told = {"size": size // 2**20 + 1, "most": most.size // 2**20}
        raise UnreadableSheet(_("文件有%(size)s MB，最多%(most)s MB；请分成几个文件。") % told)
    stream.seek(0)
    begins = stream.read(8)
    stream.seek(0)
    if begins.startswith(b"PK\x03\x04"):
        return _workbook(stream)
    if begins.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableSheet(_("文件是旧格式（.xls）或设有密码；请取消密码，另存为“Excel 工作簿（.xlsx）”再上传。"))
    return Grid(_csv(stream.read(), most.rows))


def _workbook(stream: BinaryIO) -> Grid:
    _refuse_package(stream)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise UnreadableSheet(_("文件里没有看得见的工作表；请取消隐藏后再上传。"))
        mark = _mark(book.get_sheet_by_name(MARK_SHEET).to_python()) if MARK_SHEET in book.sheet_names else None
        sheet = book.get_sheet_by_name(shown[0])
        rows = _from_first_column(sheet) if sheet.start else iter(())
    except CalamineError as error:
        raise UnreadableSheet(_("文件不是完整的 Excel 表格；请用 Excel 或 WPS 打开后另存为 .xlsx。")) from error
    return Grid(enumerate(rows, 1), mark)


def _from_first_column(sheet: CalamineSheet) -> Iterator[Cells]:
    """Every row from the sheet's first, with the columns that the reader leaves out at the left."""
    empty: Cells = [""] * (sheet.start[1] if sheet.start else 0)
    return ([*empty, *row] for row in sheet.iter_rows())


def _mark(rows: Sequence[Sequence[object]]) -> Mark | None:
    told = [str(row[0]) for row in rows if row]
    return Mark(*told[:3]) if len(told) >= 3 else None


def _refuse_package(stream: BinaryIO) -> None:
    """Look at the directory, then at the places of the cells, before the reader lays them out."""
    fault = packages.fault(stream, limits.PACKAGE)
    if fault == "broken":
        raise UnreadableSheet(_("文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx。"))
    if fault:
        raise UnreadableSheet(_("文件解压后过大，不是正常的表格；请分成几个文件，或改用 CSV。"))
    with zipfile.ZipFile(stream) as package:
        parts = package.namelist()
        if _WORKBOOK not in parts:
            raise UnreadableSheet(_("文件不是 .xlsx 表格；请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”。"))
        for part in parts:
            if part.endswith(".xml") and _reaches_far(package, part):
                raise _too_many(limits.MOST_ROWS)


def _too_many(rows: int) -> UnreadableSheet:
    told = {"rows": rows, "columns": limits.MOST_COLUMNS}
    return UnreadableSheet(
        _("表格超过%(rows)s行或%(columns)s列；请删去表格以外的行和列（连同其中的空格），或分成几个文件。") % told
    )


def _reaches_far(package: zipfile.ZipFile, part: str) -> bool:
    try:
        with package.open(part) as stream:
            rest = b""
            while chunk := stream.read(_CHUNK):
                chunk = rest + chunk
                if _FAR.search(chunk):
                    return True
                rest = _unfinished(chunk)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableSheet(_("文件已损坏或设有密码；请用 Excel 或 WPS 打开后另存为 .xlsx。")) from error
    return False


def _unfinished(chunk: bytes) -> bytes:
    """What the next chunk goes on from: the last tag but one, so that none is cut wherever chunks end."""
    rest = chunk[max(chunk.rfind(b"<", 0, max(chunk.rfind(b"<"), 0)), 0) :]
    if len(rest) > _LONGEST_TAG:
        raise UnreadableSheet(_("文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx。"))
    return rest


def _csv(content: bytes, most_rows: int) -> Iterator[NumberedCells]:
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    parted_by = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = {"line": reader.line_num, "error": error}
            raise UnreadableSheet(_("第%(line)s行不是 CSV：%(error)s。") % told) from error
        if begins > most_rows or len(cells) > limits.MOST_COLUMNS:
            raise _too_many(most_rows)
        yield begins, [*cells]


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030 as Excel writes it in Chinese."""
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableSheet(_("文件不是表格：既不是 .xlsx，也不是 UTF-8 或 GB 18030 编码的 CSV。"))
