"""Numbers with a measure word, as they stand: 不少于3万名, 1至3名, 150余万元, 60%以上, 三分之二, 千余名.

Whether one is a commitment is decided elsewhere (`nearmisses`); here it is only read. Linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.model import Comparator, Number
from sangzi.engines.plangrammar.numerals import exact, number

_HAN = "一二两三四五六七八九十百千万亿零〇"
_DIGIT = "零〇一二三四五六七八九"
_ARABIC = (
    r"(?<=\d)(?:(?<![\dA-Za-z.+][0-9])|(?<=[A-Z]{3}[0-9]))(?:\d{0,2}(?:,\d{3}){1,4}(?![\d,])|"
    r"\d{0,15}(?!\d))(?:\.\d{1,6}(?!\d))?"
)
_FIRST = rf"(?P<n>[0-9{_HAN}](?:{_ARABIC}|(?<=[{_HAN}])(?<![{_HAN}][{_HAN}])[{_HAN}]{{0,11}}+(?:点[{_DIGIT}]{{1,4}})?))"
_SCALE = "(?:(?:百(?!分)|千(?!瓦|米|克|伏)|[十万亿]){1,2})?"
_SECOND = rf"(?P<n2>[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?|[{_HAN}]{{1,8}}+)(?P<s3>{_SCALE})"
_UNIT = measures.pattern()
_HALF = re.compile(
    "(?P<over>超过?|近|达到?)?(?:一半|半数)(?:(?P<post>以上|左右)|(?=的|[,;。、\n]|$|改成|招录|建成|用于|完成|纳入|达到))"
    "|(?P<most>过半)(?=[,;。、\\n数]|$)"
)
_HALF_BEGINS = re.compile("超(?=过?(?:一半|半数))|近(?=一半|半数)|达(?=到?(?:一半|半数))|一(?=半)|半(?=数)|过(?=半)")
_IMPLIED = {"人数": "人", "人口": "人", "总人数": "人", "户数": "户", "床位数": "张", "家数": "家", "注册数": "人"}
"""The measure word that a noun implies where none is written."""
_IMPLYING = re.compile(
    "(总?人数|人口|户数|床位数|家数|(?:阅读|播放|点击|浏览|访问|观看|下载|曝光)量|注册数)(?:要|应|力争|均|分别|总体|累计)?$"
)
_BARE = re.compile(
    r"(?:达到?|破|超(?!过)|的(?<=[上下者类人户]的)|不少于|不低于|不超过|超过|突破|保持在|稳定在|控制在|提高到|提高至|增至|增加到|"
    r"降至|降到)了?(?:约|近)?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,4})?"
    r"|[一二两三四五六七八九十百千]{1,5}(?=[万亿]))(?P<s>[万亿]?)(?P<f>余|多)?"
    r"(?P<post>以上|以下|以内|左右)?(?:大关|关口)?(?=[,;。、\n]|$)"
)
_AMOUNT = re.compile(
    rf"{_FIRST}(?P<s>{_SCALE})(?P<f>余|多|来|\+)?(?P<s2>{_SCALE})"
    rf"(?:(?P<part>分之)(?P<n3>[0-9]{{1,6}}(?:\.[0-9]{{1,6}})?|"
    rf"[{_HAN}]{{1,5}}(?:点[{_DIGIT}]{{1,3}})?)(?:[至到—~-]{{1,2}}(?:百分之)?(?P<n4>[0-9.]{{1,6}}|[{_HAN}]{{1,5}}))?"
    rf"|(?:[%个名人家场次项元岁]{{0,2}}[至到—~-]{{1,2}}{_SECOND})?(?P<f3>余|多)?(?P<u>{_UNIT})(?P<per>/(?:年|"
    rf"半年|季度?|月|周|天|日|学期))?)"
    r"(?P<post>(?:[及和])?以上|(?:[及和])?以下|以内|之内|左右|上下|余|\+|强(?=[,;。、\n]))?"
)
_FIELDS = ("n", "s", "f", "s2", "part", "n2", "s3", "f3", "u", "per", "post")
_LEADS: dict[Comparator, str] = {
    ">=": "不少于|不低于|不小于|不得少于|不得低于|不能少于|不能低于|不短于|至少|最少|最低|≥|>=",
    "<=": (
        "不超过|不高于|不多于|不大于|不得超过|不得高于|不能超过|不长于|不超出|至多|最多|最高|可提高至|可提高到|上限|限额|≤|<=|"
        "低于|少于|小于|<"
    ),
    ">": "超过|超出|突破|高于|多于|大于|>",
}
_COMPARED_BY = {word: comparator for comparator, words in _LEADS.items() for word in words.split("|")}
_NOT_AFTER_NO = frozenset({"低于", "少于", "小于", "超过", "高于", "多于", "大于"})
_LEAD = re.compile(
    "|".join(f"{word[0]}(?<!不{word[0]}){word[1]}" if word in _NOT_AFTER_NO else word for word in _COMPARED_BY)
)
_NEAR = re.compile("(?<![附最就邻远])(?:接近|将近|近)$|(?<![节签预契集制违条履公特])(?:大约|约|大概)$")
_ABOVE = re.compile("(?:超|逾|(?<![以])上(?=$)|(?<![通经度不超越胜难渡见])过|(?<![打突爆识])破)$")
_LIMIT_STARTS = frozenset("为封的")
_LIMIT = re.compile("为(?:上?限|封顶)|封顶|的底线")
_DOWN_TO = re.compile(
    "(?:控制|稳定控制|限制|压)(?:在|到)$|(?:降|减|压缩|压减|缩短|缩减|下降|降低|减少|精简|收窄)(?:到|至|为|低到|低至)$"
)
_NEAR_ENDS, _ABOVE_ENDS, _DOWN_ENDS = frozenset("近约概"), frozenset("超逾上过破"), frozenset("在到至为")
"""The last characters of those: what ends otherwise need not be searched."""
_POST: dict[str, Comparator] = {
    "以上": ">=",
    "及以上": ">=",
    "和以上": ">=",
    "+": ">=",
    "以下": "<=",
    "及以下": "<=",
    "和以下": "<=",
    "以内": "<=",
    "之内": "<=",
    "左右": "~",
    "上下": "~",
    "余": ">",
    "强": ">",
}
_PER_UNITS = frozenset("个名人家场次项期户篇件份只台") | {"人次", "场次", "元"}
_PERS = {
    "年": "year",
    "半年": "half-year",
    "季": "quarter",
    "季度": "quarter",
    "月": "month",
    "周": "week",
    "天": "day",
    "日": "day",
    "学期": "semester",
}
"""不少于2次/月: a count per period; 吨/日 is a unit."""
MAX_GAP = 24
"""How far before its number 至少 may stand: 至少分别配备1名."""


@dataclass(slots=True)
class Amount:
    """A number with its measure word. Positions are in the clean text."""

    start: int
    unit_start: int
    end: int
    value: Number
    value_max: Number | None
    unit: str
    post: str
    fuzzy: bool
    in_characters: bool
    bare_scale: bool
    per: str | None = None
    comparator: Comparator | None = None
    comparator_span: tuple[int, int] | None = None
    soft: bool = False

    @property
    def ratio(self) -> bool:
        """Whether the unit is a percentage."""
        return self.unit in measures.RATIO


def scan(text: str) -> Iterator[Amount]:
    """Every number with a measure word in the clean text, in order."""
    for match in _AMOUNT.finditer(text):
        amount = _read(match)
        if amount is not None:
            yield amount


def bare(text: str) -> Iterator[Amount]:
    """人数达1000万以上, 指数达到85: a number without a measure word that is said to be reached."""
    for match in _BARE.finditer(text):
        value = number(match["n"], match["s"])
        if value is None or (not match["s"] and 1900 <= value <= 2200):
            continue
        noun = _IMPLYING.search(text[max(0, match.start() - 10) : match.start()])
        unit = _IMPLIED.get(noun[1], "次") if noun else ""
        start = match.start("n")
        yield Amount(
            start, match.end("s"), match.end(), value, None, unit, match["post"] or "", bool(match["f"]), False, False
        )  # fmt: skip


def halves(text: str) -> Iterator[Amount]:
    """一半以上, 过半: a half, where it is said of something counted."""
    at = 0
    for begin in _HALF_BEGINS.finditer(text):
        match = _HALF.match(text, begin.start()) if begin.start() >= at else None
        if match is None:
            continue
        at = match.end()
        above = bool(match["most"]) or (match["over"] or "").startswith("超")
        start = match.start() + (0 if match["most"] else len(match["over"] or ""))
        amount = Amount(start, match.end(), match.end(), 50, None, "%", match["post"] or "", above, True, False)
        yield amount


def _read(match: re.Match[str]) -> Amount | None:
    word, scale, fuzzy, second_scale, part, last, last_scale, last_fuzzy, unit, per, post = match.group(*_FIELDS)
    if part:
        return _fraction(match)
    scales = scale + second_scale
    value = number(word, scales)
    if value is None or (not scales and word[0] in "零〇" and len(word) > 1):
        return None
    upper = number(last, last_scale) if last else None
    if unit.startswith("成"):
        value = value * 10 + _tenths(unit[1:])
        unit, upper = "%", None if upper is None else upper * 10
    if per and unit not in _PER_UNITS:
        unit, per = unit + per, None
    start, end = match.span()
    written = not word[0].isdigit()
    return Amount(
        start,
        match.start("u"),
        end,
        value,
        upper,
        unit,
        post or "",
        bool(fuzzy or last_fuzzy),
        written,
        written and not word.strip("十百千万亿"),
        _PERS[per[1:]] if per else None,
    )


def _tenths(word: str) -> int:
    """四成五 is 45 per cent, and so is 四成半."""
    return 5 if word == "半" else _DIGIT.find(word) - 1 if word else 0


def _fraction(match: re.Match[str]) -> Amount | None:
    """百分之八十, 三分之二: a share in per cent."""
    whole, part = number(match["n"], ""), number(match["n3"], "")
    if not whole or part is None or not isinstance(whole, int):
        return None
    value: Number = part if whole == 100 else round(float(exact(int(part * 100), whole)), 2)
    upper = number(match["n4"], "") if match["n4"] and whole == 100 else None
    return Amount(
        match.start(),
        match.start("n3"),
        match.end(),
        value,
        upper,
        "%" if whole != 1000 else "‰",
        match["post"] or "",
        False,
        False,
        False,
    )


def compare(text: str, amount: Amount, floor: int) -> None:
    """Give the amount the comparator its own words state, looking back no further than `floor`."""
    start = amount.start
    if amount.post:
        amount.comparator = _POST[amount.post]
        amount.comparator_span = (amount.end - len(amount.post), amount.end)
        return
    begin = max(floor, start - MAX_GAP)
    if text[amount.end : amount.end + 1] in _LIMIT_STARTS and _LIMIT.match(text, amount.end):
        amount.comparator, amount.comparator_span = "<=", (amount.end, amount.end + 2)
        return
    lead = None
    for match in _LEAD.finditer(text, begin, start):
        lead = match
    if lead is not None:
        comparator = _COMPARED_BY[lead.group()]
        if comparator == ">=" or start - lead.end() <= 3:
            amount.comparator, amount.comparator_span = comparator, lead.span()
            return
    _approximate(text[max(begin, start - 6) : start], amount)


def _approximate(before: str, amount: Amount) -> None:
    start, closing = amount.start, before[-1:]
    near = closing in _NEAR_ENDS and _NEAR.search(before)
    if near:
        amount.comparator, amount.comparator_span = "~", (start - len(near.group()), start)
    elif amount.fuzzy:
        amount.comparator, amount.comparator_span = ">", (start, amount.unit_start)
    elif closing in _ABOVE_ENDS and (above := _ABOVE.search(before)):
        amount.comparator, amount.comparator_span = ">", (start - len(above.group()), start)
    elif amount.value_max is not None:
        amount.comparator, amount.comparator_span = ">=", (start, amount.unit_start)
    elif closing in _DOWN_ENDS and (down := _DOWN_TO.search(before)):
        amount.comparator, amount.comparator_span, amount.soft = "<=", (start - len(down.group()), start), True
