"""From the numbers of a sentence to drafts: shape, period, extent, name."""

import re
from collections.abc import Sequence

from sangzi.engines.plangrammar import indicators, levels, measures, periods, shapes
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
_RISES = re.compile("[^,;:。\\d]{0,10}?[一-龥](?:到|至|为)(?!了)")
_FROM_TO = re.compile(
    "((?:由|从)[^,;:。]{0,20}\\d[^,;:。\\d]{1,4}?)[^,;:。\\d]{0,12}[到至为成](?:不低于|不少于|约|近)?$"
)
_BY_STANDARD = re.compile("按照?[^,;:。]{0,40}$")
_JOINED_YEARS = re.compile("(?:年[底末]?(?:前)?|\\d{4})[和、及与](?:到)?\\d{4}年")
_JOINED = re.compile("[和、及与]到?\\d{4}年")
_AIMED = re.compile("提高到|达到|不低于|提升到|提高至")
_BY_NAME = frozenset({"rate", "share by proportion word", "coverage rate"})
_NO_SUBJECT = re.compile(
    "(?:以上|以下|左右)?[,;、和](?:力争|随后|其后|并|再|到|至)*(?:(?:20\\d\\d|今|明|后)年(?:[底末]|年底)?(?:前)?|"
    "[一二三四五六\\d]{1,2}(?:年|个月)内)?(?:力争|要|须)?(?:为|达到?|提高[到至]|提升[到至]|升至|增至|降至|分别)?"
    "(?:不低于|不少于|约|近|超过)?"
)
_ENDS_YEAR = re.compile("[;。]|[每各]|\\d年|年[底末]|总数|总量|总计|累计|达到|增至|扩大到|提高到")
"""What parts a total from the year of the one before it: another time, or a stock and no flow."""
_NEAR_PERIOD = 12
_GIVEN = frozenset({"entitlement", "sum for each"})
_BOUNDING = frozenset({"元", "年", "个月"})
_BOUNDS = re.compile("最高|最长|最多|累计|总额|期限|补贴|补助|奖励|享受")
_CONJUNCTIONS = frozenset({"和", "、", "及", "与"})
_BEFORE, _AFTER = 120, 80


def of_sentence(s: Sentence, kept: Sequence[Amount]) -> list[Draft]:
    """The drafts of all numbers of a sentence."""
    drafts: list[Draft] = []
    shared = bool(_JOINED.search(s.text, s.start, s.end) and _JOINED_YEARS.search(s.text, s.start, s.end))
    last: list[Draft] = []
    for index, amount in enumerate(kept):
        joined = last[0] if index and last and _joined(s, kept[index - 1], amount) else None
        made = _drafts(s, amount, kept, index, joined, drafts)
        if shared:
            for draft in made:
                draft.rank = _rank(s, kept, index)
        for draft in made:
            _continues_entitlement(s, drafts, draft)
        if last:
            _carry_year(s, last[-1], made)
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


def _subject_elided(place: Place, drafts: Sequence[Draft]) -> Draft | None:
    """建成比例2024年为50%,2025年为80%: a second value of what was named before it."""
    before = drafts[-1] if drafts else None
    if before is None or before.unit != place.a.unit or before.shape not in {"coverage", "share"}:
        return None
    return before if _NO_SUBJECT.fullmatch(place.text, before.why["value"][1], place.a.start) else None


def _drafts(
    s: Sentence, a: Amount, kept: Sequence[Amount], index: int, joined: Draft | None, drafts: Sequence[Draft]
) -> list[Draft]:
    start, end = _extent(s, a, kept, index)
    if a.unit in measures.AGES and a.post:
        return [_age(s, a, start, end)]
    if a.unit == "年" and s.text[max(s.start, a.start - 2) : a.start] == "连续":
        return [_streak(s, a, start, end)]
    place = shapes.place_of(s, a, kept[index - 1].end if index else s.start)
    rhythm = periods.named(s.text, max(place.left, a.start - 60), a.end)
    shaped = shapes.judge(place, a.per or (rhythm[0] if rhythm else None))
    if joined is None and a.ratio and shaped.rule in _BY_NAME:
        joined = _subject_elided(place, drafts)
    if joined is not None and shaped.rule in _BY_NAME:
        shaped = Shaped(joined.shape, (joined.over,), joined.rule, shaped.span)
    made = []
    before = drafts[-1].indicator if drafts else None
    for over in shaped.over:
        name = indicators.shared(place) or joined.indicator if joined else indicators.name(place, shaped, over, before)
        draft = _draft(s.text, a, shaped, over, name, (start, end))
        if joined is not None and "over" in joined.why:
            draft.why["over"] = joined.why["over"]
        _give_period(draft, a, rhythm)
        _give_status(draft, place)
        made.append(draft)
    return made


def _named_in(text: str, over: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where those are named that a statement is over: the level or the words, else all that told of them."""
    if over in levels.LEVEL_NAMES:
        found = [one for one in levels.named(text, *span) if one[0] == over]
        return found[-1][1:] if found else span
    at = text.find(over, max(0, span[0] - _BEFORE), span[1] + _AFTER)
    return (at, at + len(over)) if at >= 0 else span


def _draft(text: str, a: Amount, shaped: Shaped, over: str | None, name: str, extent: tuple[int, int]) -> Draft:
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
    if over:
        draft.why["over"] = _named_in(text, over, shaped.span)
    if a.comparator_span:
        draft.why["comparator"] = a.comparator_span
    return draft


def _give_period(draft: Draft, a: Amount, rhythm: tuple[str, int, int] | None) -> None:
    if a.per:
        draft.period, draft.why["period"] = a.per, (a.unit_start, a.end)
    elif rhythm and (draft.rule != "each of a population" or rhythm[1] >= draft.why["shape"][0] - _NEAR_PERIOD):
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
    if "由" not in before and "从" not in before:
        return
    aimed = _FROM_TO.search(before)
    if aimed:
        draft.floor = place.left + aimed.end(1)
    if _FROM.search(before) and _RISES.match(place.text, a.end, place.s.end):
        draft.status, draft.is_base = "result", True
        draft.why["status"] = (max(place.left, a.start - 2), a.end)


def _rank(s: Sentence, kept: Sequence[Amount], index: int) -> tuple[int, int]:
    """Which number of its comma clause an amount is, and of how many: 分别 shares years out by it."""
    segment = s.segment(kept[index].start)
    near = range(max(0, index - 3), min(len(kept), index + 4))
    peers = [at for at in near if s.segment(kept[at].start) == segment]
    return peers.index(index), len(peers)


def _carry_year(s: Sentence, before: Draft, made: Sequence[Draft]) -> None:
    """每年办案1.2万件以上,挽回损失3000万元: totals of one sentence stand under the year of the first."""
    for draft in made:
        between = s.text[before.why["value"][1] : draft.at]
        if draft.shape != "count" or draft.period is not None or before.shape != "count" or before.period != "year":
            continue
        if not _ENDS_YEAR.search(between):
            draft.period, draft.why["period"] = "year", before.why["period"]


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
