"""For which unit a text, or a part of it, speaks: 全国, 吉林省, 邢台市, a company."""

import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from sangzi.engines.plangrammar.searches import at_lines

_HEAD, _TITLE = 800, 150
_LAST = chr(0x10FFFF)
_KIND = (
    "省|自治区|(?<![集夜股楼菜早])市(?!级|场|民|直|域|县|区|外|委)|"
    "自治州|州|盟|县(?!级|域|直)|[左右前后中]旗|林区|新区|示范区|"
    "(?<![社园地景城郊辖林灾山校小街库牧片特保发户])区(?![域块位间人委])|开发区"
)
_SMALL = (
    "|街道(?=\\d{2}|办事处|[一-龥]{0,4}(?:工作|方案|计划|要点))"
    "|苏木|镇(?=\\d{4}年|人民政府|[一-龥]{0,4}(?:方案|计划|要点))"
)
_EDGE = "(?:^|(?<=[\\n,;:。、(《“ ])|(?<=关于)|(?<=印发)|(?<=[为在向我由全是]))"
_TITLED = re.compile(rf"{_EDGE}((?:[一-龥]{{1,4}}?)(?:{_KIND}{_SMALL}))")
"""A place in a title."""
_PLACE = re.compile(rf"(?<=[\n,;:。、(《“为在我])((?:[一-龥]{{1,4}}?)(?:{_KIND}))(?![、和]?[省市县区乡镇村级])")
"""A place in running text."""
_SIGNED = re.compile(rf"\n((?:[一-龥]{{1,4}}?)(?:{_KIND}|街道|镇))[一-龥]{{1,14}}(?=\n|$)")
"""Who signs at the end."""
_NOT_PLACE = re.compile(
    "[全各本我该每在与和及向以于为由从到的是年月日级要求等将把对并或所有个名家项建设推动进力争第联合动员一二三四五六七八九十落]|强[省市县]|"
    "人才|城|省内|"
    "其他|下辖|直辖|重点|试点|沿海|共青团|农业|[超较]|举办|输送|参加|依托|服务|支持|培训|完善|深化|成立|召开|示范|障碍|财政|按|组织|健全|覆盖|"
    "打造|引导|提升|加强|其中|统筹|指导|园|校|强化|[受跨入出进]|培育|助力|动员"
)
_ISSUER = re.compile(rf"(?:共青团|中共)([\u4e00-\u9fff]{{2,6}}?(?:{_KIND}))委员会")
_NATION = re.compile("中共中央|国务院|共青团中央|团中央|全国人大")
_TO_ALL = re.compile("各省、自治区")
_AUTONOMOUS = {"内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区"}
_AUTONOMOUS["新疆"] = "新疆维吾尔自治区"
_NORTH = "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南"
_SOUTH = "湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾"
_PROVINCES = {name: f"{name}省" for name in f"{_NORTH} {_SOUTH}".split()} | _AUTONOMOUS
_PROVINCES |= {name: f"{name}市" for name in ("北京", "天津", "上海", "重庆")}
_PROVINCE = re.compile("(" + "|".join(_PROVINCES) + ")")
_FIRST_SECTION = re.compile(
    r"●?(?:共青团|团)?([\u4e00-\u9fff]{2,8}?(?:省|市|县|区|州|盟|旗|集团|公司|大学|学院|医院))(?:团委|"
    r"市委|县委|区委|委员会|委|团工委|教育局|人民政府|政府)?[:\n]"
)
_SECTION = re.compile(rf"\n{_FIRST_SECTION.pattern}")
_OWN = re.compile(r"\n(●?团[省市县区]委:)")
"""团省委: the unit of the whole text speaks again."""
_ONLY = re.compile(rf"仅([\u4e00-\u9fff]{{2,4}}?(?:{_KIND}))")


class Said(NamedTuple):
    """A unit and where it is named; -1 where it is not in the text."""

    name: str
    start: int = -1
    end: int = -1


class Part(NamedTuple):
    """From `start` on, the text speaks for `scope`; empty is the unit of the whole text."""

    start: int
    scope: str


def whole(text: str) -> Said | None:
    """The unit a clean text speaks for: by its issuer, title or signature, else the place it names most."""
    head = text[:_HEAD]
    title = head[:_TITLE]
    nation = _NATION.search(title) or _TO_ALL.search(head)
    if nation:
        return Said("全国", *nation.span())
    organ = _ISSUER.search(head)
    if organ:
        return Said(organ[1], *organ.span(1))
    province = _PROVINCE.search(title)
    place = _first(_TITLED, title)
    if place and not (province and (place.name.startswith(province[1]) or province.start() < place.start)):
        return place
    if province:
        return Said(_PROVINCES[province[1]], *province.span())
    tail = max(0, len(text) - _TITLE)
    return _first(_SIGNED, text, tail) or _commonest(text[: 10 * _HEAD])


def _first(pattern: re.Pattern[str], text: str, start: int = 0) -> Said | None:
    for match in pattern.finditer(text, start):
        if not _NOT_PLACE.search(match[1]):
            return Said(match[1], *match.span(1))
    return None


def _commonest(text: str) -> Said | None:
    """The place named most often, at its first mention."""
    found = [match for match in _PLACE.finditer(text) if not _NOT_PLACE.search(match[1])]
    counted = Counter(match[1] for match in found).most_common(1)
    first = next((match for match in found if counted and match[1] == counted[0][0]), None)
    return Said(first[1], *first.span(1)) if first else None


def parts(text: str) -> list[Part]:
    """Where a heading hands over to another unit, as in a bulletin of several reports."""
    headed = at_lines(text, _FIRST_SECTION, _SECTION)
    found = [Part(match.start(1), match[1]) for match in headed if not _NOT_PLACE.search(match[1])]
    return sorted([*found, *(Part(match.start(1), "") for match in _OWN.finditer(text))])


def at(found: list[Part], position: int, otherwise: Said | None) -> Said | None:
    """The unit that speaks at a position."""
    if not found:
        return otherwise
    index = bisect_right(found, (position, _LAST)) - 1
    if index >= 0 and found[index].scope:
        part = found[index]
        return Said(part.scope, part.start, part.start + len(part.scope))
    return otherwise


def only(text: str, start: int, end: int) -> Said | None:
    """仅某市就…: a part named inside a statement about the whole."""
    match = _ONLY.search(text, start, end)
    return Said(match[1], *match.span(1)) if match else None
