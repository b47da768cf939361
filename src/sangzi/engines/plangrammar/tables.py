"""Tables that lost their lines: a header row, then rows of a name, a unit and values.

Cells may be parted by tabs, by |, by blanks, or stand one to a line; the whole may stand in one line of running text.
A header is found by its words (指标, 单位, 2020年, 2025年目标, 属性); what follows is read row by row until it no longer
looks like a row. A column of an earlier year or of 现状 gives results, a column of 目标 or of a later year targets.
Offsets are those of the original text. Linear: every cell is looked at once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sangzi.engines.plangrammar import measures, periods, shapes, times
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.cleaning import one_form
from sangzi.engines.plangrammar.model import Comparator, Found, Number, Reason, Shape, Status
from sangzi.engines.plangrammar.numerals import GREAT_SCALES, number
from sangzi.engines.plangrammar.owners import organs
from sangzi.engines.plangrammar.sentences import analyse
from sangzi.engines.plangrammar.dates import Calendar

_NAME = "(?:主要|年度|目标|具体|核心|考核|评价|监测|发展|量化|绩效|重点|建设|工作|分项|一级|二级|三级)*(?:指标|项目|任务|事项|名称|内容|目标|举措|措施)(?:名称|项目|内容|任务|体系)?"
_ROLE_WORDS = "目标值?|计划数?值?|任务[数量值]|预期值?|规划值?|现状值?|基期(?:水平|值)?|基准值?|基数|基础值|完成值?|实际值?|实绩|现有数?|实现值?|数量|数值"
_BRACKETED = r"(?:\([^()\n|\t]{1,12}\))?"
_KINDS = (
    ("serial", "序号|编号|No\\.?"),
    ("group", "类别|类型|领域|分类|方面|维度|板块"),
    ("unit", "(?:计量)?单位"),
    ("growth", r"(?:五年|年均|累计|年度|同比|期内)*(?:增长率?|增速|增幅|增减|变化|提高|下降)(?:\[[^\]\n]{1,4}\])?" + _BRACKETED),
    ("value", rf"(?:到|至|截至)?(?:20\d\d)年?(?:底|末|度)?(?:{_ROLE_WORDS})?(?:\[[^\]\n]{{1,4}}\])?{_BRACKETED}|(?:{_ROLE_WORDS}){_BRACKETED}|(?:全年|年度|本年|当年|期末)(?:{_ROLE_WORDS}){_BRACKETED}|(?:“?十[二三四五六]五”?)(?:期?末)?(?:{_ROLE_WORDS}){_BRACKETED}"),
    ("name", _NAME),
    ("kind", "(?:指标)?(?:属性|性质)|指标类型"),
    ("owner", "(?:责任|牵头|主责|主管|实施|落实|承办|配合)+(?:单位|部门|处室|科室|股室|部室|主体)(?:\\([^()]{1,8}\\))?"),
    ("due", "(?:完成|办结|推进)?(?:时限|时间|期限|时间节点|进度|进度安排|节点)"),
    ("note", "备注|说明|数据来源|来源"),
)  # fmt: skip
_HEADER_CELL = re.compile("(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS) + r")(?=[ \t|\n\u3000]|$)")
_ANCHOR = re.compile(rf"(?:(?<=[\n\t| 。])|^)(?:序号|编号|类别|类型|领域|分类|{_NAME})(?=[ \t|\n])")
_GAP = re.compile(r"[ \t|\n\u3000]+")
_CELL = re.compile(r"[^ \t|\n\u3000]+")
_YEAR = re.compile(r"(20\d\d)|“?十([二三四五六])五")
_IS_RESULT = re.compile("现状|基期|基准|基数|基础|完成|实际|实绩|现有")
_IS_TARGET = re.compile("目标|计划|任务|预期|规划")
_UNIT_ALONE = re.compile(rf"(?:([万亿千百]{{0,2}})({measures.pattern()})|—|-|/)")
_IN_BRACKETS = re.compile(r"\(([万亿千百]{0,2})([^()]{1,10})\)$")
_CAPTION = re.compile(r"单位[:]([万亿千百]{0,2})([^\s()|,。;]{1,8})")
_VALUE = re.compile(
    r"(?P<lead>[≥≤<>=~]+|不低于|不少于|不高于|不超过|不得低于|不得高于|至少|大于|小于|高于|低于|超过|达到|达|约|近|控制在|降至|降到|提高到|累计)?\[?"
    rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d{{1,6}})?)(?:[-~—至](?P<n2>\d{{1,12}}(?:\.\d{{1,6}})?))?\]?(?P<s>[万亿千百]{{0,2}})(?P<u>{measures.pattern()})?"
    r"(?P<post>以上|及以上|以下|以内|左右|余|\+)?"
)  # fmt: skip
_BLANK = frozenset({"—", "-", "/", "--", "——", "无", "\\"})
_ATTRIBUTE = re.compile("约束性|预期性|指导性|引导性|参考性|预期|约束|正向|逆向")
_SENTENCE = re.compile("[。;]")
_LEADS: dict[str, Comparator] = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", "<": "<=", "小于": "<=", "低于": "<=", "不高于": "<=", "不超过": "<=", "不得高于": "<=", "控制在": "<=", "降至": "<=", "降到": "<=",
          ">": ">", "大于": ">", "高于": ">", "超过": ">", "不低于": ">=", "不少于": ">=", "不得低于": ">=", "至少": ">=", "约": "~", "近": "~", "~": "~"}  # fmt: skip
_POSTS: dict[str, Comparator] = {
    "以上": ">=",
    "及以上": ">=",
    "+": ">=",
    "以下": "<=",
    "以内": "<=",
    "左右": "~",
    "余": ">",
}
_FALLING = re.compile(
    "浓度|排放|能耗|失业率|死亡率|发病率|近视率|发生率|事故|伤亡|用水量|劣Ⅴ|超标|辍学率|负债率|拖欠|下降|缺陷"
)
MAX_NAME, MAX_ROWS, MAX_HEADER, MAX_MISSES = 40, 400, 14, 4
_ENDS = re.compile(r"[一二三四五六七八九十]{1,2}、|附[件注:]")


@dataclass(slots=True)
class Cell:
    """A cell of the text: where it stands and what it says."""

    start: int
    end: int
    words: str


@dataclass(slots=True)
class Column:
    """A column of a header: its kind, the year and role of its values, and a unit it may state."""

    kind: str
    words: str
    year: int | None = None
    role: str | None = None
    scale: int = 1
    unit: str | None = None


@dataclass(slots=True)
class Row:
    """One value of a table with everything that its row and columns say of it."""

    start: int
    end: int
    name: str
    value: Number
    value_max: Number | None
    unit: str | None
    said: Comparator | None
    column: Column
    status: Status
    deadline: str | None
    owners: tuple[str, ...]
    value_at: tuple[int, int]
    header_at: tuple[int, int]
    falls: bool = False


class Line(NamedTuple):
    """A row whose cells are sentences, with the owners and the deadline that its columns give them."""

    start: int
    end: int
    owners: tuple[str, ...]
    owners_at: tuple[int, int]
    deadline: str | None
    deadline_at: tuple[int, int]


@dataclass(slots=True)
class Grids:
    """The values of all tables, the spans they took up, and the rows that are sentences."""

    rows: list[Row] = field(default_factory=list)
    zones: list[tuple[int, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read(text: str, when: Calendar) -> Grids:
    """Every table of a text."""
    text = one_form(text)
    grids = Grids()
    at = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < at:
            continue
        header = _header(text, anchor.start())
        if header is None:
            continue
        columns, begin, divider = header
        _judge_columns(columns, when)
        at = max(at, _rows(text, columns, anchor.start(), begin, divider, when, grids))
    return grids


def _header(text: str, start: int) -> tuple[list[Column], int, str] | None:
    """The columns of a header that begins at `start`, where its rows begin, and what parts its cells."""
    columns: list[Column] = []
    at, gaps = start, ""
    while len(columns) < MAX_HEADER:
        cell = _HEADER_CELL.match(text, at)
        if cell is None:
            break
        columns.append(_column(str(cell.lastgroup), cell.group()))
        gap = _GAP.match(text, cell.end())
        at = gap.end() if gap else cell.end()
        if gap is None:
            break
        gaps += gap.group() if len(gap.group()) < 20 else gap.group()[:20]
        last_gap = gap.group()
    kinds = [column.kind for column in columns]
    measured = "value" in kinds or (len(kinds) > 2 and bool({"owner", "due"} & set(kinds)))
    if not measured or not ({"name", "group"} & set(kinds)) or len(kinds) < 2:
        return None
    if "|" in gaps:
        return columns, _after_line(text, at, last_gap), "|"
    if "\t" in gaps:
        return columns, at, "\t"
    inner = gaps[: len(gaps) - len(last_gap)]
    return columns, at, "\n" if "\n" in inner else (" \n" if "\n" in last_gap else " ")


def _after_line(text: str, at: int, _gap: str) -> int:
    """Past the rule of dashes under a header in Markdown."""
    rule = re.compile(r"[-:| ]*-{2,}[-:| ]*\n").match(text, at)
    return rule.end() if rule else at


def _column(kind: str, words: str) -> Column:
    column = Column(kind, words)
    if kind not in {"value", "growth"}:
        return column
    year = _YEAR.search(words)
    if year:
        column.year = int(year[1]) if year[1] else 2000 + 5 * ("二三四五六".index(year[2]) + 3)
    column.role = "result" if _IS_RESULT.search(words) else "target" if _IS_TARGET.search(words) else None
    inside = _IN_BRACKETS.search(words)
    if inside and _UNIT_ALONE.fullmatch(inside[1] + inside[2]):
        column.scale, column.unit = _scale(inside[1]), inside[2]
    return column


def _scale(words: str) -> int:
    value = 1
    for char in words:
        value *= GREAT_SCALES.get(char, {"千": 1000, "百": 100}.get(char, 1))
    return value


def _judge_columns(columns: Sequence[Column], when: Calendar) -> None:
    """Give every value column a role: the earliest of several years is the state of things, later ones are aims."""
    values = [column for column in columns if column.kind == "value"]
    years = [column.year for column in values if column.year]
    for column in values:
        if column.role is None and column.year is not None:
            first = len(set(years)) > 1 and column.year == min(years)
            past = column.year < when.year + first if when.year else first
            column.role = "result" if past else "target"
        elif column.role is None:
            column.role = "target"


def _cells(text: str, start: int, divider: str) -> Iterator[tuple[Cell, bool]]:
    """The cells from `start` on, each with whether a line ends after it."""
    if divider in ("|", "\t"):
        yield from _parted(text, start, divider)
        return
    pattern = re.compile(r"[^\n]+") if divider == "\n" else _CELL
    for match in pattern.finditer(text, start):
        words = match.group().strip(" \u3000")
        if words:
            begin = text.index(words[0], match.start())
            newline = text[match.end() : match.end() + 1] == "\n"
            yield Cell(begin, begin + len(words), words), newline


def _parted(text: str, start: int, divider: str) -> Iterator[tuple[Cell, bool]]:
    for line in re.compile(r"[^\n]*\n?").finditer(text, start):
        if not line.group():
            return
        body = line.group().rstrip("\n")
        at = line.start()
        for piece in body.split(divider):
            words = piece.strip()
            begin = at + (len(piece) - len(piece.lstrip()))
            yield Cell(begin, begin + len(words), words), False
            at += len(piece) + 1
        yield Cell(line.end(), line.end(), ""), True


def _rows(text: str, columns: list[Column], head: int, start: int, divider: str, when: Calendar, grids: Grids) -> int:
    """Read rows until one does not look like one; gives where the table ends."""
    end = start
    caption = _CAPTION.search(text, max(0, head - 60), head)
    lines = _lines(text, start, divider) if divider in ("|", "\t", " \n") else _runs(text, columns, start, divider)
    misses = 0
    for count, cells in enumerate(lines):
        if count >= MAX_ROWS:
            break
        filled = [cell for cell in cells if cell.words]
        if not filled:
            continue
        pairs = _pairs(columns, cells, divider)
        rows = _row(pairs, when, caption, (head, start)) if pairs else None
        if rows is None and pairs and (line := _line(pairs, when)):
            grids.lines.append(line)
            misses, end = 0, line.end
            continue
        if rows is None:
            misses += 1
            if misses > MAX_MISSES or divider not in ("|", "\t", "\n"):
                break
            continue
        misses = 0
        if rows:
            grids.rows += rows
            grids.zones.append((head if end == start else min(filled[0].start, end), filled[-1].end))
        end = filled[-1].end
    return end


def _lines(text: str, start: int, divider: str) -> Iterator[list[Cell]]:
    """Rows that end with their line."""
    row: list[Cell] = []
    for cell, ends in _cells(text, start, divider.rstrip("\n") or divider):
        if cell.words or not ends:
            row.append(cell)
        if ends:
            yield row
            row = []
    if row:
        yield row


def _runs(text: str, columns: Sequence[Column], start: int, divider: str) -> Iterator[list[Cell]]:
    """Rows in a stream of cells: a name, perhaps a unit, as many values as there are columns, then what is left over."""
    wanted = sum(column.kind in {"value", "growth"} for column in columns)
    tails = sum(column.kind in {"kind", "owner", "due", "note"} for column in columns)
    row: list[Cell] = []
    values = after = misses = 0
    for cell, _ in _cells(text, start, divider):
        if len(cell.words) > MAX_NAME or _SENTENCE.search(cell.words):
            misses += 1
            if divider != "\n" or misses > MAX_MISSES or _ENDS.match(cell.words):
                break
            if values >= wanted:
                yield row
            row, values, after = [], 0, 0
            continue
        is_value = bool(_value(cell.words)) or cell.words in _BLANK
        serial = is_value and not any(not _serial(one.words) for one in row)
        if values >= wanted and (after >= tails or is_value or not _tail(cell.words, columns, after)):
            yield row
            row, values, after, misses = [], 0, 0, 0
            is_value = is_value and not serial
        if values >= wanted:
            after += 1
        elif is_value and any(not _serial(one.words) for one in row):
            values += 1
        row.append(cell)
        if len(row) > MAX_HEADER + 4:
            row, values, after = row[-2:], 0, 0
    if values >= wanted:
        yield row


def _serial(words: str) -> bool:
    return words.rstrip(".、").isdigit()


def _tail(words: str, columns: Sequence[Column], after: int) -> bool:
    """Whether a cell may belong to the columns after the values."""
    kinds = [column.kind for column in columns if column.kind in {"kind", "owner", "due", "note"}]
    if after >= len(kinds):
        return False
    return kinds[after] != "kind" or bool(_ATTRIBUTE.fullmatch(words))


def _pairs(columns: Sequence[Column], cells: list[Cell], divider: str) -> list[tuple[Column, Cell]] | None:
    """Cells beside their columns; None when the first words are no name."""
    if divider == "|" and cells and not cells[0].words:
        cells = cells[1:]
    pairs = _aligned(columns, cells)
    name = _name_of(pairs)
    return None if name is None or _value(name.words) else pairs


def _name_of(pairs: Sequence[tuple[Column, Cell]]) -> Cell | None:
    for kind in ("name", "group"):
        named = [cell for column, cell in pairs if column.kind == kind and cell.words]
        if named:
            return named[-1]
    return None


def _row(
    pairs: list[tuple[Column, Cell]], when: Calendar, caption: re.Match[str] | None, head: tuple[int, int]
) -> list[Row] | None:
    """The values of one row; None when it has none, or is no row of this table."""
    name = _name_of(pairs)
    if name is None or len(name.words) > MAX_NAME + 20 or _SENTENCE.search(name.words):
        return None
    scale, unit = _unit_of(pairs, name.words, caption)
    owners = _owners_of(pairs)[0]
    due = _due_of(pairs, when)[0]
    values = [(column, cell) for column, cell in pairs if column.kind in {"value", "growth"} and cell.words]
    rows = [row for column, cell in values if (row := _value_row(column, cell, name, scale, unit, owners, when, head))]
    if not rows and not any(cell.words in _BLANK for _, cell in values):
        return None
    for row in rows:
        if due and row.status == "target" and row.column.year is None:
            row.deadline = due
    _compare_with_base(rows)
    return rows


def _line(pairs: list[tuple[Column, Cell]], when: Calendar) -> Line | None:
    """A row of sentences, when a column names owners or a date for it."""
    owners, owners_at = _owners_of(pairs)
    due, due_at = _due_of(pairs, when)
    cells = [cell for _, cell in pairs if cell.words]
    if not (owners or due) or len(cells) < 3:
        return None
    return Line(cells[0].start, cells[-1].end, owners, owners_at, due, due_at)


def _owners_of(pairs: Sequence[tuple[Column, Cell]]) -> tuple[tuple[str, ...], tuple[int, int]]:
    cells = [cell for column, cell in pairs if column.kind == "owner" and cell.words]
    names = tuple(dict.fromkeys(one for cell in cells for one in organs(cell.words)))
    return names, (cells[0].start, cells[-1].end) if cells else (0, 0)


def _due_of(pairs: Sequence[tuple[Column, Cell]], when: Calendar) -> tuple[str | None, tuple[int, int]]:
    for column, cell in pairs:
        if column.kind == "due":
            said = [time for time in times.scan(cell.words, 0, len(cell.words), when) if time.iso]
            if said:
                return said[-1].iso, (cell.start, cell.end)
    return None, (0, 0)


def _aligned(columns: Sequence[Column], cells: list[Cell]) -> list[tuple[Column, Cell]]:
    """Cells beside their columns: by place when they are as many, else from what each cell looks like."""
    if len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    cells = [cell for cell in cells if cell.words]
    if len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    return _guessed(columns, cells)


def _guessed(columns: Sequence[Column], cells: list[Cell]) -> list[tuple[Column, Cell]]:
    pairs: list[tuple[Column, Cell]] = []
    values = [column for column in columns if column.kind in {"value", "growth"}]
    tails = [column for column in columns if column.kind in {"owner", "kind", "due", "note"}]
    name = next((column for column in columns if column.kind == "name"), Column("name", ""))
    serial = any(column.kind == "serial" for column in columns)
    for index, cell in enumerate(cells):
        if (
            index == 0
            and (serial or len(cells) > 2)
            and _serial(cell.words)
            and not _serial(cells[1].words if len(cells) > 1 else "0")
        ):
            continue
        if _value(cell.words) or (cell.words in _BLANK and any(one.kind == "name" for one, _ in pairs)):
            if values:
                pairs.append((values.pop(0), cell))
        elif _UNIT_ALONE.fullmatch(cell.words):
            pairs.append((Column("unit", ""), cell))
        elif any(one.kind in {"value", "growth"} for one, _ in pairs):
            if tails:
                pairs.append((tails.pop(0), cell))
        else:
            pairs.append((name, cell))
    return _joined_name(pairs, name)


def _joined_name(pairs: list[tuple[Column, Cell]], name: Column) -> list[tuple[Column, Cell]]:
    """Several cells before the values: the last is the name, those before it are its groups."""
    named = [index for index, (column, _) in enumerate(pairs) if column is name]
    for index in named[:-1]:
        pairs[index] = (Column("group", ""), pairs[index][1])
    return pairs


def _value(words: str) -> re.Match[str] | None:
    return _VALUE.fullmatch(words)


def _unit_of(pairs: Sequence[tuple[Column, Cell]], name: str, caption: re.Match[str] | None) -> tuple[int, str | None]:
    for column, cell in pairs:
        if column.kind == "unit" and (unit := _UNIT_ALONE.fullmatch(cell.words)) and unit[2]:
            return _scale(unit[1]), unit[2]
    inside = _IN_BRACKETS.search(name)
    if inside and _UNIT_ALONE.fullmatch(inside[1] + inside[2]):
        return _scale(inside[1]), inside[2]
    if caption and _UNIT_ALONE.fullmatch(caption[1] + caption[2]):
        return _scale(caption[1]), caption[2]
    if name.endswith(("率", "比例", "比重", "占比")):
        return 1, "%"
    return 1, None


def _value_row(
    column: Column, cell: Cell, name: Cell, scale: int, unit: str | None, owners: tuple[str, ...], when: Calendar, head: tuple[int, int]
) -> Row | None:  # fmt: skip
    match = _value(cell.words)
    if match is None:
        return None
    own = match["u"]
    factor = 1 if own or column.unit else scale
    factor = column.scale if column.unit and not own else factor
    value = number(match["n"], match["s"])
    upper = number(match["n2"], match["s"]) if match["n2"] else None
    if value is None:
        return None
    status: Status = "result" if column.role == "result" else "target"
    deadline = f"{column.year}-12-31" if column.year else _end_of(when) if status == "target" else None
    said = _LEADS.get(match["lead"] or "") or _POSTS.get(match["post"] or "")
    return Row(
        min(name.start, cell.start), max(cell.end, name.end), _IN_BRACKETS.sub("", name.words), _times(value, factor), None if upper is None else _times(upper, factor),
        own or column.unit or unit, said, column, status, deadline, owners, (cell.start, cell.end), head,
    )  # fmt: skip


def _times(value: Number, factor: int) -> Number:
    """A value times a scale, without the dust of binary fractions."""
    if factor == 1:
        return value
    product = round(value * factor, 6)
    return int(product) if product == int(product) else product


def _end_of(when: Calendar) -> str | None:
    year = when.year if when.yearly else when.last
    return f"{year}-12-31" if year else None


def _compare_with_base(rows: Sequence[Row]) -> None:
    """An aim below its base is a ceiling."""
    base = [row for row in rows if row.status == "result" and row.column.kind == "value"][:1]
    for row in rows:
        row.falls = row.value < base[0].value if base and base[0] is not row else bool(_FALLING.search(row.name))


def found(text: str, row: Row, scope: str | None, clause: int | None) -> Found:
    """A table's value as a statement."""
    shape, over, period = _shape(row)
    status = row.status
    comparator: Comparator = row.said or (
        "<="
        if row.falls and status == "target" and shape != "growth"
        else ">="
        if status == "target" or row.value_max is not None
        else "="
    )
    why = {
        "value": Reason(text[slice(*row.value_at)], *row.value_at),
        "status": Reason(row.column.words, *row.header_at),
        "indicator": Reason(row.name, row.start, row.start + len(row.name)),
    }
    if row.column.year:
        why["deadline"] = Reason(row.column.words, *row.header_at)
    return Found(
        quote=text[row.start : row.end], offset=row.start, status=status, indicator=row.name, value=row.value, value_max=row.value_max,
        unit=row.unit, comparator=comparator, deadline=row.deadline, period=period, shape=shape, over=over, scope=scope, owners=row.owners,
        clause=clause, rule="table", because=why, confidence=0.88,
    )  # fmt: skip


def _shape(row: Row) -> tuple[Shape, str | None, str | None]:
    """The shape that the name and the value would have as a sentence."""
    words = f"{row.name}{'增长' if row.column.kind == 'growth' and '增' not in row.name else '达到'}{row.value}{row.unit or ''}"
    period = periods.named(words, 0, len(words)) or periods.named(row.column.words, 0, len(row.column.words))
    start = len(words) - len(f"{row.value}{row.unit or ''}")
    amount = Amount(
        start, len(words) - len(row.unit or ""), len(words), row.value, None, row.unit or "", "", False, False, False
    )
    shaped = shapes.judge(shapes.place_of(analyse(words, 0, len(words), []), amount, 0), None)
    return shaped.shape, shaped.over[0], period[0] if period else None
