"""Statistics about units: what they are called, and how a file of them is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.kernel.errors import BadInput

LONGEST_KEY = 40
LONGEST_SOURCE = 200
FIRST_YEAR, LAST_YEAR = 1949, 2200
LARGEST = Decimal(10) ** 15

# Usual statistics have a key of their own, so that two offices that word them differently mean the same.
TITLES: dict[str, str | Promise] = {
    "population": _l("常住人口"),
    "young-people": _l("青年人口"),
    "students": _l("在校学生"),
    "members": _l("团员"),
    "villages": _l("行政村"),
    "households": _l("户数"),
}
WORDS = {
    "population": "人口 常住人口 总人口",
    "young-people": "青年人口 青年 青年人数",
    "students": "学生 在校学生 在校学生数 学生数",
    "members": "团员 团员数 团员人数",
    "villages": "村 行政村 行政村数 村数",
    "households": "户数 家庭户数",
}
KEYS = {word: key for key, words in WORDS.items() for word in (key, *words.split())}
HEADERS = {
    "unit": ("unit", "单位", "code", "单位代码", "单位名称", "代码", "区划代码", "地区", "名称"),
    "key": ("key", "指标", "statistic", "项目", "统计项", "数据项"),
    "year": ("year", "年份", "年度", "年"),
    "value": ("value", "数值", "数量", "值", "数据"),
    "source": ("source", "来源", "数据来源", "出处"),
}
_NUMBER = re.compile(r"(\d+(?:\.\d{1,4})?)(万|亿)?")
_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Given:
    """A row of a file as it was understood; `unit` is still a code or a name."""

    line: int
    unit: str
    key: str
    year: int
    value: Decimal
    source: str


@dataclass
class Rows:
    """Rows that could be read, rows that could not with the reasons, and every row's cells as they came.

    `named` has the units that rows which could not be read name all the same.
    """

    head: list[str]
    given: list[Given] = field(default_factory=list)
    named: dict[int, str] = field(default_factory=dict)
    mistakes: dict[int, list[str]] = field(default_factory=dict)
    cells: dict[int, list[str]] = field(default_factory=dict)

    def wrong(self, line: int, reason: str) -> None:
        self.mistakes.setdefault(line, []).append(reason)


def title_of_key(key: str) -> str:
    """What a statistic is called; one without a key of its own by the words it came with."""
    return str(TITLES.get(key, key))


def read_statistics(table: Sequence[tuple[int, list[str]]]) -> Rows:
    """Read rows whose first is the header. Raises `BadInput` where a column is missing or there are no rows."""
    if len(table) < 2:
        raise BadInput(_("没有内容：第 1 行写表头，从第 2 行起每行一个数据。"), field="file")
    columns = _columns_of(table[0][1])
    rows = Rows(table[0][1])
    for line, cells in table[1:]:
        rows.cells[line] = cells
        _read(rows, line, {name: cells[at] if at < len(cells) else "" for name, at in columns.items()})
    return rows


def number_in(text: str) -> Decimal | None:
    """A number of 0 or more as tables write it: 1,234, 23.4万; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    try:
        number = Decimal(found[1]) * _TIMES[found[2] or ""]
    except InvalidOperation:
        return None
    return number if number < LARGEST else None


def _columns_of(head: Sequence[str]) -> dict[str, int]:
    words = [cell.strip().casefold() for cell in head]
    found = {name: _first(words, names) for name, names in HEADERS.items()}
    missing = [HEADERS[name][1] for name, at in found.items() if at < 0]
    if missing:
        told = {"missing": "、".join(missing)}
        raise BadInput(
            _("第 1 行缺少这些列：%(missing)s。需要的列是：单位、指标、年份、数值、来源。") % told, field="file"
        )
    return found


def _first(words: Sequence[str], names: Sequence[str]) -> int:
    return next((words.index(name) for name in names if name in words), -1)


def _read(rows: Rows, line: int, cell: dict[str, str]) -> None:
    key = KEYS.get(cell["key"].casefold(), cell["key"])
    year = unicodedata.normalize("NFKC", cell["year"]).removesuffix("年")
    value = number_in(cell["value"])
    if not cell["unit"]:
        rows.wrong(line, _("没有写单位"))
    if not key or len(key) > LONGEST_KEY or ":" in key:
        rows.wrong(line, _("指标为空、超过%(most)s个字或含有冒号") % {"most": LONGEST_KEY})
    if not (year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        rows.wrong(line, _("年份“%(year)s”不是四位数的年份") % {"year": cell["year"][:20]})
    if value is None:
        rows.wrong(line, _("数值“%(value)s”不是零或正数（最多四位小数）") % {"value": cell["value"][:20]})
    if not cell["source"] or len(cell["source"]) > LONGEST_SOURCE:
        rows.wrong(line, _("没有写来源，或来源超过%(most)s个字") % {"most": LONGEST_SOURCE})
    if line in rows.mistakes and cell["unit"]:
        rows.named[line] = cell["unit"]
    elif line not in rows.mistakes and value is not None:
        rows.given.append(Given(line, cell["unit"], key, int(year), value, cell["source"]))
