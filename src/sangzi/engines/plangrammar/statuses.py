"""Whether a statement is a target, a reported result or a standing rule, and which comparator it then has."""

import re
from typing import NamedTuple

from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.model import Comparator, Shape, Status
from sangzi.engines.plangrammar.sentences import Sentence
from sangzi.engines.plangrammar.times import Time

_LAST_YEAR = "去(?<![比较]去)年|上(?<![以比较]上)年(?!级|龄|同期|度?[^,;。]{0,14}的)"
_SO_MANY = "[一二两三四五六七八九十\\d]{1,2}年(?!内|均|平均|里|期)"
_PAST_YEARS = f"近(?<![比较]近){_SO_MANY}|过(?<![比较]过)去{_SO_MANY}"
_DONE = re.compile(
    "已(?!于\\d)|目前|现(?<![将把对]现)有|现已|截至|截止|先后|建成了|实现了|完成了|达到了|开展了|举办了|培育了|新增了|增加了|培训了|"
    f"发放了|{_LAST_YEAR}|{_PAST_YEARS}|以来|年来|原有|前期(?!工作|准备|筹备)|仍有|尚有|还有|荣获|获评"
)
"""Words that tell of what is done, wherever they stand."""
_DONE_PERHAPS = re.compile("累计|共(?:有|计|开|举|培|建|完|投|发|组|募|联|筹|改|吸|收|帮|服|选|征)|拥有")
"""Words that tell of it unless the text is planning."""
_DONE_LEAD = re.compile(
    f"{_LAST_YEAR}|{_PAST_YEARS}|截至|截止|目前|现有|现状|基期|过去|以来|年来|前期(?!工作|准备|筹备)|已"
)
_TO_DO = re.compile(
    "力争|力求|争取|确保|计划|拟|预计|下一步|明年|底前|将(?=新|建|培|举|投|完|达|实|开|组|增|再)|努力|目标"
)
_AHEAD = re.compile(
    "下一?步|明年|来年|接下来|力争|拟(?=[新建培举投])|将(?=新|建|培|举|投|完|达|实|开|组|增|再)|年(?:计划|"
    "力争|拟|将)|计(?<=[,;:。]计)划"
)
_RULE = re.compile("(?:^|[,;:。])[^,;:。]{0,4}(?:明确|规定|要求)[^;:。]{0,60}$")


class Verdict(NamedTuple):
    """A status, the words that gave it (or an empty span) and how sure it is."""

    status: Status
    span: tuple[int, int]
    sure: bool


def judge(
    s: Sentence, span: tuple[int, int], time: Time | None, when: Calendar, default: Status, floor: int = 0
) -> Verdict:
    """The status of a statement at a span by its own clause, its time, its sentence, and last by its section.

    Of its own clause only the words from `floor` on are asked.
    """
    start, end = span
    clause, right = s.segment(start)
    clause = max(clause, start - 120)
    left = max(clause, floor)
    stop = min(right, end + 30)
    done = _DONE.search(s.text, left, stop) or (
        _DONE_PERHAPS.search(s.text, left, stop) if default == "result" else None
    )
    to_do = _TO_DO.search(s.text, left, start)
    if to_do and not (done and done.start() > to_do.start()):
        return Verdict("target", to_do.span(), True)
    if done:
        return Verdict("result", done.span(), True)
    if time is not None and time.year and when.year and time.kind != "past":
        if time.year < when.year or time.kind == "from" or time.as_of:
            return Verdict("result", (time.start, time.end), True)
        if time.kind == "deadline" and default == "target":
            return Verdict("target", (time.start, time.end), True)
        if time.kind in {"deadline", "year"} and time.year > when.year:
            return Verdict("target", (time.start, time.end), True)
    return _by_sentence(s, start, clause, default)


def _by_sentence(s: Sentence, start: int, left: int, default: Status) -> Verdict:
    begin = max(s.start, start - 200)
    to_do = _last(_TO_DO, s.text, begin, left)
    done = _last(_DONE_LEAD, s.text, begin, left)
    if done and (to_do is None or to_do.start() < done.start()):
        return Verdict("result", done.span(), False)
    ahead = _AHEAD.search(s.text, begin, left) if default == "result" else None
    if ahead:
        return Verdict("target", ahead.span(), False)
    return Verdict(default, (start, start), False)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match
    return found


def standing(s: Sentence, start: int) -> bool:
    """明确所有镇…: what is laid down, not what was counted."""
    begin = max(s.start, start - 60)
    return bool(_RULE.search(s.text[begin:start]))


def comparator(status: Status, shape: Shape, said: Comparator | None, soft: bool) -> Comparator:
    """The comparator in the convention of the published gold sets.

    What is said counts; bare numbers are floors in targets and facts in results and entitlements. 降至 is a ceiling
    only where it is still to be reached.
    """
    if said is not None and not (soft and status != "target"):
        return said
    if shape == "frequency":
        return ">="
    return ">=" if status == "target" else "="
