"""Trees and statistics from files as rows of text: the common reader of sheets, without its templates and its imports.

These lists were published by others, hang together and come in as a whole or after a look at what they change, so their
rows are not taken one by one as `kernel.importing` takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.kernel.worksheets.cells import typed
from sangzi.kernel.worksheets.grids import Source, opened
from sangzi.kernel.worksheets.limits import Most

LARGEST = Most(200 * 2**20, 2_000_000)
"""All villages of the country are more than 600,000 rows in one CSV file."""

Row = tuple[int, list[str]]


def read_table(file: Source) -> Iterator[Row]:
    """The rows of a file with their numbers, counted from 1 as a spreadsheet shows them; empty ones are left out."""
    if isinstance(file, Path) and not file.is_file():
        raise BadInput(_("没有文件“%(file)s”。") % {"file": file.name}, file=str(file))
    with opened(file, LARGEST) as grid:
        for number, cells in grid.rows:
            words = [typed(cell) for cell in cells]
            if any(words):
                yield number, words


def read_text(text: str) -> Iterator[Row]:
    """The rows of a pasted table: CSV, or columns parted by tabs as spreadsheets copy them; empty ones left out."""
    return read_table(text.encode())
