"""When: 到2025年, 6月底前, 三年内, “十四五”末, 去年, 自2023年起, and how often: 每年, 全年, 每双周, 同比.

Deadlines are ISO dates of the last day meant. Words that need the year of the plan give nothing when it is unknown.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sangzi.engines.plangrammar.numerals import number

_HAN = "一二两三四五六七八九十"
_BEFORE = "(?:前|之前|以前|止|为止)?"
_TIME = re.compile(
    rf"(?P<r1>\d{{4}})年?度?[-—~至到]{{1,2}}(?P<r2>\d{{4}})年度?(?:期间)?"
    rf"|(?P<y>\d{{4}})年(?:(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日|(?P<mp>底|末|份|上旬|中旬|下旬))?|(?P<ye>年?[底末])"
    rf"|(?P<yh>上半年|下半年)|第?(?P<yq>[一二三四])季度末?|度)?(?P<ys>以前|之前|前|为止|止|以来|起|开始|后|至今|以后)?"
    rf"|(?P<hy>二[〇零○][一二三四五六七八九][〇零○一二三四五六七八九])年[底末]?"
    rf"|“?(?P<five>十[一二三四五六七]五)”?(?:规划)?(?P<fs>期末|时期末|末|时期|期间|规划期末)"
    rf"|(?<![每\d以])(?P<w>今年|本年度?|年内|年底|年末|年终|当年|去年|上年度?(?!级|龄)|前年|明年|来年|下一?年度?)"
    rf"(?:(?P<wm>\d{{1,2}})月(?:(?P<wd>\d{{1,2}})日|[底末份])?|(?P<wh>上半年|下半年)|[底末]|年底)?{_BEFORE}"
    rf"|(?<![\d年每])(?P<om>\d{{1,2}})月(?:(?P<od>\d{{1,2}})日|(?P<op>底|末|份|上旬|中旬|下旬))?(?P<os>以前|之前|前|止|为止|起|开始)?"
    rf"|(?<![每年])(?:(?P<oh>上半年|下半年)|第?(?P<oq>[一二三四])季度末?){_BEFORE}"
    rf"|(?P<gp>未来|今后|再用|利用|用|力争|通过|经过)?(?P<gn>\d{{1,3}}|[{_HAN}半]{{1,3}})(?P<gu>年|个月|个工作日|工作日|天|日|周)(?:左右)?(?:的?时间)?"
    rf"(?P<gs>之内|以内|内|来|以来|间)?"
    r"|(?P<end>规划期末|规划期内|计划期末|方案期末|期末|行动期末)"
)
_SPAN = re.compile(
    r"(?P<y1>\d{4})年(?P<m1>\d{1,2})月(?:\d{1,2}日)?[至到—~-]{1,2}(?:(?P<y2>\d{4})年)?(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日|底)?"
)
_HINT = re.compile("[年月日周天末季内]")
_PAST_WORDS = {"去年": -1, "上年": -1, "上年度": -1, "前年": -2}
_NEXT_WORDS = {"明年": 1, "来年": 1, "下年": 1, "下一年": 1, "下年度": 1, "下一年度": 1}
_BASE = re.compile("(?:较|比|与|同|相比|相较|对比|对照|以|在|按)(?:于)?$")
_BASE_AFTER = re.compile("(?:的)?(?:基础上|水平|基础|相比|为基数|为基准|同期)")
_FROM = re.compile("(?:由|从|自)$")
_UNTIL = re.compile("(?:到|至|截至|截止|截止到|截至到|截|在|于|力争|确保|争取|预计|计划|底|力求)$")
_AS_OF = re.compile("(?:截至|截止|截止到|截至到|截)$")
_ATTRIBUTE_OF = re.compile(
    "(?:举办|参加|开展|印发|召开|组织|落实|制定|承办|编制|做好|启动|实施|申报|通过|依托|根据|按照|结合|出台|发布|推进|完善|修订|执行|纳入|列入|的|和|及|、|“|对|将|为)$"
)
_NAMED = re.compile(
    "[^,。;:、]{0,12}?(?:班|大赛|论坛|博览会|会议|行动|工程|方案|计划|规划|要点|通知|意见|报告|目录|版|届|赛|展|课题|预算|项目)(?:$|[,。;:、等的])"
)
_PERIODS: tuple[tuple[str, str], ...] = (
    ("day", "每个?(?:工作)?[日天]"),
    ("half-month", "每个?(?:双周|两周|半个?月|2周)"),
    ("two-month", "每[两二2]个?月"),
    ("two-year", "每[两二2]年"),
    ("half-year", "每个?半年|半年度?"),
    ("quarter", "每个?季度?|[按分]季度?|季均"),
    ("month", "每个?月度?|每个月|[按逐分]月|月均"),
    ("week", "每个?(?:周|星期)(?!边|岁)|周均"),
    ("semester", "每个?学期"),
    ("year", "每个?学?年(?!级|龄|段)度?|全年|同比|年均|年度(?!计划|工作|考核|报告|任务|目标|安排|预算|监测|评估|评议|检查|总结)|逐年|按年|[场次元个名]/年"),
)  # fmt: skip
PERIOD = re.compile("|".join(f"(?P<p{index}>{words})" for index, (_, words) in enumerate(_PERIODS)))
_YEARLY_VERB = re.compile(
    "(?<![\\d一二三四五六七八九十两去今明本当全每近来学成青少中老周多半往历])年(?=培训|接待|服务|处理|产(?!业)|销售|发布|举办|减排|供|发电|新增|完成|资助|受益|出栏|加工|存栏|开展|组织|服务|招聘|引进|培养|输送|吸纳)"
)


@dataclass(slots=True)
class Time:
    """A time expression. `joined`: how many times it is joined to. `kind`: deadline, ahead (so long from now), year (bare), event (a day or month),
    past, from, base, start or none.
    """

    start: int
    end: int
    iso: str | None
    kind: str
    year: int | None = None
    spoken: bool = False
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a text says of its own time: the year it speaks in, the last year it plans for, and its day of issue."""

    year: int | None
    last: int | None = None
    issued: str | None = None
    yearly: bool = False


