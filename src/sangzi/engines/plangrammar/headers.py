"""The header row of a table that lost its lines: 序号 指标 单位 2020年 2025年目标 责任单位."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.numerals import SCALES
from sangzi.engines.plangrammar.quantities import BLANK

_NAME = (
    "(?:主要|年度|目标|具体|核心|考核|评价|监测|发展|量化|绩效|重点|建设|工作|分项|一级|二级|三级|实施|项目|民生|任务|推进)*"
    "(?:指标|项目|任务|事项|名称|内容|目标|举措|措施)(?:名称|项目|内容|任务|体系)?"
    "(?:(?:及|与|和)(?:规模|要求|标准|目标|措施|内容|任务))?"
)
_ROLE = (
    "(?:目标值?|计划数?值?|任务[数量值]|预期值?|规划值?|现状值?|基期(?:水平|值)?|基准值?|基数|基础值|完成值?|实际值?|"
    "实绩|现有数?|实现值?|数量|数值)"
)
_INSIDE = r"(?:\([^()\n|\t]{1,12}\))?"
_SUM = r"(?:\[[^\]\n]{1,4}\])?"
_VALUE = (
    rf"(?:到|至|截至)?20\d\d年?[底末度]?{_ROLE}?{_SUM}{_INSIDE}|{_ROLE}{_INSIDE}|(?:全年|年度|本年|当年|期末){_ROLE}{_INSIDE}"
    rf"|“?十[二三四五六]五”?(?:期?末)?{_ROLE}{_INSIDE}"
)
_KINDS = {
    "serial": "序号|编号|No\\.?",
    "group": "类别|类型|领域|分类|方面|维度|板块",
    "unit": "(?:计量)?单位",
    "growth": f"(?:五年|年均|累计|年度|同比|期内)*(?:增长率?|增速|增幅|增减|变化|提高|下降){_SUM}{_INSIDE}",
    "value": _VALUE,
    "name": _NAME,
    "kind": "(?:指标)?(?:属性|性质)|指标类型",
    "owner": (
        "(?:责任|牵头|主责|主管|实施|落实|承办|配合)+(?:单位|部门|处室|科室|股室|部室|主体)(?:\\([^()]{1,8}\\))?"
    ),
    "due": "(?:完成|办结|推进)?(?:时限|时间|期限|时间节点|进度|进度安排|节点)",
    "note": "备注|说明|数据来源|来源",
}
_EDGE = r"(?=[ \t|\n\u3000,]|$)"
_CELL = re.compile("(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + ")" + _EDGE)
_FIRST = re.compile(rf"(?:序号|编号|类别|类型|领域|分类|{_NAME}){_EDGE}")
_ANCHOR = re.compile(
    rf"[\n\t| 。:,](?=[序编类领分主年目具核考评监发量绩重建工一二三实项民任推指事名内举措]){_FIRST.pattern}"
)
_GAP = re.compile(r"[ \t|\n\u3000,]+")
_RULE = re.compile(r"(?=[-:| ]*?--)[-:| ]*+\n")
_YEAR = re.compile(r"(20\d\d)|“?十([二三四五六])五")
_IS_RESULT = re.compile("现状|基期|基准|基数|基础|完成|实际|实绩|现有")
_IS_TARGET = re.compile("目标|计划|任务|预期|规划")
_UNIT = re.compile(rf"([万亿千百]{{0,2}})({measures.pattern()})")
_BRACKETED = re.compile(r"\((?:单位[:])?([万亿千百]{0,2}[^()]{1,10})\)$")
MAX_COLUMNS = 14
TAILS = frozenset({"kind", "owner", "due", "note"})
"""Columns that come after the values."""
NUMBERS = frozenset({"value", "growth"})
"""Columns that hold numbers."""


@dataclass(slots=True)
class Column:
    """A column: its kind, and for values the year, the role (result or target) and the unit that the header states.

    `at`: where its head stands; `name`: what it counts, where its head says so; `place`: whom it is for; `due`: the
    day its head names, where that is finer than a year; `unit_at`: the words that gave its unit.
    """

    kind: str
    words: str
    year: int | None = None
    role: str | None = None
    scale: int = 1
    unit: str | None = None
    at: tuple[int, int] | None = None
    name: str = ""
    place: str = ""
    due: str | None = None
    unit_at: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its columns, where it stands, where its rows begin, and what parts cells.

    `divider`: "|", tab, comma, newline (a cell a line), blank and newline (a row a line), or blank (one running text).
    """

    columns: list[Column]
    start: int
    rows: int
    divider: str


