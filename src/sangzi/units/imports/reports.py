"""The error sheet: every row that could not be imported, as it was, with the reason."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from .rows import lines_of
from .tables import read_table


def report_beside(path: Path) -> Path:
    """Where the error sheet of a file goes: beside it, in its own format."""
    return path.with_name(f"{path.stem}-errors{'.xlsx' if zipfile.is_zipfile(path) else '.csv'}")


def write_report(path: Path, report: Path, mistakes: dict[int, list[str]]) -> None:
    """Write the error sheet of the file at `path`."""
    header = next(read_table(path))[1]
    write = _write_xlsx if report.suffix == ".xlsx" else _write_csv
    write(report, report_rows(header, lines_of(read_table(path), mistakes)))


def report_rows(header: Sequence[str], wrong: Iterable[tuple[int, list[str], list[str]]]) -> Iterator[list[str]]:
    """The rows of an error sheet: for every wrong row its line, its cells as they were, and the reasons."""
    head = [_("行号"), *header, _("原因")]
    return _rows(head, ([str(line), *_padded(cells, len(header)), "；".join(why)] for line, cells, why in wrong))


def report_text(header: Sequence[str], wrong: Iterable[tuple[int, list[str], list[str]]]) -> str:
    """An error sheet as the text of a CSV file."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows([_harmless(cell) for cell in row] for row in report_rows(header, wrong))
    return sheet.getvalue()


def _rows(head: list[str], body: Iterable[list[str]]) -> Iterator[list[str]]:
    yield head
    yield from body


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _write_csv(report: Path, rows: Iterator[list[str]]) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _write_xlsx(report: Path, rows: Iterator[list[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("错误"))
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    book.save(report)


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin like this as formulas."""
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
