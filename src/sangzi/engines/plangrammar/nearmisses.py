"""Numbers that are no commitments, each kind a rule with a name.

Labels (四大平台), ordinals, dates, ages, scores, ranks, conditions, durations, vague amounts, numbers in names and
titles.
A rule looks at most `WINDOW` characters to either side.
"""

import re
from collections.abc import Callable

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.sentences import Sentence

WINDOW = 40
_ORDINAL = re.compile("(?:第|前|(?<!先)后|排名|位列|位居|居|列|倒数|首届|历届|周期)$")
_NAME_AFTER = re.compile("(?:大|强|星|级|号|线|届|版|代|型|A级|\\+|位一体|个一|工程|行动)")
_LABEL_NOUN = re.compile(
    "[^,、;:。(“”]{0,6}?(?:意识|自信|维护|方面|环节|层面|维度|领域|阶段|步骤|原则|要素|理念|机制|体系|格局|"
    "抓手|关键|重点|重大|主线|主体|导向|结合|统一|转变|联动|融合|同步|攻坚|工程|行动|计划|"
    "大会|全会|中全会|会议精神|全体|时期|规划|平台|阵地|战略|目标任务|关系|优势|功能|问题|板块|群体|青年|"
    "人才队伍|队伍|力量|资源|工作法|清单|制度|模式|举措|措施|任务|课堂|纽带|指数|年行动|大局)"
)
_STRONG_VERB = re.compile(
    "(?:建成|建设|新建|改建|扩建|新增|增设|设立|培育|培养|打造|创建|举办|开展|组织|完成|实施|引进|招募|招聘|"
    "选拔|选派|选树|评选|推出|出台|制定|认定|命名|遴选|配备|配齐|布局|成立|培训|发展|扶持|资助|孵化|改造|建立|"
    "达到|提供|有|为|达|支持|派出|选聘|编写|拍摄|发布|落实|建好|办好|启动)$"
)
_MAKES = re.compile(
    "建|培育|培养|打造|创|举办|开展|组织|完成|引进|招|选|评|推|配|成立|培训|发展|扶持|资助|孵化|改造|增|设立|"
    "提供|达|联系|服务"
)
_ACRONYM = re.compile("[A-Z]{3}$")
_VAGUE = re.compile("(?:数|几|若干|好几|上|多)$")
_MINUTES_LABEL = frozenset({"分钟", "小时", "个小时"})
_SPAN_VERB = re.compile(
    "(?:达到|达|不少于|不低于|不超过|不多于|不得超过|至少|最多|最长|压缩至|压缩到|缩短至|缩短到|压减至|压减到|"
    "控制在|降至|降到|提高到|提高至|延长至|延长到|累计|人均|平均|≥|≤|超过|为)(?:了|约)?$"
)
_SPAN_NOUN = re.compile(
    "(?:年限|寿命|时长|学时|天数|时间|时限|期限|时数|日数|工龄|运动|活动|锻炼|课程|培训|睡眠|响应)[^,;。]{0,8}$"
)
_HOURS = re.compile("(?:时长|时数|总时间|服务时间)$")
_CONDITION_HEAD = re.compile(
    "(?:^|[,;:。(])(?:对|对于|凡|凡是|如|若|如果|当|给予|符合|满足|达到|具备|具有)[^,;:。]{0,40}$"
)
_CONDITION_ATTRIBUTE = re.compile(
    "(?:总投资|投资额|投资|注册资本|注册资金|营业收入|营收|年收入|收入|产值|销售额|面积|规模|任职|工作|从事|"
    "居住|服务|就业|创业|经营|缴费|参保|缴纳社保|社保|学历|年龄|人数|人口|户籍|职工|员工|从业人员|成立|运营|"
    "连续|累计|满|年满|未满|不满|合同|不足|贷款|额度|成绩|考核|距离|距|半径)"
    "(?:满|为|在|达到|达|超过|不少于|不低于|不足|低于|高于|期限|时间|总额|总数|时长|数量)*$"
)
_CONDITION_TAIL = re.compile(
    "[^,;:。]{0,12}?的(?:[^,;:。]{0,24})?(?:$|[,;:。])|[^,;:。]{0,14}?(?:,)?(?:给予|予以|按|可(?:以|享|申|直)|"
    "应当|一次性|每增)"
)
_CONDITION_THEN = re.compile(
    "(?:的[,、]|的[^,;。]{0,16}?(?:给予|予以|可以|可享|可申|按照|优先|应当|不得|取消|扣|加\\d))|的(?:$|[,;。])"
)
_GIVES = re.compile("给予|予以|补助|补贴|奖励|奖补|资助")
_FOR_WHOM = re.compile("(?:对|对于|凡|凡是|给|向|如|若)")
_WHOM = re.compile("的(?:[^的,]{0,12})$")
_MARKED = re.compile(
    "的[^,;。]{1,12}?(?:不少于|不低于|占|达到|比例|覆盖)[^,;。]{0,8}(?:[\\d.]+%|[一二三四五]分之|"
    "[一二三四五六七八九]成|百分之)"
)
_SIZE_OF = re.compile(
    "的?[^,;:。、\\d]{1,12}?(?:不少于|达到?|超过)?(?:[\\d.]+|[一二三四五六七八九十]+)[多余]?[个家项名户]"
)
_RANGE = re.compile("(?:半径|范围|以内|之内|内|圈|可达|服务圈)")
_STEP = re.compile("每(?:少|多|增|超|缺|减|低|高|发生|出现|查实|有|延迟|推迟|逾期)[^,;。]{0,8}$")
_STREAK = re.compile("连续$")
_AGE_RULE_BEFORE = re.compile("(?:为|对|向|面向|给)[^,;。]{0,6}$")
_AGE_RULE_AFTER = re.compile("[^,;:。]{2,14}?(?:提供|实行|实施|免费|给予|发放)")
_AGE_POST_AFTER = re.compile("[^,;:。]{2,20}?(?:兼任|担任|出任)")
_LIFE = re.compile("(?:寿命)[^,;。]{0,10}$")
_SCORE = re.compile("(?:满意度|满意率|群众评价|测评|好评|幸福感)[^,;。]{0,16}$")
_NESTED = re.compile(
    "[^,;:。]{0,24}?(?:至少|有|建有|设有|配备|拥有|建成|建立|开设|设立|开展|掌握|配有|配置|打造|达到)[^,;:。]{0,12}$"
)
_DEFINITE_PLACE = re.compile("(?:党|团|市|省|县|区|国)第$")
_PERIOD_SPAN = re.compile(
    "(?:来|以来|内|间|里|期间|时间|过渡期|保护期|任期|行动|规划|计划|期|前|后|制|期满|之内|圈|通勤|生活圈|"
    "服务圈|热线|值班|值守|不打烊|开放|自助)"
)
_FIXED_PLURAL = frozenset({"批", "种", "类", "层"})
_NUMBER_NAME = re.compile(
    "(?:百|千|万|十|亿)[^,;。]{0,8}?(?:行动|工程|计划|活动|大赛|博士团|走基层|进|大讲堂|论坛|培训班|人才|大会|"
    "院士|村|乡|企|园)"
)


