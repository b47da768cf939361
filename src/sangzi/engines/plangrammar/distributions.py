"""Numbers that hold for each of many: every unit of a level, every person, every pair."""

import re

from sangzi.engines.plangrammar import levels
from sangzi.engines.plangrammar.places import Place, Shaped

_NOT_EACH = (
    "(?!(?:个|一)?(?:年(?!级|龄)|月|周(?!边)|日|天|季|旬|半|双|两|学期|学年|届|次|期|星期|工作日|小时|"
    "晚))(?!到|当|逢|隔|类|项工|种|方面|界|族|"
    "地(?!市)|部门|有关|相关|领域|行业|环节|式|民|级|自|单位|成员|负责|组织|举办|召开|开展|建|新|设(?!区)|培|"
    "完成|配|评|选|有|达|约|为|占|\\d)"
)
_EACH = re.compile(f"(?:每|各){_NOT_EACH}|(?:所有|全部)(?=[^,;:。]{{0,14}}?(?:均|都|至少|配备|建|设|有))")
_CLASSIFIER = re.compile("(?:一?[个名位家所支户座间条对辆台处人项片只])?")
_EACH_END = re.compile(
    r"至少|不少于|不低于|不超过|不得|年均|每年|每月|每季|每学期|每周|全年|平均|分别|均|都|要|须|应|力争|确保|"
    r"原则|基本|普遍|现有|"
    r"有(?!条件|机|关|意)|建(?!制|档|设者|筑)|新建|配|培|设(?!区|施|备)|开(?=展|设|办|齐|足)|举办|组织(?=开展|"
    r"\d|[一二三])|达|完成|打造|新增|"
    r"拥有|联系|结对|帮扶|对接|落实|安排|提供|发展|形成|选|确定|培训|服务(?=[不\d])|创(?=建|作)|实现|参加|"
    r"各|参与|接受|发放|补贴|补助|给予|"
    r"奖励|资助|投入|帮助|走访|带|包|认领|储备|推出|推荐|遴选|评选|制定|可|按|不|保|创成|招|办好|\d|[,;:。]"
)
_RATE = re.compile(
    r"(?:每|按(?=[一\d]{1,3}[百千万]?[人户名]))(?![\d.]+(?:年|个月|月|天|日|周|小时|分钟|个工作日))((?:百|千|万|十万|百万|[\d.]+万?)(?:名|户|个|人|"
    r"平方公里|亩)?[^,;:。\d]{0,8}?)"
    r"(?=拥有|配备|有|达|床位|托位|医|护|全科|的|发明|发|高|注册|养老|人均|执业|不|刑|社|专|\d|$)"
)
_PER_HEAD = re.compile("人均|户均|班均|校均|亩均|师均|生均|村均|店均|馆均|场均|站均|所均|园均|次均|件均")
_OCCASION = re.compile(
    "每(?:期|场|次|批|届|班|轮)(?=[^,;:。一二两三四五六七八九十\\d]{0,12}(?:不少于|不低于|不超过|至少|达|约|培训|安排|服务|时长|参加|[\\d一二两三四五六七八九十百]))"
)
_OF_OCCASION = frozenset({"人", "名", "人次", "元", "小时", "分钟", "天", "学时", "课时", "家", "户"})
_PEOPLE = re.compile("[名位人]")
_PAIR = re.compile("结对|配对|一对一|导师|帮带|带教|师徒|联系(?!方式|电话|点|机制|人)|包联|包保|结成|帮扶|认亲|对接")
_PAIR_ALWAYS = re.compile("结对|配对|一对一|结成|师徒|带教|帮带|包联|包保")
_PAIR_GROUP = re.compile("(?:各级|每|所有|各|全体|干部|党员|教师|骨干|医师|专家)[^,;:。]*(?:与|同|和)$")
_WITH = ("与", "同", "和")
_PERSONAL = frozenset({"次", "学时", "课时", "个学时", "个课时", "小时", "个小时", "天", "遍", "篇", "门"})
_MANY_TIMES = 6
_TOTAL = re.compile("累计|共|总")
_PERSONS = re.compile(
    "([^,;:。、]{0,14}?(?:干部|教师|党员|学生|医生|医师|护士|人员|委员|代表|骨干|职工|官兵|员|师|工人|"
    "儿童))(?=[^,;:。]{0,20}(?:至少|不少于|不低于))"
)
_AT_LEAST = re.compile("(?:原则上)?(?:要|应|须)?至少")
_WHO = (
    "(?:毕业生|学生|老人|老年人|家庭|儿童|人员|青年|对象|患者|病人|职工|残疾人|农民工|妇女|劳动者|困难户|脱贫户|"
    "农户|居民|新生儿|孕产妇|者)"
)
_SERVED = re.compile(
    f"(?:对|为|给|向)([^,;:。、\\d]{{0,20}}?{_WHO})[^;:。\\d]{{0,40}}?(?:(?:至少|不少于)[^,;。\\d]{{0,4}}提供|提供(?:至少|不少于))"
)
_REACH = 100
_AT_LEVELS = re.compile(
    "[省市县区乡镇村](?:[、和][省市县区乡镇村]){1,4}(?:(?:[两二三四五]|\\d)?级)?[^,;:。、\\d]{0,4}?"
    "(?:长|干部|领导|员|领导班子|书记|单位|部门|组织|委)"
)
_REPORTS = re.compile("(?:每[^,;。]{1,4}|[月周季]|按[月周季])(?:召开|报送?|通报|上报|填报|调度|反馈|报告)$")
_LED = re.compile("^(?:推动|组织|引导|要求|动员|安排|选派|确保|力争|对|为|使|让)+")
_SAYS_EACH = ("每", "各", "均", "所有", "全部", "按")
_MAY = re.compile(
    "([^,;:。、\\d]{0,14}?)可(?:免费|免租|减免|享受?|申请|申领|领取|获得?|连续|提高[至到])[^,;:。\\d]{0,10}$"
)
_ONE_WITH = re.compile(
    "(?:^|[^一-龥])一(?:名|位|个)([^,;:。、\\d]{1,10}?)(?:至少|要|须)?(?:联结|联系|结对|帮带|带动|包联)[^,;:。\\d]{0,6}$"
)
_NO_FEWER_ENDS = ("不少于", "不低于")
_NO_FEWER = re.compile("(?:设置|设有|建有|配备|建设|建成|建立|拥有|有)?(?:不少于|不低于)$")
_IS_NOUN = re.compile("[一-龥“]{2}")
_PERSON = re.compile("每(?:名|位|人)")
_PARTNERS = frozenset({"名", "位", "人", "户", "家"})
_GETS = re.compile("(?:配备|配置|配齐|配有|带培|培带|指导|帮带|服务|包抓|包干)(?:不少于|不低于|不超过|至少)?\\d")
_ORGAN_OF = re.compile("(?:党|团)?(?:团|工)?委|政府|党组织|团组织|财政|层面")
_ALL_OF = re.compile(r"(\d+个)(?=[^,;:。]{2,30}(?:全部|均|都)(?:达|实现|有|建|超|突破))")


