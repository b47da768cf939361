"""A short Chinese name for what a statement measures."""

import re

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.levels import LEVEL_NAMES, named
from sangzi.engines.plangrammar.places import Place, Shaped

_LEVELS = {"village": "村", "township": "乡镇", "county": "县", "prefecture": "市", "province": "省", "nation": "全国"}
_NOUN_END = re.compile(
    "[,;:。、()]|以及|(?:并|和|及|等|参加|参与|奔赴|纳入|开展|建立|提供|接受|达到|实现|赴|到)(?=.)|的基础上|"
    "的水情|的一次性"
)
_LEAD = re.compile(
    "(?:[,;:。、 ]|\\d{1,2}[-—]\\d{1,2}(?=[一-龥])|\\(?[一二三四五六七八九十\\d]{1,3}[).、]|(?:到|至|截至|"
    "自)?\\d{4}年(?:\\d{1,2}月)?[底末起]?(?:前)?|“?十.五”?(?:末|期间)|其中|力争|"
    "确保|争取|努力|计划|预计|全年|年度|累计|共计|总共|共|已|"
    "每(?:个?[年月周日天季旬])度?|每学期|每半年|平均|至少|均|都|分别|原则上|原则|组建|新建成|年底前|年内|进一步|大力|积极|全面|继续|不断|建设|建成|建立|打造|举办|开展|组织|完成|实现|推动"
    "|引导|选派|"
    "成立|提供|设立|设置|培育|培养|支持|帮助|"
    "为(?!民)|对(?!口|外|象)|将|把|在(?![线校册岗职园训建站库编读院途])|由|使(?!用)|全[省市县区国团镇乡]|我[省市县区]|各级|先后|"
    "有(?![效机条关限])|要(?!素)|再(?!生|造|就业)|并|且|和|及|与)+"
)
_TAILS = (
    "力争|确保|不少于|不低于|不超过|不高于|不得少于|不得低于|不得超过|原则上|至少|最多|最高|超过|达到|达|"
    "约|近|为|至|到|在|提高|提升|增长|下降|降低|减少|增加|"
    "稳定|保持|控制|同比|分别|均|累计|总数|数量|总量|共|新增|突破|要|应|须|有|超|逾|不少|由|从|占|比|降|升|"
    "较上年|比上年"
)
_TAIL = re.compile(f"(?:{_TAILS})+$")
_COUNTED = {"次": "次数", "场": "场次", "场次": "场次", "人次": "人次", "期": "期数", "元": "金额", "年": "年数"}
_MEASURED = (
    "数",
    "人次",
    "面积",
    "金额",
    "资金",
    "率",
    "比例",
    "比重",
    "占比",
    "标准",
    "时长",
    "时间",
    "寿命",
    "浓度",
    "收入",
    "产量",
    "产值",
    "能力",
    "量",
    "额",
    "规模",
    "指数",
    "系数",
    "强度",
    "间隔",
    "周期",
    "期限",
    "里程",
    "水平",
)
_OCCASIONS = measures.MEETINGS | {"人次"}
_RATIOS = ("率", "比例", "比重", "占比", "度", "增速", "水平", "覆盖面")
MAX_NAME = 28


def name(place: Place, shaped: Shaped, over: str | None) -> str:
    """What an amount measures: the noun after its measure word, else the words before it."""
    before = _DATED.sub("", _before(place))
    text, end, right, unit = place.text, place.a.end, place.right, place.a.unit
    after = "" if _changes(text, end, right) else noun(text, end, right)
    if unit in measures.PERCENT or unit == "倍":
        return _ratio(before, after, shaped)
    core = _paired((after or before or _elsewhere(place) or "数量").strip("的 "))[:MAX_NAME]
    if shaped.rule in {"rate", "per head"}:
        before = before if before not in {"户", "人", "班", "校"} else f"{before}均"
        return _full(before.lstrip("“”") or core, unit)
    if shaped.shape in {"each", "pairing"} and over:
        who = f"每个{_LEVELS[over]}" if over in LEVEL_NAMES else f"每{over.removeprefix('每')}"
        return f"{who}的{_full(_thing(core, over) or '数量', unit)}"
    if after and before and unit in _OCCASIONS:
        core = f"{before}{core}"[:MAX_NAME]
    return _full(core, unit)


