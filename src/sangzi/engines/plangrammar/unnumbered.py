"""From triggers without a number to drafts: coverage, slogans, rhythms, zero, doubling."""

import re

from sangzi.engines.plangrammar import events, indicators, levels, periods, titlecovers
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.events import Event
from sangzi.engines.plangrammar.quantified import stripped
from sangzi.engines.plangrammar.sentences import Sentence

_SUBJECT = re.compile(
    "(?:实现|推动|做到|达到|力争|确保|基本|建设|服务|工作|推进|完成|对|将|使|全面|常态化|有效|为|在|到\\d{4}年)+"
)
_VAGUE = re.compile("(?:工作|内容|环节|人员|工序|流程)$")
_UNITS = {"u0": "起", "u1": "个", "u2": "件", "u3": "人", "u4": "户"}
_COUNTED_IN = re.compile(
    "(?P<u0>事故|案件|事件|火灾|溺水|违法|违规)|(?P<u1>水体|断面|点位|排污口|村庄?$|薄弱校|空白点|小区|站点|"
    "污染源|企业$)|"
    "(?P<u2>积案|信访|投诉|举报|诉求|工单)|(?P<u3>死亡|伤亡|失学|辍学|失联|溺亡|人员|学生|儿童)|(?P<u4>家庭|"
    "农户|脱贫户)"
)
_LOOKS_AHEAD = ("所有", "覆盖", "每", "各")
_PRACTISED = re.compile("(?:实行|落实|坚持|建立|执行|推行)$")
_BEFORE, _AFTER = 120, 80
_NAMES = {"village": "村", "township": "乡镇", "county": "县", "prefecture": "市"}


def draft(s: Sentence, event: Event) -> list[Draft]:
    """The drafts of one trigger; none where its words turn out to say nothing measurable."""
    left, right = s.segment(event.start)
    left, right = max(left, event.start - _BEFORE), min(right, event.end + _AFTER)
    if event.kind == "cover":
        return _coverage(s, event, left, right)
    if event.kind == "rhythm":
        return _rhythm(s, event, left, right)
    if event.kind == "slogan":
        return [_slogan(s, event, left)]
    return [_zero(s, event, left, right) if event.kind == "zero" else _doubling(s, event, left, right)]


def _coverage(s: Sentence, event: Event, left: int, right: int) -> list[Draft]:
    """全覆盖 over the levels it names, else over the population it names."""
    found = None
    if not event.words.startswith(("所有", "覆盖")):
        found = levels.quantified(s.text, left, event.end)
    if found is None and ("覆盖" in event.words or event.words.startswith(_LOOKS_AHEAD)):
        found = levels.quantified(s.text, event.start, right)
    who = None if found else _population(s, event, left, right)
    overs = found[0] if found else [who] if who else []
    span = stripped(s.text, left, right)
    named, where = (found[1], found[2]) if found else None, (event.start, event.end)
    return [
        _covered(event, over, titlecovers.coverage(s.text, left, where, right, over), span, named) for over in overs
    ]


def _covered(event: Event, over: str, name: str, span: tuple[int, int], named: tuple[int, int] | None) -> Draft:
    draft = Draft(*span, event.start, "cover", "coverage", 100, "%", name, over=over)
    draft.why["value"] = (event.start, event.end)
    draft.why["shape"] = draft.why["over"] = named or (event.start, event.end)
    return draft


def _population(s: Sentence, event: Event, left: int, right: int) -> str | None:
    """The population that 全覆盖 or 全部 speaks of; None when nothing is named."""
    if event.words.startswith(_LOOKS_AHEAD):
        return indicators.noun(s.text, event.end, right)[:16] or None
    before = s.text[max(left, event.start - 40) : event.start]
    words = _SUBJECT.sub("", before.split("、")[-1]).strip("“”()的")
    if "覆盖" in event.words:
        return words[-20:] or (before[-20:] if len(before) > 1 else None)
    return words[-20:] if len(words) > 1 and not _VAGUE.search(words) else None


def _slogan(s: Sentence, event: Event, left: int) -> Draft:
    """县县有组织, 中心县县有: at least one for each."""
    unit = "名" if event.human else "个"
    who = _NAMES.get(event.over or "", event.over)
    thing = event.words[2:].lstrip("都皆均有建成设配出一区县市乡镇村校站园")
    start = event.start if thing else stripped(s.text, left, event.end)[0]
    thing = thing or indicators.phrase(s.text[start : event.start])
    draft = Draft(start, event.end, event.start, "slogan", "each", 1, unit, f"每个{who}的{thing}数", over=event.over)
    draft.said = ">="
    draft.why["value"] = draft.why["shape"] = draft.why["over"] = (event.start, event.end)
    return draft


def _zero(s: Sentence, event: Event, left: int, right: int) -> Draft:
    """动态清零, 零事故: nothing of it is left, or may happen."""
    unit = _unit_of_none(s.text[left : event.end] if event.start > left else s.text[left:right])
    name = titlecovers.none(s.text[left : event.start], event.words)
    draft = Draft(*stripped(s.text, left, right), event.start, "zero", "count", 0, unit, name)
    draft.said = "="
    draft.status = "target" if "清零" in event.words else None
    draft.why["value"] = (event.start, event.end)
    rhythm = periods.named(s.text, left, event.start)
    if rhythm:
        draft.period, draft.why["period"] = rhythm[0], rhythm[1:]
    return draft


def _unit_of_none(words: str) -> str:
    """The usual measure word of what none is left of."""
    found = _COUNTED_IN.search(words)
    return _UNITS[str(found.lastgroup)] if found else "项"


def _doubling(s: Sentence, event: Event, left: int, right: int) -> Draft:
    """翻一番 is growth by 100%, 翻两番 by 300%."""
    value = 300 if "两" in event.words or "二" in event.words else 100
    name = indicators.phrase(s.text[left : event.start]) + "增长率"
    draft = Draft(*stripped(s.text, left, right), event.start, "doubling", "growth", value, "%", name)
    draft.why["value"] = draft.why["shape"] = (event.start, event.end)
    return draft


def _rhythm(s: Sentence, event: Event, left: int, right: int) -> list[Draft]:
    """每月举办…: once per period when no number is said."""
    quoted = s.in_quotes(event.start, event.end)
    if quoted and _PRACTISED.search(s.text[max(s.start, quoted[0] - 4) : quoted[0]]):
        left, right, quoted = quoted[0] + 1, min(right, quoted[1] - 1), None
    if event.period is None or quoted or not events.does(s.text, event.end, right):
        return []
    start, end = stripped(s.text, left if event.start - left < 40 else event.start, right)
    name = titlecovers.rhythm(s.text[event.end : end])
    draft = Draft(start, end, event.start, "frequency", "frequency", 1, "次", name)
    draft.said, draft.period, draft.status = ">=", event.period, "rule"
    draft.why["value"] = draft.why["period"] = (event.start, event.end)
    return [draft]
