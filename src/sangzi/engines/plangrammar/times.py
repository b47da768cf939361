"""When: 到2025年, 6月底前, 三年内, “十四五”末, 去年, 自2023年起.

Deadlines are ISO dates of the last day meant. Words that need the year of the plan give nothing when it is unknown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sangzi.engines.plangrammar import dates
from sangzi.engines.plangrammar.dates import Calendar
from sangzi.engines.plangrammar.numerals import number
from sangzi.engines.plangrammar.searches import by_first

_HAN = "一二两三四五六七八九十"
_BEFORE = "(?:前|之前|以前|止|为止)?"
_WORDED = "今年|本年度?|年内|年底|年末|年终|当年|去年|上年度?(?!级|龄)|前年|明年|来年|下一?年度?"
_TIME = re.compile(
    r"(?P<span>\d{4}年\d{1,2}月(?:\d{1,2}日)?[至到—~-]{1,2}(?:(?P<y2>\d"
    r"{4})"
    r"年)?(?P<m2>\d{1,2})月(?:(?P<d2>\d{1"
    r",2})日|底)?)"
    r"|(?P<list>\d{4}(?:[、和及]\d{4}){1,5}年)"
    r"|(?P<years>\d{4}年?度?[-—~至到]{1,2}(?P<r2>\d{4})年度?(?:期间)?)"
    r"|(?P<dated>(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<mp>底|末|份|上旬|中旬|下旬))?|"
    r"(?P<ye>年?[底末])"
    r"|(?P<yt>[春秋])季(?:学期(?:开学)?|开学)|(?P<yh>上半年|下半年)|第?(?P<yq>[一二三四])季度末?|度)?(?P<ys>以前|之前|前|为止|止|以来|起|开始|后|至今|以后)?)"
    rf"|(?P<plan>[“\"]?(?P<five>十[一二三四五六七]五)[”\"]?(?:规划)?(?:期末|时期末|末|时期|期间|规划期末))"
    rf"|(?P<worded>(?<![每\d以])(?P<w>{_WORDED})(?:(?P<wm>\d{{1,2}})月(?:(?P<wd>\d{{1,2}})日|[底末份])?|"
    rf"(?P<wh>上半年|下半年)|[底末]|年底)?{_BEFORE})"
    r"|(?P<month>(?<![\d年每])(?P<om>\d{1,2})月(?:(?P<od>\d{1,2})日|(?P<op>底|末|份|上旬|中旬|"
    r"下旬))?(?P<os>以前|之前|前|止|为止|起|开始)?)"
    rf"|(?P<part>(?<![每年])(?:(?P<oh>上半年|下半年)(?!各)|第?(?P<oq>[一二三四])季度末?){_BEFORE})"
    rf"|(?P<relative>(?P<gp>未来|今后|再用|利用|用|力争|通过|经过)?(?P<gn>\d{{1,3}}|[{_HAN}半]{{1,3}})"
    r"(?P<gu>年|个月|个工作日|工作日|天|日|周)(?:左右)?(?:的?时间)?(?P<gs>之内|以内|内|来|以来|间)?)"
    r"|(?P<campaign>(?:百日|攻坚|活动|行动|专项行动|攻坚期)(?:之内|内|期间|期内))"
    r"|(?P<end>规划期末|规划期内|计划期末|方案期末|期末|行动期末)"
)
_SO_LONG = f"[{_HAN}半]{{0,2}}[年个工天日周]"
_BEGINS = re.compile(
    by_first(
        rf"[0123456789](?=\d{{3}}|\d{{0,2}}[年月个工天日周])|“(?=十)|十(?=[一二三四五六七]五|{_SO_LONG})|[一二三四](?=季度|{_SO_LONG})"
        rf"|[五六七八九两半](?={_SO_LONG})|[今本当去](?=[年后])|年(?=[内底末终])|上(?=[年半])|[前明来](?=年)|下(?=[年一半])|第(?=[一二三四]季)"
        rf"|未(?=来)|再(?=用)|利(?=用)|用(?=[\d{_HAN}半])|力(?=争)|[通经](?=过)|百(?=日)|攻(?=坚)|活(?=动)|行(?=动)|专(?=项行)"
        "|[规计](?=划期)|方(?=案期)|期(?=末)"
    )
)
"""Where a time may begin: a search for it skips what a search for times would have to try."""
_DIGIT = re.compile(r"\d")
_SAME = 40
"""How near two times stand that mean one and the same."""
_YEAR = re.compile(r"\d{4}")
_HINT = re.compile("[年月日周天末季内]")
_SEED = re.compile("[年月日周天末季期]")
_TO_SEED = 30
"""A time has one of these characters within so many of its beginning; one that has none is not looked for."""
_YEARS_OFF = {
    "去年": -1,
    "上年": -1,
    "上年度": -1,
    "前年": -2,
    "明年": 1,
    "来年": 1,
    "下年": 1,
    "下一年": 1,
    "下年度": 1,
    "下一年度": 1,
}
_BASE = re.compile("(?:较|比|与|同|相比|相较|对比|对照)于?$")
_BASE_AFTER = re.compile("的?(?:基础上|水平|基础|相比|为基数|为基准|同期)")
_FROM = re.compile("(?:由|从|自)$")
_UNTIL = re.compile("(?:最迟|不晚于|不迟于|到|至|截至|截止|截|在|于|力争|确保|争取|预计|计划|底|力求)$")
_AS_OF = re.compile("(?:截至|截止|截至到|截止到|截)$")
_ATTRIBUTE_OF = re.compile(
    "(?:举办|参加|开展|印发|召开|组织|落实|制定|承办|编制|做好|启动|实施|申报|通过|依托|根据|按照|结合|出台|"
    "发布|推进|完善|修订|执行|纳入|"
    "列入|的|和|及|、|“|对|将|为)$"
)
_NAMED = re.compile(
    "[^,。;:、]{0,12}?(?:班|大赛|论坛|博览会|会议|行动|工程|方案|计划|规划|要点|通知|意见|报告|目录|版|届|赛|"
    "展|课题|预算|项目)"
    "(?:$|[,。;:、等的])"
)
_ADVERB_NEXT = ",力争将"
_EDGES = frozenset({"\n", ",", ";", "。", "", ":"})
_AFTERWARDS = {"以来": "past", "至今": "past", "起": "start", "开始": "start", "后": "start", "以后": "start"}
_TERMS = {"春": (2, 6), "秋": (8, 12)}
"""The month before a school term begins, and the one it ends in (of the same year)."""
_MARKED = re.compile(r"(?:[一二三四五六七八九十]、|\)|\d[.、])$")
_WORKS = re.compile(
    "实施|整治|修复|投入|力争|要|共|总|种植|造林|治理|消除|交付|安排|发放|扶持|资助|救助|推广|争取|招|选|拟|筹|新[建增]|改[建造]|建[成设]|培[养育训]|引进|累计|完成|实现|投入|打造|创建|发展"
)
_NO_SPAN = re.compile("[近连续每前过去满第上隔届间来约后限期内]$")
_ADDS_UP = re.compile(
    "累计[^,;。\\d]{0,8}\\d[\\d.]*[万亿]*(?!个?百分点|[%\\d.万亿])|"
    "(?:共|总共|合计|新|完成|建|交付|发放|投放|培训|引进)[^,;。]{0,16}?[\\d一二三四五六七八九十百千万]|\\d{2,}(?!年|月|日)"
)
_FROM_DAY = re.compile("(?:起|后|印发|发布|实施|施行|通知)[^,;。]{0,4}$|(?:^|[\\n。;:])$")
_DAYS = {"周": 7.0, "天": 1.0, "日": 1.0, "个工作日": 1.4, "工作日": 1.4}


@dataclass(slots=True)
class Time:
    """A time expression.

    `kind`: deadline, ahead (so long from now), year (a bare year), event (a day or month), past, from (what was before
    a change), base (what is compared with), start, or none. `joined`: how many times before it it is joined to.
    """

    start: int
    end: int
    iso: str | None
    kind: str
    year: int | None = None
    as_of: bool = False
    joined: int = 0


def scan(text: str, start: int, end: int, when: Calendar) -> list[Time]:
    """Every time expression between two offsets of the clean text, in order."""
    if not _HINT.search(text, start, end):
        return []
    found: list[Time] = []
    for match in _matches(text, start, end):
        before = text[max(start, match.start() - 4) : match.start()]
        found += _READERS[str(match.lastgroup)](text, match, before, when)
    for first, second in pairwise(found):
        _join(text, first, second)
    return found


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches in order, each with a seed at hand."""
    at, seed = start, _SEED.search(text, start, end)
    for begin in _BEGINS.finditer(text, start, end):
        here = begin.start()
        if seed is not None and seed.start() < at <= here:
            seed = _SEED.search(text, at, end)
        if seed is None:
            return
        match = _TIME.match(text, here, end) if here >= max(at, seed.start() - _TO_SEED) else None
        if match is not None:
            yield match
            at = match.end()