def _titled(s: Sentence, a: Amount) -> bool:
    """Inside 《…》 or “…”: a name, unless the whole is one long quotation."""
    span = s.in_quotes(a.start, a.end)
    return span is not None and span[1] - span[0] < 60


def _ordinal(s: Sentence, a: Amount) -> bool:
    before = s.text[max(s.start, a.start - 3) : a.start]
    return bool(_ORDINAL.search(before)) and (a.unit not in measures.PERCENT or before.endswith(("前", "后")))


def _one_of_speech(s: Sentence, a: Amount) -> bool:
    """一批, 一支, 一个: 一 is a number only under 至少, 每 and the like."""
    if a.unit in _FIXED_PLURAL and a.in_characters:
        return True
    if not a.in_characters or a.value != 1:
        return False
    return a.comparator is None and not _distributed(s, a)


def _distributed(s: Sentence, a: Amount) -> bool:
    left, _ = s.segment(a.start)
    before = s.text[max(left, a.start - WINDOW) : a.start]
    return "每" in before or "各" in before


def _label(s: Sentence, a: Amount) -> bool:
    """三个自信, 五类主体: a small number in characters before a word of speech, or with no verb that makes things."""
    if not a.in_characters or a.comparator is not None or a.ratio or _distributed(s, a):
        return False
    if a.bare_scale or a.unit in measures.KINDS:
        return True
    after = s.text[a.end : a.end + WINDOW]
    before = s.text[max(s.start, a.start - 4) : a.start]
    if a.value > 12 or _closes(s, a):
        return False
    return not _STRONG_VERB.search(before) or bool(_LABEL_NOUN.match(after))


