"""The number in a cell as a statement: what its row, its column and the words around its table say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sangzi.engines.plangrammar import headers, periods, quantities, shapes, times, titlenouns
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.columns import NUMBERS
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.forms import Cell
from sangzi.engines.plangrammar.headers import Column
from sangzi.engines.plangrammar.kinds import TOTALS, bare
from sangzi.engines.plangrammar.model import Comparator, Found, Number, Reason, Shape, Status
from sangzi.engines.plangrammar.owners import organs
from sangzi.engines.plangrammar.quantities import Quantity
from sangzi.engines.plangrammar.sentences import analyse

_SENTENCE = re.compile("[。;]")
_FALLING = re.compile(
    "浓度|排放|能耗|失业率|死亡率|发病率|近视率|发生率|事故|伤亡|用水量|劣[Ⅴ五]|超标|辍学率|负债率|拖欠|下降|缺陷|空置率|漏损率|受害率|"
    "等待|时限|用时|成本|逾期|差错|投诉率|返贫|复发|致贫|流失率|欠费|火灾|溺水"
)
_RATES = ("率", "比例", "比重", "占比")
_PER = re.compile("(次|场|场次|期|人次|个|名|人|篇|件|项|户|户次)/(年|季度?|月|周|天|学期)")
_SERIAL = re.compile(r"(?:\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、)](?!\d)\s*|[①-⑳]\s*|其中[:]\s*)")
MAX_NAME = 60
CONFIDENCE, GUESSED = 0.85, 0.7


Words = tuple[str, int, int]
"""Words and where they stand."""


class Caption(NamedTuple):
    """What is said above a table: its unit, the year of its aims, whether it tells what was done, and its title."""

    scale: int = 1
    unit: str | None = None
    unit_at: Words | None = None
    year: int | None = None
    year_at: Words | None = None
    done: bool = False
    title: Cell | None = None


class Row(NamedTuple):
    """The row of a table: its name or the place it is for, its unit, its owners and its date."""

    head: tuple[int, int]
    name: Cell | None
    place: Cell | None
    scale: int
    unit: str | None
    unit_at: Words | None
    owners: tuple[str, ...]
    owners_at: tuple[int, int]
    due: str | None
    due_at: tuple[int, int]
    caption: Caption
    when: Calendar


@dataclass(slots=True)
class Figure:
    """One value of a table with what its row and its column say of it."""

    row: Row
    column: Column
    cell: Cell
    said: Quantity
    value: Number
    value_max: Number | None
    unit: str | None
    unit_at: Words | None
    falls: bool = False
    guessed: bool = False

    @property
    def name(self) -> str:
        """What is counted."""
        row, column = self.row, self.column
        named = _bare(row.name.words) if row.name else ""
        if column.name and (not named or bare(named) in TOTALS):
            return column.name
        if not named:
            return _bare(row.caption.title.words) if row.caption.title else column.words
        return named + column.name

    @property
    def start(self) -> int:
        """Where the statement begins."""
        label = self.row.name or self.row.place
        return min(label.start if label else self.cell.start, self.cell.start)

    @property
    def status(self) -> Status:
        """What the column makes of it."""
        return "result" if self.column.role == "result" else "target"


def _bare(name: str) -> str:
    """A name without the number before it and the unit behind it."""
    return headers.bare_name(_SERIAL.sub("", name, count=1)).strip() or name


def row_of(pairs: Sequence[tuple[Column, Cell]], head: tuple[int, int], caption: Caption, when: Calendar) -> Row:
    """What the cells of a row say of its values."""
    name, place = name_of(pairs), _last(pairs, "place")
    scale, unit, unit_at = _unit_of(pairs, name, caption)
    return Row(head, name, place, scale, unit, unit_at, *owners_of(pairs), *due_of(pairs, when), caption, when)


def name_of(pairs: Sequence[tuple[Column, Cell]]) -> Cell | None:
    """The cell that names a row."""
    return _last(pairs, "name") or (None if _last(pairs, "place") else _last(pairs, "group"))


def _last(pairs: Sequence[tuple[Column, Cell]], kind: str) -> Cell | None:
    named = [cell for column, cell in pairs if column.kind == kind and cell.words]
    fresh = [cell for cell in named if not cell.again] or named
    return fresh[-1] if fresh else None


def _unit_of(
    pairs: Sequence[tuple[Column, Cell]], name: Cell | None, caption: Caption
) -> tuple[int, str | None, Words | None]:
    """The unit of a row: its own cell's, else the one in brackets after its name, else the caption's."""
    for column, cell in pairs:
        stated = headers.unit_cell(cell.words) if column.kind == "unit" and cell.words else None
        if stated:
            return *stated, (cell.words, cell.start, cell.end)
    bracketed = headers.bracketed_unit(name.words) if name else None
    if name and bracketed:
        return *bracketed, (name.words, name.start, name.end)
    if caption.unit:
        return caption.scale, caption.unit, caption.unit_at
    return 1, "%" if name and _bare(name.words).endswith(_RATES) else None, None


def owners_of(pairs: Sequence[tuple[Column, Cell]]) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Those who answer for a row, and where they are named."""
    named = [cell for column, cell in pairs if column.kind == "owner" and cell.words]
    names = tuple(dict.fromkeys(one for cell in named for one in organs(cell.words)))
    return names, (named[0].start, max(named[0].end, named[-1].end)) if named else (0, 0)


