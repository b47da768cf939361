"""The error sheet: every row that was not taken, as it was typed, with the reason; mended, it is brought again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from .books import HEAD, MUST, new_book, sheet_name
from .columns import REQUIRED, Column, digest_of
from .grids import MARK_SHEET
from .limits import LONGEST_CELL
from .reading import Refused

REASON_WIDTH = 60


def error_sheet(columns: Sequence[Column], refused: Iterable[Refused], *, title: str = "", key: str = "") -> BinaryIO:
    """A workbook of the rows that were refused, ready to be read from its beginning.

    It has the columns of the template and two more, line and reason, which are passed over when it is read again.
    """
    file: BinaryIO = tempfile.TemporaryFile(prefix="sangzi-errors-")  # noqa: SIM115
    with new_book(file, constant_memory=True) as book:
        sheet = book.add_worksheet(sheet_name(title or _("错误")))
        head, red = book.add_format(HEAD), book.add_format(MUST | {"text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.characters, text)
        sheet.set_column(len(columns), len(columns), REASON_WIDTH)
        sheet.freeze_panes(1, 0)
        names = [column.heading + (REQUIRED if column.required else "") for column in columns]
        for at, name in enumerate((*names, _("原因"), _("行号"))):
            sheet.write_string(0, at, name, head)
        for line, row in enumerate(refused, 1):
            for at, cell in enumerate(row.cells):
                sheet.write_string(line, at, cell[:LONGEST_CELL], text)
            sheet.write_string(line, len(columns), "；".join(row.reasons)[:LONGEST_CELL], red)
            sheet.write_number(line, len(columns) + 1, row.number)
        mark = book.add_worksheet(MARK_SHEET)
        for line, words in enumerate((key, digest_of(columns), title)):
            mark.write_string(line, 0, words)
        mark.very_hidden()
    file.seek(0)
    return file
