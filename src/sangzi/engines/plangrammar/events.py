"""Commitments without a number of their own: 全覆盖, 县县有…, 每月举办…, 动态清零."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sangzi.engines.plangrammar.searches import by_first

_COVER = (
    r"(?P<cover>(?<!不)(?:全面?|全部|全域|全员|全市|全省)覆盖(?!面)|(?:全部|均已?|悉数)(?:设立|建立|配备|配齐|"
    r"设有|建有|纳入|覆盖|建起|达标|开设|接入|通达|组建|成立|落户|配置|持证|完成|实现|通过|取得|开展|免费|开放|实行|"
    r"推行|落实)|(?<=[一-龥])全部(?=[一-龥]{1,3}化(?!解|妆)|配(?!合)|装|接入|上线|入库|消除|纳入)|(?<=[县市区乡镇村)道校家户])全部(?=[一-龥]{2})(?!由|按|是|用|以"
    r"|在|为|超|达|建成投|完成)|"
    r"百分之百|百分百"
    r"|(?:所有|每(?:个|一个)|各)(?=[^,;:。\d]{1,24}?(?:均|都)[^,;:。\d]{0,6}?(?:有|设|建|配|开设|纳入|分管))|"
    r"覆盖(?:到)?(?:所有|全部|全体)(?=[^,;:。\d]{2,20})|所有(?=[^,;:。\d]{1,24}?(?:配备|配齐|设立|建立|开设|"
    r"纳入|提供|建成|达标|实现))|所有(?=(?:行政村|村|乡镇|镇|街道|县|区)[^,;:。\d]{2,40}(?=[,;。\n]|$)))"
)
_SLOGAN = (
    r"(?P<slogan>(?P<s1>[村乡镇县市区校班街园店站组户])(?P=s1)(?:都|皆|均)?(?P<verb>有|建|设|配|出)(?!关|效|序|台|动|行|发|现|力|口|资|彩|色|新|"
    r"机|力|利|立|设|制)(?P<object>[^,、;:。“”()\s都皆均]{1,8})"
    r"|(?<=[一-龥])(?P<s2>[村乡镇县市区校班])(?P=s2)(?:都|皆|均)?(?:有|建成|建有)(?=[,;。、”)\n]|$)"
    r"|(?<![一-龥]一)一(?P<s3>村|乡镇|乡|镇|街道|县|区|市|社区|校|站|园)一(?P<thing>[一-龥]{1,5})(?=[,;。\n]|$|、一|全覆盖|”(?:建成|投用|全)))"
)
_UNITS = (
    "监测|调度|通报|例会|会商|研判|报告|报送|分析|点评|督查|督导|评估|考核|排名|晾晒|推进会|碰头会|会办|检查|"
    "填报|结账|对账|点名|会诊|碰头|汇总|会面|巡查|巡检|统计|盘点|总结|清零|清查|抽查|审计|更新|公示|评比|讲评|走访"
)
_SHORT = "(?:[日周月旬季年]|半月|半年|双周)度?"
_RHYTHM = (
    r"(?P<rhythm>每个?(?:周[一二三四五六日]|工作日|双周|两周|半个?月|半年|季度?|学期|月度?|周|星期|旬|天|日|年度?|"
    r"十天|[两二三2-9](?:年|个月|周))(?!末|边|期|报|刊|轮|龄|均)"
    r"|逐(?:日|周|旬|月|季度?|年)(?!递|增|提|降|下|减|加|扩|推|改|上|压|完|步|落|达)(?=[一-龥]{2})"
    r"|(?:日日|天天|周周|月月|季季|年年)(?=有)"
    rf"|(?:(?<![一-龥\d])|(?<=[建立行持实施落和])){_SHORT}"
    rf"(?=(?:{_UNITS})(?:[、,。;”“()日周月季年半]|和|等|制|机|的|工作|例|会|\n|$))"
    rf"|(?P<one>(?:一(?:日|周|月|季度?|年|旬|双周|半年)|一?半[月年])一)(?=(?:{_UNITS})))"
)
_ZERO = (
    r"(?P<zero>(?:动态|全面|基本|全部|实现|存量)?清零|为(?:零|0)(?=[,;。、\n]|$)|"
    r"零(?:发生|事故|死亡|新增|伤亡|失联|遗漏|投诉|出现|差错|违规|拖欠|积压|感染|辍学|超标|溺亡|案件|伤害|脱管|漏管|返贫|"
    r"增长(?=[,;。、\n]|$)))"
)
_DOUBLE = r"(?P<double>翻(?:一|两|二)?番(?!数))"
_EVENT = re.compile(f"{_COVER}|{_SLOGAN}|{_RHYTHM}|{_ZERO}|{_DOUBLE}")
_TWICE = "|".join(f"{char}(?={char})" for char in "村乡镇县市区校班街园店站组户日天周月季年")
_BEGINS = re.compile(
    by_first(
        "全(?=部|[面域员市省]?覆|面清)|均(?=[已设建配纳覆达开接通组成落持完实取免推])|悉(?=数)|百(?=分[之百])|所(?=有)"
        "|各(?=[^,;:。\\d]{1,24}?[均都])|覆(?=盖到?[所全])|每(?=[个一周工双两半季学月星旬天日年十二三2-9])|逐(?=[日周旬月季年])"
        f"|一(?=[村乡镇街县区市社校站园日周月季年旬双半])|半(?=[月年])|双(?=周)|动(?=态清)|基(?=本清)|实(?=现清)|存(?=量清)"
        f"|清(?=零)|为(?=[零0])|零(?=[发事死新伤失遗投出差违拖积感辍超溺案脱漏返增])|翻(?=[一两二]?番)|{_TWICE}"
        f"|[日周月旬季年](?=度?[{''.join(word[0] for word in _UNITS.split('|'))}])"
    )
)
"""Where an event may begin: a search for it skips what a search for events would have to try."""
_YEARS = {"两年": "two-year", "二年": "two-year", "2年": "two-year", "三年": "three-year", "3年": "three-year"}
_YEARS |= {"五年": "five-year", "5年": "five-year"}
_WORDS = {
    "工作日": "day",
    "天": "day",
    "日": "day",
    "双周": "half-month",
    "两周": "half-month",
    "半个月": "half-month",
    "半月": "half-month",
    "2周": "half-month",
    "半年": "half-year",
    "季": "quarter",
    "季度": "quarter",
    "学期": "semester",
    "月": "month",
    "月度": "month",
    "周": "week",
    "星期": "week",
    "旬": "ten-day",
    "年": "year",
    "年度": "year",
    "十天": "ten-day",
}
_SLOGAN_LEVELS = {
    "村": "village",
    "乡": "township",
    "镇": "township",
    "街": "township",
    "县": "county",
    "区": "county",
    "市": "prefecture",
    "社区": "village",
    "街道": "township",
    "乡镇": "township",
}
_SLOGAN_GROUPS = {"校": "学校", "班": "班级", "园": "园区", "店": "门店", "站": "站点", "组": "村民小组", "户": "农户"}
_PROGRAMME = re.compile("”(?:等|系列|主题)?[^,。;”“]{0,4}(?:活动|行动|工程|计划|项目|专项|品牌|选培|评选|矩阵)")
_ADJECTIVE = re.compile(
    "(?:的|式|地|性|型)(?!设|建)|、(?:无|全|多|常态|高|精准|零|可|长效|立体|分层|广|深|[^,;。、]{0,6}化(?:[,;。、的]|$))"
)
_REPORTED_BY = re.compile("(?:\\d{1,2}月)?\\d{1,2}日(?:前|之前)")
"""每月5日前报送: when a report is due, and no rhythm of work."""
_DOES = re.compile(
    "召开|主持|举办|开展|组织|发布|邀请|制作|开办|举行|报送|通报|调度|监测|检查|督查|督导|评估|更新|公布|编发|"
    "编印|印发|出版|评选|走访|研究|听取|会商|例会|分析|推出|安排|推送|报告|集中|学习|点评|排查|巡查|抽查|巡诊|"
    "义诊|慰问|遴选|表彰|考核|总结|盘点|会议|讲座|晾晒|排名|推荐|培训|体检|活动|公示|审计|调研|轮训|整治|清理|"
    "演练|问候|探访|寻访|随访|面访|家访|回访|碰头|汇总|清点|点名|上门|公布|有记录|有活动|有主题"
)
_NO_THING = re.compile("^[策案档议品法码卡证题]|[策案档]$|矩阵|特色|主题|方案|清单|台账|品牌|模式")
"""一企一策, 一县一品: labels of a way of working."""
_HUMAN = "人才者手师员干匠医星骨能"


@dataclass(slots=True)
class Event:
    """A trigger without a number: `kind` is cover, slogan, rhythm, zero or double."""

    kind: str
    start: int
    end: int
    words: str
    period: str | None = None
    over: str | None = None
    human: bool = False


def scan(text: str) -> Iterator[Event]:
    """Every trigger in the clean text, in order."""
    at = 0
    for begin in _BEGINS.finditer(text):
        match = _EVENT.match(text, begin.start()) if begin.start() >= at else None
        if match is not None:
            at = match.end()
            event = _read(text, match)
            if event is not None:
                yield event


def _read(text: str, match: re.Match[str]) -> Event | None:
    start, end = match.span()
    if match["cover"]:
        if "覆盖" in match["cover"] and _ADJECTIVE.match(text, end):
            return None
        return Event("cover", start, end, match.group())
    if match["slogan"]:
        return _slogan(text, match)
    if match["zero"]:
        return Event("zero", start, end, match.group())
    if match["double"]:
        return Event("double", start, end, match.group())
    return Event("rhythm", start, end, match.group(), period=_period(match.group()))


def _slogan(text: str, match: re.Match[str]) -> Event | None:
    """县县有组织; but 村村…活动 in quotes is the name of a programme."""
    close = text.find("”", match.end(), match.end() + 12)
    if close >= 0 and _PROGRAMME.match(text, close) and "“" not in text[match.end() : close]:
        return None
    who = match["s1"] or match["s2"] or match["s3"]
    if match["thing"] and _NO_THING.search(match["thing"]):
        return None
    over = _SLOGAN_LEVELS.get(who) or _SLOGAN_GROUPS[who]
    thing = match["object"] or match["thing"] or ""
    human = bool(thing) and (thing[-1] in _HUMAN or thing.endswith("青年"))
    return Event("slogan", match.start(), match.end(), match.group(), over=over, human=human)


def _period(words: str) -> str | None:
    core = words.removeprefix("每").removeprefix("个")
    core = "周" if core.startswith("周") and len(core) == 2 else core
    core = core.removeprefix("逐")
    if len(core) == 2 and core[0] == core[1]:
        core = core[0]
    core = core.removesuffix("一") if core.startswith("半") else core
    if core.startswith("一") and core.endswith("一"):
        core = core[1:-1]
    if core[:1] in "两二三" or core[:1].isdigit():
        return (
            _WORDS.get(core)
            or _YEARS.get(core)
            or ("year" if core.endswith("年") else "month" if core.endswith("月") else "week")
        )
    return _WORDS.get(core) or _WORDS.get(core.rstrip("度"))


def does(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb or noun of an occasion between two offsets: 召开, 例会, 讲座."""
    if _REPORTED_BY.match(text, start, end):
        return None
    return _DOES.search(text, start, end)
