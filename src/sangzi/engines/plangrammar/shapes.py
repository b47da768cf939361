"""Which of the seven shapes a quantity has, and over whom it runs."""

import re
from typing import NamedTuple

from sangzi.engines.plangrammar import levels, measures
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.model import Shape
from sangzi.engines.plangrammar.sentences import Sentence

_CLASSIFIERS = "(?:一?[个名位家所支户座间条对辆台处人项片只])?"
_EACH = re.compile(
    "(?:每|各)(?!(?:个|一)?(?:年|月|周(?!边)|日|天|季|旬|半|双|两|学期|学年|届|次|期|星期|工作日|小时|晚))(?!到|当|逢|隔|类|项工|种|方面|界|族|地(?!市)|部门|有关|相关|领域|行业|环节|式|民|级|自|单位|成员|负责)"
    "|(?:所有|全部)(?=[^,;:。]{0,14}?(?:均|都|至少|配备|建|设|有))"
)
_EACH_END = re.compile(
    r"至少|不少于|不低于|不超过|不得|年均|每年|每月|每季|每学期|每周|全年|平均|分别|均|都|要|须|应|力争|确保|原则|基本|普遍|现有|有(?!条件|机|关|意)|建(?!制|档|设者|筑)|新建|配|培|设(?!区|施|备)|开(?=展|设|办|齐|足)|举办|组织(?=开展|\d|[一二三])|达|完成|打造|新增|"
    r"拥有|联系|结对|帮扶|对接|落实|安排|提供|选|确定|培训|服务(?=[不\d])|创(?=建|作)|实现|参加|参与|接受|发放|补贴|补助|给予|奖励|资助|投入|帮助|走访|带|包|认领|储备|推出|推荐|遴选|评选|制定|可|按|不|保|创成|招|\d|[,;:。]"
)
_RATE = re.compile(
    r"每((?:百|千|万|十万|百万|[\d.]+万?)(?:名|户|个|人|平方公里|亩)?[^,;:。\d]{0,8}?)(?=拥有|配备|有|达|床位|托位|医|护|全科|的|发明|发|高|注册|养老|人均|执业|不|刑|\d|$)"
)
_PER_HEAD = re.compile("(人均|户均|班均|校均|亩均|师均|生均|村均|店均|馆均)")
_PAIR = re.compile("结对|配对|一对一|导师|帮带|带教|师徒|联系(?!方式|电话|点|机制|人)|包联|包保|结成|帮扶|认亲|对接")
_PAIR_ALWAYS = re.compile("结对|配对|一对一|结成|师徒|带教|帮带|包联|包保")
_PAIR_GROUP = re.compile("(?:各级|每|所有|各|全体|干部|党员|教师|骨干|医师|专家)[^,;:。]*(?:与|同|和)$")
_GROWTH_BEFORE = re.compile(
    "(?:增长|增加|增幅|增速|递增|提高|提升|上升|上涨|扩大|下降|降低|减少|缩短|压减|压缩|缩减|减排|降幅|减幅|节约|递减|降|增|压降|削减|回升|翻)"
    "(?:率)?(?:了|约|近|超过|不低于|不少于|至少|达到?|不高于|不超过|在|为|力争|幅度|保持在|控制在|高于|逾|超|不小于)*$"
)
_GROWTH_TO = re.compile(
    "(?:增长|增加|提高|提升|上升|下降|降低|减少|缩短|降|增|升|压减|扩大)(?:到|至|低到|低至|为)(?:不低于|不少于|约|近)?$"
)
_GROWTH_NOUN = re.compile("(?:增长率|增速|增幅|降幅|减幅|增长幅度|下降幅度|下降率|年均增长|同比)[^,;。]{0,8}$")
_GROWTH_AFTER = re.compile("(?:的|左右的|以上的)?(?:增长|增速|增幅|降幅)")
_SHARE = re.compile("(?:占比|比例|比重|占|份额|构成)[^,;:。]{0,14}$")
_SHARE_AFTER = re.compile("(?:左右|以上|以下|以内)?(?:的)?(?:比例|比重|份额)")
_RATE_NAME = re.compile("([^,;:。、“”]{0,14}?)([一-龥]{0,4}[率度])(?:[^,;:。]{0,12})$")
_LAND = re.compile("(?:森林|林木|绿化|植被|林草|绿地|草原|湿地|水土|自然岸线|建成区|秸秆|耕地)[^,;:。]{0,8}$")
_COVER_RATE = re.compile(
    "覆盖率|覆盖面|普及率|配备率|建成率|设置率|设立率|建立率|成立率|参保率|入学率|入园率|入托率|巩固率|签约率|建档率|接种率|筛查率|持证率|参与率|参训率|受训率|接入率|通达率|普惠率|服务率|登记率|投放率|开放率|开课率|开设率|达标覆盖|管理率|"
    "入户率|规范管理率|随访率|拥有率|惠及率|注册率|加入率|报到率|建会率|组建率|安装率|通车率|通邮率|上云率|应用率|知晓率|公开率"
)
_COVER_VERB = re.compile("(?:覆盖|惠及|辐射|普及|触达)(?:到|全[省市县区]|面|了|约|近|达到?|超过|不低于|不少于|至少)*$")
_THINGS = re.compile(
    "(?:岗位|名额|资金|经费|项目|课程|面积|任务|产品|资源|床位|学位|指标|时间|时段|事项|业务|垃圾|污水|废物|秸秆|水体|断面|耕地|收入|支出|投入|费用|用地|案件|诉求|问题|天数|能源|电力|车辆|土地|财力|工程|利润|预算|采购|政府采购)"
)
_OF = re.compile("(?:及?以上|及?以下|左右|以内)?的?")
_POPULATION_END = re.compile(
    r"[,;:。、(“”]|(?<!拥)有(?!条件|机|关|资)|至少|达到|达|完成|实现|配备|建立|建成|建有|开展|开设|纳入|设置|设立|拥有|接受|掌握|通过|得到|享受|参加|参与|具备|取得|获得|用于|投向|来自|配|覆盖|成为|落实|满足|符合|能|要|均|都|在(?!校|岗|职|读|册)|为|可|由|向|安排|设有|转化|投入|实行|培养|培训"
)
_ENTITLE = re.compile(
    "给予|予以|补贴|补助|奖励|奖补|资助标准|救助标准|补贴标准|发放标准|补偿|津贴|生活费|保障标准|低保标准|标准"
)
_ENTITLE_TOTAL = re.compile(
    "共|累计|总额|总计|筹集|投入|募集|争取|落实资金|安排|拨付|发放[^,;。]{0,10}(?:资金|贷款|补贴|补助|救助金|助学金|奖金|津贴)|资金|捐款|捐赠|设立|贷款|授信|增收|销售|产值|收入|规模|总投资|预算|支出"
)
_ENTITLED = re.compile("(?:对|为|给|向|针对|按照?)([^,;:。]{2,30}?)(?:分别|一次性|按|最高|每|给予|予以|提供|发放|实行)")
_BEFORE_SUM = re.compile("([^,;:。、“”的]{2,12})$")
_ENTITLED_NOISE = re.compile("^.*?(?:给予|予以|发放|补贴|补助|奖励|最高|分别|按|提供)")
_PER_PERSON = re.compile("每(?:人|生|户|名|家|个|位|亩|只|头|班|校|村|例|次)")


