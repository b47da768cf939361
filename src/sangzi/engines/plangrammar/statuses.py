"""Whether a statement is a target, a reported result or a standing rule, and which comparator it then has by default."""

import re
from bisect import bisect_right
from typing import NamedTuple

from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.model import Comparator, Shape, Status
from sangzi.engines.plangrammar.sentences import Sentence
from sangzi.engines.plangrammar.times import Calendar, Time

_DONE_SEGMENT = re.compile(
    "已(?!于\\d)|目前|现有|现已|截至|截止|累计(?!不少于|达到|培训不|建成不)|先后|共(?:有|计|开|举|培|建|完|投|发|组|募|联|筹|改|吸|收|帮|服|选|征)|(?:建成|实现|完成|达到|开展|举办|培育|新增|增加|培训|发放)了|去年|(?<!以)上年(?!级|龄)|以来|年来|原有|荣获|获评|拥有"
)
_DONE_LEAD = re.compile("去年|(?<!以)上年(?!级|龄)|截至|截止|目前|现有|现状|基期|过去|以来|年来|已")
_TO_DO = re.compile(
    "力争|力求|争取|确保|计划(?=\\S{0,3}[建培开举新完投组]|在|于|到|,)|拟|预计|将(?=新|建|培|举|投|完|达|实|开|组|增|再)|下一步|明年|目标|不少于|不低于|不超过|至少|要|须|应(?!急|用|对|聘|届)|努力|底前|推动[^,;。]{0,12}清零|继续|进一步"
)
_TO_DO_STRONG = re.compile(
    "力争|力求|争取|确保|计划|拟|预计|下一步|明年|底前|将(?=新|建|培|举|投|完|达|实|开|组|增|再)|努力|目标"
)
_RULE = re.compile("(?:^|[,;:。])[^,;:。]{0,4}(?:明确|规定|要求)[^;:。]{0,60}$")
_HEAD_DONE = re.compile(
    "回顾|总结|成效|完成情况|发展现状|发展基础|现状|取得的?(?:成绩|成就|进展)|进展情况|主要做法|基本情况|工作情况|工作成绩|主要成绩|发展情况"
)
_HEAD_TO_DO = re.compile(
    "目标|工作计划|工作安排|工作打算|下一步|重点任务|主要任务|工作思路|工作举措|工作措施|保障措施|重点工作|工作要点|年计划|年工作|主要举措|主要措施|工作重点|任务分工|行动内容"
)
_HEAD_LINE = re.compile(r"(?:^|\n)([^\n,。;:]{2,30})(?=\n|$)")


class Section(NamedTuple):
    """From `start` on, statements are by default of this kind."""

    start: int
    status: Status


class Verdict(NamedTuple):
    """A status, the words that gave it (or an empty span) and how sure it is."""

    status: Status
    span: tuple[int, int]
    sure: bool


def sections(text: str, found: list[Mark]) -> list[Section]:
    """Where headings say that what was done, or what is to be done, begins."""
    heads = [
        (mark.start, text[mark.body : mark.body + 24].split("。", maxsplit=1)[0].split("\n", maxsplit=1)[0])
        for mark in found
        if mark.level <= 2
    ]
    heads += [(match.start(1), match[1]) for match in _HEAD_LINE.finditer(text)]
    out = []
    for start, words in sorted(heads):
        if _HEAD_DONE.search(words) and not _HEAD_TO_DO.search(words):
            out.append(Section(start, "result"))
        elif _HEAD_TO_DO.search(words):
            out.append(Section(start, "target"))
    return out


def default_at(found: list[Section], position: int, otherwise: Status) -> Status:
    """What the last telling heading before a position says."""
    index = bisect_right(found, (position, "zzz")) - 1
    return found[index].status if index >= 0 else otherwise


def judge(s: Sentence, start: int, end: int, time: Time | None, when: Calendar, default: Status) -> Verdict:
    """The status of a statement at a span by its own clause, its time, its sentence, and last by its section."""
    left, right = s.segment(start)
    left = max(left, start - 120)
    done = _DONE_SEGMENT.search(s.text, left, min(right, end + 30))
    to_do = _TO_DO_STRONG.search(s.text, left, start)
    if to_do and not (done and done.start() > to_do.start()):
        return Verdict("target", to_do.span(), True)
    if done:
        return Verdict("result", done.span(), True)
    if time is not None and time.year and when.year and time.kind != "past":
        if time.year < when.year or time.kind == "from":
            return Verdict("result", (time.start, time.end), True)
        if time.kind == "deadline" and not time_is_past(s, time) and default == "target":
            return Verdict("target", (time.start, time.end), True)
        if time.kind == "deadline" and time.year > when.year:
            return Verdict("target", (time.start, time.end), True)
    return _by_sentence(s, start, left, default)


def time_is_past(s: Sentence, time: Time) -> bool:
    """Whether a time is one up to which something is reported: 截至2023年底."""
    return time.spoken and s.text[max(s.start, time.start - 3) : time.start].endswith(
        ("截至", "截止", "截至到", "截止到", "截")
    )


def _by_sentence(s: Sentence, start: int, left: int, default: Status) -> Verdict:
    begin = max(s.start, start - 200)
    to_do = None
    for to_do in _TO_DO_STRONG.finditer(s.text, begin, left):
        pass
    done = None
    for done in _DONE_LEAD.finditer(s.text, begin, left):
        pass
    if done and (to_do is None or to_do.start() < done.start()):
        return Verdict("result", done.span(), False)
    if to_do and default == "result":
        return Verdict("result", to_do.span(), False)
    return Verdict(default, (start, start), False)


def standing(s: Sentence, start: int) -> bool:
    """明确所有镇…: what is laid down, not what was counted."""
    begin = max(s.start, start - 60)
    return bool(_RULE.search(s.text[begin:start]))


def comparator(status: Status, shape: Shape, said: Comparator | None, soft: bool) -> Comparator:
    """The comparator in the convention of the published gold sets.

    What is said counts; bare numbers are floors in targets and facts in results and entitlements. 降至 is a ceiling only
    where it is still to be reached.
    """
    if said is not None and not (soft and status != "target"):
        return said
    if shape == "frequency":
        return ">="
    return ">=" if status == "target" else "="