def due_of(pairs: Sequence[tuple[Column, Cell]], when: Calendar) -> tuple[str | None, tuple[int, int]]:
    """The day a row names, and where."""
    for column, cell in pairs:
        if column.kind == "due" and cell.words:
            words = f"{cell.words}年" if re.fullmatch(r"(?:.*[-—~至])?20\d\d", cell.words) else cell.words
            said = [time for time in times.scan(words, 0, len(words), when) if time.iso]
            if said:
                return said[-1].iso, (cell.start, cell.end)
    return None, (0, 0)


def of_row(pairs: Sequence[tuple[Column, Cell]], row: Row, *, guessed: bool = False) -> list[Figure] | None:
    """The values of a row, or None when it has none and is no row of figures."""
    if row.name and (len(row.name.words) > MAX_NAME or _SENTENCE.search(row.name.words)):
        return None
    valued = [(column, cell) for column, cell in pairs if column.kind in NUMBERS and cell.words]
    own = [(column, cell) for column, cell in valued if not cell.again]
    found = [figure for column, cell in own if (figure := _figure(column, cell, row))]
    if not found and not any(_says_none(cell) for _, cell in valued):
        return None
    base = [figure for figure in found if figure.status == "result" and figure.column.kind == "value"][:1]
    for figure in found:
        lower = bool(base) and _is_comparable(base[0], figure) and figure.value < base[0].value
        figure.falls = lower or (not base and bool(_FALLING.search(figure.name)))
        figure.guessed = guessed
    return found


def _is_comparable(base: Figure, figure: Figure) -> bool:
    """Whether a number may be set against its base: of the same measure, period and place."""
    same = base.said.period == figure.said.period and base.unit == figure.unit
    return same and base is not figure and not figure.column.place


def _says_none(cell: Cell) -> bool:
    return cell.again or cell.words in quantities.BLANK or quantities.is_worded(cell.words)


def _figure(column: Column, cell: Cell, row: Row) -> Figure | None:
    said = quantities.read(cell.words)
    if said is None:
        return None
    scale, unit, unit_at = row.scale, row.unit, row.unit_at
    if column.unit:
        scale, unit, unit_at = column.scale, column.unit, column.unit_at
    if said.unit:
        scale, unit, unit_at = 1, said.unit, (cell.words, cell.start, cell.end)
    elif said.scaled:
        scale = 1
    per = _PER.fullmatch(unit or "")
    if per:
        unit, said = per[1], said._replace(period=said.period or quantities.PERS[per[2]])
    upper = None if said.value_max is None else _times(said.value_max, scale)
    return Figure(row, column, cell, said, _times(said.value, scale), upper, unit, unit_at)


def _times(value: Number, factor: int) -> Number:
    """A value times a scale, without the dust of binary fractions."""
    if factor == 1:
        return value
    product = round(value * factor, 6)
    return int(product) if product == int(product) else product


