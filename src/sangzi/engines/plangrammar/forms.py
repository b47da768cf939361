"""A cell of a table, and what it looks like: a number, a unit, an organ, a date, words.

A row that is some cells short is set below its columns by these looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sangzi.engines.plangrammar import headers, quantities

LIKE = {
    "value": "n", "growth": "n", "measure": "n", "unit": "u", "kind": "a", "serial": "n", "score": "n", "owner": "o",
    "due": "d",
}  # fmt: skip
ALIKE = {"n": "nbw", "t": "twbaod", "w": "wntb", "b": "bnuatwod", "u": "ub", "a": "ab", "o": "otb", "d": "dtbn"}
_ORGANS = re.compile(
    "(?:[\u4e00-\u9fff]{1,14}(?:局|委|办|厅|处|科|室|部|中心|院|会|团委|政府|公司|集团|妇联|残联|工会|科协|文联|侨联|街道|办公室)(?:[、,]|等|$))+"
)
_DATED = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:底|末|\d{1,2}日)?|年底|[上下]半年|第?[一二三四]季度)(?:之?前|底|末)?|20\d\d年[底末]?前?|全年|长期|持续(?:推进|实施)"
)
_UNIT_LIKE = re.compile("[\u4e00-\u9fff]{1,2}[次元吨亩米]")
_ATTRIBUTE = re.compile("约束性|预期性|指导性|引导性|参考性|预期|约束|正向|逆向")


@dataclass(slots=True)
class Cell:
    """A cell: where it stands and what it says."""

    start: int
    end: int
    words: str
    again: bool = False
    """Whether it stands in a row above and goes on in this one."""


@lru_cache(maxsize=4096)
def form(words: str) -> str:
    """What a cell looks like: n a number, b a blank, u a unit, a an attribute, w an aim in words, t other words."""
    if words in quantities.BLANK or _DATED.fullmatch(words):
        return "b" if words in quantities.BLANK else "d"
    said = quantities.read(words)
    if said is not None and not (said.unit in {None, "年"} and 1990 <= said.value <= 2100 and len(words) <= 5):
        return "n"
    bare = words.replace(" ", "")
    if (
        headers.unit_in(bare)
        or _UNIT_LIKE.fullmatch(bare)
        or ("/" in bare and len(bare) <= 10 and headers.unit_cell(bare))
    ):
        return "u"
    if _ATTRIBUTE.fullmatch(bare):
        return "a"
    if _ORGANS.fullmatch(bare):
        return "o"
    return "w" if quantities.is_worded(words) else "t"


def aligned(columns: Sequence[str], row: Sequence[Cell], worth: Sequence[int] = ()) -> list[Cell]:
    """A row with too few cells, set below its columns so that as many cells as may be look like their column.

    columns: what each looks like, in the letters of `form`; worth: 0 for columns that stay empty before others. Among
    equals the first columns stay empty: a group that was merged, a base that is not known. O(columns x cells).
    """
    forms = [form(cell.words) for cell in row]
    spare = len(columns) - len(row)
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}  # cells placed so far: (how well, their columns)
    for at, kind in enumerate(columns):
        step: dict[int, tuple[int, tuple[int, ...]]] = {}
        for placed, (score, where) in best.items():
            if at - placed < spare:
                _keep(step, placed, score, where)
            if placed < len(row):
                _keep(
                    step, placed + 1, score + _likeness(kind, forms[placed]) + (worth[at] if worth else 0), (*where, at)
                )
        best = step
    where = best[len(row)][1]
    last = row[-1].end
    out = [Cell(last, last, "") for _ in columns]
    for cell, at in zip(row, where, strict=True):
        out[at] = cell
    return out


def _keep(step: dict[int, tuple[int, tuple[int, ...]]], placed: int, score: int, where: tuple[int, ...]) -> None:
    if placed not in step or (score, where) > step[placed]:
        step[placed] = (score, where)


def _likeness(kind: str, found: str) -> int:
    if kind == found:
        return 3
    return 1 if found in ALIKE.get(kind, "") else -2
