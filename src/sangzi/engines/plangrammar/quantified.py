"""From the numbers of a sentence to drafts: shape, period, extent, name."""

import re
from collections.abc import Sequence

from sangzi.engines.plangrammar import indicators, measures, periods, shapes
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.drafts import Draft
from sangzi.engines.plangrammar.places import Place, Shaped
from sangzi.engines.plangrammar.sentences import Sentence

_CHUNK = re.compile("、|以及|及(?!以)|和(?=\\d|\\D{0,12}\\d)|,")
_OPENING = re.compile(
    "(?:\\d{1,2}[.、)]|\\([一二三四五六七八九十\\d]{1,3}\\)|[一二三四五六七八九十]是|——)?"
    "(?:(?:到|至|截至)?(?:\\d{4}年(?:\\d{1,2}月)?[底末]?(?:前)?|“?十.五”?(?:末|期间)),?)?"
)
_OPENINGS = frozenset("(一二三四五六七八九十—到至截“")
"""What an opening may begin with."""
_STREAK_RULE = re.compile("[^,;。]{0,16}?的(?:[,;。]|$)")
_FROM = re.compile("(?:由|从)[^,;。]{0,16}$")
_RISES = re.compile(
    "[^,;。\\d]{0,10}?(?:提高|增加|提升|增长|上升|降低|下降|压减|减少|缩短|扩大|增|升|降|调整|压缩|拓展|"
    "发展|扩充|扩|提|减|缩|延长|上调|下调|放宽|充实|壮大|攀升|跃升|改)[^,;。\\d]{0,4}(?:到|至|为)"
)
_BY_STANDARD = re.compile("按照?[^,;:。]{0,40}$")
_JOINED_YEARS = re.compile("(?:年[底末]?(?:前)?|\\d{4})[和、及与](?:到)?\\d{4}年")
_AIMED = re.compile("提高到|达到|不低于|提升到|提高至")
_GIVEN = frozenset({"entitlement", "sum for each"})
_BOUNDING = frozenset({"元", "年", "个月"})
_BOUNDS = re.compile("最高|最长|最多|累计|总额|期限|补贴|补助|奖励|享受")
_CONJUNCTIONS = frozenset({"和", "、", "及", "与"})
_BEFORE, _AFTER = 120, 80


def of_sentence(s: Sentence, kept: Sequence[Amount]) -> list[Draft]:
    """The drafts of all numbers of a sentence."""
    drafts: list[Draft] = []
    shared = bool(_JOINED_YEARS.search(s.text, s.start, s.end))
    last: list[Draft] = []
    for index, amount in enumerate(kept):
        joined = last[0] if index and last and _joined(s, kept[index - 1], amount) else None
        made = _drafts(s, amount, kept, index, joined)
        if shared:
            for draft in made:
                draft.rank = _rank(s, kept, index)
        for draft in made:
            _continues_entitlement(s, drafts, draft)
        if last and s.text.startswith("其中", s.segment(amount.start)[0]):
            _as_before(last[-1], made)
        drafts += made
        last = made
    return drafts


def _continues_entitlement(s: Sentence, before: Sequence[Draft], draft: Draft) -> None:
    """给予每人2000元奖励,最高不超过2万元,期限不超过3年: what bounds an entitlement belongs to it."""
    given = next((one for one in reversed(before) if one.rule in _GIVEN), None)
    if given is None or draft.rule != "count" or draft.said != "<=" or draft.unit not in _BOUNDING:
        return
    if _BOUNDS.search(s.text, s.segment(draft.at)[0], draft.at) and "。" not in s.text[given.at : draft.at]:
        draft.shape, draft.over, draft.rule, draft.status = "each", given.over, "entitlement", "rule"


def _joined(s: Sentence, before: Amount, amount: Amount) -> bool:
    """分别不低于22%和30%: a second value of the same thing."""
    return (
        before.unit == amount.unit
        and s.text[before.end : amount.start] in _CONJUNCTIONS
        and (s.text[amount.end : amount.end + 1] in ",;。、\n" or amount.end >= s.end or amount.ratio)
    )


def _drafts(s: Sentence, a: Amount, kept: Sequence[Amount], index: int, joined: Draft | None) -> list[Draft]:
    start, end = _extent(s, a, kept, index)
    if a.unit in measures.AGES and a.post:
        return [_age(s, a, start, end)]
    if a.unit == "年" and s.text[max(s.start, a.start - 2) : a.start] == "连续":
        return [_streak(s, a, start, end)]
    place = shapes.place_of(s, a, kept[index - 1].end if index else s.start)
    rhythm = periods.named(s.text, max(place.left, a.start - 60), a.end)
    shaped = shapes.judge(place, a.per or (rhythm[0] if rhythm else None))
    if joined is not None and shaped.rule == "rate":
        shaped = Shaped(joined.shape, (joined.over,), joined.rule, shaped.span)
    drafts = []
    for over in shaped.over:
        name = joined.indicator if joined else indicators.name(place, shaped, over)
        draft = _draft(a, shaped, over, name, (start, end))
        _give_period(draft, a, rhythm)
        _give_status(draft, place)
        drafts.append(draft)
    return drafts


