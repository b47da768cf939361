"""Deadlines that govern more than their own sentence: 到2025年，主要目标是：… and headings such as 2025年目标.

A year before a colon governs the list that follows it, to the end of the part it stands in.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sangzi.engines.plangrammar import times
from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.dates import Calendar

_COLON = re.compile(r":(?<![前后位人话]:)(?=\n|\s|[“《]?[一-龥\d(①—●])")
_AIM = re.compile("目标|指标|任务|实现|达到|完成|如下|以下|包括|为|是")
REACH = 2500
_WINDOW = 60


class Carry(NamedTuple):
    """Between `start` and `end` a deadline holds that was said at `said`."""

    start: int
    end: int
    iso: str
    said: tuple[int, int]


def carried(text: str, found: Sequence[Mark], ends: Sequence[int], when: Calendar) -> list[Carry]:
    """Every carried deadline of a clean text, in order of where it begins."""
    starts = [mark.start for mark in found]
    out = [*_from_colons(text, starts, ends, when), *_from_headings(text, found, ends, when)]
    return sorted(out)


def _from_colons(text: str, starts: Sequence[int], ends: Sequence[int], when: Calendar) -> list[Carry]:
    out = []
    for match in _COLON.finditer(text):
        begin = max(
            0,
            match.start() - _WINDOW,
            *(text.rfind(stop, max(0, match.start() - _WINDOW), match.start()) + 1 for stop in "。;\n"),
        )
        said = [
            time
            for time in times.scan(text, begin, match.start(), when)
            if time.iso and time.kind in {"deadline", "year"}
        ]
        if not said or not _AIM.search(text, said[-1].end, match.start()) or not _ahead(said[-1].year, when):
            continue
        index = bisect_right(starts, match.start()) - 1
        end = ends[index] if index >= 0 and ends[index] > match.end() else len(text)
        if text[match.end() : match.end() + 1] != "\n" and text.find("\n", match.end(), match.end() + REACH) >= 0:
            end = min(end, text.find("\n", match.end(), match.end() + REACH))
        out.append(Carry(match.end(), min(end, match.end() + REACH), str(said[-1].iso), (said[-1].start, said[-1].end)))
    return out


def _from_headings(text: str, found: Sequence[Mark], ends: Sequence[int], when: Calendar) -> list[Carry]:
    out = []
    for mark, end in zip(found, ends, strict=True):
        if mark.level > 3:
            continue
        stop = min(
            (
                at
                for at in (text.find("\n", mark.body, mark.body + 30), text.find("。", mark.body, mark.body + 30))
                if at >= 0
            ),
            default=-1,
        )
        if stop < 0 or stop >= end - 1:
            continue
        said = [time for time in times.scan(text, mark.body, stop, when) if time.iso and time.kind != "past"]
        if said and _AIM.search(text, said[-1].end, stop) and _ahead(said[-1].year, when):
            iso = f"{said[-1].year}-12-31" if said[-1].kind == "none" else str(said[-1].iso)
            out.append(Carry(stop, min(end, stop + REACH), iso, (said[-1].start, said[-1].end)))
    return out


def _ahead(year: int | None, when: Calendar) -> bool:
    return year is not None and (when.year is None or year >= when.year)


def at(found: Sequence[Carry], position: int) -> Carry | None:
    """The innermost carry that holds at a position."""
    if not found:
        return None
    index = bisect_right(found, (position, 1 << 60)) - 1
    for carry in reversed(found[max(0, index - 3) : index + 1]):
        if carry.start <= position < carry.end:
            return carry
    return None
