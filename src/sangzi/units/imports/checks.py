"""Rows checked against one another and against the tree: what each hangs on, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sangzi.units.models import Level, Unit
from sangzi.units.paths import LONGEST, WIDTH

from .rows import Rows

NOWHERE = -1


@dataclass(frozen=True)
class Stem:
    """A unit of the tree that rows can hang on, or that a row names again."""

    key: int
    name: str
    short: str
    level: int
    path: str
    above: str
    founded: date | None


@dataclass
class Placed:
    """Where the new rows hang. `order` lists their numbers, parents first; `row` is the parent's number, or -1 with
    the unit of the tree in `stem` (None for a root). `same` counts the rows that the tree already has.
    """

    order: list[int]
    row: list[int]
    stem: list[Stem | None]
    same: int


def stems() -> dict[str, Stem]:
    """The live units of the tree that have a code, by code. One query."""
    live = Unit.objects.filter(closed=None).exclude(code="")
    fields = ("code", "pk", "name", "short", "level", "path", "parent__code", "founded")
    return {
        code: Stem(pk, name, short, level, path, above or "", founded)
        for code, pk, name, short, level, path, above, founded in live.values_list(*fields).iterator(chunk_size=20_000)
    }


def place(rows: Rows, tree: dict[str, Stem], root: bool) -> Placed:
    """Find what every row hangs on. What is wrong is added to `rows.mistakes`; `root` says that the tree has one."""
    number = _numbers(rows)
    same = {at for at in range(len(rows.line)) if _already(rows, at, tree)}
    placed = Placed([], [NOWHERE] * len(rows.line), [None] * len(rows.line), len(same))
    for at, above in enumerate(rows.above):
        if at in same:
            continue
        if above in number and number[above] not in same:
            placed.row[at] = number[above]
        elif above in tree:
            placed.stem[at] = tree[above]
        else:
            root = _hangs_nowhere(rows, at, root) or root
    placed.order = list(_parents_first(rows, placed, same))
    depth: dict[int, int] = {}
    for at in placed.order:
        _fits(rows, placed, at)
        _deep(rows, placed, at, depth)
    return placed


def _numbers(rows: Rows) -> dict[str, int]:
    """Row numbers by code; a code that comes twice is a mistake of the later row."""
    number: dict[str, int] = {}
    for at, code in enumerate(rows.code):
        if not code:
            continue
        first = number.setdefault(code, at)
        if first != at:
            rows.wrong(rows.line[at], _("代码%(code)s与第%(line)s行重复") % {"code": code, "line": rows.line[first]})
    return number


def _already(rows: Rows, at: int, tree: dict[str, Stem]) -> bool:
    """Whether the tree has this very unit. Another unit with its code is a mistake."""
    there = tree.get(rows.code[at]) if rows.code[at] else None
    if there is None:
        return False
    if (there.name, there.level, there.above) == (rows.name[at], rows.level[at], rows.above[at]):
        return True
    rows.wrong(
        rows.line[at],
        _("代码%(code)s已属于“%(unit)s”，名称、级别或上级不同") % {"code": rows.code[at], "unit": there.name},
    )
    return False


def _hangs_nowhere(rows: Rows, at: int, root: bool) -> bool:
    if rows.above[at]:
        rows.wrong(rows.line[at], _("找不到上级：代码%(code)s既不在文件里也不在现有单位里") % {"code": rows.above[at]})
        return False
    if root:
        rows.wrong(rows.line[at], _("没有填上级代码，而最上级单位已经有了"))
    return True


def _parents_first(rows: Rows, placed: Placed, same: set[int]) -> Iterator[int]:
    """All rows, every one after the row it hangs on; a circle is a mistake of each row on it."""
    done = bytearray(len(rows.line))
    for start in range(len(rows.line)):
        trail: list[int] = []
        at = start
        while at != NOWHERE and not done[at] and at not in same:
            done[at] = 1
            trail.append(at)
            at = placed.row[at]
        if trail and at in trail:
            _circle(rows, placed, trail[trail.index(at) :])
        yield from reversed(trail)


def _circle(rows: Rows, placed: Placed, members: list[int]) -> None:
    for at in members:
        rows.wrong(rows.line[at], _("上级互相指向，成了一个圈"))
        placed.row[at] = NOWHERE


def _fits(rows: Rows, placed: Placed, at: int) -> None:
    """Level and founding day against the parent. A row without a day is as old as its parent."""
    parent, stem = placed.row[at], placed.stem[at]
    if parent == NOWHERE and stem is None:
        return
    level, founded, name = (
        (stem.level, stem.founded, stem.name) if stem else (rows.level[parent], rows.founded[parent], rows.name[parent])
    )
    if level == rows.level[at] == Level.BRANCH:
        pass
    elif 0 <= rows.level[at] <= level:
        rows.wrong(rows.line[at], _("级别必须低于上级“%(parent)s”") % {"parent": name})
    day = rows.founded[at]
    if founded and day and day < founded:
        rows.wrong(rows.line[at], _("成立日期早于上级“%(parent)s”") % {"parent": name})
    rows.founded[at] = day or founded


def _deep(rows: Rows, placed: Placed, at: int, depth: dict[int, int]) -> None:
    stem = placed.stem[at]
    depth[at] = (len(stem.path) if stem else depth.get(placed.row[at], 0)) + WIDTH
    if depth[at] > LONGEST:
        rows.wrong(rows.line[at], _("层级过深"))
