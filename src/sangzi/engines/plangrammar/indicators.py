"""A short Chinese name for what a statement measures.

A noun phrase: what is counted or compared, then the noun of the measure (社区苗圃数, 联系服务创业青年人次,
有标志性项目的乡镇比例). The noun stands after the measure word or before it; where neither is, it was said before.
The words come from the text, put in the order of a name; work for one name is bounded.
"""

import re

from sangzi.engines.plangrammar import measures, titleeach, titlenouns, titleratios
from sangzi.engines.plangrammar.places import Place, Shaped
from sangzi.engines.plangrammar.titlewords import fitting, made, paired, plain, trimmed, unhung, unled, unmade

_OCCASIONS = measures.MEETINGS | {"次", "遍"}
_CHANGES = re.compile(
    "(?:提高|增加|提升|增长|上升|下降|降低|减少|压减|压缩|缩短|缩减|缩|扩大|扩充|扩|放宽|增|升|降|减|翻)(?:到|至|为)"
)
_TAKEN = re.compile("\\d[\\d.]*[万亿]?[余多]?[个家所处户名](?:[一-龥]{1,4})?$")
_MEASURES = ("率", "比例", "比重", "占比", "数", "人次", "面积", "产量", "产值", "收入", "金额")
_NUMBER = re.compile("\\d[\\d.,]*")
_GIVING = ("为", "给", "向", "对")
_CONJUNCTION = re.compile("[、和及与,]")
_FROM = re.compile("由|从")
_NEW = re.compile("(?:新增|新建|新辟|新设|新招|新认定|净增)$")
_FIRST_PART = re.compile("其中的?([^,;:。\\d]{1,8}?)的?(?=\\d)")
_PART = re.compile("^.{1,3}$|[类型级性式的]$|以[上下]$")
_NOUN_END = re.compile(
    "[,;:。、()]|以及|(?:并|和|及|等|参加|参与|奔赴|纳入|开展|建立|提供|接受|达到|实现|赴|到)(?=.)|的基础上|"
    "的水情|的一次性"
)
_POINTING = re.compile("^(?:该|上述|其|此|这)")
_ACT = re.compile("新建|改造|改建|扩建|改扩建|交付|投用|开工|完工|引进|新增|整治|修复")
_DEPENDENT = re.compile(
    "^(?:学员|听众|床位|受众|观众|总产|单产|学位|成员|会员|总投资|参与|参加|兑付|惠及|受益|参赛|接待|面积|长度|规模|"
    "库容|容量|总面积|总长度|建筑面积)"
)
_UNITS = frozenset("村县乡镇市区户校班")
_MOVES = frozenset({"减少", "增加", "净增", "净减", "下降", "新增"})
_MADE_OF = re.compile("^(?:新建|改造|筹集|归集|回收|排查|改建|扩建|交付|投用|引进|新增|整治|修复|和|及|、|提升|改)+")
_VAGUE = frozenset(
    {"", "数", "量", "人", "户", "总", "总数", "合计", "同比", "该", "全市", "总量", "规模", "人数", "名额"}
)
_UNSAID = "数量"


def name(place: Place, shaped: Shaped, over: str | None, before: str | None = None) -> str:
    """What an amount measures.

    `before` is the name of the statement before it in its sentence: what a number without words of its own is of.
    """
    unit = place.a.unit
    if own := shared(place):
        return own
    if unit in measures.PERCENT or unit == "倍" or shaped.shape == "growth":
        return titleratios.of_ratio(place, shaped, before)
    sums = shaped.shape == "each" and unit in measures.MONEY and titleeach.is_given(place)
    if (sums or shaped.rule in {"entitlement", "sum for each"}) and (given := titleeach.of_sum(place)):
        return given
    if shaped.rule in {"rate", "per head"}:
        return titleeach.of_head(place)
    if shaped.shape in {"each", "pairing"} and over and shaped.rule != "count":
        return titleeach.of_each(place, over, before)
    return _of_count(place, before)


def shared(place: Place) -> str | None:
    """参训率、合格率分别达到95%和90%: the name of each of several numbers; None where they have none of their own."""
    words, apart, rest = place.before.partition("分别")
    if not apart:
        return None
    parts = _CONJUNCTION.split(plain(words))
    which = len(_NUMBER.findall(rest))
    if which >= len(parts) or len(parts) < 2 or not all(part.rstrip("要应均须").endswith(_MEASURES) for part in parts):
        return None
    return paired(trimmed(parts[which]))


def _of_count(place: Place, before: str | None) -> str:
    """Of a plain number: what follows it, with the verb before it where that says more than that it comes to be."""
    text, a = place.text, place.a
    changes = _CHANGES.match(text, a.end, place.right)
    noun, said = ("", "") if changes else titlenouns.counted(text, a.end, place.right)
    lead = subject(place, after=len(noun) > 1)
    if a.unit in _OCCASIONS:
        return _of_occasions(place, lead, noun + said, before)
    noun = paired(plain(noun))
    if len(noun) < 2 and not (noun in _UNITS and len(lead) > 1):
        return _of_deeds(place, said) or _of_words(place, _of_whom(place, lead, said), before)
    said = titlenouns.told(said)
    given = place.tail.rstrip("不少于低约近").endswith(_GIVING)
    if 1 < len(said) <= 14 and (given or not lead or not unmade(f"{lead}甲乙").removesuffix("甲乙")):
        noun = f"{said}的{noun}"
    elif lead and not made(lead) and not place.tail.endswith("等"):
        noun = f"{lead}{noun}"
    return titlenouns.ended(fitting(paired(noun)), a.unit)