_PERSONAL = frozenset({"次", "学时", "课时", "个学时", "个课时", "小时", "个小时", "天", "遍", "篇", "门"})
_TOTAL = re.compile("累计|共|总|全[省市县区]")
_PERSONS = re.compile(
    "([^,;:。、]{0,14}(?:干部|教师|党员|学生|医生|医师|护士|人员|委员|代表|骨干|职工|官兵|儿童))(?=[^,;:。]{0,16}(?:至少|不少于|不低于))"
)


class Shaped(NamedTuple):
    """A shape, over whom (one statement each), the rule that said so, and the words it went by."""

    shape: Shape
    over: tuple[str | None, ...]
    rule: str
    span: tuple[int, int]


def judge(s: Sentence, a: Amount, prior: int, period: str | None) -> Shaped:
    """The shape of an amount; `prior` is where the amount before it in the sentence ends."""
    left, right = s.segment(a.start)
    left, right = max(left, a.start - 120), min(right, a.end + 60)
    before = s.text[left : a.start]
    if a.unit in measures.PERCENT or a.unit == "倍":
        return _ratio(s, a, before, left, right, prior)
    if a.unit in measures.MONEY or a.unit in measures.RATES_OF_MONEY:
        money = _money(s, a, left, right)
        if money:
            return money
    each = _each(s, a, left, right)
    if each:
        return each
    own = _each_person(s, a, left)
    if own:
        return own
    paired = _pairs_with(s, a, before, left, right)
    if paired:
        return paired
    if _rhythm(a, period):
        return Shaped("frequency", (None,), "frequency by number", (a.start, a.end))
    return Shaped("count", (None,), "count", (a.start, a.end))


