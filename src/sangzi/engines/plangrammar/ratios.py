"""Percentages: growth, shares inside one pool, and coverage of units or people."""

import re

from sangzi.engines.plangrammar import levels, measures
from sangzi.engines.plangrammar.model import Shape
from sangzi.engines.plangrammar.places import Place, Shaped

_SOFTENERS = (
    "(?:了|约|近|超过|不低于|不少于|至少|达到?|不高于|不超过|在|为|力争|幅度|保持在|控制在|高于|逾|超|不小于)*$"
)
_GROWTH_BEFORE = re.compile(
    "(?:增长|增加|增幅|增速|递增|提高|提升|上升|上涨|扩大|下降|降低|减少|缩短|压减|压缩|缩减|减排|降幅|减幅|"
    "增收|增产|增效|扩容|上浮|下浮|净增|提速|回落|节约|递减|降|增|压降|削减|回升|翻)"
    "率?" + _SOFTENERS
)
_GROWTH_TO = re.compile(
    "(?:增长|增加|提高|提升|上升|下降|降低|减少|缩短|降|增|升|压减|扩大)(?:到|至|低到|低至|为)(?:不低于|不少于|约|近)?$"
)
_GROWTH_NOUN = re.compile("(?:增长率|增速|增幅|降幅|减幅|增长幅度|下降幅度|下降率|年均增长|同比)[^,;。]{0,8}$")
_GROWTH_AFTER = re.compile("(?:的|左右的|以上的)?(?:增长|增速|增幅|降幅)")
_SHARE = re.compile("(?:占比|比例|比重|占|份额|构成)[^,;:。]{0,14}$")
_SHARE_AFTER = re.compile("的?(?:比例|比重|份额)")
_RATE = re.compile("([^,;:。、“”]{0,14}?)([一-龥]{0,4}[率度])(?:[^,;:。]{0,12})$")
_TWO_RATES = re.compile("([^,;:。、]{2,24}?[率度])(?:、|和|及|与)([^,;:。、]{2,24}?[率度])(?:要)?(?:均|都|分别|双双)")
_BOTH = re.compile("均|都|分别|双双")
_NUMBERS_TOO = re.compile("(?:以上|以下|以内|左右)?(?:、|和|及|与)\\d")
"""X率、Y率分别达到98%、95%: a number for each."""
_DO = re.compile(
    "以?上?(?:达标|合格|持证|上岗|参加|完成|纳入|建成|配备|配齐|落实|安装|接入|建立|实现|公开|签订|签约|建档|通过|"
    "取得|接受|参保|入园|入学|就业|设立|成立|开展|开设|具备|拥有|覆盖)"
)
_YEAR_LAST = re.compile(
    "(?:自[^,;:。]{2,12}起(?:[一二三四五六七八九十\\d]{1,2}个?[年月]内)?|(?:到|至)?(?:20\\d\\d|今|明|当)年(?:[底末]?前?)?)(?:要|应|须|力争|先行)*(?:为"
    "|达到?|要到|到)?$"
)
_POOL = re.compile("(?:不少于|不低于|达到?|超过)([^,;:。、\\d]{2,14}?)的$")
_THOSE_PART = re.compile(
    "((?:[^,;:。、占的]{0,14}?(?:者|人员|学生|家庭|患者|儿童|老人|青年|企业|学校|小区|单位|社区|机构|村)))"
    "[^,;:。、占的]{3,14}的(?:要|应|须|约)?占(?:到|比)?$"
)
_SHARE_WORD = re.compile("比例|比重|占|率")
_ENDS = re.compile("(?:以上|左右|以内)?(?:[,;。]|$)")
_THOSE_WHO = re.compile(
    "([^,;:。、]{2,16}?)(?:接受|设有?|设立|配备|建有|建立|参加|参与|开展|开设|拥有|具有|具备|享受|获得|纳入|落实|实行)"
    "[^,;:。、占]{1,14}?的(?:比例|比重|占比)[^,;:。]{0,10}$"
)
_SPOKEN_APART = re.compile("[、和][省市县区乡镇村]")
_LAND = re.compile("(?:森林|林木|绿化|植被|林草|绿地|草原|湿地|水土|自然岸线|建成区|秸秆|耕地)[^,;:。]{0,8}$")
_PROPORTION = re.compile(
    "(?:合格|优良|优秀|良好|达标|利用|转化|治愈|满意|就业|回收|处理|处置|治理|绿化|绿地|覆绿|安葬|上线|升学|"
    "录取|近视|死亡|发病|患病|失业|增长|"
    "资产负债|产销|成活|保存|城镇化|机械化|自动化|数字化|信息化|比|费|税|完成|办结|及时|准确|破案|结案|化解|"
    "成功|回访|使用|入住|空置|良种|安全|"
    "达成|复发|感染|检出|抽检|贡献|自给|净化|资源化|综合|脱贫|返贫|发生|下降|降低|好评|识别|转诊|留用|整改|"
    "留存|流失|报废|损耗|负荷|通过|自营|采纳|存活|到人|漏损|商品|加工|盈利|不良|担保)率"
    "|(?:满意|知晓|认可|美誉|信任|幸福)度|水平"
)
_MEETS = re.compile("(?:达标|合格)率")
_COVER_RATE = re.compile(
    "(?:覆盖|签订|建设|普及|普惠|配备|配置|建成|设置|设立|建立|成立|参保|入学|入园|入托|毛入园|巩固|签约|建档|接种|筛查|"
    "持证|参与|参训|受训|接入|通达|登记|开放|开课|开设|管理|入户|随访|探访|服务|拥有|惠及|注册|加入|组建|安装|"
    "通车|上云|应用|知晓|公开|联系|走访|轮训|培训|体检|供养|保障|救助|通邮|通水|通电|上岗|年检)率|覆盖面"
)
_ORGANS = re.compile("中心|站|所|馆|院|校|园|单位|机构|村|社区|乡镇")
_FLOWS = re.compile("排放|水质|废水|空气|污染|产品|抽检|出水")
_MEMBERS = re.compile(
    "[农牧渔村市居]民|[林果菜棉茶]农|人(?!均)|员|师|患者|病人|感染者|孤儿|对象|学生|毕业生|医生|新生|[男女]生|职工|群众|农民|青年|户|校|童|企业|机构|社区|村|乡镇|居民|老年|妇女|家庭|单位"
    "|组织|幼儿园|医院|园区|班级|支部"
    "|干部|党员|场所|医生|车间"
)
_SETTING = re.compile("(?:建成|覆盖|配备|设立|设置|建立|开设|普及|达标|配置)(?:比例|比重)[^,;:。]{0,8}$")
_COVERS = re.compile("(?:覆盖|惠及|辐射|普及|触达)(?:到|全[省市县区]|面|了|约|近|达到?|超过|不低于|不少于|至少)*$")
_THINGS = re.compile(
    "岗位|名额|资金|经费|项目|课程|面积|任务|产品|资源|床位|学位|指标|时间|时段|事项|业务|垃圾|污水|废物|秸秆|"
    "水体|断面|耕地|收入|支出|投入|"
    "费用|用地|案件|诉求|问题|天数|能源|电力|车辆|土地|财力|工程|利润|预算|采购"
)
_OF = re.compile("的?")
_HEAD_END = re.compile(
    r"[,;:。、(“”]|(?<!拥)有(?!条件|机|关|资)|至少|达到|达|完成|实现|配备|建立|建成|建有|开展|开设|纳入|设置|"
    r"设立|拥有|接受|掌握|通过|"
    r"得到|享受|参加|参与|具备|取得|获得|用于|投向|来自|配|覆盖|成为|落实|满足|符合|能|要|均|都|在(?!校|岗|职|"
    r"读|册)|为|由|向|安排|"
    r"设有|转化|投入|实行|培养|培训"
)
_OF_LEVEL = re.compile("的[^,;。的]{1,8}$")
_INSIDE = re.compile(
    "占([^,;:。]{1,14}?)的?(?:比例|比重|比)?(?:达到?|不低于|超过|为|至|提高[到至]|提升[到至]|增至|降至|保持在)?$"
)
_TRIM = re.compile(
    "(?:不低于|不少于|不超过|不高于|达到|达|稳定在|保持在|控制在|提高到|提高至|提升到|提升至|下降到|降至|降到|"
    "降低到|要|力争|确保|均|分别|超过|高于|低于|以上|约|近|为|在|占比|比例|比重|占)+$"
)
_TRIM_LAST = frozenset("于过到达在至要争保均别上约近为比例重占")
"""The last characters of those."""
_MARK = re.compile("[,;:。、]")
_LEAD = re.compile(
    "^(?:到?\\d{4}年[底末]?(?:前)?|力争|确保|努力|实现|推动|使|全[省市县区国]|我[省市县区]|并|且|其中|争取|基本|全面)+"
)
_RISEN = re.compile("由|从")
_TO_LEVEL = re.compile(
    "[^,;:。]{0,4}?(?:提高|增加|提升|上升|下降|降低|压减|减少|扩大|增|升|降)(?:到|至|为)[^,;:。]{0,12}"
)
_NO_HEAD = re.compile("[和及、与至到\\d~—-]")
_MAX_NOUN = 24