def _join(text: str, first: Time, second: Time) -> None:
    """到2022年和2030年: years joined to a deadline are deadlines with it. 用三年时间,…到2026年: one and the same."""
    if text[first.end : second.start] in {"和", "、", "及", "与"} and second.iso and first.kind in {"deadline", "year"}:
        second.kind, second.joined = "deadline", first.joined + 1
    near = text[second.start - 1] in "到至" or not _DIGIT.search(text, first.end, second.start)
    near = near and second.start - first.end <= _SAME
    if first.kind == "ahead" and second.kind == "deadline" and second.year and near:
        first.iso, first.year = second.iso, second.year


def _related(before: str, otherwise: str) -> str:
    """What the words right before a time make of it."""
    if _BASE.search(before):
        return "base"
    return "from" if _FROM.search(before) else otherwise


def _span(_text: str, match: re.Match[str], _before: str, _when: Calendar) -> Iterator[Time]:
    """2023年7月至2024年6月: it ends with its last month or day."""
    year = int(match["y2"] or match["span"][:4])
    iso = dates.in_month(year, int(match["m2"]), match["d2"], None)
    yield Time(*match.span(), iso, "deadline", year)


def _list(_text: str, match: re.Match[str], _before: str, _when: Calendar) -> Iterator[Time]:
    """2023、2024、2025年: a year for each of as many numbers."""
    for place, one in enumerate(_YEAR.finditer(match.group())):
        year, start = int(one.group()), match.start() + one.start()
        yield Time(start, start + len(one.group()), dates.year_end(year), "deadline", year, joined=place)


