"""Names of what holds for each of many: 每个乡镇的社区苗圃数, 每千人口托位数, 困难残疾人生活补贴标准."""

import re

from sangzi.engines.plangrammar import measures, titlenouns
from sangzi.engines.plangrammar.levels import LEVEL_NAMES
from sangzi.engines.plangrammar.places import Place
from sangzi.engines.plangrammar.titlewords import fitting, made, paired, plain, trimmed, unhung, unled, unmade

LEVELS = {"village": "村", "township": "乡镇", "county": "县", "prefecture": "市", "province": "省", "nation": "全国"}
_EVERY = re.compile(
    "每(?![年月周日天季旬半批]|学期|双周|个[月季])(?:一?([个名位家所支户座间条对辆台处人项片只])(?!庭))?|"
    "各(?![类项种级方地\\d一二两三四五])|所有|全部"
)
_WHOSE = re.compile(
    "[^,;:。]{0,20}?(?=至少|不少于|不低于|分别|都|均|要|有|建|设|配|开|举办|组织|完成|打造|新增|推出|培|选|派|评|"
    "结对|联系|负责|包|签订|提供|发展|形成|\\d|[一二三四五六七八九十两百]{1,3}[个名家场次所座支])"
)
_LATER = re.compile("^(?:都|均|要|应|须|能|可|至少|分别|力争|原则上|、[^,;:。]{2,20}?(?=至少|分别))+")
_PEOPLE = re.compile("(?:员|师|生|者|人|手|干部|骨干|青年|儿童|专家|对象|代表|教师|职工|头雁”?|医生|护士|书记|校长)$")
_PRONOUN = re.compile(
    "公斤|公里|平方公里|平方米|立方米|公顷|学期|[人家户站屋角岗组校班期队园店馆场车床亩批次所村镇乡县市区台户]"
)
_MEASURE = re.compile("公斤|公里|平方公里|平方米|立方米|公顷|学期|亩")
_LONGEST = 21
_OF_OTHERS = ("率", "例", "重", "标准", "金额", "占比")
_CLASSED = re.compile("每([个名位家所支户座间条])$")
_SUCH = re.compile("^(?:有|设|建)?(?:这样|此类|这类)的")
_TO_NUMBER = re.compile("(?<=....)(?:由|从)?\\d")
_ALONE = frozenset("人家户")
_BROKEN = re.compile("给予|不(?:少|低|高|超)|至少|提供|签订|开展|每|限额|上限|最高|降低|服务不|享受对象")
_THEIR_DEEDS = re.compile(
    "(?<=..)(?:(?:服务(?![中站点队专机平员窗热所团对组企])|入驻|联系(?![点人])|带动|走访|培训(?![机基中班对])|"
    "开展|承接|吸纳).*|组织(?=.{2}).*)$"
)
_BENEFIT = re.compile(
    "(?:补贴|补助|奖励|奖补|津贴|助学金|奖学金|生活费|救助金|资助|补偿|安家费|经费|贷款|消费券|标准|额度|餐费|"
    "租金|学费|保费|收入)(?:标准|上限|限额|额度|资金|金额)?"
)
_GIVE = re.compile(
    "给予|予以|发放|按照?|一次性|最高|分别|每[人户名月年亩生家位个岗床次套间](?:每[月年天次])?|(?:的)?标准(?:$|"
    "安排)|不超过|领取?|可获?得?|享受"
)
_SUMS = re.compile("^.*\\d[\\d.]*[万亿]?元(?:/[^的]{1,3})?的?")
_GIVEN = re.compile("给予|予以|奖励|补贴|补助|资助|津贴|奖补|补偿|发放|领取?")
_STANDARD = ("标准", "上限", "限额", "额度", "最高额")
_MEAN_LAST = re.compile("[人户班校亩师生村店馆场]均$")
_RATE = re.compile("每(?:[\\d百千万十]+)[^,;:。]{0,30}")
_OWN = re.compile("拥有|配备|(?<!拥)有(?!关|效|机|序|偿)|注册|达")


def of_each(place: Place, over: str, before: str | None) -> str:
    """每个乡镇建成2个苗圃: whose it is, and what each has."""
    who, rest, front = _whose(place, over)
    unit = "天" if place.a.unit in {"工作日", "个工作日"} else place.a.unit
    thing = _thing(place, rest)
    front = place.tail[: max(0, len(front) - len(place.before) + len(place.tail))]
    topic = paired(unmade(trimmed(front)))
    if len(who) == 2 and 1 < len(topic) <= 16 - len(thing):
        return titlenouns.ended(f"{topic}{who}{thing}", unit)
    core = fitting(thing or topic or _known(before, unit), max(6, _LONGEST - len(who))).removeprefix("的")
    joint = "" if len(who) < 3 or titlenouns.does(core) else "的"
    return titlenouns.ended(f"{who}{joint if core else ''}{core}", unit)


