"""Names of percentages: rates and shares as they are called, coverage as 有…的乡镇比例, change as 增长率 or 降幅."""

import re

from sangzi.engines.plangrammar import measures, titlenouns
from sangzi.engines.plangrammar.places import Place, Shaped
from sangzi.engines.plangrammar.titlewords import fitting, paired, plain, trimmed, unhung, unled, unmade

LONGEST = 22
_RATIO = re.compile(
    "率(?!领|队|先(?!行))|(?<!按)比例|比重|占比(?!较)|(?<=[意誉认可知晓信任幸福准密饱温湿])度|素养水平|覆盖面"
)
_CALLED = ("率", "比例", "比重", "占比", "度", "水平", "覆盖面", "幅度", "增幅", "降幅", "增速")
_OF_WHOLE = re.compile(
    "(?:占到?|(?:不(?:得)?(?:低|少|高)于|不超过|至少|"
    "达到)(?=[^,;:。]{2,16}的$))(?P<whole>[^,;:。]{1,16}?)的?(?:比例|比重)?$"
)
_COVERS = re.compile("(?:覆盖|惠及|辐射)(?:到|了|全[省市县区])?$")
_DONE = re.compile("(?:完成|落实|发放|建成|达标|到位|办结|交付|整改)$")
_DOWN = re.compile("下降|降低|减少|缩短|压减|压缩|缩减|减排|降幅|减幅|递减|削减|压降|缩小|收窄|节约|降$|减$")
_CHANGE = re.compile(
    "(?:(?:同比|环比|年均|逐年|每年|实现|力争|再|净|保持|不低于|提前)*(?:增长|增加|增幅|增速|递增|提高|提升|"
    "上升|上涨|扩大|下降|降低|减少|缩短|"
    "压减|压缩|缩减|减排|降幅|减幅|节约|递减|压降|削减|回升|翻|缩小|收窄|高|低|降|增|升|提|多|减)(?:率|幅度?|"
    "幅)?(?:了|达到?)?)+$"
)
_BASE = re.compile(
    "(?:,|，)?(?:较|比|与)(?:上年|规划基期|上一?年度?|去年|上届|上期|上年末|上年同期|同期|年初|基期)(?:同期|底|"
    "末)?(?:相比)?$|(?:,|，)?(?:较|比|与)(?:19|20)\\d{2}年(?:同期|底|末)?(?:相比)?$"
)
_RISES = re.compile(
    "[^,;。]{0,4}?(?:提高|增加|提升|增长|上升|下降|降低|减少|压减|缩|扩大|放宽|升|降|增|提|抬升|推|"
    "压)[^,;。]{0,2}(?:到|至|为)"
)
_SINCE = re.compile("(?:较|比)(?:19|20)\\d{2}年")
_BARE = re.compile("^.{1,3}率$")
_RATE = re.compile("(?<=..)[一-龥]{2}率$|^.{1,3}率$")
_NAMED = frozenset({"entitlement", "rate", "coverage rate"})
_POINTING = re.compile("^(?:该|上述|其(?!中)|此|这)")
_PART = re.compile("(?:其中|的)")


def of_ratio(place: Place, shaped: Shaped, before: str | None) -> str:
    """The name of a percentage, of points or of a multiple."""
    if shaped.shape == "growth":
        return _growth(place, before)
    noun, said = titlenouns.counted(place.text, place.a.end, place.right)
    noun = paired(plain(noun))
    if _RISES.match(place.text, place.a.end, place.right):
        noun = said = ""
    if len(noun) > 1 and shaped.rule not in {"entitlement", "growth"} and not _RATIO.search(place.tail):
        return _of_members(place, noun, said)
    told = titlenouns.told(said) if len(noun) < 2 and shaped.rule not in _NAMED else ""
    if told and not _RATIO.search(place.tail) and len(who := paired(trimmed(place.tail))) > 1:
        return titlenouns.having(told, who)
    return _called(place, shaped, before)