def _rhythm(a: Amount, period: str | None) -> bool:
    """A few meetings or issues per period are a rhythm; many events a year are a total."""
    if period is None or a.unit not in measures.MEETINGS or a.value > 4:
        return False
    return period != "year" or a.unit in {"次", "期", "轮"}


def _ratio(s: Sentence, a: Amount, before: str, left: int, right: int, prior: int) -> Shaped:
    if not _GROWTH_TO.search(before) and (
        a.unit in measures.POINTS
        or a.unit == "倍"
        or _GROWTH_BEFORE.search(before)
        or _GROWTH_NOUN.search(before[max(0, prior - left) :])
        or _GROWTH_AFTER.match(s.text, a.end, right)
    ):
        return Shaped("growth", (None,), "growth", (max(left, a.start - 6), a.end))
    tail = before[max(0, prior - left) :]
    if _SHARE.search(tail) or _SHARE_AFTER.match(s.text, a.end, right):
        return Shaped("share", (_whole(tail),), "share by proportion word", (left, a.end))
    head = _head(s, a, right)
    if head and not _RATE_NAME.search(tail):
        return _of_head(s, a, head)
    return _of_rate(s, a, tail, left, right)


def _head(s: Sentence, a: Amount, right: int) -> tuple[int, int] | None:
    """The noun a percentage quantifies: 80%以上的乡镇."""
    of = _OF.match(s.text, a.end, right)
    start = of.end() if of else a.end
    end = _POPULATION_END.search(s.text, start, right)
    stop = end.start() if end else right
    return (start, stop) if stop > start else None


def _of_head(s: Sentence, a: Amount, head: tuple[int, int]) -> Shaped:
    level = levels.at(s.text, *head)
    noun = s.text[head[0] : min(head[1], head[0] + 20)]
    if level:
        return Shaped("coverage", (level[0],), "coverage of a level", (a.start, level[2]))
    if _THINGS.search(noun):
        return Shaped("share", (noun,), "share of things", (a.start, head[1]))
    return Shaped("coverage", (noun,), "coverage of a population", (a.start, head[1]))


def _of_rate(s: Sentence, a: Amount, tail: str, left: int, right: int) -> Shaped:
    rate = _RATE_NAME.search(tail)
    span = (left, a.end)
    over = levels.quantified(s.text, left, a.start)
    noun = _subject(tail)
    covers = bool(_COVER_VERB.search(tail)) or (
        bool(_COVER_RATE.search(tail)) and not _LAND.search(tail[: rate.end() if rate else None])
    )
    if covers and not _LAND.search(tail):
        return Shaped("coverage", tuple(over[0]) if over else (noun,), "coverage rate", span)
    return Shaped("share", (noun,), "rate", span)


def _whole(tail: str) -> str:
    """What a proportion is of: the words between 占 and the proportion word, else what stands before."""
    inside = re.search(
        "占([^,;:。]{1,14}?)(?:的)?(?:比例|比重|比)?(?:达到?|不低于|超过|为|至|提高到|提升至|保持在)?$", tail
    )
    return _subject(inside[1]) if inside and inside[1].strip("比达到") else _subject(tail)


_TRIM = re.compile(
    "(?:不低于|不少于|不超过|不高于|达到|达|稳定在|保持在|控制在|提高到|提高至|提升到|提升至|下降到|降至|降到|降低到|要|力争|确保|均|分别|超过|高于|以上|约|近|为|在|占比|比例|比重|占)+$"
)
_LEAD_WORDS = re.compile(
    "^(?:到?\\d{4}年[底末]?(?:前)?|力争|确保|努力|实现|推动|使|全[省市县区国]|我[省市县区]|并|且|其中|争取|基本|全面)+"
)


