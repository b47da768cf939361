"""Names of statements without a number: what covers a whole level, what all of a group have, what comes how often."""

import re

from sangzi.engines.plangrammar import titlenouns
from sangzi.engines.plangrammar.titleeach import LEVELS
from sangzi.engines.plangrammar.titlewords import fitting, paired, plain, trimmed, unhung, unled, unmade

_ALL = re.compile("全部|均已?|悉数|所有|全面?|百分之百|百分百")
_LEVELS_OF = re.compile(
    "(?:在|的)?(?:(?:全国|省|市|县|区|乡镇|乡|镇|街道|村|社区)[、和及]?){2,5}[两二三四五六2-6]级(?:的|都|均)?"
)
_ON_LEVEL = re.compile(
    "(?:力争|争取|确保)?在(?:全[省市县]|各)?(?P<level>(?:行政)?村(?:（社区）)?|乡镇(?:（街道）)?|街道|镇|"
    "县(?:（市、区）)?|市|社区)(?:一级|层面)?$"
)
_HEAD = re.compile("所有|每个?|各")
_AS_ASKED = re.compile("按照?(?:要求|规定|标准)$")
_DONE = re.compile("(?:均|都)?(?:已|要|须|应|能)?")
_RATED = ("率", "比例", "比重", "占比")
_HAPPENS = frozenset({"发生", "新增"})
_RHYTHM_END = re.compile("[,;。:]|[、和](?=[日周旬月季年逐每半双]|一[日周月季年])")
_DOES = re.compile("(?:集中|定期|统一|组织|坚持)*(?:召开|开展|举办|主持|组织|举行|进行|开|办)+(?:一次|1次)?(?=.{2})")
_MEETING = re.compile("等?(?:制度|机制)(?:都|均|已)?.*$")


def coverage(text: str, left: int, event: tuple[int, int], right: int, over: str) -> str:
    """What 全覆盖, 全部设立 or 所有…均有 says, as a share: 有分站的乡镇比例."""
    start, end = event
    words = text[start:end]
    after = plain(text[end:right])
    front = plain(text[left:start])
    if words.startswith(("所有", "每", "各")):
        return _of_all(after)
    if words.startswith("覆盖"):
        return f"{fitting(paired(unmade(trimmed(front))), 14)}覆盖{fitting(paired(after), 8)}比例"
    if "覆盖" in words:
        return _covering(front, over) if len(front) > 1 else f"{fitting(paired(after))}覆盖率"
    return _of_group(front, _ALL.sub("", words) + after)


def _of_all(after: str) -> str:
    """所有乡镇均设有林站."""
    found = titlenouns.counted(after, 0, len(after))
    said = paired(_DONE.sub("", found.said, count=1))
    if len(found.noun) < 2 or len(said) < 2:
        return f"{fitting(unmade(said) or paired(after))}覆盖率"
    return titlenouns.having(said, paired(found.noun))


def _of_group(front: str, said: str) -> str:
    """乡镇全部设立林站; 上图率百分百."""
    group = paired(_AS_ASKED.sub("", unled(unhung(front))))
    for mark in ("所有",):
        group = group.split(mark)[-1]
    said = paired(unhung(said))
    group = titlenouns.uncounted(group)
    if group.endswith(_RATED):
        return fitting(group)
    if not group:
        return f"{fitting(said)}比例"
    if len(said) < 2:
        return f"{fitting(group)}覆盖率"
    return titlenouns.having(said, group)


def _covering(front: str, over: str) -> str:
    """青年之家在乡镇实现全覆盖; 组织在市、县两级全覆盖, once for each level."""
    words = unhung(front)
    grades = _LEVELS_OF.search(words)
    if grades:
        words = words[: grades.start()] + words[grades.end() :]
    level = _ON_LEVEL.search(words)
    if level:
        words = unhung(words[: level.start()])
    name = paired(unmade(trimmed(words))).replace("实现", "")
    name = f"{LEVELS[over]}级{name}" if grades and over in LEVELS else name
    return f"{fitting(name)}{_grade(level['level']) if level else ''}覆盖率"


def _grade(level: str) -> str:
    return f"{level}级" if len(level) == 1 else level


def none(front: str, words: str) -> str:
    """隐患动态清零, 安全零事故: what none is left of, or none may happen of."""
    name = fitting(paired(unmade(trimmed(front))))
    what = words.removeprefix("零") if words.startswith("零") and words[1:] not in _HAPPENS else ""
    return titlenouns.ended(name if what and name.endswith(what) else f"{name}{what}" or "未了事项", "")


def rhythm(words: str) -> str:
    """每月召开例会, 周调度: how often it happens."""
    stop = _RHYTHM_END.search(words)
    words = _MEETING.sub("", plain(words[: stop.start()] if stop else words))
    words = unled(words).removeprefix("一")
    does = _DOES.match(words)
    core = fitting(paired(unhung(words[does.end() :] if does else words))) or fitting(paired(words))
    return core if core.endswith("次数") else core + "次数"
