"""The error sheet: every row that could not be imported, as it was, with the reason and the line, as all of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import copyfileobj

from django.utils.translation import gettext as _

from sangzi.kernel.worksheets import Column, Refused, error_sheet
from sangzi.kernel.worksheets.cells import guarded

from .rows import lines_of
from .tables import read_table


def report_beside(path: Path) -> Path:
    """Where the error sheet of a file goes: beside it, in its own format."""
    return path.with_name(f"{path.stem}-errors{'.xlsx' if zipfile.is_zipfile(path) else '.csv'}")


def write_report(path: Path, report: Path, mistakes: dict[int, list[str]]) -> None:
    """Write the error sheet of the file at `path`."""
    header = next(read_table(path))[1]
    wrong = lines_of(read_table(path), mistakes)
    if report.suffix == ".xlsx":
        columns = [Column(f"c{at}", heading or f"—{at}") for at, heading in enumerate(header, 1)]
        refused = (Refused(line, tuple(_padded(cells, len(header))), tuple(why)) for line, cells, why in wrong)
        with report.open("wb") as file, error_sheet(columns, refused) as sheet:
            copyfileobj(sheet, file)
    else:
        report.write_text(report_text(header, wrong), encoding="utf-8-sig", newline="")


def report_text(header: Sequence[str], wrong: Iterable[tuple[int, list[str], list[str]]]) -> str:
    """An error sheet as the text of a CSV file: for every wrong row its cells as they were, the reasons, its line."""
    sheet = io.StringIO(newline="")
    rows = ([*_padded(cells, len(header)), "；".join(why), str(line)] for line, cells, why in wrong)
    csv.writer(sheet).writerows(map(guarded, row) for row in ([*header, _("原因"), _("行号")], *rows))
    return sheet.getvalue()


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
