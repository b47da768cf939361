"""Where a text turns from what was done to what is to be done, and of which year it then speaks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.model import Status
from sangzi.engines.plangrammar.searches import at_lines

_DONE = re.compile(
    "(?:家底|(?<!摸清)(?<!核清)(?<!摸准)底数|概况|变化|差距|收官|回眸|盘点|之数|成绩单|基本面|进展|回顾|总结|成效|成绩|成就|现状|(?:完成|落实|开展|推进|执行|发展|工作|基本"
    "|总体)情况|主要做法|工作亮点|"
    "(?:发展|工作)基础|(?:存在的?|主要|突出)+(?:问题|不足|困难|短板)|面临形势)(?:与[^,。]{1,8}|和[^,。]{1,8}|情况)?$"
)
_TO_DO = re.compile(
    "(?:抓落实|怎么[做干管办]|怎样[做干管办]|做什么|新年|目标|指标|任务|计划|安排|打算|思路|举措|措施|要求|重点|要点|下一?步|组织保障|内容|设想|工作建议|年工作|重点工作)"
    "(?:与[^,。]{1,8}|和[^,。]{1,8}|及[^,。]{1,8}|分工)?$"
)
_FIRST_LINE = re.compile(r"([^\n,。;:]{2,30})(?=:?(?:\n|$))")
_LINE = re.compile(rf"\n{_FIRST_LINE.pattern}")
_YEAR = re.compile(r"(20\d{2})年")
_OPENS = re.compile(r"\W{0,2}(20\d{2})年(?=[:,的工]|$)")
_SPREAD = re.compile("(?:^| ).( .)+$")
_LOOKS_BACK = re.compile(
    "((?:去年|上年|过去一年|过去的一年|一年来|[近两三几]年来|近年来|[\\d一二三四五六七八九十]+年来|今年以来|20\\d{2}年以来)"
    "(?:以来)?[,:])"
)
_LATER_LOOKS_BACK = re.compile(f"\n{_LOOKS_BACK.pattern}")
"""How a paragraph opens that tells what was done."""
_NONE = -1
"""The level of a line without a number: no numbered part ends what it opens."""
_HEADING = 24


@dataclass(frozen=True, slots=True)
class Section:
    """From `start` on, statements are by default of this status, and times are counted from this calendar.

    `said` is where the heading says so; empty where none does.
    """

    start: int
    status: Status
    when: Calendar
    said: tuple[int, int] = (0, 0)


def sections(text: str, found: Sequence[Mark], when: Calendar, default: Status) -> list[Section]:
    """The sections of a clean text in order; the first holds from its beginning."""
    out = [Section(0, default, when)]
    level = _NONE
    for start, begin, end, depth in sorted(_headings(text, found)):
        words = text[begin:end]
        status = _said(words) or _of_year(words, when)
        if status is None and level >= depth > _NONE and default == "target" and out[-1].status == "result":
            status = default
        if status is not None:
            calendar = _calendar(words, status, when, out[-1], default)
            out.append(Section(start, status, calendar, (start, end)))
            level = depth
    return _with_looks_back(text, out)


def _with_looks_back(text: str, found: list[Section]) -> list[Section]:
    """The sections, and among them the paragraphs of a plan that open with 去年以来,…: results to their end."""
    added = []
    for look in at_lines(text, _LOOKS_BACK, _LATER_LOOKS_BACK):
        start, around = look.end() - len(look[1]), at(found, look.start())
        end = text.find("\n", look.end())
        if around.status == "target" and end >= 0:
            added.append(Section(start, "result", around.when, (start, look.end())))
            added.append(Section(end, "target", around.when, around.said))
    return sorted([*found, *added], key=_start)


def _headings(text: str, found: Sequence[Mark]) -> list[tuple[int, int, int, int]]:
    """Headings of the outer levels, and short lines that stand alone: start, where the words begin and end, level."""
    heads = [(mark.start, *_words_of(text, mark), mark.level) for mark in found if mark.level <= 2]
    known = {head[0] for head in heads}
    lines = (match.span(1) for match in at_lines(text, _FIRST_LINE, _LINE))
    return heads + [(start, start, end, _NONE) for start, end in lines if start not in known]


def _words_of(text: str, mark: Mark) -> tuple[int, int]:
    """A heading ends with its line or sentence, or with a blank that does not spread it out."""
    words = re.split("[。\n]", text[mark.body : mark.body + _HEADING], maxsplit=1)[0]
    begin = len(words) - len(words.lstrip())
    shown = words[begin:] if _SPREAD.search(words[begin:]) else words[begin:].split(" ")[0]
    return mark.body + begin, mark.body + begin + len(shown)


def _of_year(words: str, when: Calendar) -> Status | None:
    """二、2025年:新年之约: a heading that opens with a year speaks of what was done in it, or is to be done."""
    opens = _OPENS.match(words)
    if opens is None or when.year is None:
        return None
    return "target" if int(opens[1]) >= when.year else "result"


def _said(words: str) -> Status | None:
    words = words.replace(" ", "").strip("”)")
    if _TO_DO.search(words):
        return "target"
    return "result" if _DONE.search(words) else None


def _calendar(words: str, status: Status, when: Calendar, before: Section, default: Status) -> Calendar:
    """The calendar under a heading: its own year, else that of its kind.

    What a report plans has no year to end with.
    """
    year = _YEAR.search(words)
    if year and "目标" not in words:
        return Calendar(int(year[1]), when.last, when.issued, yearly=status == "target")
    if status == before.status and before.start:
        return before.when
    if status == "target" and default == "result" and when.yearly:
        return Calendar(when.year, when.last, when.issued, yearly=False)
    return when


def at(found: Sequence[Section], position: int) -> Section:
    """The section that holds at a position of the clean text."""
    return found[bisect_right(found, position, key=_start) - 1]


def _start(section: Section) -> int:
    return section.start
