"""A table as lines of text: a line a row, cells parted by tabs, 〃 where a cell goes on from above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from . import limits

ABOVE = "〃"
"""Stands for a cell that goes on from the row above."""
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
_ITEM = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、](?!\d)|[①-⑳]|[●•·])")
_STOPPED = frozenset("。！？；，、：,.;:!?…（(“《")
_SHORT = 12
"""Lines of a cell no longer than this were broken by the width of their column."""


class Wide(NamedTuple):
    """A cell with the number of columns and rows it takes up."""

    words: str
    across: int = 1
    down: int = 1


def joined(parts: Iterable[str], *, wrapped: bool = False) -> str:
    """The lines of a cell as one: an item of a list is parted from the one before, other lines are joined.

    `wrapped` tells that lines end where the column does, and not where a paragraph does.
    """
    said = ""
    for part in parts:
        words = _BLANKS.sub(" ", part).strip()
        if said and words:
            said += _between(said, words, wrapped=wrapped)
        said += words
    return said


def _between(before: str, after: str, *, wrapped: bool) -> str:
    if before[-1] in _STOPPED:
        return ""
    if _ITEM.match(after):
        return "；"
    if before[-1].isascii() and before[-1].isalpha() and after[0].isascii():
        return " "
    if wrapped:
        return ""
    line = before.rsplit("；", 1)[-1].rsplit(" ", 1)[-1]
    return "" if len(line) <= _SHORT or len(after) <= _SHORT else " "


def laid_out(rows: Iterable[Sequence[Wide]]) -> Iterator[list[str]]:
    """Rows with a cell for each column: what is wide or high takes up the places it covers."""
    reaching: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _pass(line, reaching)
            if len(line) >= limits.MAX_COLUMNS:
                break
            across = max(1, min(cell.across, limits.MAX_COLUMNS - len(line)))
            if cell.down > 1:
                reaching |= {len(line) + at: (cell.down, "" if at else ABOVE) for at in range(across)}
            line += [cell.words, *[""] * (across - 1)]
        _pass(line, reaching, to_the_end=True)
        reaching = {at: (left - 1, words) for at, (left, words) in reaching.items() if left > 1}
        yield line


def _pass(line: list[str], reaching: dict[int, tuple[int, str]], *, to_the_end: bool = False) -> None:
    """Fill in what reaches down from above; `reaching` tells for a column how many rows it covers, this one too."""
    while len(line) in reaching or (to_the_end and any(at > len(line) for at in reaching)):
        line.append(_reached(reaching, len(line)))


def _reached(reaching: dict[int, tuple[int, str]], at: int) -> str:
    return reaching[at][1] if at in reaching else ""


def lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows as lines of equally many cells; rows without a word are left out."""
    kept = [row for row in rows if any(words and words != ABOVE for words in row)]
    width = max((len(row) for row in kept), default=0)
    return ["\t".join([*row, *[""] * (width - len(row))]) for row in kept]
