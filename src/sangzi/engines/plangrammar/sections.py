"""Where a text turns from what was done to what is to be done, and of which year it then speaks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.model import Status

_DONE = re.compile(
    "回顾|总结|成效|完成情况|发展现状|发展基础|工作基础|现状|取得的?(?:成绩|成就|进展)|进展情况|主要做法|"
    "基本情况|工作情况|"
    "工作成绩|主要成绩|发展情况|落实情况|开展情况|年工作完成"
)
_TO_DO = re.compile(
    "目标|工作计划|工作安排|工作打算|打算|下一步|下步|重点任务|主要任务|工作任务|工作思路|工作举措|工作措施|"
    "保障措施|重点工作|"
    "工作要点|年计划|主要举措|主要措施|工作重点|任务分工|行动内容|组织保障|工作要求|总体要求|年工作(?!总结|"
    "回顾|情况|完成)"
)
_LINE = re.compile(r"(?:^|\n)([^\n,。;:]{2,30})(?=\n|$)")
_YEAR = re.compile(r"(20\d{2})年")
_HEADING = 24


@dataclass(frozen=True, slots=True)
class Section:
    """From `start` on, statements are by default of this status, and times are counted from this calendar."""

    start: int
    status: Status
    when: Calendar


def sections(text: str, found: Sequence[Mark], when: Calendar, default: Status) -> list[Section]:
    """The sections of a clean text in order; the first holds from its beginning."""
    out = [Section(0, default, when)]
    for start, words in sorted(_headings(text, found)):
        status = _said(words)
        if status is not None:
            out.append(Section(start, status, _calendar(words, status, when, default)))
    return out


def _headings(text: str, found: Sequence[Mark]) -> list[tuple[int, str]]:
    """Headings of the outer levels, and short lines that stand alone."""
    heads = [(mark.start, text[mark.body : mark.body + _HEADING]) for mark in found if mark.level <= 2]
    heads = [(start, re.split("[。\n ]", words, maxsplit=1)[0]) for start, words in heads]
    return heads + [(match.start(1), match[1]) for match in _LINE.finditer(text)]


def _said(words: str) -> Status | None:
    if _DONE.search(words) and not _TO_DO.search(words):
        return "result"
    return "target" if _TO_DO.search(words) else None


def _calendar(words: str, status: Status, when: Calendar, default: Status) -> Calendar:
    """The calendar under a heading: its own year; without one, what a report plans has no year to end with."""
    year = _YEAR.search(words)
    if year:
        return Calendar(int(year[1]), when.last, when.issued, yearly=status == "target" and "目标" not in words)
    if status == "target" and default == "result" and when.yearly:
        return Calendar(when.year, when.last, when.issued, yearly=False)
    return when


def at(found: Sequence[Section], position: int) -> Section:
    """The section that holds at a position of the clean text."""
    return found[bisect_right(found, position, key=_start) - 1]


def _start(section: Section) -> int:
    return section.start
