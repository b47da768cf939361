"""New workbooks: written row by row to a file, with bytes that depend on nothing but what was asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook says it was made: the same rows give the same bytes."""
LONGEST_NAME = 31
HEAD = {
    "bold": True,
    "bg_color": "#E8EEF7",
    "border": 1,
    "border_color": "#B8C4D6",
    "valign": "vcenter",
    "locked": True,
}
MUST = {"font_color": "#A61B1B"}
_NO_SHEET_NAME = dict.fromkeys(map(ord, "[]:*?/\\'"))


@contextmanager
def new_book(file: BinaryIO, **options: Any) -> Iterator[Workbook]:
    """A workbook that is written to `file` when the block ends.

    What is written lies in files of its own meanwhile; those go with the block, however it ends.
    """
    from xlsxwriter import Workbook

    with tempfile.TemporaryDirectory(prefix="sangzi-sheet-") as folder:
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = Workbook(file, {**plain, "tmpdir": folder, **options})
        book.set_properties({"created": MADE})
        book.use_zip64()
        try:
            yield book
        finally:
            book.close()  # after a failure, too: the files of its sheets are open


def sheet_name(title: str) -> str:
    """A title as a sheet may be called."""
    return title.translate(_NO_SHEET_NAME)[:LONGEST_NAME].strip() or "1"