def anchors(text: str) -> Iterator[int]:
    """Where headers may begin, in order."""
    if _FIRST.match(text):
        yield 0
    for match in _ANCHOR.finditer(text):
        yield match.start() + 1


def header_at(text: str, start: int, when: Calendar) -> Header | None:
    """The header that begins at an offset, with roles given to its columns; None when there is none."""
    columns: list[Column] = []
    gaps: list[str] = []
    at = start
    while len(columns) < MAX_COLUMNS and (cell := _CELL.match(text, at)):
        columns.append(_column(str(cell.lastgroup), cell.group()))
        gap = _GAP.match(text, cell.end())
        if gap is None:
            at = cell.end()
            break
        gaps.append(gap.group()[:20])
        at = gap.end()
    if not gaps or not _measures({column.kind for column in columns}, len(columns)):
        return None
    give_roles(columns, when)
    divider = _divider(gaps, closed=len(gaps) == len(columns))
    rule = _RULE.match(text, at) if divider == "|" else None
    return Header(columns, start, rule.end() if rule else at, divider)


def _measures(kinds: set[str], count: int) -> bool:
    """Whether columns make a table of figures, or one of tasks with owners or dates."""
    figures = "value" in kinds and count > 1
    tasks = bool(kinds & {"owner", "due"}) and count > 2
    return bool(kinds & {"name", "group"}) and (figures or tasks)


def _divider(gaps: Sequence[str], *, closed: bool) -> str:
    inner = "".join(gaps[:-1] if closed else gaps)
    for divider in "|\t,\n":
        if divider in inner:
            return divider
    return " \n" if closed and "\n" in gaps[-1] else " "


def _column(kind: str, words: str) -> Column:
    column = Column(kind, words)
    if kind not in NUMBERS:
        return column
    year = _YEAR.search(words)
    if year:
        column.year = int(year[1]) if year[1] else 2010 + 5 * "二三四五六".index(year[2]) + 5
    column.role = "result" if _IS_RESULT.search(words) else "target" if _IS_TARGET.search(words) else None
    stated = bracketed_unit(words)
    if stated:
        column.scale, column.unit = stated
    return column


def give_roles(columns: Sequence[Column], when: Calendar) -> None:
    """Give every value column a role: the first of several years is the state of things, later ones are aims."""
    years = {column.year for column in columns if column.kind == "value" and column.year}
    aims = [column.year for column in columns if column.role == "target" and column.year]
    for column in columns:
        if column.kind not in NUMBERS or column.role:
            continue
        first = len(years) > 1 and column.year == min(years)
        since = when.year if when.year is None or when.last else when.year + first
        past = column.year is not None and since is not None and column.year < since
        past = past or (column.year is not None and bool(aims) and column.year < min(aims))
        column.role = "result" if past or (first and when.year is None) else "target"


def unit_in(words: str) -> tuple[int, str] | None:
    """A unit cell such as 万人次: its scale and the measure word."""
    match = _UNIT.fullmatch(words)
    return (_scale(match[1]), match[2]) if match else None


@lru_cache(maxsize=4096)
def bracketed_unit(words: str) -> tuple[int, str] | None:
    """The unit in brackets that closes a name: 床位占比(%)."""
    match = _BRACKETED.search(words) if words.endswith(")") else None
    if match is None:
        return None
    return unit_in(match[1]) or (unit_cell(match[1]) if "/" in match[1] or match[1][-1] in "³²³℃" else None)


_BY = re.compile(r"[^\s,。;:、()\d][^\s,。;:、()]{0,11}")


def unit_cell(words: str) -> tuple[int, str] | None:
    """What stands in a column of units: a measure word, or any short word there: μg/m³, 亿立方米."""
    words = words.replace(" ", "")
    known = unit_in(words)
    if known or not _BY.fullmatch(words) or words in BLANK:
        return known
    bare = words.lstrip("万亿千百") if words[0] not in "千百" else words
    return _scale(words[: len(words) - len(bare)]), bare or words


def bare_name(words: str) -> str:
    """A name without the unit in brackets that closes it."""
    return _BRACKETED.sub("", words) if bracketed_unit(words) else words


def _scale(words: str) -> int:
    value = 1
    for char in words:
        value *= SCALES[char]
    return value