def _years(_text: str, match: re.Match[str], _before: str, _when: Calendar) -> Iterator[Time]:
    year = int(match["r2"])
    yield Time(*match.span(), dates.year_end(year), "deadline", year)


def _dated(text: str, match: re.Match[str], before: str, when: Calendar) -> Iterator[Time]:
    """A year, alone or with a month, a day, a quarter."""
    year = int(match["y"])
    as_of = bool(_AS_OF.search(before))
    yield Time(*match.span(), _iso(year, match), _kind_of_date(text, match, before, when), year, as_of)


def _kind_of_date(text: str, match: re.Match[str], before: str, when: Calendar) -> str:
    suffix = match["ys"] or ""
    if suffix in _AFTERWARDS:
        return _AFTERWARDS[suffix]
    if suffix in {"以前", "之前"} and when.year and int(match["y"]) < when.year:
        return "none"
    if _BASE_AFTER.match(text, match.end()):
        return "base"
    if _related(before, "") or _UNTIL.search(before) or suffix or match["ye"]:
        return _related(before, "deadline")
    if match["m"]:
        return "event" if match["d"] or match["mp"] in {None, "份"} else "deadline"
    return "none" if not (match["yh"] or match["yq"] or match["yt"]) and _is_attribute(text, match, before) else "year"


def _is_attribute(text: str, match: re.Match[str], before: str) -> bool:
    """2024年防汛实训班: a year that names a thing and says nothing of when."""
    named = bool(_NAMED.match(text, match.end()))
    if text[match.start() - 1 : match.start()] in _EDGES:
        return named and text[match.end() : match.end() + 1] not in _ADVERB_NEXT
    return named or bool(_ATTRIBUTE_OF.search(before))


def _iso(year: int, match: re.Match[str]) -> str | None:
    if match["m"]:
        return dates.in_month(year, int(match["m"]), match["d"], match["mp"])
    if match["yh"] or match["yq"]:
        return dates.part_end(year, match["yh"], match["yq"])
    if match["yt"]:
        begins, ends = _TERMS[match["yt"]]
        return dates.month_end(year, begins if (match["ys"] or "").endswith("前") else ends)
    return dates.year_end(year)


def _five_years(_text: str, match: re.Match[str], before: str, _when: Calendar) -> Iterator[Time]:
    """“十四五”末 is the end of 2025."""
    year = 2010 + 5 * "一二三四五六七".index(match["five"][1])
    yield Time(*match.span(), dates.year_end(year), _related(before.rstrip("“"), "deadline"), year)


