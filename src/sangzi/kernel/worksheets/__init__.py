"""Sheets that people fill in and take away: templates, reading, error sheets, exports.

The same columns make the template, read it back, and give the error sheet that may be brought again.
Told in docs/worksheets.md.
"""

from __future__ import annotations

from .columns import Column, column_of, columns_of
from .exporting import CSV, XLSX, Exported, Told, export
from .grids import Source, UnreadableSheet
from .headings import WrongHeadings
from .reading import Refused, Row, rows
from .refusals import error_sheet
from .templates import template

__all__ = [
    "CSV",
    "XLSX",
    "Column",
    "Exported",
    "Refused",
    "Row",
    "Source",
    "Told",
    "UnreadableSheet",
    "WrongHeadings",
    "column_of",
    "columns_of",
    "error_sheet",
    "export",
    "rows",
    "template",
]