def scan(text: str, start: int, end: int, when: Calendar) -> list[Time]:
    """Every time expression between two offsets of the clean text, in order."""
    if not _HINT.search(text, start, end):
        return []
    spans = [_span(match) for match in _SPAN.finditer(text, start, end)]
    found = [time for match in _TIME.finditer(text, start, end) for time in _read(text, match, start, end, when)]
    _join(text, found)
    if not spans:
        return found
    apart = [time for time in found if not any(span.start <= time.start < span.end for span in spans)]
    return sorted(spans + apart, key=lambda time: time.start)


def _join(text: str, found: list[Time]) -> None:
    """到2022年和2030年: years joined to a deadline are deadlines with it."""
    for first, second in pairwise(found):
        joined = text[first.end : second.start] in {"和", "、", "及", "与"}
        if joined and second.iso and first.kind in {"deadline", "year"}:
            second.kind, second.joined = "deadline", first.joined + 1


def _span(match: re.Match[str]) -> Time:
    """2023年7月至2024年6月: it ends with its last month or day."""
    year = int(match["y2"] or match["y1"])
    return Time(match.start(), match.end(), _month(year, int(match["m2"]), match["d2"], None), "deadline", year, True)


def _read(text: str, match: re.Match[str], start: int, end: int, when: Calendar) -> Iterator[Time]:
    if match["r1"]:
        yield Time(match.start(), match.end(), _last_day(int(match["r2"])), "deadline", int(match["r2"]))
    elif match["y"]:
        yield _dated(text, match, start, end)
    elif match["hy"]:
        year = number(match["hy"].replace("○", "〇"))
        yield Time(match.start(), match.end(), _last_day(int(year or 0)), "deadline", int(year or 0), True)
    elif match["five"]:
        year = 2010 + ("一二三四五六七".index(match["five"][1])) * 5
        yield Time(match.start(), match.end(), _last_day(year), "deadline", year, True)
    elif match["w"]:
        yield from _worded(text, match, start, when)
    elif match["om"]:
        yield from _month_alone(text, match, start, when)
    elif match["oh"] or match["oq"]:
        if when.year:
            iso = _month_end(when.year, _quarter_month(match["oh"], match["oq"]))
            yield Time(match.start(), match.end(), iso, "deadline", when.year, True)
    elif match["end"]:
        last = when.last or when.year
        yield Time(match.start(), match.end(), _last_day(last) if last else None, "deadline", last, True)
    else:
        yield from _relative(text, match, when)


def _quarter_month(half: str | None, quarter: str | None) -> int:
    if half:
        return 6 if half == "上半年" else 12
    return 3 * ("一二三四".index(quarter or "四") + 1)


def _dated(text: str, match: re.Match[str], start: int, end: int) -> Time:
    """A year, alone or with a month, a day, a quarter."""
    year = int(match["y"])
    before = text[max(start, match.start() - 4) : match.start()]
    suffix = match["ys"] or ""
    iso = _iso(year, match)
    plain = not (match["m"] or match["ye"] or match["yh"] or match["yq"])
    if suffix in {"以来", "起", "开始", "至今", "后", "以后"}:
        kind = "past" if suffix in {"以来", "至今"} else "start"
    elif _BASE_AFTER.match(text, match.end()) or (_BASE.search(before) and before[-1:] not in "在以按"):
        kind = "base"
    elif _FROM.search(before):
        kind = "from"
    elif _UNTIL.search(before) or suffix or match["ye"]:
        kind = "deadline"
    elif match["m"]:
        kind = "event" if match["d"] or not match["mp"] or match["mp"] == "份" else "deadline"
    elif plain and _is_attribute(text, match, before, start):
        kind = "none"
    else:
        kind = "year"
    return Time(match.start(), match.end(), iso, kind, year, bool(_AS_OF.search(before)))