def _worded(_text: str, match: re.Match[str], before: str, when: Calendar) -> Iterator[Time]:
    """今年, 去年, 明年6月底, 年底前."""
    if when.year is None:
        return
    year = when.year + _YEARS_OFF.get(match["w"], 0)
    if match["wm"]:
        iso = dates.in_month(year, int(match["wm"]), match["wd"], None)
    else:
        iso = dates.part_end(year, match["wh"], None) if match["wh"] else dates.year_end(year)
    event = match["wd"] and not match.group().endswith("前")
    yield Time(*match.span(), iso, _related(before, "event" if event else "deadline"), year)


def _month(text: str, match: re.Match[str], before: str, when: Calendar) -> Iterator[Time]:
    """6月底前, 9月: of the year of the plan."""
    if when.year is None:
        return
    due = (
        text.startswith(")前", match.end())
        or (match["os"] or "起") not in {"起", "开始"}
        or match["op"] in {"底", "末"}
        or before.endswith(("到", "至"))
    )
    iso = dates.in_month(when.year, int(match["om"]), match["od"], match["op"])
    yield Time(*match.span(), iso, "deadline" if due else "event", when.year)


def _part(_text: str, match: re.Match[str], _before: str, when: Calendar) -> Iterator[Time]:
    if when.year:
        iso = dates.part_end(when.year, match["oh"], match["oq"])
        yield Time(*match.span(), iso, "deadline", when.year)


def _end(_text: str, match: re.Match[str], _before: str, when: Calendar) -> Iterator[Time]:
    last = when.last or when.year
    if last:
        yield Time(*match.span(), dates.year_end(last), "deadline", last)


def _relative(text: str, match: re.Match[str], before: str, when: Calendar) -> Iterator[Time]:
    """三年内, 用两年时间, 6个月内; and 两年来, which looks back."""
    if match["gs"] in {"来", "以来"} or before.endswith(("近", "过去", "连续", "前")):
        yield Time(*match.span(), None, "past")
        return
    if (
        match["gu"] not in {"年", "个月"}
        and match["gs"]
        and not _FROM_DAY.search(text, max(0, match.start() - 14), match.start())
    ):
        return
    if before.endswith("后") and not before.endswith(("今后", "之后", "以后")):
        return
    ahead = match["gp"] and ("时间" in match.group() or match["gp"] in {"未来", "今后"})
    ahead = ahead or (match["gu"] == "年" and (_opens(text, match) or _in_all(text, match, before)))
    iso = _ahead(match, when) if ahead or match["gs"] else None
    if iso:
        yield Time(*match.span(), iso, "ahead", int(iso[:4]))


def _opens(text: str, match: re.Match[str]) -> bool:
    """三年筹建公寓6000套: so many years at the head of a clause, and then what is done in them."""
    before = text[match.start() - 1 : match.start()]
    if before == "." and match["gn"].isdigit():
        return False
    marked = before in {"、", ".", ")"} and bool(_MARKED.search(text[max(0, match.start() - 4) : match.start()]))
    return (before in _EDGES or marked) and bool(_WORKS.match(text, match.end()))


def _in_all(text: str, match: re.Match[str], before: str) -> bool:
    """培训三年9000人次, 贷款三年新发放25亿元: what so many years add up to."""
    if _NO_SPAN.search(before) or match["gn"] in {"一", "1"}:
        return False
    return bool(_ADDS_UP.match(text, match.end()))


def _ahead(match: re.Match[str], when: Calendar) -> str | None:
    """So long from the year, or the day, of the plan."""
    count = int(number(match["gn"]) or 0) if match["gn"] != "半" else 0
    if match["gu"] == "年" and count:
        return dates.year_end(_last_of(when, count)) if when.year else None
    if when.issued is None:
        return None
    if match["gu"] in {"年", "个月"}:
        return dates.months_after(when.issued, count or 6)
    return dates.days_after(when.issued, int(count * _DAYS[match["gu"]]))


def _last_of(when: Calendar, count: int) -> int:
    """The last of so many years: that of the plan when it spans them, else so many years on."""
    year = when.year or 0
    return when.last if when.last and when.last - year in {count - 1, count} else year + count


def _campaign(_text: str, match: re.Match[str], _before: str, when: Calendar) -> Iterator[Time]:
    """百日之内: the days that a campaign is held on."""
    if when.campaign:
        yield Time(*match.span(), when.campaign, "deadline", int(when.campaign[:4]))


_READERS: dict[str, Callable[[str, re.Match[str], str, Calendar], Iterator[Time]]] = {
    "span": _span,
    "list": _list,
    "years": _years,
    "dated": _dated,
    "plan": _five_years,
    "worded": _worded,
    "month": _month,
    "part": _part,
    "relative": _relative,
    "campaign": _campaign,
    "end": _end,
}