def _closes(s: Sentence, a: Amount) -> bool:
    """培育合作社八家: a verb, a noun, and the number last."""
    left, right = s.segment(a.start)
    last = a.end >= right or s.text[a.end] in "、和及"
    return last and bool(_MAKES.search(s.text, left, a.start - 1))


def _name(s: Sentence, a: Amount) -> bool:
    """Bare 百, 千, 万 before a programme's name, and numbers joined by a plus."""
    before = s.text[max(s.start, a.start - 1) : a.start]
    if before in ("+", "第", "之", "×") or (
        before.isascii() and before.isalpha() and not _ACRONYM.search(s.text[: a.start][-3:])
    ):
        return True
    return a.bare_scale and (a.comparator is None or (bool(a.post) and bool(_SIZE_OF.match(s.text, a.end, s.end))))


def _vague(s: Sentence, a: Amount) -> bool:
    return a.in_characters and bool(_VAGUE.search(s.text[max(s.start, a.start - 2) : a.start])) and a.value < 1000


def _duration(s: Sentence, a: Amount) -> bool:
    """5年过渡期, 15分钟服务圈, 3日内: a length of time that nothing is held to."""
    if a.unit not in measures.LENGTHS_OF_TIME:
        return False
    before = s.text[max(s.start, a.start - WINDOW) : a.start]
    if _STREAK.search(before) and a.unit == "年":
        return False
    if a.unit == "周年" or (a.unit in {"年", "日", "周"} and not _measured_time(before)):
        return True
    if a.value >= 1900 and a.unit == "年":
        return True
    if a.post not in {"以内", "之内"} and _PERIOD_SPAN.match(s.text, a.end):
        return True
    return not _measured_time(before)


def _measured_time(before: str) -> bool:
    if _HOURS.search(before):
        return True
    return bool(_SPAN_VERB.search(before)) and bool(
        _SPAN_NOUN.search(before) or re.search("(?:压缩|缩短|压减|不少于|不低于|至少|人均)", before)
    )


def _age(s: Sentence, a: Amount) -> bool:
    """Ages tell who is meant. An upper limit that alone opens a service or a post is a rule."""
    if a.unit not in measures.AGES:
        return False
    before = s.text[max(s.start, a.start - WINDOW) : a.start]
    if _LIFE.search(before):
        return False
    if a.post not in {"以下", "及以下"}:
        return True
    opens_service = _AGE_RULE_BEFORE.search(before) and _AGE_RULE_AFTER.match(s.text, a.end, s.end)
    return not (opens_service or _AGE_POST_AFTER.match(s.text, a.end, s.end))


def _score(s: Sentence, a: Amount) -> bool:
    if a.unit not in measures.SCORES:
        return False
    return not _SCORE.search(s.text[max(s.start, a.start - WINDOW) : a.start])