def judge(place: Place) -> Shaped:
    """The shape of a percentage, of points, or of a multiple."""
    if _grows(place):
        return growth(place)
    tail = _named_tail(place)
    told = _of_pool(place) or _of_those_who(place, tail) or (_of_rate(place, tail) if _SETTING.search(tail) else None)
    if told:
        return told
    if _SHARE.search(tail) or _SHARE_AFTER.match(place.text, place.a.end, place.right):
        return Shaped("share", (_whole(tail),), "share by proportion word", (place.left, place.a.end))
    marked = _of_marked_level(place, tail)
    if marked:
        return marked
    head = _head(place)
    if head and not _RATE.search(tail):
        return _of_head(place, head)
    return _of_rate(place, tail)


def growth(place: Place) -> Shaped:
    """A change by so much."""
    return Shaped("growth", (None,), "growth", (max(place.left, place.a.start - 6), place.a.end))


def risen(place: Place) -> bool:
    """提升0.5分: whether a verb of change stands right before the amount, and it is no change to it."""
    return bool(_GROWTH_BEFORE.search(place.before)) and not _GROWTH_TO.search(place.before)


def _of_pool(place: Place) -> Shaped | None:
    """参加学生不少于应参加学生的九成: a share of those named last."""
    found = _POOL.search(place.before)
    if found is None or _SHARE_WORD.search(place.before):
        return None
    if place.a.end < place.right and not _ENDS.match(place.text, place.a.end, place.right):
        return None
    shape: Shape = "coverage" if _MEMBERS.search(found[1]) else "share"
    return Shaped(shape, (found[1],), "share by proportion word", (place.left, place.a.end))


