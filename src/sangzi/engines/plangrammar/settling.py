"""From a draft to what is published: status, deadline, comparator, owners, scope, and the words behind each."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sangzi.engines.plangrammar import carries, clauses, confidences, owners, scopes, statuses
from sangzi.engines.plangrammar.carries import Carry
from sangzi.engines.plangrammar.clauses import Mark
from sangzi.engines.plangrammar.cleaning import Clean
from sangzi.engines.plangrammar.confidences import PLAIN, Manner
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.model import Comparator, Found, Reason, Status
from sangzi.engines.plangrammar.owners import Governed, Note
from sangzi.engines.plangrammar.scopes import Part, Said
from sangzi.engines.plangrammar.sections import Section
from sangzi.engines.plangrammar.sentences import Sentence
from sangzi.engines.plangrammar.tables import Line
from sangzi.engines.plangrammar.times import Time

_FINISH = re.compile(
    "(?:以前|之前|前)?(?:全部|全面|基本)?(?:正式|试)?(?:开班|开放|开园|开馆|开学|通车|挂牌|运行|开工|完成|建成|投用|投入|到位|完工|竣工|交付|实现|达到|启用|运营|见效|办结)"
)
_FIGURE = re.compile(r"\d")
_MEASURED = re.compile("[率量数额比例]")
_KINDS_OF_TEXT: dict[Status, str] = {
    "target": "全文是规划，未写明已完成",
    "result": "全文是总结或报道，未写明是目标",
    "rule": "全文是长期要求",
}
_WHOLE_YEAR = "全年"
"""6月底前完成12台,全年淘汰500辆: a part of the year ends where the whole is spoken of."""
_MARKER = re.compile(r"\d{1,2}[.、)]|\(\d{1,2}\)")
_NUMBERED = re.compile(
    r"(?:[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.．、](?!\d)|[—―–]{1,2})\s*"
)
"""The number of an item, which stands before its sentence and says nothing."""
_NUMBERING = frozenset("（(一二三四五六七八九十—―–")
_LEAD = 30
"""How far into its part a leading time may stand: 全市各级团组织到2025年…"""
_WIDE = str.maketrans("()", "（）")
_FIXED_LIST = re.compile(
    "(?:确定|选定|认定|批准|公布|入选|列入|现有|原有|在建|纳入)的?(?:全[省市县区国])?$|"
    "(?<!在)全[省市县区国州]$|(?:用好|抓好|依托|围绕|依靠|聚焦|针对)[^,;。\\d]{0,20}$"
)


@dataclass(slots=True)
class Page:
    """What is known of a whole text before its sentences are read."""

    source: str
    clean: Clean
    scope: Said | None
    marks: list[Mark]
    ends: list[int]
    sections: list[Section]
    carried: list[Carry]
    owned: Governed
    due: Governed
    parts: list[Part]
    lines: list[Line]
    manner: Manner = PLAIN
    named: tuple[int, Note | None] = (-1, None)
    """Whom running text names in the sentence that begins there, which is asked once for all its statements."""
    reasons: dict[tuple[int, int], Reason] = field(default_factory=dict)
    answering: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """The words at a clean span, and whom the note there names: asked once for all statements that they hold for."""


def settle(page: Page, section: Section, s: Sentence, draft: Draft, timed: Sequence[Time]) -> Found:
    """Decide what a draft left open and turn it into a statement with original offsets."""
    line = _line(page, draft)
    time = _governing(s, draft, timed if line is None else [one for one in timed if _in_cell(line, one)])
    status = _status(section, s, draft, time)
    deadline = _deadline(page, section.when, draft, status, time)
    comparator = statuses.comparator(status, draft.shape, _said(s, draft, status), draft.soft)
    answering = _owners(page, s, draft, line)
    if line and line.deadline and status == "target" and "deadline" not in draft.why:
        deadline, draft.why["deadline"] = line.deadline, line.deadline_at
    speaks = _scope(page, s, draft)
    begin, end = _unnumbered(page.source, *page.clean.span(draft.start, draft.end))
    known = confidences.evidence(draft, status, deadline, bool(answering), page.manner)
    sure = confidences.of(known, page.manner)
    doubtful = confidences.doubts(known, sure)
    return Found(
        quote=page.source[begin:end],
        offset=begin,
        status=status,
        indicator=draft.indicator,
        value=draft.value,
        value_max=draft.value_max,
        unit=draft.unit,
        comparator=comparator,
        deadline=deadline,
        period=draft.period,
        shape=draft.shape,
        over=draft.over,
        scope=speaks.name if speaks else None,
        owners=answering,
        clause=clauses.innermost(page.marks, page.ends, draft.at),
        rule=draft.rule,
        because=_because(page, draft) | _inferred(page, section, draft, deadline, speaks),
        confidence=sure,
        question=confidences.question(doubtful, known, page.source[begin:end], status, deadline),
    )


def _unnumbered(source: str, begin: int, end: int) -> tuple[int, int]:
    """The span without the number of the item it opens."""
    opens = source[begin] in _NUMBERING or source[begin].isdecimal()
    number = _NUMBERED.match(source, begin, end) if opens else None
    return (number.end(), end) if number and number.end() < end else (begin, end)


def _governing(s: Sentence, draft: Draft, timed: Sequence[Time]) -> Time | None:
    """The time that governs a draft: the last before it in its sentence that reaches it, else one said right after."""
    past, after = None, _following(s, draft, timed)
    left, right = s.segment(draft.at)
    for time in reversed(timed):
        if time.end > draft.at:
            continue
        if time.kind == "past":
            past = past or time
        elif _ended(s, time, draft.at):
            break
        elif time.iso and time.kind not in {"base", "none", "start"} and _reaches(s, time, draft.at):
            if _WHOLE_YEAR in s.text[time.end : draft.at] and not time.iso.endswith("12-31"):
                continue
            near = after is not None and after.start <= right and time.start < left
            return after if near else _shared_out(time, timed, draft)
    return past or after


def _ended(s: Sentence, time: Time, position: int) -> bool:
    """2024年底前…,2025年…;…: a second time that a semicolon ends, and the first with it."""
    if time.kind not in {"deadline", "year"} or ";" not in s.text[time.end : position] or _leads(s, time):
        return False
    return s.text[time.start - 1 : time.start] in {",", "、"}


def _shared_out(last: Time, timed: Sequence[Time], draft: Draft) -> Time:
    """到2022年和2030年分别达到22%和30%: as many years as numbers, the first for the first."""
    place, count = draft.rank
    if last.joined and count == last.joined + 1:
        return timed[timed.index(last) - last.joined + place]
    return last


def _reaches(s: Sentence, time: Time, position: int) -> bool:
    """Whether a time said before a position still holds there."""
    if s.in_quotes(time.start, time.end):
        return False
    if time.kind == "from":
        return not _FIGURE.search(s.text, time.end, position)
    if time.kind == "event":
        return sum(time.end <= cut <= position for cut in s.cuts) <= 1
    return ";" not in s.text[time.end : position] or _leads(s, time)


def _leads(s: Sentence, time: Time) -> bool:
    """Whether a time stands at the head of its sentence or of a part between semicolons, before anything is counted."""
    begin = max(s.start, s.text.rfind(";", s.start, time.start) + 1)
    marker = _MARKER.match(s.text, begin, time.start)
    begin = marker.end() if marker else begin
    lead = s.text[begin : time.start]
    return not _FIGURE.search(lead) and len(lead) <= _LEAD and not _MEASURED.search(lead)


def _following(s: Sentence, draft: Draft, timed: Sequence[Time]) -> Time | None:
    """…50个,2025年底前完成: a deadline said right after."""
    _, right = s.segment(draft.at)
    for time in timed:
        if time.start < draft.at or time.kind not in {"deadline", "ahead"} or time.iso is None:
            continue
        if time.start <= right and _of_another(s, draft, time, right):
            return None
        if time.start <= right or (time.start <= right + 4 and _finishes(s, time)):
            return time
        return None
    return None


def _of_another(s: Sentence, draft: Draft, time: Time, right: int) -> bool:
    """登记率100%、年底就业率90%: a time that opens the next item of a list."""
    between = s.text[draft.at : time.start]
    return "、" in between and bool(_FIGURE.search(s.text, time.end, right))


def _finishes(s: Sentence, time: Time) -> bool:
    """…,2025年底前完成: a clause that only says when."""
    return bool(_FINISH.match(s.text, time.end, s.end)) and not _FIGURE.search(
        s.text, time.end, s.segment(time.start)[1]
    )


def _status(section: Section, s: Sentence, draft: Draft, time: Time | None) -> Status:
    if draft.status == "rule" or (draft.rule == "sum for each" and section.status == "target"):
        return "rule"
    verdict = statuses.judge(s, (draft.at, draft.why["value"][1]), time, section.when, section.status, draft.floor)
    if draft.status is not None:
        done = verdict.status == "result" and verdict.sure
        return draft.status if draft.rule != "zero" or not done else "result"
    if draft.rule == "cover" and "覆盖" not in s.text[slice(*draft.why["value"])] and statuses.standing(s, draft.at):
        return "rule"
    if verdict.span[1] > verdict.span[0]:
        draft.why["status"] = verdict.span
    draft.doubts += not verdict.sure
    return verdict.status


def _said(s: Sentence, draft: Draft, status: Status) -> Comparator | None:
    """The comparator that is stated; a list that is fixed beforehand (the 30 pilots chosen) is an exact number."""
    if draft.said is None and status == "target" and draft.rule == "count":
        left, _ = s.segment(draft.at)
        if _FIXED_LIST.search(s.text[max(left, draft.at - 30) : draft.at]):
            return "="
    return draft.said


def _deadline(page: Page, when: Calendar, draft: Draft, status: Status, time: Time | None) -> str | None:
    """Its own time, else for a target what is carried, noted, or the end of a yearly plan; rules have none."""
    if status == "rule" or (draft.is_base and (time is None or time.kind != "from")):
        return None
    if time is not None and time.kind != "past" and (status == "target" or time.kind != "ahead"):
        draft.why["deadline"] = (time.start, time.end)
        return time.iso
    return _said_elsewhere(page, when, draft) if status == "target" else None


def _said_elsewhere(page: Page, when: Calendar, draft: Draft) -> str | None:
    carry = carries.at(page.carried, draft.at)
    if carry:
        draft.why["deadline"] = carry.said
        return carry.iso
    noted = page.due.at(draft.at)
    if noted:
        draft.why["deadline"] = (noted.start, noted.end)
        return noted.owners[0]
    return f"{when.year}-12-31" if when.yearly and when.year else None


def _line(page: Page, draft: Draft) -> Line | None:
    if not page.lines:
        return None
    index = bisect_right(page.lines, (draft.at, 1 << 60)) - 1
    return page.lines[index] if index >= 0 and draft.at < page.lines[index].end else None


def _in_cell(line: Line, time: Time) -> bool:
    """Whether a time stands in a table row, and not in its column of dates."""
    due_start, due_end = line.deadline_at
    return line.start <= time.start < line.end and not due_start <= time.start < due_end


def _owners(page: Page, s: Sentence, draft: Draft, line: Line | None) -> tuple[str, ...]:
    """Those named in the table row, else in the note that governs the place."""
    if line and line.owners:
        draft.why["owners"] = line.owners_at
        return line.owners
    note = page.owned.at(draft.at) or _named(page, s)
    if note is None:
        return ()
    draft.why["owners"] = (note.start, note.end)
    names = page.answering.get((note.start, note.end))
    if names is None:
        source = _reason(page, note.start, note.end).words
        names = page.answering[note.start, note.end] = tuple(_as_written(name, source) for name in note.owners)
    return names


def _named(page: Page, s: Sentence) -> Note | None:
    """Whom the sentence itself names."""
    if page.named[0] != s.start:
        page.named = (s.start, owners.in_sentence(s.text, s.start, s.end))
    return page.named[1]


def _as_written(words: str, source: str) -> str:
    """Words with the brackets of the original."""
    return words.translate(_WIDE) if "(" in words and "（" in source else words


def _scope(page: Page, s: Sentence, draft: Draft) -> Said | None:
    left, _ = s.segment(draft.at)
    only = scopes.only(s.text, max(left, draft.at - 60), draft.at)
    return only or scopes.at(page.parts, draft.at, page.scope)


def _inferred(
    page: Page, section: Section, draft: Draft, deadline: str | None, speaks: Said | None
) -> dict[str, Reason]:
    """Reasons that stand elsewhere in the text, as a heading does, or nowhere, as the year of a yearly plan."""
    out = {}
    if speaks is not None:
        out["scope"] = _reason(page, speaks.start, speaks.end) if speaks.start >= 0 else Reason(speaks.name)
    if "status" not in draft.why:
        begin, end = section.said
        out["status"] = _reason(page, begin, end) if end > begin else Reason(_KINDS_OF_TEXT[section.status])
    if deadline and "deadline" not in draft.why:
        out["deadline"] = Reason(f"{deadline[:4]}年度规划，年底完成")
    return out


def _reason(page: Page, start: int, end: int) -> Reason:
    known = page.reasons.get((start, end))
    if known is None:
        begin, finish = page.clean.span(start, end)
        known = page.reasons[start, end] = Reason(page.source[begin:finish], begin, finish)
    return known


def _because(page: Page, draft: Draft) -> dict[str, Reason]:
    """The words behind each field, in original offsets; the year of a yearly plan is inferred and stands nowhere."""
    out = {}
    low, high, shift = page.clean.stretch(draft.at)
    for name, (start, end) in draft.why.items():
        if end > start:
            if low <= start and end <= high:
                out[name] = Reason(page.source[start + shift : end + shift], start + shift, end + shift)
            else:
                out[name] = _reason(page, start, end)
    return out