_CHANGES = re.compile("(?:提高|增加|提升|增长|上升|下降|降低|减少|压减|压缩|缩短|扩大|放宽|增|升|降)(?:到|至|为)")
_DATED = re.compile(
    "(?:到|至|在|于)?(?:20\\d\\d|今|明|去|上)年(?:度)?(?:[底末]|年底)?(?:前)?|\\d{1,2}月(?:底|上旬|中旬|下旬)?前|[上下]半年|"
    "(?:力争)?用?[一二两三四五六七八九十\\d]{1,2}年(?:左右)?(?:时间|内|来|共)|自[^,;]{2,12}起|近[一二两三四五六七八九十\\d]{1,2}年|春节前"
)
_TO_RATE = re.compile("(.{2,}?(?:率|比例|比重|占比))(?:[^率例重比]{1,5})$")
_FIGURES = re.compile("[\\d一二两三四五六七八九十百千万]+(?:个|名|家|所|座|次|场|项|人|张|亩|公里|户|%)|\\d")
_CHANGING = frozenset("提增上下降减压缩扩放升")
_FROM = re.compile("由|从")
_PARTS = re.compile("[、的]")
_MARKS = re.compile("[“”()]")


def _thing(core: str, over: str) -> str:
    """What each of them has: 每个乡镇组建强村公司 is about 强村公司."""
    if over in LEVEL_NAMES:
        at = max((end for level, _, end in named(core, 0, len(core)) if level == over), default=0)
    else:
        at = core.find(over) + len(over) if over in core else 0
    return _without_lead(core[at:]).strip("的、 ") or _without_lead(core[: max(0, at - len(over))]).strip("的每各、 ")


def _before(place: Place) -> str:
    tail = place.tail
    if _changes(tail, 0, len(tail)) and _FROM.search(place.before):
        tail = _FROM.split(place.before)[0]
    words = _without_tail(tail)
    if len(words) > MAX_NAME:
        last = _PARTS.split(words)[-1]
        words = last if len(last) > 1 else words[-MAX_NAME:]
    return _paired(_without_lead(words).strip("、,。 "))


def _elsewhere(place: Place) -> str:
    """新增学位2万个,达到12万个: the subject of the comma clause before."""
    if place.left <= place.s.start:
        return ""
    begin, end = place.s.segment(place.left - 2)
    words = _FIGURES.split(place.text[max(begin, end - 40) : end])[0]
    return _DATED.sub("", _without_lead(_without_tail(words))).strip("、,。 ")


def _changes(text: str, start: int, end: int) -> bool:
    """Whether 提高到, 降至 or the like stands at an offset."""
    return start < end and text[start] in _CHANGING and bool(_CHANGES.match(text, start, end))


def _without_tail(words: str) -> str:
    """The words without those that lead to a number. They end in its characters, so it is looked for in these alone."""
    start = len(words.rstrip(_TAILS))
    found = _TAIL.search(words, start) if start < len(words) else None
    return words[: found.start()] if found else words


def _without_lead(words: str) -> str:
    found = _LEAD.match(words)
    return words[found.end() :] if found else words


def _paired(words: str) -> str:
    """Without the marks around one whole quotation, and without marks that have lost their partner."""
    if words.startswith("“") and words.endswith("”") and words.count("“") == 1:
        return words[1:-1]
    for opening, closing in ("“”", "()") if _MARKS.search(words) else ():
        if words.count(opening) != words.count(closing):
            words = words.replace(opening, "").replace(closing, "")
    return words


def _ratio(before: str, after: str, shaped: Shaped) -> str:
    suffix = {"growth": "增长率", "coverage": "覆盖率"}.get(shaped.shape, "占比")
    words = (before or after.lstrip("的") or str(shaped.over[0] or "总体"))[:MAX_NAME]
    rate = _TO_RATE.match(words)
    words = rate[1] if rate else words
    return words if words.endswith(_RATIOS) else words + suffix


def noun(text: str, start: int, end: int) -> str:
    """The noun that begins at an offset, as far as it goes in its clause."""
    limit = min(end, start + MAX_NAME)
    stop = _NOUN_END.search(text, start, limit)
    return text[start : stop.start() if stop else limit]


def _full(core: str, unit: str) -> str:
    word = _COUNTED.get(unit) or ("人数" if unit in measures.PEOPLE else "数")
    return core if core.endswith(word) or core.endswith(_MEASURED) else core + word


def phrase(words: str) -> str:
    """A name for a statement without a number: its own words, trimmed."""
    return _paired(_without_tail(_without_lead(words)).strip("、,。 "))[:MAX_NAME] or words[:MAX_NAME]