def _of_those_who(place: Place, tail: str) -> Shaped | None:
    """感染者接受治疗的比例, 医院设康复科的比例: how many of some people or units do something."""
    found = _THOSE_WHO.search(tail) if "比" in tail else None
    if found is None or not _MEMBERS.search(found[1][-6:]):
        found = _THOSE_PART.search(place.before) if "占" in place.before else None
    if found is None:
        return None
    return Shaped("coverage", (_LEAD.sub("", found[1]),), "coverage of a population", (place.left, place.a.end))


def _named_tail(place: Place) -> str:
    """The words that name the ratio: of 由78%提高到95% those before 由."""
    tail = _YEAR_LAST.sub("", place.tail) if "年" in place.tail or "起" in place.tail else place.tail
    return _RISEN.split(place.before)[0] if _TO_LEVEL.fullmatch(tail) and _RISEN.search(place.before) else tail


def _grows(place: Place) -> bool:
    a, before = place.a, place.before
    if _GROWTH_TO.search(before):
        return False
    if a.unit in measures.POINTS or a.unit == "倍" or _GROWTH_BEFORE.search(before):
        return True
    return bool(_GROWTH_NOUN.search(place.tail) or _GROWTH_AFTER.match(place.text, a.end, place.right))


def _head(place: Place) -> tuple[int, int] | None:
    """The noun a percentage quantifies: 80%以上的乡镇."""
    of = _OF.match(place.text, place.a.end, place.right)
    start = of.end() if of else place.a.end
    end = _HEAD_END.search(place.text, start, place.right)
    stop = end.start() if end else place.right
    return (start, stop) if stop > start and not _NO_HEAD.match(place.text, start) else None