def _draft(a: Amount, shaped: Shaped, over: str | None, name: str, extent: tuple[int, int]) -> Draft:
    draft = Draft(
        *extent,
        a.start,
        shaped.rule,
        shaped.shape,
        a.value,
        a.unit or None,
        name,
        a.value_max,
        over,
        a.comparator,
        a.soft,
    )
    draft.why = {"value": (a.start, a.end), "shape": shaped.span}
    if a.comparator_span:
        draft.why["comparator"] = a.comparator_span
    return draft


def _give_period(draft: Draft, a: Amount, rhythm: tuple[str, int, int] | None) -> None:
    if a.per:
        draft.period, draft.why["period"] = a.per, (a.unit_start, a.end)
    elif rhythm and draft.rule != "rate per head":
        draft.period, draft.why["period"] = rhythm[0], (rhythm[1], rhythm[2])


def _give_status(draft: Draft, place: Place) -> None:
    """Entitlements and rhythms are rules; the lower end of 由35%提高到40% is what is there already."""
    a = place.a
    served = draft.rule == "each served"
    if served or draft.shape == "frequency" or (draft.rule == "entitlement" and not _AIMED.search(place.before)):
        draft.status = "rule"
    if draft.shape == "each" and _BY_STANDARD.search(place.before) and "标准" in place.text[a.end : place.right]:
        draft.status = "rule"
    before = place.before
    if ("由" in before or "从" in before) and _FROM.search(before) and _RISES.match(place.text, a.end, place.s.end):
        draft.status, draft.is_base = "result", True
        draft.why["status"] = (max(place.left, a.start - 2), a.end)


def _rank(s: Sentence, kept: Sequence[Amount], index: int) -> tuple[int, int]:
    """Which number of its comma clause an amount is, and of how many: 分别 shares years out by it."""
    segment = s.segment(kept[index].start)
    near = range(max(0, index - 3), min(len(kept), index + 4))
    peers = [at for at in near if s.segment(kept[at].start) == segment]
    return peers.index(index), len(peers)


def _as_before(before: Draft, made: Sequence[Draft]) -> None:
    """其中…: a part stands under the period of its whole."""
    for draft in made:
        if draft.period is None and before.period is not None:
            draft.period, draft.why["period"] = before.period, before.why["period"]


def _age(s: Sentence, a: Amount, start: int, end: int) -> Draft:
    who = indicators.noun(s.text, a.end, min(end, a.end + 20))
    draft = Draft(start, end, a.start, "age limit", "each", a.value, a.unit, f"{who}年龄上限", over=who or "对象")
    draft.said, draft.status = "<=", "rule"
    draft.why["value"] = draft.why["comparator"] = (a.start, a.end)
    return draft


def _streak(s: Sentence, a: Amount, start: int, end: int) -> Draft:
    """连续3年…: a reported streak; 连续2年为…的 a threshold of a rule."""
    words = indicators.phrase(s.text[a.end : min(end, a.end + 20)])
    draft = Draft(start, end, a.start, "streak", "count", a.value, a.unit, f"{words}连续年数")
    draft.status = "rule" if _STREAK_RULE.match(s.text, a.end, s.end + 1) else None
    draft.why["value"] = (a.start, a.end)
    return draft


def _extent(s: Sentence, a: Amount, kept: Sequence[Amount], index: int) -> tuple[int, int]:
    """How far the words of one amount go inside its comma clause: not into those of its neighbours."""
    left, right = s.segment(a.start)
    start, end = max(left, a.start - _BEFORE), min(right, a.end + _AFTER)
    if index and kept[index - 1].end > start:
        cut = _CHUNK.search(s.text, kept[index - 1].end, a.start)
        start = cut.end() if cut else start
    if index + 1 < len(kept) and kept[index + 1].start < end:
        cut = _CHUNK.search(s.text, a.end, kept[index + 1].start)
        end = cut.start() if cut else end
    opening = _OPENING.match(s.text, start, a.start) if _may_open(s.text[start]) else None
    return stripped(s.text, opening.end() if opening else start, end)


def _may_open(char: str) -> bool:
    return char in _OPENINGS or char.isdecimal()


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the marks and blanks at its edges."""
    while start < end and text[start] in " ,;:、。)”":
        start += 1
    while end > start and text[end - 1] in " ,;:、。(“":
        end -= 1
    return start, end
