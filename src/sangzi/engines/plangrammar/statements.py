"""From the triggers of one sentence to statements: which numbers count, what shape they have, how far their words go."""

import re
from collections.abc import Sequence

from sangzi.engines.plangrammar import amounts, events, indicators, levels, measures, nearmisses, shapes, times
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.events import Event
from sangzi.engines.plangrammar.sentences import Sentence

_JOIN = re.compile("(?:、|和|及|与|以及|或)$")
_JOINED_NUMBER = re.compile("[^,;:。]{0,24}(?:、|和|及|以及)")
_CHUNK = re.compile("、|以及|及(?!以)|和(?=\\d|\\D{0,12}\\d)|,")
_OPENING = re.compile("(?:到|至|截至)?(?:\\d{4}年(?:\\d{1,2}月)?[底末]?(?:前)?|“?十.五”?(?:末|期间))?[,]?")
_STREAK_RULE = re.compile("[^,;。]{0,16}?的(?:[,;。]|$)")
_NO_COVER = re.compile("(?:工作|内容|环节|人员|工序|流程)$")
_SUBJECT = re.compile("(?:实现|推动|做到|达到|力争|确保|基本|建设|服务|工作|推进|完成|对|将|使|全面|常态化|有效)+")
_ALL = re.compile("所有|各|每个?")
_INCIDENT = re.compile("事故|案件|死亡|伤亡|事件")
_FROM_TO = re.compile("(?:由|从)[^,;。]{0,16}$")
_RISES = re.compile(
    "[^,;。\\d]{0,8}?(?:提高|增加|提升|增长|上升|降低|下降|压减|减少|缩短|扩大|增至|升至|降至|增|升|降|调整|压缩|拓展|发展)[^,;。\\d]{0,4}(?:到|至|为)"
)


def of_sentence(s: Sentence, found: Sequence[Amount], triggers: Sequence[Event]) -> list[Draft]:
    """The drafts of one sentence, in the order of their triggers."""
    kept = _kept(s, found)
    drafts: list[Draft] = []
    for index, amount in enumerate(kept):
        made = _from_amount(s, amount, kept, index)
        if drafts and s.text.startswith("其中", s.segment(amount.start)[0]):
            _as_before(drafts[-1], made)
        drafts += made
    counted = [s.segment(amount.start) for amount in kept]
    numbered = [s.segment(amount.start) for amount in kept if amount.unit not in measures.AGES]
    covered: set[tuple[int, int]] = set()
    for event in triggers:
        segment = s.segment(event.start)
        if event.kind == "cover" and (segment in covered or _states_ratio(s, kept, segment)):
            continue
        if event.kind == "rhythm" and segment in counted:
            continue
        if event.words.startswith(("每", "各", "所有")) and event.kind == "cover" and segment in numbered:
            continue
        made = _from_event(s, event)
        drafts += made
        if event.kind == "cover" and made:
            covered.add(segment)
    covered |= {s.segment(draft.at) for draft in drafts if draft.rule == "each of all"}
    drafts = [draft for draft in drafts if not _absorbed(s, draft, covered)]
    return sorted(drafts, key=lambda draft: (draft.at, draft.start))


def _as_before(before: Draft, made: Sequence[Draft]) -> None:
    """其中…: a part stands under the period of its whole."""
    for draft in made:
        if draft.period is None and before.period is not None:
            draft.period, draft.why["period"] = before.period, before.why["period"]


def _kept(s: Sentence, found: Sequence[Amount]) -> list[Amount]:
    """The amounts that are no near misses, each with the comparator its words give it."""
    kept: list[Amount] = []
    end = s.start
    for amount in found:
        left, _ = s.segment(amount.start)
        amounts.compare(s.text, amount, max(left, end))
        end = amount.end
        if nearmisses.why_not(s, amount):
            continue
        if kept and nearmisses.nested(s, kept[-1], amount):
            continue
        if kept and amount.comparator is None:
            _inherit(s, kept[-1], amount)
        kept.append(amount)
    return kept


def _inherit(s: Sentence, before: Amount, amount: Amount) -> None:
    """不少于5家…及50家…: a joined number stands under the same words."""
    if before.comparator is None or before.comparator_span is None or before.comparator_span[0] >= before.start:
        return
    between = s.text[before.end : amount.start]
    if before.comparator in {">=", "<=", ">"} and not before.soft and _JOINED_NUMBER.fullmatch(between):
        amount.comparator, amount.comparator_span = before.comparator, before.comparator_span