def _of_head(place: Place, head: tuple[int, int]) -> Shaped:
    level = levels.at(place.text, *head)
    noun = place.text[head[0] : min(head[1], head[0] + 20)]
    if level:
        return Shaped("coverage", (level[0],), "coverage of a level", (place.a.start, level[2]))
    if _THINGS.search(noun):
        return Shaped("share", (noun,), "share of things", (place.a.start, head[1]))
    return Shaped("coverage", (noun,), "coverage of a population", (place.a.start, head[1]))


def _of_marked_level(place: Place, tail: str) -> Shaped | None:
    """收入50万元以上的村不少于四分之一: the units of a level that have a mark."""
    words = _trimmed(tail)
    marked = _OF_LEVEL.search(words)
    if marked is None:
        return None
    start = place.a.start - len(tail) + marked.start() + 1
    level = levels.at(place.text, start, place.a.start)
    if level is None or level[2] - start < len(words) - marked.start() - 1:
        return None
    return Shaped("coverage", (level[0],), "coverage of a level", (start, place.a.end))


def _of_rate(place: Place, tail: str) -> Shaped:
    """A rate with a name: coverage where units or people have something, a share of a pool otherwise."""
    span = (place.left, place.a.end)
    rate = _RATE.search(tail)
    spoken = levels.quantified(place.text, place.left, place.a.start)
    covers = bool(_COVERS.search(tail) or _SETTING.search(tail)) or "覆盖面" in tail
    covers = covers or (rate is not None and _of_members(tail))
    two = _TWO_RATES.search(tail) if _BOTH.search(tail) else None
    two = None if two and _NUMBERS_TOO.match(place.text, place.a.end, place.right) else two
    over = None if spoken and len(spoken[0]) > 2 and not _SPOKEN_APART.search(tail) else spoken
    meets = _MEETS.search(tail)
    covers = covers or bool(meets and (over or (_ORGANS.search(tail[: meets.start()]) and not _FLOWS.search(tail))))
    covers = covers or (rate is None and _all_do(place, tail))
    if not covers or _LAND.search(tail[: rate.end(2) if rate else None].removesuffix("率")):
        return Shaped("share", _nouns(two, tail), "rate", span)
    return Shaped("coverage", tuple(over[0]) if over and not two else _nouns(two, tail), "coverage rate", span)


def _all_do(place: Place, tail: str) -> bool:
    """学校100%达标: a share of units or people that do something."""
    return bool(_DO.match(place.text, place.a.end, place.right) and _MEMBERS.search(_trimmed(tail)[-8:]))


def _of_members(tail: str) -> bool:
    """Whether a rate says how many of some units or people have something."""
    if _COVER_RATE.search(tail):
        return True
    return bool(_MEMBERS.search(tail)) and not _PROPORTION.search(tail)


def _nouns(two: re.Match[str] | None, tail: str) -> tuple[str, ...]:
    return (_subject(two[1]), _subject(two[2])) if two else (_subject(tail),)


def _whole(tail: str) -> str:
    """What a proportion is of: the words between 占 and the proportion word, else what stands before."""
    inside = _INSIDE.search(tail)
    return (
        _subject(inside[1])
        if inside and inside[1].strip("比达到") and not inside[1].startswith("比")
        else _subject(tail)
    )


def _trimmed(words: str) -> str:
    """Words without those that lead on to a number."""
    return _TRIM.sub("", words) if words[-1:] in _TRIM_LAST else words


def _subject(tail: str) -> str:
    """The noun before a percentage, without what leads to the number."""
    words = _trimmed(_MARK.split(tail)[-1])
    return _LEAD.sub("", words)[-_MAX_NOUN:] or "总体"
