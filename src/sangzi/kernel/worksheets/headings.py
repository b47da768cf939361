"""Which row of a sheet is its heading, and which column stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangzi.kernel.complaints import meant
from sangzi.kernel.wording import listed

from .cells import typed
from .columns import Column, digest_of, folded
from .grids import Mark, NumberedCells, UnreadableSheet

IGNORED = frozenset(folded(name) for name in ("原因", "行号", "Reason", "Line"))
"""What an error sheet has besides the columns; it may be brought again with them."""


class WrongHeadings(UnreadableSheet):
    """The headings of a sheet are not those that are asked for."""

    code = "wrong-headings"


@dataclass(frozen=True)
class Headings:
    """The row of the headings, and where each column stands."""

    line: int
    places: tuple[tuple[Column, int], ...]


def headings_in(rows: Sequence[NumberedCells], columns: Sequence[Column]) -> Headings:
    """The headings among the first rows of a sheet. Raises `WrongHeadings` where they are not those of `columns`."""
    found = max(rows, key=lambda row: _known(row[1], columns), default=(0, []))
    if not _known(found[1], columns):
        told = {"names": listed(column.heading for column in columns[:6])}
        raise WrongHeadings(_("没有找到表头；表头里要有这些列：%(names)s。请用下载的模板填写。") % told)
    places = _places(*found, columns)
    _refuse_missing(found[0], columns, [column for column, _place in places])
    return Headings(found[0], tuple(places))


def refuse_other_template(mark: Mark | None, key: str) -> None:
    """Refuse a workbook that was made from the template of something else."""
    if mark is not None and key and mark.key and mark.key != key:
        raise WrongHeadings(
            _("这份表用的是“%(title)s”的模板，不是这里的；请下载这里的模板再填。") % {"title": mark.title}
        )


def is_outdated(mark: Mark | None, columns: Sequence[Column]) -> bool:
    """Whether a workbook was made from a template that has changed since."""
    return mark is not None and mark.digest != digest_of(columns)


def _known(cells: Sequence[object], columns: Sequence[Column]) -> int:
    heads = {folded(typed(cell)) for cell in cells} - {""}
    return sum(bool(column.names & heads) for column in columns)


def _places(line: int, cells: Sequence[object], columns: Sequence[Column]) -> list[tuple[Column, int]]:
    places: dict[str, tuple[Column, int]] = {}
    for place, cell in enumerate(cells):
        head = typed(cell)
        if not head or folded(head) in IGNORED:
            continue
        column = next((column for column in columns if folded(head) in column.names), None)
        if column is None:
            raise _unknown(line, head, columns)
        if column.key in places:
            raise WrongHeadings(_("第%(line)s行有两列都叫“%(name)s”；请删去一列。") % {"line": line, "name": head})
        places[column.key] = column, place
    return list(places.values())


def _unknown(line: int, head: str, columns: Sequence[Column]) -> WrongHeadings:
    near = meant(head, [column.heading for column in columns])
    told = {"line": line, "name": head[:40]}
    return WrongHeadings(_("第%(line)s行的列名“%(name)s”不在这张表里") % told + (near or _("；请删去这一列。")))


def _refuse_missing(line: int, columns: Sequence[Column], present: Sequence[Column]) -> None:
    missing = [column.heading for column in columns if column.required and column not in present]
    if missing:
        told = {"line": line, "names": listed(missing)}
        raise WrongHeadings(
            _("第%(line)s行的表头缺少这些列：%(names)s；请补上，或用下载的模板填写。") % told, missing=missing
        )