def _of_members(place: Place, noun: str, said: str) -> str:
    """80%的乡镇建有青年之家: 建有青年之家的乡镇比例; 青年之家覆盖80%的乡镇: 青年之家覆盖乡镇比例."""
    lead = paired(trimmed(place.tail))
    if _COVERS.search(place.tail.rstrip("了到超过近约不低于少")):
        what = paired(unmade(unhung(unled(_COVERS.sub("", plain(place.tail).rstrip("了到超过近约不低于少"))))))
        return f"{fitting(what, 14)}覆盖{fitting(noun, 8)}比例"
    told = titlenouns.told(said)
    if told:
        return titlenouns.having(told, noun)
    lead = unmade(lead)
    return f"{fitting(f'{lead}{noun}')}占比"


def _called(place: Place, shaped: Shaped, before: str | None) -> str:
    """A ratio by its own name; with none, by what it is of."""
    words = plain(place.tail)
    if _names_only_change(words) and "由" in place.before:
        words = plain(place.before.split("由")[0])
    last = next(reversed([*_RATIO.finditer(words)]), None)
    if last is not None:
        name = paired(unmade(unled(words[: last.end()])))
        if not _POINTING.match(name) and len(name) > 1:
            if before and before.endswith(name):
                return before
            return _whole_name(_rated(before) + name if before and _bare(name, place) else name)
        return before or name
    raw = place.tail
    whole = _OF_WHOLE.search(raw if raw.endswith("的") else raw.rstrip("达到不低于超过约近"))
    if whole and len(whole["whole"].strip("的比达到不低于超过")) > 1:
        front = paired(unmade(trimmed(raw[: whole.start()]))) or _core(before)
        return fitting(f"{front}占{trimmed(whole['whole'])}", LONGEST) + "比例"
    return _unnamed(place, shaped, words, before)


def _rated(before: str) -> str:
    """What another rate is of: of 居民知晓率 the 居民."""
    return _RATE.sub("", before) if before.endswith("率") else titlenouns.core(before)


def _bare(name: str, place: Place) -> bool:
    """Whether a rate is called by a bare word, such as 合格率, right after what it is of."""
    return len(name) < 5 and bool(_BARE.search(name)) and titlenouns.follows(place)


def _whole_name(name: str) -> str:
    """Both rates of a list that stand together; else the name cut to length."""
    return name if len(name) <= 24 else fitting(name, LONGEST)


def _unnamed(place: Place, shaped: Shaped, words: str, before: str | None) -> str:
    name = paired(trimmed(words))
    if _DONE.search(words.rstrip("达到不低于超过约近")):
        done = paired(unled(words.rstrip("达到不低于超过约近")))
        return fitting(done) + "比例"
    if len(name) < 2 or _POINTING.match(name):
        return before if before and before.endswith(_CALLED) else _of_topic(place, before)
    if name.endswith(_CALLED):
        return fitting(name)
    return fitting(unmade(name)) + ("覆盖率" if shaped.rule == "coverage rate" else "占比")


def _of_topic(place: Place, before: str | None) -> str:
    """A ratio without any words: of what was counted before it, else of what the clause before it speaks of."""
    topic = _core(before) or _before_it(place)
    return topic if topic.endswith(_CALLED) else f"{fitting(topic or '总体')}占比"


def _names_only_change(words: str) -> bool:
    return len(words) < 8 and len(trimmed(words)) < 2


def _core(before: str | None) -> str:
    return titlenouns.core(before) if before else ""


def _growth(place: Place, before: str | None) -> str:
    words = plain(place.tail)
    if len(words) < 3 and len(place.before) > len(words):
        words = plain(place.before)
    falls = bool(_DOWN.search(words[-8:])) or (not _CHANGE.search(words) and "降" in words)
    ending = "降幅" if falls else "增长率" if place.a.unit not in measures.POINTS else "增幅"
    core = words
    while (short := _BASE.sub("", _CHANGE.sub("", core.rstrip("了约近超过达到不低于在以上由幅度")))) != core:
        core = short
    core = paired(unmade(trimmed(core)))
    if len(core) < 2:
        core = (before if before and before.endswith(_CALLED[:4]) else _CHANGE.sub("", _core(before))) or _before_it(
            place
        )
    base = _SINCE.search(words)
    return fitting(core or "总体") + (base.group() if base else "") + ("" if core.endswith(ending) else ending)


def _before_it(place: Place) -> str:
    """What the clause before in the sentence speaks of, when it has no number of its own."""
    if place.left <= place.s.start + 1:
        return ""
    left, right = place.s.segment(place.left - 2)
    return paired(unmade(trimmed(plain(place.text[max(left, right - 40) : right]))))