def _condition(s: Sentence, a: Amount) -> bool:
    """对投资1000万元以上的项目给予…: what must be so before a rule applies."""
    left, right = s.segment(a.start)
    before = s.text[max(left, a.start - WINDOW) : a.start]
    after = s.text[a.end : min(right + 1, a.end + WINDOW)]
    if _STREAK.search(before) and a.unit == "年":
        return False
    if a.unit in measures.LENGTHS_OF_TIME and re.search("(?:满|连续|期限)$", before):
        return True
    if (
        _CONDITION_ATTRIBUTE.search(before)
        and (a.post or a.comparator or "满" in before[-3:])
        and _CONDITION_TAIL.match(after)
    ):
        return True
    return (
        bool(_CONDITION_HEAD.search("," + before))
        and bool(_CONDITION_THEN.match(after))
        and bool(a.post or a.comparator)
    )


def _size_of_others(s: Sentence, a: Amount) -> bool:
    """投资5000万元以上项目20个: a size that those counted have."""
    sized = a.unit in measures.MONEY or a.unit in measures.SIZES
    return sized and bool(a.post) and bool(_SIZE_OF.match(s.text, a.end, s.segment(a.start)[1]))


def _distance(s: Sentence, a: Amount) -> bool:
    """1公里半径, 500米范围: how near, not how much."""
    return a.unit in measures.DISTANCES and bool(_RANGE.match(s.text, a.end, s.end))


def _each_time(s: Sentence, a: Amount) -> bool:
    """每少完成1项扣5分: a step of a score."""
    return bool(_STEP.search(s.text, max(s.start, a.start - 14), a.start))


def _for_those(s: Sentence, a: Amount) -> bool:
    """对年薪50万元以上人才的企业,…: a whole comma clause that only says for whom."""
    left, right = s.segment(a.start)
    if not (a.post or a.comparator) or right - left > 60 or s.text[right : right + 1] != ",":
        return False
    if _GIVES.search(s.text, left, a.start):
        return False
    return bool(_FOR_WHOM.match(s.text, left, a.start)) and bool(_WHOM.search(s.text, a.end, right))


def _of_a_ratio(s: Sentence, a: Amount) -> bool:
    """50万元以上的村不少于四分之一: a mark of those that are counted."""
    return bool(a.post) and bool(_MARKED.match(s.text, a.end, s.segment(a.start)[1]))


def _period_word(s: Sentence, a: Amount) -> bool:
    """每2年, 每3个月: the number of a rhythm."""
    return s.text[max(s.start, a.start - 2) : a.start].endswith(
        ("每", "每隔")
    ) and a.unit in measures.LENGTHS_OF_TIME | {"次"}


def _entitlement_rate(s: Sentence, a: Amount) -> bool:
    """一次性: an adverb."""
    return a.unit == "次" and a.in_characters and s.text[a.end : a.end + 1] == "性"


def _rate_base(s: Sentence, a: Amount) -> bool:
    """每千人口, 每10万人: what a rate is counted over."""
    return (
        s.text[max(s.start, a.start - 1) : a.start] == "每"
        and a.unit not in measures.MEETINGS
        and (a.bare_scale or a.value >= 100)
    )


RULES: tuple[tuple[str, Callable[[Sentence, Amount], bool]], ...] = (
    ("title", _titled),
    ("ordinal", _ordinal),
    ("adverb", _entitlement_rate),
    ("speech", _one_of_speech),
    ("rate base", _rate_base),
    ("rhythm", _period_word),
    ("age", _age),
    ("score", _score),
    ("duration", _duration),
    ("label", _label),
    ("name", _name),
    ("vague", _vague),
    ("condition", _condition),
    ("condition", _for_those),
    ("mark", _of_a_ratio),
    ("size", _size_of_others),
    ("distance", _distance),
    ("step", _each_time),
)


def why_not(sentence: Sentence, amount: Amount) -> str | None:
    """The name of the rule by which a number is no commitment; None when it may be one."""
    for name, rule in RULES:
        if rule(sentence, amount):
            return name
    return None


def nested(sentence: Sentence, outer: Amount, inner: Amount) -> bool:
    """60%以上乡镇团委至少有1个…: the inner number is the condition a unit must meet, and no statement of its own."""
    if not outer.ratio or inner.ratio or sentence.segment(outer.start) != sentence.segment(inner.start):
        return False
    return bool(_NESTED.fullmatch(sentence.text, outer.end, inner.start))