def _is_attribute(text: str, match: re.Match[str], before: str, start: int) -> bool:
    """2024年防汛实训班: a year that names a thing and says nothing of when."""
    if text[match.start() - 1 : match.start()] in ("\n", ",", ";", "。", "", ":"):
        return (
            bool(_NAMED.match(text, match.end()))
            and match["y"] == match.group()[:4]
            and text[match.end() : match.end() + 1] not in ",力争将"
        )
    return bool(_ATTRIBUTE_OF.search(before)) or bool(_NAMED.match(text, match.end()))


def _iso(year: int, match: re.Match[str]) -> str | None:
    if match["m"]:
        return _month(year, int(match["m"]), match["d"], match["mp"])
    if match["yh"] or match["yq"]:
        return _month_end(year, _quarter_month(match["yh"], match["yq"]))
    return _last_day(year)


def _month(year: int, month: int, day: str | None, part: str | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    if day:
        return _day(year, month, int(day))
    if part in {"上旬", "中旬"}:
        return _day(year, month, 10 if part == "上旬" else 20)
    return _month_end(year, month)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_end(year: int, month: int) -> str | None:
    if not 1 <= year <= 9999:
        return None
    return _day(year, month, calendar.monthrange(year, month)[1])


def _last_day(year: int) -> str | None:
    return f"{year:04d}-12-31" if 1900 <= year <= 2200 else None


def _worded(text: str, match: re.Match[str], start: int, when: Calendar) -> Iterator[Time]:
    word = match["w"]
    if when.year is None:
        return
    year = when.year + _PAST_WORDS.get(word, 0) + _NEXT_WORDS.get(word, 0)
    if match["wm"]:
        iso = _month(year, int(match["wm"]), match["wd"], None)
    elif match["wh"]:
        iso = _month_end(year, _quarter_month(match["wh"], None))
    else:
        iso = _last_day(year)
    kind = "deadline" if not match["wd"] or match.group().endswith("前") else "event"
    if _BASE.search(text[max(start, match.start() - 3) : match.start()]):
        kind = "base"
    elif _FROM.search(text[max(start, match.start() - 2) : match.start()]):
        kind = "from"
    yield Time(match.start(), match.end(), iso, kind, year, True)


def _month_alone(text: str, match: re.Match[str], start: int, when: Calendar) -> Iterator[Time]:
    if when.year is None:
        return
    month = int(match["om"])
    before = text[max(start, match.start() - 2) : match.start()]
    due = (
        (match["os"] and match["os"] not in {"起", "开始"})
        or match["op"] in {"底", "末"}
        or before.endswith(("到", "至"))
    )
    yield Time(
        match.start(), match.end(), _month(when.year, month, match["od"], match["op"]), "deadline" if due else "event", when.year,
    )  # fmt: skip


def _relative(text: str, match: re.Match[str], when: Calendar) -> Iterator[Time]:
    """三年内, 用两年时间, 6个月内; and 两年来, which looks back."""
    before = text[max(0, match.start() - 2) : match.start()]
    if match["gs"] in {"来", "以来"} or before.endswith(("近", "过去", "连续", "前")):
        yield Time(match.start(), match.end(), None, "past")
        return
    ahead = match["gp"] and ("时间" in match.group() or match["gp"] in {"未来", "今后"})
    if not (ahead or match["gs"]) or when.year is None:
        return
    count = number(match["gn"]) if match["gn"] != "半" else None
    if match["gu"] == "年":
        if match["gn"] == "半":
            iso = _after(when, 182)
        else:
            iso = _last_day(_end_after(when, when.year, int(count or 0)))
    else:
        days = {"个月": 30.4375, "周": 7, "天": 1, "日": 1}.get(match["gu"], 1.4)
        iso = _months_after(when, int(count or 0)) if match["gu"] == "个月" else _after(when, int((count or 0) * days))
    if iso:
        yield Time(match.start(), match.end(), iso, "ahead", int(iso[:4]), True)


def _end_after(when: Calendar, year: int, count: int) -> int:
    """The last year of so many: that of the plan when it spans them, else so many years on."""
    return when.last if when.last and when.last - year in {count - 1, count} else year + count


def _after(when: Calendar, days: int) -> str | None:
    if when.issued is None:
        return None
    return (date.fromisoformat(when.issued) + timedelta(days=days)).isoformat()


def _months_after(when: Calendar, months: int) -> str | None:
    if when.issued is None:
        return None
    issued = date.fromisoformat(when.issued)
    index = issued.year * 12 + issued.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9999:
        return None
    return _day(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))


def period(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The last period named between two offsets, with where it stands."""
    found = None
    for found in PERIOD.finditer(text, start, end):
        pass
    if found is not None:
        return _PERIODS[int(str(found.lastgroup)[1:])][0], found.start(), found.end()
    yearly = _YEARLY_VERB.search(text, start, end)
    return ("year", yearly.start(), yearly.end()) if yearly else None
