"""For which unit a text, or a part of it, speaks: 全国, 吉林省, 邢台市, a company."""

import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

_HEAD = 800
_KIND = "省|自治区|市|自治州|州|盟|县|旗|林区|新区|示范区|开发区"
_PLACE = re.compile(rf"((?:[\u4e00-\u9fff]{{2,4}}?)(?:{_KIND}))")
_NOT_PLACE = re.compile(
    "[全各本我该每在与和及向以于为由从到的是年月日级要求等将把对并或所有个名家项建设推动进力争第]|城|省内|"
    "其他|下辖|直辖|重点|试点|沿海|共青团|农业|[超较]"
)
_OF_ORGAN = re.compile(rf"(?:共青团|中共|团)([\u4e00-\u9fff]{{2,6}}?(?:{_KIND}))委")
_NATION = re.compile("各省、自治区|全国|中共中央|国务院|共青团中央|团中央|国家")
_SECTION = re.compile(
    r"(?:^|\n)●?(?:共青团|团)?([\u4e00-\u9fff]{2,8}?(?:省|市|县|区|州|盟|旗|集团|公司|大学|学院|医院))(?:团委|"
    r"市委|县委|区委|委员会|委|团工委|教育局|人民政府|政府)?[:\n]"
)
_ONLY = re.compile(rf"仅([\u4e00-\u9fff]{{2,4}}?(?:{_KIND}))")


class Part(NamedTuple):
    """From `start` on, the text speaks for `scope`."""

    start: int
    scope: str


def whole(text: str) -> str | None:
    """The unit a clean text speaks for, by its issuer, its title, or the place it names most."""
    head = text[:_HEAD]
    organ = _OF_ORGAN.search(head)
    if _NATION.search(head[:300]) and ("各省" in head or "中央" in head[:120]) and not organ:
        return "全国"
    if organ:
        return organ[1]
    places = [place for place in _PLACE.findall(head) if not _NOT_PLACE.search(place)]
    if not places:
        places = [place for place in _PLACE.findall(text[: 10 * _HEAD]) if not _NOT_PLACE.search(place)]
    return Counter(places).most_common(1)[0][0] if places else None


def parts(text: str) -> list[Part]:
    """Where a heading hands over to another unit, as in a bulletin of several reports."""
    return [Part(match.start(1), match[1]) for match in _SECTION.finditer(text) if not _NOT_PLACE.search(match[1])]


def at(found: list[Part], position: int, otherwise: str | None) -> str | None:
    """The unit that speaks at a position."""
    index = bisect_right(found, (position, chr(0x10FFFF))) - 1
    return found[index].scope if index >= 0 else otherwise


def only(text: str, start: int, end: int) -> str | None:
    """仅某市就…: a part named inside a statement about the whole."""
    match = _ONLY.search(text, start, end)
    return match[1] if match else None