def of_each(place: Place) -> Shaped | None:
    """What 每, 各 or 人均 says outright."""
    text, a, left, before = place.text, place.a, place.left, place.before
    if not any(word in before for word in _SAYS_EACH):
        return None
    rate = None
    for match in _RATE.finditer(text, left, a.start):
        rate = match
    if rate:
        return Shaped("each", ("每" + rate[1],), "rate", rate.span())
    head = _PER_HEAD.search(text, left, a.start)
    if head:
        return Shaped("each", (head.group(),), "per head", head.span())
    found = [match for match in _EACH.finditer(text, left, a.start) if match.end() < a.start]
    if not found:
        return _of_occasion(place)
    if place.a.unit == "次" and place.a.comparator is None and _REPORTS.search(before):
        return None
    shared = found if len(found) > 1 and "分别" in text[found[-1].end() : a.start] else found[-1:]
    stops = [match.start() for match in shared[1:]] + [a.start]
    members = [_member(text, match, stop, place.right) for match, stop in zip(shared, stops, strict=True)]
    return _distributed(place, members, (shared[0].start(), a.end))


def _of_occasion(place: Place) -> Shaped | None:
    """每期不少于60人: what each occasion has."""
    held = _OCCASION.search(place.text, place.left, place.a.start)
    if held is None or place.a.unit not in _OF_OCCASION:
        return None
    return Shaped("each", (held.group(),), "each of a population", (held.start(), place.a.end))


def of_a_group(place: Place) -> Shaped | None:
    """What holds for each of a group though 每 is not said."""
    a, before = place.a, place.before
    found = _each_person(place) if a.unit in _PERSONAL and a.comparator == ">=" else None
    if not found and "可" in before:
        found = _may_have(place)
    if not found and "一" in before and a.unit in _PARTNERS:
        found = _one_with(place)
    if not found and "提供" in before:
        found = _served(place)
    if not found and "分别" in before and a.unit in _PERSONAL:
        found = _each_of_levels(place)
    if not found and "个" in before and ("全部" in before or "均" in before or "都" in before):
        found = _all_of(place)
    if not found and ("至少" in before or before.endswith(_NO_FEWER_ENDS)):
        found = _each_at_least(place)
    return found or (_pairs_with(place) if before.endswith(_WITH) else None)