def _from_amount(s: Sentence, a: Amount, kept: Sequence[Amount], index: int) -> list[Draft]:
    prior = kept[index - 1].end if index else s.start
    left, right = s.segment(a.start)
    rhythm = times.period(s.text, max(left, a.start - 60), min(right, a.end + 6))
    start, end = _extent(s, a, kept, index)
    if a.unit in measures.AGES and a.post:
        return [_age(s, a, start, end)]
    if a.unit == "年" and s.text[max(s.start, a.start - 2) : a.start] == "连续":
        return [_streak(s, a, start, end)]
    shaped = shapes.judge(s, a, prior, rhythm[0] if rhythm else None)
    drafts = []
    for over in shaped.over:
        name = indicators.name(s, a, shaped.shape, over, max(left, prior if index and prior > left else left))
        draft = Draft(
            start,
            end,
            a.start,
            shaped.rule,
            shaped.shape,
            a.value,
            a.unit,
            name,
            a.value_max,
            over,
            a.comparator,
            a.soft,
        )
        draft.why["value"] = (a.start, a.end)
        draft.why["shape"] = shaped.span
        if a.comparator_span:
            draft.why["comparator"] = a.comparator_span
        if rhythm and (shaped.shape != "each" or shaped.rule != "rate"):
            draft.period = rhythm[0]
            draft.why["period"] = (rhythm[1], rhythm[2])
        if shaped.rule == "entitlement":
            draft.status = "rule" if not re.search("提高到|达到|不低于|提升到|提高至", s.text[left : a.start]) else None
        if shaped.shape == "frequency":
            draft.status = "rule"
        if _FROM_TO.search(s.text[left : a.start]) and _RISES.match(s.text, a.end, s.end):
            draft.status, draft.why["status"], draft.is_base = "result", (max(left, a.start - 2), a.end), True
        drafts.append(draft)
    return drafts


def _age(s: Sentence, a: Amount, start: int, end: int) -> Draft:
    who = indicators._noun(s.text, a.end, min(end, a.end + 20))
    draft = Draft(
        start,
        end,
        a.start,
        "age limit",
        "each",
        a.value,
        a.unit,
        f"{who}年龄上限",
        over=who or "对象",
        said="<=",
        status="rule",
    )
    draft.why["value"] = draft.why["comparator"] = (a.start, a.end)
    return draft


def _streak(s: Sentence, a: Amount, start: int, end: int) -> Draft:
    """连续3年…: a reported streak; 连续2年为…的 a threshold of a rule."""
    rule = bool(_STREAK_RULE.match(s.text, a.end, s.end + 1))
    words = indicators.phrase(s.text[a.end : min(end, a.end + 20)])
    draft = Draft(
        start, end, a.start, "streak", "count", a.value, a.unit, f"{words}连续年数", status="rule" if rule else None
    )
    draft.why["value"] = (a.start, a.end)
    return draft


def _extent(s: Sentence, a: Amount, kept: Sequence[Amount], index: int) -> tuple[int, int]:
    """How far the words of one amount go inside its comma clause: not into those of its neighbours."""
    left, right = s.segment(a.start)
    start, end = max(left, a.start - 120), min(right, a.end + 80)
    if index and kept[index - 1].end > start:
        begin = kept[index - 1].end
        cut = [match.end() for match in _CHUNK.finditer(s.text, begin, a.start)]
        start = cut[0] if cut else start
    if index + 1 < len(kept) and kept[index + 1].start < end:
        cut = [match.start() for match in _CHUNK.finditer(s.text, a.end, kept[index + 1].start)]
        end = cut[0] if cut else end
    opening = _OPENING.match(s.text, start, a.start)
    start = opening.end() if opening else start
    return _stripped(s.text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;:、。)”":
        start += 1
    while end > start and text[end - 1] in " ,;:、。(“":
        end -= 1
    return start, end


def _states_ratio(s: Sentence, kept: Sequence[Amount], segment: tuple[int, int]) -> bool:
    return any(a.ratio and s.segment(a.start) == segment for a in kept)