def _whose(place: Place, over: str) -> tuple[str, str, str]:
    """每… as it is said, the words between it and the amount, and those before it."""
    before = place.before
    over = _THEIR_DEEDS.sub("", over).removesuffix("的") if over not in LEVEL_NAMES else over
    every = next(reversed([*_EVERY.finditer(before)]), None)
    if every is None:
        rest = before[before.rfind(over) + len(over) :] if over in before else before
        return "" if _BROKEN.search(over) else _called(over, None), rest, ""
    word, after, front = every[1], before[every.end() :], before[: every.start()]
    if over in LEVEL_NAMES:
        whose = _WHOSE.match(after)
        return _called(over, word), after[whose.end() :] if whose and whose.end() <= 10 else after, front
    where = before.rfind(over)
    named = len(over) > 1 and where >= 0 and not _BROKEN.search(over)
    if named and word != "人" and not (word in _ALONE and titlenouns.does(over)):
        own = _CLASSED.search(before, max(0, where - 3), where)
        if where >= every.end():
            return _called(over, word), before[where + len(over) :], front
        return _called(over, own[1] if own else None), after, ""
    pronoun = None if word in _ALONE else _PRONOUN.match(after)
    if pronoun:
        return f"每{pronoun.group()}", after[pronoun.end() :], front
    return (f"每{word}" if word else ""), after, front


def _called(over: str, word: str | None) -> str:
    if over in LEVEL_NAMES:
        return f"每个{LEVELS[over]}"
    over = paired(plain(over))
    if over.startswith("每"):
        return over
    if _MEASURE.fullmatch(over):
        return f"每{over}"
    classifier = word if word and word != "人" else "名" if _PEOPLE.search(over) else "个"
    return f"每{classifier}{over[-14:]}"


def _thing(place: Place, rest: str) -> str:
    noun = paired(plain(titlenouns.counted(place.text, place.a.end, place.right).noun))
    tail = place.tail if len(place.tail) < len(rest) else rest
    between = paired(unhung(unled(_LATER.sub("", plain(tail)))))
    if len(noun) > 1 or (noun and len(between) > 1):
        verb = between if len(between) < 9 and not made(between) else ""
        return f"{verb}{noun}"
    own = _SUCH.sub("", titlenouns.uncounted(unmade(between)))
    return own if len(own) > 1 else ""


def _known(before: str | None, unit: str) -> str:
    """What the statement before counted, where people are counted again or things again."""
    if before and before.startswith("每"):
        return before.split("的", 1)[-1]
    same = before and not before.endswith(_OF_OTHERS) and before.endswith("人数") == (unit in measures.PEOPLE)
    return titlenouns.core(before) if before and same else ""


def of_head(place: Place) -> str:
    """人均公园绿地面积, 每千人口托位数: the words as they stand."""
    noun = paired(plain(titlenouns.counted(place.text, place.a.end, place.right).noun))
    words = titlenouns.uncounted(place.before) if "均" in place.before else place.before
    words = _TO_NUMBER.split(words, maxsplit=1)[0] if "均" in words else words
    rate = _RATE.search(words)
    core = _of_many(words, rate, noun) if rate else paired(trimmed(words)) + (noun if len(noun) > 1 else "")
    mean = _MEAN_LAST.search(core)
    core = mean.group() + core[: mean.start()] if mean and mean.start() else core
    return titlenouns.ended(fitting(core or "人均", 24), place.a.unit)


def _of_many(words: str, rate: re.Match[str], noun: str) -> str:
    """每千人口拥有托位: how many there are to a thousand; what they are may stand before."""
    core = _OWN.sub("", paired(unhung(plain(_TO_NUMBER.split(rate.group(), maxsplit=1)[0]))), count=1) + (
        noun if len(noun) > 1 else ""
    )
    front = paired(unmade(trimmed(words[: rate.start()])))
    return f"{core}{front}" if len(noun) < 2 and len(front) > 1 and len(core) < 8 else core


def is_given(place: Place) -> bool:
    """Whether a sum is said to be given: 给予, 奖励, 补贴."""
    return bool(_GIVEN.search(place.tail) or _GIVEN.search(place.text, place.a.end, place.right))


def of_sum(place: Place) -> str:
    """给予每人2000元创业补助: the benefit and its standard."""
    after = place.text[place.a.end : min(place.right, place.a.end + 24)]
    found = _benefit(after, first=True) or _benefit(place.before, first=False)
    if found is None:
        whom = paired(unhung(unled(plain(place.tail))))
        given = whom.removesuffix("给予").removesuffix("予以")
        return f"{fitting(paired(trimmed(given)), 16)}给予标准" if len(given) < len(whom) > 5 else ""
    core = paired(unmade(unled(plain(_GIVE.sub("", _SUMS.sub("", found)))))).removeprefix("的")
    whom = paired(trimmed(_GIVE.sub("", place.tail)))
    if 1 < len(whom) < 7 and whom not in core and not _BENEFIT.search(whom):
        core = f"{whom}{core}"
    core = fitting(core, 20)
    if len(core) < 3:
        return ""
    return core if core.endswith(_STANDARD) else f"{core}标准"


def _benefit(words: str, *, first: bool) -> str | None:
    """The phrase that names a benefit; a bare 标准 names none."""
    said = None
    for found in _BENEFIT.finditer(words):
        begin = max(words.rfind(mark, 0, found.start()) for mark in ",;:。、") + 1
        phrase = words[begin : found.end()]
        if len(_GIVE.sub("", _SUMS.sub("", phrase)).strip("的")) > 1:
            said = phrase
            if first:
                break
    return said
