"""The levels of the tree as plans name them, and populations where it is no level that is meant."""

import re

from sangzi.engines.plangrammar.searches import by_first_of_kinds

_LEVELS = {
    "village": (
        r"行政村|建制村|村\(社区\)|村\(居\)|村(?:和|、|与)社区|村居|村庄|自然村|居委会|村委会|"
        r"(?<![乡农新渔本一山中进驻])村(?![民医干务规镇容企里官小寨貌落风晚])|社区(?!矫|团|戒|工)"
    ),
    "township": (
        r"乡镇\((?:街道|街办|街道办)\)|乡\(镇、?街道?\)|镇\(街道?\)|镇、?街道?\(?园区\)?|乡镇(?:、|和)?街道|镇街|"
        r"乡镇|街道(?!两侧|路面)|(?<![城村集古小重强])镇(?![静定海江区北痛域])|"
        r"(?<![城下返回入老家故家])乡(?![村亲土贤愁音情风下愿])"
    ),
    "county": (
        r"县\(市、区\)|县\(市区\)|县\(区、市\)|县\(区\)|县\(市\)|区\(县、市\)|区、县\(市\)|区县\(市\)|"
        r"区县\(市、区\)|区\(县\)|区\(市\)|县市区|区市县|市县区|区县|县区|县域|旗县区?|县级(?!以上)|"
        r"(?<![全本我该])县(?![委政府长直城人处])|(?<=各)区(?![域块位间])|(?<=每个)区(?![域块位间])|(?<=每)区(?![域块位间])"
    ),
    "prefecture": (
        r"市\(州(?:、盟)?\)|市\(地、州(?:、盟)?\)|市州|市地|地市|州市|设区的?市|地级以?上?市|市级|盟市|"
        r"(?<=各)市(?![场民政委直级属教卫财县区])|(?<=每个)市(?![场民政委])"
    ),
    "province": r"省\(区、市\)|省区市|省份|省级|(?<=各)省(?![委政])|(?<=每个)省",
}
_WORDS, _KINDS = by_first_of_kinds(_LEVELS)
_LEVEL = re.compile(_WORDS)
_ONE = (
    "全国|国家|省|自治区|设区市|市|州|县\\(市、区\\)|县|区|旗|乡\\(镇、街道\\)|乡镇|乡|镇\\(街道\\)|镇|街道|"
    "村\\(社区\\)|村|社区"
)
_LIST = re.compile(rf"(?P<list>(?:(?:{_ONE})[、和及]?){{2,6}})(?P<count>[两二三四五六]|[2-6])级")
_EACH_ONE = re.compile(_ONE)
_NAMES = {
    "全国": "nation",
    "国家": "nation",
    "省": "province",
    "自治区": "province",
    "设区市": "prefecture",
    "市": "prefecture",
    "州": "prefecture",
    "县(市、区)": "county",
    "县": "county",
    "区": "county",
    "旗": "county",
    "乡(镇、街道)": "township",
    "乡镇": "township",
    "乡": "township",
    "镇(街道)": "township",
    "镇": "township",
    "街道": "township",
    "村(社区)": "village",
    "村": "village",
    "社区": "village",
}
_GRADE = re.compile("级?(?:及|或)?以[上下]")
_JOINED = re.compile("[、和及与]$|^(?:、|和|及|与|以及)$")
LEVEL_NAMES = frozenset({"village", "township", "county", "prefecture", "province", "nation"})


def named(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Every level named between two offsets with where; 县级以上 is a grade and no level."""
    return [
        (_KINDS[(match.lastindex or 1) - 1], match.start(), match.end())
        for match in _LEVEL.finditer(text, start, end)
        if not _GRADE.match(text, match.end(), end)
    ]


def at(text: str, position: int, end: int) -> tuple[str, int, int] | None:
    """The level named exactly at an offset."""
    match = _LEVEL.match(text, position, end)
    if match is None or _GRADE.match(text, match.end(), end):
        return None
    return _KINDS[(match.lastindex or 1) - 1], match.start(), match.end()


def listed(text: str, start: int, end: int) -> tuple[list[str], int, int] | None:
    """The levels of a list such as 市、县两级, when its count agrees with its members."""
    match = _LIST.search(text, start, end) if text.find("级", start, end) >= 0 else None
    if match is None:
        return None
    found = list(dict.fromkeys(_NAMES[one] for one in _EACH_ONE.findall(match["list"])))
    count = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}.get(match["count"], 0) or int(match["count"])
    return (found, match.start(), match.end()) if len(found) == count else None


def quantified(text: str, start: int, end: int) -> tuple[list[str], int, int] | None:
    """The level or levels a statement quantifies over: all of 市、县两级, both of 乡镇和村, else the last one named."""
    both = listed(text, start, end)
    if both:
        return both
    found = named(text, start, end)
    if not found:
        return None
    last = found[-1]
    if len(found) > 1 and found[-2][0] != last[0] and _JOINED.match(text[found[-2][2] : last[1]]):
        return [found[-2][0], last[0]], found[-2][1], last[2]
    return [last[0]], last[1], last[2]
