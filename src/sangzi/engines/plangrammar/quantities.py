"""What a cell of a table says: 4.2, ≥90%, [15], 6左右, 5—8, 三百个, 全覆盖, 增长5%, 3.8（2019年）, —, 保持稳定."""

import re
from functools import lru_cache
from typing import NamedTuple

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.model import Comparator, Number
from sangzi.engines.plangrammar.numerals import number

BLANK = frozenset({"—", "-", "/", "--", "——", "———", "无", "\\", "…", "*", "——/——", "不适用", "暂无", "空"})
_FLOORS = ["≥", ">=", "不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "力争"]
_CEILINGS = [
    "≤",
    "<=",
    "<",
    "小于",
    "低于",
    "少于",
    "不高于",
    "不超过",
    "不大于",
    "不得高于",
    "不得超过",
    "控制在",
    "降至",
    "降到",
    "下降到",
    "压减至",
    "缩短至",
    "减至",
    "减少到",
]
_ABOVE, _ABOUT = [">", "大于", "高于", "超过", "突破", "超"], ["约", "近", "~", "左右"]
_LEADS: dict[str, Comparator] = {
    **dict.fromkeys(_FLOORS, ">="),
    **dict.fromkeys(_CEILINGS, "<="),
    **dict.fromkeys(_ABOVE, ">"),
    **dict.fromkeys(_ABOUT, "~"),
}
_POSTS: dict[str, Comparator] = {
    **dict.fromkeys(["以上", "及以上", "+"], ">="),
    **dict.fromkeys(["以下", "及以下", "以内", "之内"], "<="),
    **dict.fromkeys(["余", "多"], ">"),
    "左右": "~",
}
_RISES = frozenset({"增长", "提高", "年均增长", "同比增长", "上升", "增加", "提升", "↑"})
_FALLS = frozenset({"下降", "降低", "减少", "累计下降", "年均下降", "↓", "压减"})
_PLAIN = (
    "每季度|每半年|每月|每周|每天|每学期|达到|达|实现|保持在|稳定在|提高到|提高至|提升至|提升到|增至|增加到|增长到|累计|每年|年均|全年|完成|新增|新建|改建|扩建|建成|建设|建|"
    "培育|培训|打造|举办|开展|引进|创建|确保|到|共|约束为"
)
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?"
_HAN = "[一二两三四五六七八九十百千]{1,6}"
_WORDS = "|".join(sorted(map(re.escape, [*_LEADS, *_RISES, *_FALLS]), key=lambda word: -len(word)))
_QUANTITY = re.compile(
    rf"(?P<leads>(?:{_WORDS}|{_PLAIN}){{0,3}})[\[(]?(?P<sign>[+-])?"
    rf"(?:(?P<n>{_ARABIC})|(?P<han>{_HAN})(?=[万亿]|{measures.pattern()}))"
    rf"(?:[%‰]?[-~—至到](?P<n2>\d{{1,12}}(?:\.\d{{1,6}})?))?[\])]?"
    rf"(?P<s>[万亿千百]{{0,2}})(?P<f>余|多)?(?P<u>{measures.pattern()})?(?:/(?P<per>年|季度?|月|周|天|学期))?"
    r"(?P<post>以上|及以上|以下|及以下|以内|之内|左右|余|\+)?[\])]?(?:\([^()]{1,12}\)|[*#①-⑤])?"
)
_LEAD = re.compile(f"{_WORDS}|{_PLAIN}")
_WHOLE = re.compile(
    "(?:实现|基本实现|达到|基本|保持|力争)?(?:全覆盖|全面覆盖|全部覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|全部完成|全部达标)"
)
_WORDED = re.compile(
    "(?:基本)?(?:保持|稳定|持续|稳步|稳中|逐步|明显|不断|进一步|显著|大幅|有所|达到|完成|控制在|低于|高于|优于|与|按|待|以|依|根据|符合|位居|排名|"
    "进入|居|力争|较|比|建成|建立|健全|启动|全面|合理|适度)[\u4e00-\u9fff“”、,()]{1,20}|(?:增长|下降|提高|提升|上升|改善|达标|合格|完成|持平|稳定|建成)"
)
PERS = {"年": "year", "季": "quarter", "季度": "quarter", "月": "month", "周": "week", "天": "day", "学期": "semester"}
_YEARLY = {
    "每年": "year", "年均": "year", "全年": "year", "每季度": "quarter", "每半年": "half-year", "每月": "month",
    "每周": "week", "每天": "day", "每学期": "semester",
}  # fmt: skip
_NOTED = re.compile(r"\((?:累计|五年累计|年均|以上|左右)\)")
_LONGEST = 34


class Quantity(NamedTuple):
    """A number in a cell. `grows`: 1 for 增长 5%, -1 for 下降 5%, else 0."""

    value: Number
    value_max: Number | None
    unit: str | None
    said: Comparator | None
    grows: int
    period: str | None
    scaled: bool


@lru_cache(maxsize=4096)
def read(words: str) -> Quantity | None:
    """The number that a cell states and nothing else; None for words. O(1): cells are short."""
    words = _NOTED.sub("", words.replace(" ", "")) if len(words) <= _LONGEST else ""
    if not words:
        return None
    if _WHOLE.fullmatch(words):
        return Quantity(100, None, "%", None, 0, None, scaled=False)
    match = _QUANTITY.fullmatch(words)
    if match is None or words[0] in ")]":
        return None
    value = number(match["n"] or match["han"], match["s"])
    upper = number(match["n2"], match["s"]) if match["n2"] else None
    if value is None:
        return None
    leads = _LEAD.findall(match["leads"])
    rises = sum(lead in _RISES for lead in leads) or int(match["sign"] == "+")
    falls = sum(lead in _FALLS for lead in leads)
    if match["sign"] == "-":
        value = -value
    led = next((_LEADS[lead] for lead in leads if lead in _LEADS), None)
    said = led or _POSTS.get(match["post"] or match["f"] or "")
    period = PERS.get(match["per"] or "") or next((_YEARLY[lead] for lead in leads if lead in _YEARLY), None)
    return Quantity(value, upper, match["u"], said, bool(rises) - bool(falls), period, scaled=bool(match["s"]))


def is_worded(words: str) -> bool:
    """Whether a cell states its aim in words: 保持稳定, 达到国家要求."""
    return len(words) <= _LONGEST and bool(_WORDED.fullmatch(words))