def found(text: str, figure: Figure, scope: str | None, clause: int | None) -> Found:
    """A table's figure as a statement."""
    shape, over, period = _shape(figure)
    deadline, when_at = _deadline(figure)
    label = figure.row.name or figure.row.place
    end = max(label.end if label else 0, figure.cell.end)
    return Found(
        quote=text[figure.start : end],
        offset=figure.start,
        status=figure.status,
        indicator=titlenouns.of_row(figure.name, figure.unit),
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        comparator=_comparator(figure, shape),
        deadline=deadline,
        period=period,
        shape=shape,
        over=over,
        scope=_scope(figure, scope),
        owners=figure.row.owners,
        clause=clause,
        rule="table",
        because=_because(text, figure, when_at),
        confidence=GUESSED if figure.guessed else CONFIDENCE,
    )


def _because(text: str, figure: Figure, when_at: Reason | None) -> dict[str, Reason]:
    """Which words gave what: the cell, the heads of its row and column, its unit, its date, its owners."""
    row, column, cell = figure.row, figure.column, figure.cell
    label, at = row.name or row.place, column.at or row.head
    why = {"value": Reason(cell.words, cell.start, cell.end), "status": Reason(column.words, *at)}
    if label:
        why["indicator"] = Reason(label.words, label.start, label.end)
        why["row"] = Reason(label.words, label.start, label.end)
    why["column"] = Reason(column.words, *at)
    if figure.unit_at:
        why["unit"] = Reason(*figure.unit_at)
    if when_at:
        why["deadline"] = when_at
    if row.place and row.place is not label:
        why["scope"] = Reason(row.place.words, row.place.start, row.place.end)
    if row.owners:
        why["owners"] = Reason(text[slice(*row.owners_at)], *row.owners_at)
    return {name: reason for name, reason in why.items() if reason.words}


def _scope(figure: Figure, whole: str | None) -> str | None:
    place = figure.column.place or (figure.row.place.words if figure.row.place else "")
    return whole if not place or bare(place) in TOTALS else place


def _comparator(figure: Figure, shape: Shape) -> Comparator:
    """What the cell says; an aim below its base is a ceiling, other aims are floors, results are facts."""
    if figure.said.said:
        return figure.said.said
    if figure.falls and figure.status == "target" and shape != "growth":
        return "<="
    return ">=" if figure.status == "target" or figure.value_max is not None else "="


def _deadline(figure: Figure) -> tuple[str | None, Reason | None]:
    """The day or year of the column, else the row's date, else the year above the table, else the end of the plan."""
    column, row = figure.column, figure.row
    head = Reason(column.words, *(column.at or row.head))
    if column.due and not (column.year and column.due.endswith("12-31")):
        return column.due, head
    if column.year:
        return f"{column.year}-12-31", head
    if figure.status == "result":
        return None, None
    if row.due:
        return row.due, None
    if row.caption.year:
        return f"{row.caption.year}-12-31", Reason(*row.caption.year_at) if row.caption.year_at else None
    year = row.when.year if row.when.yearly else row.when.last
    return (f"{year}-12-31" if year else None), None


def _shape(figure: Figure) -> tuple[Shape, str | None, str | None]:
    """The shape that the name and the value would have as a sentence."""
    name, unit = figure.name, figure.unit or ""
    grows = figure.column.kind == "growth" or figure.said.grows
    verb = "增长" if grows and "增" not in name else "达到"
    words = f"{name}{verb}{figure.value}{unit}"
    start, end = len(name) + len(verb), len(words)
    amount = Amount(
        start, end - len(unit), end, figure.value, None, unit, "", fuzzy=False, in_characters=False, bare_scale=False
    )
    named = periods.named(words, 0, end) or periods.named(figure.column.words, 0, len(figure.column.words))
    period = figure.said.period or (named[0] if named else None)
    shaped = shapes.judge(shapes.place_of(analyse(words, 0, end, []), amount, 0), figure.said.period)
    return shaped.shape, shaped.over[0], period
