"""Templates: an empty sheet that says in every column what belongs there."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import limits
from .books import HEAD, MUST, new_book, sheet_name
from .columns import REQUIRED, Column, digest_of, explained
from .grids import MARK_SHEET
from .reading import letters_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LISTS_SHEET = "选项"
LONGEST_LIST = 255
"""Characters of a drop-down list that stands in its cell's rule; longer ones stand on a sheet of their own."""
LAST_COLUMN = 16_383
_LAST = limits.MOST_ROWS - 1
_MAY = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def template(
    columns: Sequence[Column],
    *,
    title: str,
    key: str = "",
    notes: Sequence[str] = (),
    choices_sheets: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """An empty workbook for `columns`: headings that cannot be changed, drop-downs, comments, an example, explanations.

    `key` says what the template is for; a sheet made from it is refused where another key is asked for.
    `choices_sheets` offers long lists (schools, or units as “220421 东丰县”) by column without insisting on them.
    """
    file = io.BytesIO()
    with new_book(file) as book:
        sheet = book.add_worksheet(sheet_name(title))
        lists = _Lists(book, choices_sheets or {})
        _headings(book, sheet, columns)
        _example(book, sheet, columns)
        lists.offer(sheet, columns)
        _explanations(book, columns, title, notes)
        lists.write()
        _mark(book, key or title, digest_of(columns), title)
        sheet.protect("", _MAY)
        sheet.activate()
    return file.getvalue()


def _headings(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    usual, must = book.add_format(HEAD), book.add_format(HEAD | MUST)
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd", "locked": False}),
        "number": book.add_format({"locked": False}),
        "money": book.add_format({"num_format": "0.00", "locked": False}),
    }
    text = book.add_format({"num_format": "@", "locked": False})
    # All other columns are open, too: Excel removes a row only where none of its cells is locked.
    sheet.set_column(len(columns), LAST_COLUMN, None, text)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.characters, formats.get(column.kind, text))
        name = column.heading + REQUIRED if column.required else column.heading
        sheet.write_string(0, at, name, must if column.required else usual)
        if words := explained(column):
            sheet.write_comment(0, at, words, {"x_scale": 1.6, "author": "", "font_size": 9})


def _example(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    if not any(column.example for column in columns):
        return
    grey = book.add_format({"italic": True, "font_color": "#808080", "num_format": "@", "locked": False})
    for at, column in enumerate(columns):
        words = column.example or (column.choices[0] if column.choices else "")
        sheet.write_string(1, at, _("示例：") + words if at == 0 else words, grey)


def _explanations(book: Workbook, columns: Sequence[Column], title: str, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.set_column(0, 0, 22, wrapped)
    sheet.set_column(1, 1, 60, wrapped)
    sheet.set_column(2, 2, 50, wrapped)
    sheet.write_string(0, 0, title, bold)
    for line, note in enumerate((*_usual_notes(), *notes), 1):
        sheet.merge_range(line, 0, line, 2, "", wrapped)
        sheet.write_string(line, 0, note, wrapped)
    head = book.add_format(HEAD)
    first = len(_usual_notes()) + len(notes) + 2
    for at, name in enumerate((_("列"), _("怎样填"), _("可选内容"))):
        sheet.write_string(first, at, name, head)
    for line, column in enumerate(columns, first + 1):
        for at, words in enumerate((column.heading, explained(column), _told_choices(column))):
            sheet.write_string(line, at, words, wrapped)


def _usual_notes() -> tuple[str, ...]:
    return (
        _("带 * 的列必填；列的先后可以调换，列名不要改。"),
        _("以“%(example)s”开头的那一行只作示范，不会读入。") % {"example": _("示例：")},
        _("读不进的行会连同原因退回，改好后可以直接再传；读进的行不会重复。"),
    )


def _told_choices(column: Column) -> str:
    shown = "、".join(column.choices[:40])
    return shown + _("……共%(count)s项") % {"count": len(column.choices)} if len(column.choices) > 40 else shown


def _mark(book: Workbook, key: str, digest: str, title: str) -> None:
    sheet = book.add_worksheet(MARK_SHEET)
    for line, words in enumerate((key, digest, title)):
        sheet.write_string(line, 0, words)
    sheet.very_hidden()


class _Lists:
    """Drop-downs, and the sheet that long ones stand on."""

    def __init__(self, book: Workbook, offered: Mapping[str, Sequence[str]]) -> None:
        self.book = book
        self.offered = offered
        self.long: list[Sequence[str]] = []

    def offer(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        for at, column in enumerate(columns):
            if rule := self._rule(column):
                sheet.data_validation(1, at, _LAST, at, rule)

    def write(self) -> None:
        if not self.long:
            return
        sheet = self.book.add_worksheet(LISTS_SHEET)
        for at, words in enumerate(self.long):
            sheet.write_column(0, at, words)
        sheet.hide()

    def _rule(self, column: Column) -> dict[str, Any] | None:
        offered = self.offered.get(column.key, ())
        if column.kind == "date":
            return _day_rule(column)
        if column.kind == "yes":
            return self._list((_("是"), _("否")), column, strict=True)
        if words := column.choices or offered:
            return self._list(words, column, strict=column.kind == "choice")
        return None

    def _list(self, words: Sequence[str], column: Column, *, strict: bool) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": self._source(words),
            "show_error": strict,
            "error_title": column.heading[:32],
            "error_message": _("请从下拉列表中选择。"),
        }

    def _source(self, words: Sequence[str]) -> str | list[str]:
        if len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words):
            return list(words)
        self.long.append(words)
        letters = letters_of(len(self.long) - 1)
        return f"='{LISTS_SHEET}'!${letters}$1:${letters}${len(words)}"


def _day_rule(column: Column) -> dict[str, Any]:
    from datetime import date

    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1900, 3, 1),
        "maximum": date(2199, 12, 31),
        "error_title": column.heading[:32],
        "error_message": _("请填日期，例如2025-03-01。"),
    }
