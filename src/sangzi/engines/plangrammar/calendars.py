"""The year a text speaks in, read from its title, its date line, its number, or an anniversary it names."""

import re
from collections import Counter

from sangzi.engines.plangrammar.dates import Calendar, day

HEAD = 1200
"""How much of the beginning and of the end is searched for a title and a date."""
_NEAR = 100
_FOUNDED = {
    "建党": 1921,
    "中国共产党成立": 1921,
    "党成立": 1921,
    "建国": 1949,
    "新中国成立": 1949,
    "共和国成立": 1949,
    "国庆": 1949,
    "建军": 1927,
    "建团": 1922,
    "共青团成立": 1922,
    "五四运动": 1919,
    "少先队建队": 1949,
    "建队": 1949,
    "改革开放": 1978,
    "抗战胜利": 1945,
    "抗日战争胜利": 1945,
    "长征胜利": 1936,
    "香港回归": 1997,
    "澳门回归": 1999,
    "志愿军出国作战": 1950,
}
"""Foundings whose anniversaries plans are written around."""
_ANNIVERSARY = re.compile("(" + "|".join(sorted(_FOUNDED, key=len, reverse=True)) + r")(\d{2,3})周年")
_RANGE = re.compile(r"[(“]?(\d{4})年?[-—~至]{1,2}(\d{4})年")
_KINDS = "要点|计划|安排|任务|重点|方案|打算|清单|目标|实事|责任书|工作|意见|总结|报告|动态|简报|情况"
_TITLE = re.compile(rf"(\d{{4}})年(度)?(?![-—~至]|\d{{1,2}}月)(?:第\d+期|[^\n,。;]{{0,30}}?(?:{_KINDS}))")
_DATE = re.compile(r"(?:^|\n)[^\n,。;:]{0,12}?(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布|签发)?(?=\n|$)")
_DATE_ANYWHERE = re.compile(
    r"(?:印发|发布|成文|发文)(?:日期|时间)?[:](\d{4})[年-](\d{1,2})[月-](\d{1,2})|"
    r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布)"
)
_DRAFT = re.compile(r"\((?:[^()\n]{0,12}[,:])?(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?(?:印发|修订|征求意见稿)?\)")
"""（征求意见稿，2022年11月）"""
_HELD = re.compile(
    r"(?:定于|决定于|拟于|自|从|于|时间[:为])(\d{4})年\d{1,2}月\d{1,2}日[至到—-]{1,2}(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
    r"[^,;。\n]{0,14}(?:开展|组织|实施|举办|进行)"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[\[(](\d{4})[\])]第?\d{1,4}号")
_YEAR = re.compile(r"(?<![\d到至较比和、])(20\d{2})年(?!底前|前|以前|之前)")
_AS_OF = re.compile(r"截[至止]到?(20\d{2})年(底|末|年底|\d{1,2}月)?")
_YEARLY_TITLE = re.compile(
    r"\d{4}年度?(?![-—~至]|\d{1,2}月)[^\n,。;《》]{0,30}?(?:要点|计划|安排|任务|重点工作|打算|清单|目标|实事|"
    r"责任书|实施方案|工作方案|行动方案|工作意见)"
)
_YEARLY_NAME = re.compile("年度(?:重点)?(?:工作)?(?:要点|计划|安排|任务|打算|清单|目标|实事|责任书|方案)(?:[(\\n]|$)")
"""A yearly plan whose title leaves its year to the number of the document."""
_YEARLY_WORDS = re.compile("全年|本年度|今年")
_KEY_YEAR = re.compile("(?:关键|开局|收官|攻坚|起步|决胜|重要|启动|深化)(?:一年|之年)")
_REPORT = re.compile(
    "(?:工作|改革|信息|情况)动态|动态\\d|简报|总结|工作报告|情况(?:的)?(?:报告|汇报|通报)|成效|纪实|综述|"
    "工作信息|亮点|回顾|述职|进展情况|完成情况"
)
_PLAN = re.compile("方案|计划|要点|规划|意见|安排|目标|清单|纲要|打算|责任书")
_MARKED = re.compile("[一二三四五六七八九十]{1,2}、|\\(|\\d{1,2}[.、]|—")
_FIRST_PART = re.compile("[一二三]、|第[一1][章部条]")
_QUOTED = re.compile("“[^”\n]{0,40}”")
_DONE = re.compile(
    "已(?:经)?(?:建|完|开|培|投|累|实|达|形|有|联|覆)|截至|累计|以来|目前|先后|共(?:开|举|培|建|完|投|发|组)"
)
_TO_DO = re.compile(r"力争|到20\d\d年|不少于|不低于|确保|争取|计划|拟|至少|底前|达到|要")


def calendar_of(text: str, year: int | None) -> Calendar:
    """The calendar of a clean text; `year` overrules what the text says of itself."""
    head = text[:HEAD]
    issued = _issued(text)
    span = _RANGE.search(_title(head)) or _RANGE.search(head)
    title = _title(head)
    yearly = bool(_YEARLY_TITLE.search(title) or _YEARLY_NAME.search(title)) and not _RANGE.search(title)
    spoken = year or _year(text, head, issued, span)
    yearly = yearly or (spoken is not None and _sounds_yearly(text, spoken))
    return Calendar(spoken, int(span[2]) if span else None, issued, yearly, _campaign(text))


def _campaign(text: str) -> str | None:
    """定于2024年4月1日至7月9日开展: the last day of a campaign."""
    held = _HELD.search(text[:HEAD])
    if held is None:
        return None
    return day(int(held[2] or held[1]), int(held[3]), int(held[4]))


def _title(head: str) -> str:
    """The short lines at the top; of a text without any, what stands before its first mark."""
    lines = [line for line in head.split("\n", 8)[:8] if line]
    lines = lines[: next((at for at, line in enumerate(lines) if at and _FIRST_PART.match(line)), len(lines))]
    short = [line for line in lines[:6] if len(line) <= 60 and "。" not in line and not _MARKED.match(line)]
    if short or _MARKED.match(head):
        return "\n".join(short)
    return re.split("[。,:;\n ]", head[:60], maxsplit=1)[0]


def _issued(text: str) -> str | None:
    for part in (text[:HEAD], text[-HEAD:]):
        match = _DATE.search(part)
        if match:
            return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if _real(match) else None
    match = _DATE_ANYWHERE.search(text[:HEAD]) or _DATE_ANYWHERE.search(text[-HEAD:])
    if match:
        year, month, day = (part for part in match.groups() if part)
        return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 28 else None
    return None


def _real(match: re.Match[str]) -> bool:
    return 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31


def _year(text: str, head: str, issued: str | None, span: re.Match[str] | None) -> int | None:
    title = _TITLE.search(_title(head))
    if title:
        return int(title[1])
    if issued:
        return int(issued[:4])
    stamp = _DRAFT.search(head[: 2 * _NEAR]) or _NUMBER.search(head) or span
    if stamp:
        return int(stamp[1])
    named = _ANNIVERSARY.search(text)
    if named:
        return _FOUNDED[named[1]] + int(named[2])
    return _reported(text) or _commonest(text)


def _reported(text: str) -> int | None:
    """The year in which somebody can say 截至2022年底, or 截至2023年6月."""
    years = [int(year) + (part in {"底", "末", "年底", "12月"}) for year, part in _AS_OF.findall(text[: 20 * HEAD])]
    return max(years, default=None)


def _commonest(text: str) -> int | None:
    """The year named most often and not as an aim, when no better witness is there; a tie goes to the earliest."""
    counts = Counter(_YEAR.findall(text[: 20 * HEAD]))
    most = max(counts.values(), default=0)
    return min((int(year) for year, count in counts.items() if count == most), default=None)


def _sounds_yearly(text: str, year: int) -> bool:
    """Whether a text without a title speaks of one year: 全年 here and there, and no year after its own."""
    part = text[: 20 * HEAD]
    later = any(int(found) > year for found in re.findall(r"(?:到|至|截至)(20\d{2})年", part))
    return not later and (len(_YEARLY_WORDS.findall(part)) >= 3 or bool(_KEY_YEAR.search(part))) and not is_report(text)


def is_report(text: str) -> bool:
    """Whether a text as a whole tells what was done: by its title, else by the weight of its words."""
    title = _QUOTED.sub("", _title(text[:HEAD]))
    if _REPORT.search(title) and not _PLAN.search(title):
        return True
    if _PLAN.search(title):
        return False
    part = text[: 20 * HEAD]
    return len(_DONE.findall(part)) > len(_TO_DO.findall(part))