def _subject(tail: str) -> str:
    """The noun before a percentage, without what leads to the number."""
    words = _TRIM.sub("", re.split("[,;:。、]", tail)[-1])
    return _LEAD_WORDS.sub("", words)[-24:] or "总体"


def _each(s: Sentence, a: Amount, left: int, right: int) -> Shaped | None:
    rate = None
    for rate in _RATE.finditer(s.text, left, a.start):
        pass
    if rate:
        return Shaped("each", ("每" + rate[1],), "rate", rate.span())
    head = _PER_HEAD.search(s.text, left, a.start)
    if head:
        return Shaped("each", (head[1],), "per head", head.span())
    found = list(_EACH.finditer(s.text, left, a.start))
    if not found:
        return None
    shared = found if len(found) > 1 and "分别" in s.text[found[-1].end() : a.start] else found[-1:]
    members = [_member(s.text, match, a.start) for match in shared]
    return _distribute(s, a, members, (shared[0].start(), a.end), right)


def _member(text: str, match: re.Match[str], stop: int) -> str:
    """Whom 每… names, as a level or in its own words."""
    start = match.end()
    classifier = re.compile(_CLASSIFIERS).match(text, start, stop)
    start = classifier.end() if classifier and classifier.end() < stop else start
    end = _EACH_END.search(text, start, stop)
    finish = end.start() if end and end.start() > start else min(stop, start + 20)
    noun = text[start:finish].rstrip("、和及与,")
    found = levels.named(text, match.start(), finish)
    whole = [level for level in found if level[2] >= start + len(noun) - 2]
    return whole[-1][0] if whole else noun or text[match.start() : finish]


def _distribute(s: Sentence, a: Amount, members: list[str], span: tuple[int, int], right: int) -> Shaped:
    around = s.text[span[0] : right]
    level = all(member in levels.LEVEL_NAMES for member in members)
    if _PAIR_ALWAYS.search(around) or (_PAIR.search(around) and not level):
        return Shaped("pairing", tuple(members), "pairing of each", span)
    return Shaped("each", tuple(members), "each of a level" if level else "each of a population", span)


def _each_person(s: Sentence, a: Amount, left: int) -> Shaped | None:
    """…干部开展宣讲至少1次: a small floor that people are held to is meant for each of them."""
    if a.unit not in _PERSONAL or a.value > 200 or (a.unit == "次" and a.value > 6) or a.comparator != ">=":
        return None
    if _TOTAL.search(s.text, left, a.start):
        return None
    who = _PERSONS.search(s.text, left, a.start)
    return Shaped("each", (who[1],), "each person", who.span()) if who else None


def _pairs_with(s: Sentence, a: Amount, before: str, left: int, right: int) -> Shaped | None:
    """…干部与1至3名…结对: each of a group gets partners, though 每 is not said."""
    group = _PAIR_GROUP.search(before)
    if not group or not _PAIR_ALWAYS.search(s.text, a.end, right) or (a.value_max or a.value) > 20:
        return None
    return Shaped("pairing", (before[group.start() : -1],), "pairing of a group", (left + group.start(), a.end))


def _money(s: Sentence, a: Amount, left: int, right: int) -> Shaped | None:
    """A sum that each of those entitled gets, as against a total."""
    text = s.text
    per = _PER_PERSON.search(text, left, a.start)
    entitle = _ENTITLE.search(text, left, right)
    if not per and (not entitle or _ENTITLE_TOTAL.search(text, left, a.start)):
        return None
    if per and not entitle and _ENTITLE_TOTAL.search(text, per.end(), a.start):
        return Shaped("each", (text[per.start() : per.end()],), "sum for each", (per.start(), a.end))
    who = _ENTITLED.search(text, left, a.start)
    own = _BEFORE_SUM.search(_ENTITLED_NOISE.sub("", text[max(left, a.start - 14) : a.start]))
    over = (who[1] if who and not (own and "、" in text[who.end() : a.start]) else None) or (own[1] if own else None)
    return Shaped(
        "each",
        (over or (per.group() if per else "享受对象"),),
        "entitlement",
        (entitle.span() if entitle else (left, a.end)),
    )
