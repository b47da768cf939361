"""Display names: a unit's name without the words that its place in the tree already says.

Never empty, never a single character: 东区 and 赵县 stay whole, 浦东新区 keeps its 新区.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 120

_PEOPLES = (
    "乌孜别克|柯尔克孜|达斡尔|俄罗斯|鄂伦春|鄂温克|哈萨克|塔吉克|塔塔尔|维吾尔|阿昌|保安|布朗|布依|朝鲜|德昂|东乡|独龙|高山|仡佬|"
    "哈尼|赫哲|基诺|景颇|拉祜|傈僳|珞巴|毛南|门巴|蒙古|仫佬|纳西|普米|撒拉|土家|锡伯|裕固|白|藏|傣|侗|回|京|黎|满|苗|怒|羌|"
    "畲|水|土|佤|瑶|彝|壮|各"
)
# These leave out the 族 in the names of their autonomous areas.
_BARE = "维吾尔|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯"
_PEOPLE = re.compile(f"(?:(?:{_PEOPLES})族|{_BARE})+$")
_PROVINCES = set(
    re.findall(
        r"\w+",
        "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
        "重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾",
    )
)
_SUFFIXES = {
    1: ("特别行政区", "自治区", "省", "市"),
    2: ("自治州", "地区", "盟", "市"),
    3: ("自治县", "自治旗", "特区", "县", "市", "区", "旗"),
}
# What one calls a unit whose bare stem would be taken for another one.
_PLAIN = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
_SPOKEN = {"神农架林区": "神农架"}
_WHOLE = re.compile(
    r"(?:新区|开发区|管理区|示范区|实验区|矿区|工业园区|产业园区|[前后左右中]旗|(?<!自治)(?<=.{5})(?<!族)(?<!特)区)$"
)
_LEADING = re.compile(
    r"^(?:.{2,10}?(?:省|自治区|市|州|盟|县|区|旗))+.{1,8}?(?:街道办事处|街道|镇|乡|苏木)(?=[^市县区].{2,}$)"
)


def short_name(name: str, level: int, above: str = "") -> str:
    """The display name of a unit at `level`; `above` is the display name of the unit it hangs on.

    吉林省 吉林 · 延边朝鲜族自治州 延边 · 前郭尔罗斯蒙古族自治县 前郭尔罗斯 · 长沙县 (in 长沙) 长沙县
    """
    if level in _SUFFIXES:
        return _stem(name, level, above)
    if level == 4:
        return _township(name)
    return _village(name) if level == 5 else name


def told_apart(names: Sequence[str], shorts: Sequence[str], parents: Sequence[int]) -> list[str]:
    """The display names with those that two children of one parent share put back to the full names.

    `parents` are keys or row numbers; 伊宁市 and 伊宁县 both lie in 伊犁 and keep their last word.
    """
    shared = Counter(zip(parents, shorts, strict=True))
    return [
        name if shared[parent, short] > 1 else short for name, short, parent in zip(names, shorts, parents, strict=True)
    ]


def _stem(name: str, level: int, above: str) -> str:
    if name in _SPOKEN:
        return _SPOKEN[name]
    if level == 3 and _WHOLE.search(name):
        return name
    suffix = next((s for s in _SUFFIXES[level] if name.endswith(s)), "")
    stem = name.removesuffix(suffix)
    if suffix.startswith("自治") or (suffix == "区" and stem.endswith("族")):
        stem = _without_peoples(stem)
    if len(stem) < 2:
        return name
    if stem == above or (level > 1 and stem in _PROVINCES):
        return stem + _PLAIN.get(suffix, suffix)
    return stem


def _without_peoples(stem: str) -> str:
    """内蒙古 and 东乡族 are themselves what would be taken off."""
    bare = _PEOPLE.sub("", stem)
    return bare if len(bare) > 1 else stem.removesuffix("族")


def _township(name: str) -> str:
    for office, kind in (("街道办事处", "街道"), ("地区办事处", "地区"), ("人民政府", "")):
        if name.endswith(office) and len(name) > len(office) + 1:
            return name.removesuffix(office) + kind
    return name


def _village(name: str) -> str:
    if len(name) > 12:
        name = _LEADING.sub("", name)
    for committee, kind in (
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("社区村民委员会", "社区"),
        ("社区村委会", "社区"),
        ("嘎查村民委员会", "嘎查"),
        ("嘎查委员会", "嘎查"),
        ("嘎查村委会", "嘎查"),
        ("嘎查村", "嘎查"),
        ("村村民委员会", "村"),
        ("村村委会", "村"),
        ("村民委员会", "村"),
        ("村委会", "村"),
        ("居民委员会", "居委会"),
    ):
        if name.endswith(committee) and len(name) > len(committee):
            return name.removesuffix(committee) + kind
    return name