def _of_deeds(place: Place, said: str) -> str:
    """近千人参与: people who are named by what they do."""
    if not said or place.a.unit not in measures.PEOPLE or unled(place.tail):
        return ""
    deed = paired(unhung(titlenouns.uncounted(said)))
    return f"{fitting(deed)}{'人次' if place.a.unit == '人次' else '人数'}" if len(deed) > 1 else ""


def _of_whom(place: Place, lead: str, said: str) -> str:
    """困难学生1978名得到资助: people, and what is said of them after their number."""
    told = titlenouns.told(said) if said and lead and place.a.unit in measures.PEOPLE else ""
    who = unmade(lead)
    return f"{told}的{who}" if 1 < len(told) < 9 and 1 < len(who) < 12 else lead


def bare(name_: str) -> str:
    """A name without the verb of what is done to it."""
    return _MADE_OF.sub("", name_)


def _of_occasions(place: Place, lead: str, after: str, before: str | None) -> str:
    after = "" if after[:1].isdigit() else paired(unmade(unled(plain(after))))
    core = fitting(after if after and made(lead) else f"{lead}{after}" if after else unmade(lead))
    if len(core) < 2:
        return _carried(place, before)
    return titlenouns.ended(core, place.a.unit) if after else _of_words(place, lead, before)


def _of_words(place: Place, lead: str, before: str | None) -> str:
    """Of a number whose noun stands before it."""
    core = unmade(lead)
    core = core if len(core) > 1 else lead
    if before and (core in _VAGUE or _POINTING.match(core)):
        return _beside(place) or _carried(place, before)
    if before and core in _MOVES:
        core = titlenouns.core(before) + core
    elif before and len(core) < 5 and titlenouns.follows(place) and (_ACT.fullmatch(core) or _DEPENDENT.search(core)):
        front = titlenouns.core(before)
        core = core + bare(front) if _ACT.fullmatch(core) else front + core
    elif before and place.text.startswith("其中", place.left) and _part_of(core, before):
        core = f"{core}{_whole(place, before)}"
    new = _NEW.search(core)
    if new and len(core) > len(new.group()) + 1:
        core = new.group() + core[: new.start()]
    if len(core) < 2 or core in _VAGUE:
        core = said_before(place) or core or _UNSAID
    return titlenouns.ended(fitting(paired(core)), place.a.unit)


def _part_of(core: str, before: str) -> bool:
    """Whether words only name a part of what was counted before: 其中城镇60个."""
    return bool(_PART.search(core)) and not titlenouns.measured(core) and not before.endswith(("率", "比例", "占比"))


def _whole(place: Place, before: str) -> str:
    """What is parted: the name before, without the part that it already names."""
    whole = titlenouns.core(before)
    part = _FIRST_PART.match(place.text, place.left, place.prior)
    return whole.removeprefix(part[1]) if part else whole


def _beside(place: Place) -> str:
    """惠及9个村1.1万人: a second number of the same verb."""
    if place.prior <= place.left or place.text[place.prior - 1] in "和、":
        return ""
    front = _TAKEN.sub("", place.before)
    deed = paired(unhung(unled(front))) if len(front) < len(place.before) else ""
    return titlenouns.ended(fitting(deed), place.a.unit) if len(deed) > 1 else ""


def _carried(place: Place, before: str | None) -> str:
    """The name of the statement before, as far as it fits the unit; else the words of the clause before."""
    if before:
        core = titlenouns.core(before)
        return titlenouns.ended(core, place.a.unit) if len(core) > 1 else before
    return titlenouns.ended(fitting(said_before(place) or _UNSAID), place.a.unit)


def subject(place: Place, *, after: bool = False) -> str:
    """The words before an amount, back to the amount before it, as a noun phrase.

    Where the noun follows its number (`after`), the words up to a conjunction belong to the number before.
    """
    words = place.tail
    if after and place.prior > place.left:
        words = _CONJUNCTION.split(words)[-1]
    if _FROM.search(place.before) and _CHANGES.search(words[:6]) and len(words) < 12:
        words = _FROM.split(place.before)[0]
    words = place.before if words.startswith("的") else words
    return paired(trimmed(words))


def said_before(place: Place) -> str:
    """What the clause before in the sentence speaks of."""
    if place.left <= place.s.start + 1:
        return ""
    left, right = place.s.segment(place.left - 2)
    return paired(unmade(trimmed(place.text[max(left, right - 40) : right])))


def noun(text: str, start: int, end: int) -> str:
    """The noun that begins at an offset, as far as it goes in its clause."""
    start += text.startswith("的", start)
    limit = min(end, start + 28)
    stop = _NOUN_END.search(text, start, limit)
    return text[start : stop.start() if stop else limit]


def phrase(words: str) -> str:
    """A name for a statement without a number: its own words, trimmed."""
    return fitting(paired(unmade(trimmed(words)))) or words[:28]