def _absorbed(s: Sentence, draft: Draft, covered: set[tuple[int, int]]) -> bool:
    """全市56个乡镇全部建成…: the number of units is not a second statement beside their coverage."""
    return draft.rule == "count" and draft.unit in {"个", "家", "所", "座", "处", "户"} and s.segment(draft.at) in covered


def _from_event(s: Sentence, event: Event) -> list[Draft]:
    left, right = s.segment(event.start)
    left, right = max(left, event.start - 120), min(right, event.end + 80)
    if event.kind == "cover":
        return _coverage(s, event, left, right)
    if event.kind == "slogan":
        return [_slogan(s, event)]
    if event.kind == "zero":
        return [_zero(s, event, left, right)]
    return _frequency(s, event, left, right)


def _coverage(s: Sentence, event: Event, left: int, right: int) -> list[Draft]:
    found = levels.quantified(s.text, left, event.end) or (
        levels.quantified(s.text, event.end, right) if "覆盖" in event.words or "所有" in event.words else None
    )
    overs: list[str | None] = list(found[0]) if found else []
    if not overs:
        who = _whose(s, event, left, right)
        if who is None:
            return []
        overs = [who]
    start, end = _stripped(s.text, left, right)
    drafts = []
    for over in overs:
        draft = Draft(
            start, end, event.start, "cover", "coverage", 100, "%", _cover_name(s, event, left, right), over=over
        )
        draft.why["value"] = (event.start, event.end)
        draft.why["shape"] = (found[1], found[2]) if found else (event.start, event.end)
        drafts.append(draft)
    return drafts


def _whose(s: Sentence, event: Event, left: int, right: int) -> str | None:
    """The population that 全覆盖 or 全部 speaks of; None when nothing is named."""
    before = s.text[max(left, event.start - 40) : event.start]
    if event.words.startswith("所有"):
        return s.text[event.end : min(right, event.end + 12)]
    words = _SUBJECT.sub("", before.split("、")[-1]).strip("“”()的")
    if len(words) < 2 or (event.words.startswith(("全部", "均", "悉数")) and _NO_COVER.search(words)):
        return words if "覆盖" in event.words and len(before) >= 2 else None
    return words[-20:]


def _cover_name(s: Sentence, event: Event, left: int, right: int) -> str:
    words = (
        indicators.phrase(s.text[left : event.start])
        if event.start - left > 2
        else indicators.phrase(s.text[event.end : right])
    )
    return words + "覆盖率"


def _slogan(s: Sentence, event: Event) -> Draft:
    unit = "名" if event.human else "个"
    level = {"village": "村", "township": "乡镇", "county": "县", "prefecture": "市"}.get(event.over or "", event.over)
    thing = event.words[2:].lstrip("都皆均有建设配")
    draft = Draft(
        event.start,
        event.end,
        event.start,
        "slogan",
        "each",
        1,
        unit,
        f"每{level}的{thing}数",
        over=event.over,
        said=">=",
    )
    draft.why["value"] = draft.why["shape"] = (event.start, event.end)
    return draft


def _zero(s: Sentence, event: Event, left: int, right: int) -> Draft:
    start, end = _stripped(s.text, left, right)
    unit = "起" if _INCIDENT.search(s.text, left, right) else "项"
    draft = Draft(
        start,
        end,
        event.start,
        "zero",
        "count",
        0,
        unit,
        indicators.phrase(s.text[left : event.start]) + "数",
        said="=",
    )
    draft.status = "target" if "清零" in event.words else None
    draft.why["value"] = (event.start, event.end)
    return draft


def _frequency(s: Sentence, event: Event, left: int, right: int) -> list[Draft]:
    """每月举办…: once per period when no number is said."""
    if event.period is None or not events.does(s.text, event.end, right):
        return []
    if s.in_quotes(event.start, event.end):
        return []
    start, end = _stripped(s.text, left if event.start - left < 40 else event.start, right)
    name = indicators.phrase(s.text[event.end : end]) + "次数"
    draft = Draft(
        start, end, event.start, "frequency", "frequency", 1, "次", name, said=">=", period=event.period, status="rule"
    )
    draft.why["value"] = draft.why["period"] = (event.start, event.end)
    return [draft]
