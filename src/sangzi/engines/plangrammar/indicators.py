"""A short Chinese name for what a statement measures."""

import re

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.sentences import Sentence

_LEVELS = {
    "village": "村", "township": "乡镇", "county": "县", "prefecture": "市", "province": "省", "nation": "全国",
}  # fmt: skip
_STOP = re.compile("[,;:。、(]|以及|(?:并|和|及|等|参加|参与|奔赴|纳入|的水情)(?=.)|$")
_LEAD_VERB = re.compile(
    "^(?:到?\\d{4}年[底末]?(?:前)?|力争|确保|争取|努力|计划|预计|全年|每年|年度|累计|共计|共|已|新增|新建|改建|扩建|建设|建成|建立|打造|举办|开展|组织|完成|实现|推动|引导|选派|成立|提供|设立|设置|培育|培养|支持|帮助|为|对|将|把|在|由|使|全[省市县区国团]|我[省市县区]|各级|至少|不少于|不低于|不超过|超过|达到|达|约|近|有|要|再)+"
)
_TAIL = re.compile(
    "(?:力争|确保|不少于|不低于|不超过|不高于|至少|超过|达到|达|约|近|为|至|到|在|提高|提升|增长|下降|降低|减少|增加|稳定|保持|控制|同比|分别|累计|总数|数量|总量|共|新增)+$"
)
_COUNTED = {"次": "次数", "场": "场次", "场次": "场次", "人次": "人次", "期": "期数", "元": "金额"}
MAX_NAME = 28


def name(s: Sentence, a: Amount, shape: str, over: str | None, prior: int) -> str:
    """What an amount measures: the noun after its measure word, else the words before it."""
    left, right = s.segment(a.start)
    left = max(left, prior, a.start - 60)
    before = _TAIL.sub("", s.text[left : a.start])
    before = re.split("[,;:。、]", before)[-1] if len(before) > MAX_NAME else before
    before = _LEAD_VERB.sub("", before).strip("、,“”() ")
    after = _noun(s.text, a.end, right)
    if a.unit in measures.PERCENT or a.unit == "倍":
        return _ratio(before, after, shape)
    core = (after or before or "数量").strip("“”的 ")[:MAX_NAME]
    if shape in {"each", "pairing"} and over:
        return f"每{_LEVELS.get(over, over.removeprefix('每'))}的{core}{_suffix(a.unit, core)}"
    if after and before and a.unit in {"次", "场", "期", "人次"}:
        core = f"{before}{core}"[:MAX_NAME]
    return core + _suffix(a.unit, core)


def _ratio(before: str, after: str, shape: str) -> str:
    suffix = {"growth": "增长率", "coverage": "覆盖率"}.get(shape, "占比")
    noun = (before or after.lstrip("的") or "总体")[:MAX_NAME]
    return noun if noun.endswith(("率", "比例", "比重", "占比", "度", "增速")) else noun + suffix


def _noun(text: str, start: int, end: int) -> str:
    stop = _STOP.search(text, start, min(end, start + MAX_NAME))
    return text[start : stop.start() if stop else min(end, start + MAX_NAME)]


def _suffix(unit: str, core: str) -> str:
    word = _COUNTED.get(unit, "人数" if unit in measures.PEOPLE else "数")
    return "" if core.endswith((word, "数", "人次", "面积", "金额", "资金")) else word


def phrase(words: str) -> str:
    """A name for a statement without a number: its own words, trimmed."""
    return _LEAD_VERB.sub("", words).strip("、,“”() ")[:MAX_NAME] or words[:MAX_NAME]