def _member(text: str, match: re.Match[str], stop: int, right: int) -> str:
    """Whom 每… names: a level where it is a unit or its organ, else in its own words."""
    classifier = _CLASSIFIER.match(text, match.end(), stop)
    start = classifier.end() if classifier and classifier.end() < stop else match.end()
    end = _EACH_END.search(text, start, stop)
    finish = end.start() if end and end.start() > start else min(stop, start + 20)
    noun = text[start:finish].rstrip("、和及与,")
    if _PEOPLE.match(text, match.end()) or _PAIR.search(text, finish, right):
        return _whole_level(text, match.start(), start + len(noun)) or noun or text[match.start() : finish]
    found = levels.named(text, match.start(), start + len(noun))
    if not found:
        return noun or text[match.start() : finish]
    last = found[-1]
    if (
        last[2] < start + len(noun)
        and text[last[2] - 1] == "级"
        and not _ORGAN_OF.fullmatch(text, last[2], start + len(noun))
    ):
        return noun
    return last[0] if last[2] >= start + len(noun) - 2 else found[0][0] if found[0][1] <= start else noun


def _whole_level(text: str, start: int, end: int) -> str | None:
    """The level, when the words are nothing but its name."""
    found = levels.named(text, start, end)
    return found[-1][0] if found and found[-1][2] >= end else None


def _distributed(place: Place, members: list[str], span: tuple[int, int]) -> Shaped:
    around = place.text[max(span[0], place.prior) : place.right]
    level = all(member in levels.LEVEL_NAMES for member in members)
    partners = _PERSON.match(place.text, span[0]) and place.a.unit in _PARTNERS and _GETS.search(around)
    if _PAIR_ALWAYS.search(around) or (_PAIR.search(around) and not level) or partners:
        return Shaped("pairing", tuple(members), "pairing of each", span)
    return Shaped("each", tuple(members), "each of a level" if level else "each of a population", span)


def _each_person(place: Place) -> Shaped | None:
    """…干部开展宣讲至少1次: a small floor that people are held to is meant for each of them."""
    a = place.a
    if a.unit == "次" and a.value > _MANY_TIMES:
        return None
    if _TOTAL.search(place.text, place.left, a.start):
        return None
    who = _PERSONS.search(place.text, place.left, a.start)
    return Shaped("each", (_LED.sub("", who[1]),), "each person", who.span()) if who else None


def _served(place: Place) -> Shaped | None:
    """对困难毕业生…,至少提供1次…、3个…: what each of those served is given."""
    begin = max(place.s.start, place.a.start - _REACH)
    if "提供" not in place.before:
        return None
    who = _SERVED.search(place.text, begin, place.a.start)
    return Shaped("each", (who[1],), "each served", who.span()) if who else None


def _each_of_levels(place: Place) -> Shaped | None:
    """市、县、乡级林长分别巡林4次、6次、12次: what each at its level does."""
    if place.a.unit not in _PERSONAL or "分别" not in place.before:
        return None
    who = _AT_LEVELS.search(place.text, place.left, place.a.start)
    return Shaped("each", (who.group(),), "each of a population", who.span()) if who else None


def _may_have(place: Place) -> Shaped | None:
    """求职青年可免费住3至7晚: what somebody is entitled to."""
    found = _MAY.search(place.before)
    if found is None:
        return None
    return Shaped("each", (found[1] or "享受对象",), "entitlement", (place.left + found.start(), place.a.end))


def _one_with(place: Place) -> Shaped | None:
    """一名专家至少联系10户: one of them stands for each."""
    found = _ONE_WITH.search(place.before)
    if found is None:
        return None
    return Shaped("pairing", (found[1],), "pairing of each", (place.left + found.start(), place.a.end))


def _all_of(place: Place) -> Shaped | None:
    """全镇14个村…全部达到10万元以上: what every unit of a number has."""
    found = _ALL_OF.search(place.text, place.left, place.a.start)
    level = levels.at(place.text, found.end(1), place.a.start) if found else None
    return Shaped("each", (level[0],), "each of all", (found.start(), place.a.end)) if found and level else None


def _each_at_least(place: Place) -> Shaped | None:
    """各区、县(市)至少办1所, 乡镇至少建成1个: a floor right after a level is meant for each of its units."""
    found = _AT_LEAST.search(place.text, place.left, place.a.start) or _no_fewer(place)
    if not found or place.a.value > 20:
        return None
    named = [level for level in levels.named(place.text, place.left, found.start()) if level[2] == found.start()]
    return Shaped("each", (named[-1][0],), "each of a level", (named[-1][1], place.a.end)) if named else None


def _no_fewer(place: Place) -> re.Match[str] | None:
    """乡镇(街道)不少于2个托育点: a floor whose things are named after it."""
    if place.a.end >= place.right or not _IS_NOUN.match(place.text, place.a.end, place.right):
        return None
    return _NO_FEWER.search(place.text, place.left, place.a.start)


def _pairs_with(place: Place) -> Shaped | None:
    """…干部与1至3名…结对: each of a group gets partners."""
    a, group = place.a, _PAIR_GROUP.search(place.before)
    if not group or not _PAIR_ALWAYS.search(place.text, a.end, place.right) or (a.value_max or a.value) > 20:
        return None
    start = place.left + group.start()
    return Shaped("pairing", (place.before[group.start() : -1],), "pairing of a group", (start, a.end))
