"""Numbers that are no commitments, each kind a rule with a name.

Labels (四大平台), ordinals, dates, ages, scores, ranks, conditions, durations, vague amounts, numbers in names and
titles. A rule looks at most `WINDOW` characters to either side; which rules are asked depends on the number's unit
and on how it is written.
"""

import re
from collections.abc import Callable

from sangzi.engines.plangrammar import conditions, measures
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.sentences import Sentence

Rule = tuple[str, Callable[[Sentence, Amount], bool]]
WINDOW = 40
_LONG_QUOTATION = 60
_ORDINAL = re.compile("(?:第|指标|任务|序号|附件|(?<!时)前|(?<!先)后|排名|位列|位居|居|列|倒数|首届|历届|周期)$")
_LISTED = re.compile("第[\\d、,和至及]{1,10}$")
"""第2、3项: the second number of a list of ordinals."""
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
_INCIDENT = re.compile("[^,;。]{0,10}?(?:事故|案|纠纷|事件|火灾|投诉|举报|险情|灾|伤亡|溺水|违法|违规)")
_COUNTER = re.compile("(?:浏览|点击|阅读|访问|查看|下载|转发|点赞|收藏)(?:量|数|次数|人数|率)?[:为]? ?$")
_ACRONYM = re.compile("[A-Z]{3}$")
_VAGUE = re.compile("(?:数|几|若干|好几|上|多)$")
_HELD_TO = re.compile(
    "(?:达到|达|不少于|不低于|不超过|不多于|不短于|不长于|突破|破|不得超过|至少|最多|最长|压缩至|压缩到|缩短至|缩短到|在|压减至|压减到|"
    "控制在|降至|降到|提高到|提高至|延长至|延长到|累计|人均|平均|≥|≤|超过|为)(?:了|约)?$"
)
_TIME_NOUN = re.compile(
    "(?:年限|寿命|时长|学时|天数|时间|时限|期限|时数|日数|工龄|运动|活动|锻炼|课程|培训|睡眠|响应|住院日|周期|间隔|用时|时效)[^,;。]{0,8}$"
)
_TIME_VERB = re.compile("压缩|缩短|压减|不少于|不低于|至少|人均")
_HOURS = re.compile("(?:天数|日数|时长|时数|总时间|服务时间)$")
_FROM = re.compile("[由从](?:目前|现在|现有|原来|原先|上年|(?:20)?\\d\\d年)?的?$")
_FROM_TO = re.compile("[由从][^,;。]{0,20}\\d[^,;。]{1,12}[到至为]$")
_SHORTER = re.compile("[^,;。\\d]{0,6}(?:到|至|为)")
_MAY = re.compile("可(?:免费|免租|连续)[^,;。]{0,6}$")
_PER_HEAD_OFTEN = re.compile("人均每[年月周天日]$")
_GRADES = re.compile("分(?:为|成)?[^,;。\\d]{0,12}$")
_STREAK = re.compile("连续$")
_AGE_RULE_BEFORE = re.compile("(?:为|对|向|面向|给)[^,;。]{0,6}$")
_AGE_RULE_AFTER = re.compile("[^,;:。]{2,14}?(?:提供|实行|实施|免费|给予|发放)")
_AGE_POST_AFTER = re.compile("[^,;:。]{2,20}?(?:兼任|担任|出任)")
_LIFE = re.compile("(?:寿命)[^,;。]{0,10}$")
_SCORE = re.compile("(?:满意度|满意率|群众评价|测评|好评|幸福感)[^,;。]{0,16}$")
_RUBRIC = re.compile("满分|评分|分值|计分|打分|赋分|权重|百分制|扣\\d|扣完|总分")
_SCORE_RISES = re.compile("(?:满意度|满意率|幸福感)[^;。]{0,24}(?:提升|提高|上升|增加)(?:了|至少|不少于|不低于)?$")
_NESTED = re.compile(
    "[^,;:。]{0,24}?(?:至少|提供|承接|办理|有|建有|设有|配备|拥有|建成|建立|开设|设立|开展|掌握|配有|配置|打造|达到)[^,;:。]{0,12}$"
)
_SHORT_OF = re.compile("(?:收入|产值|面积|规模|利润)[^,;。、]{0,4}(?:不足|不到|低于)$")
_PERIOD_SPAN = re.compile(
    "(?:来|以来|内|间|里|期间|时间|过渡期|保护期|任期|行动|规划|计划|期|前|后|制|期满|之内|圈|通勤|生活圈|"
    "服务圈|热线|值班|值守|不打烊|开放|自助)"
)
_BATCHES = frozenset({"批", "轮"})
_BASE_THEN = re.compile("[^,;:。、\\d]{0,14}?(?:\\d|[一两二三四五六七八九十]+[个名所家处支台座辆])")
_NUMBER_NEXT = re.compile("(?:配备?|设|建)?[\\d一二两三四五六七八九十]")
_MORE = re.compile("[^,;:。、\\d]{2,12}?[\\d一二两三四五六七八九十]+[个名场届期次所座家支项部条]")
_SCALE_LAST = re.compile("(?:达到|累计|超过|突破|讲座|培训|宣讲|活动|巡演|演出|义诊|课程|比赛|展览|放映|体验|直播)$")
_OCCASIONS = frozenset({"场", "次", "期", "个", "家", "名", "件", "项"})
_KINDS_OF = frozenset({"批", "种", "类", "层"})


def _titled(s: Sentence, a: Amount) -> bool:
    """Inside 《…》 or “…”: a name, unless the whole is one long quotation."""
    span = s.in_quotes(a.start, a.end)
    return span is not None and span[1] - span[0] < _LONG_QUOTATION


def _ordinal(s: Sentence, a: Amount) -> bool:
    before = s.text[max(s.start, a.start - 3) : a.start]
    if before[-1:] in "、和至及" and _LISTED.search(s.text[max(s.start, a.start - 12) : a.start]):
        return True
    return bool(_ORDINAL.search(before)) and (a.unit not in measures.PERCENT or before.endswith(("前", "后")))


def _in_a_name(s: Sentence, a: Amount) -> bool:
    """1+5, 5G, 7×24: joined to a sign or a letter; but AED150台 is a number of things."""
    before = s.text[max(s.start, a.start - 1) : a.start]
    if before in {"+", "第", "之", "×"}:
        return True
    if not (before.isascii() and before.isalpha()):
        return False
    return not _ACRONYM.search(s.text[max(s.start, a.start - 3) : a.start])


def _rhythm(s: Sentence, a: Amount) -> bool:
    """每2年, 每3个月: the number of a rhythm."""
    return s.text[max(s.start, a.start - 2) : a.start].endswith(("每", "每隔"))


def _rate_base(s: Sentence, a: Amount) -> bool:
    """每千人口, 每10万人: what a rate is counted over."""
    counted = a.unit not in measures.MEETINGS and (a.bare_scale or a.value >= 100)
    lead = s.text[max(s.start, a.start - 1) : a.start]
    if lead == "每" and a.unit not in measures.MEETINGS and _BASE_THEN.match(s.text, a.end, s.segment(a.start)[1]):
        return True
    return counted and (lead == "每" or (lead == "按" and bool(_NUMBER_NEXT.match(s.text, a.end))))


def _distributed(s: Sentence, a: Amount) -> bool:
    left, _ = s.segment(a.start)
    before = s.text[max(left, a.start - WINDOW) : a.start]
    return "每" in before or "各" in before or "按" in before[-8:]


def _adverb(s: Sentence, a: Amount) -> bool:
    """一次性, 一起设计; but 一起事故 is a number of things."""
    if a.unit == "起" and s.text[a.start : a.end] == "一起":
        return not (a.comparator or _INCIDENT.match(s.text, a.end, s.end))
    return a.unit == "次" and s.text[a.end : a.end + 1] == "性"


def _page_counter(s: Sentence, a: Amount) -> bool:
    """浏览: 318 次, 点击数:12: what a page on the web tells of itself."""
    return bool(_COUNTER.search(s.text[max(s.start, a.start - 12) : a.start]))


def _figure_of_speech(s: Sentence, a: Amount) -> bool:
    """一批, 一支, 一个: 一 is a number only under 至少, 每 and the like."""
    if a.unit in _BATCHES and a.value > 1:
        return False
    if a.unit in _KINDS_OF:
        return True
    return a.value == 1 and a.comparator is None and not _distributed(s, a) and not _listed_last(s, a)


def _listed_last(s: Sentence, a: Amount) -> bool:
    """举办编程赛一届、机器人赛两场: one, but counted."""
    joined = s.text[a.end : a.end + 1] in {"、", ","} and bool(_MORE.match(s.text, a.end + 1, s.end))
    return joined and _closes(s, a)


def _label(s: Sentence, a: Amount) -> bool:
    """三个自信, 五类主体: a small number before a word of speech, or with no verb that makes things."""
    if a.comparator is not None or a.ratio or a.value != int(a.value) or _distributed(s, a):
        return False
    if a.unit in measures.POINTS:
        return False
    if a.unit in _BATCHES and _closes(s, a):
        return False
    if a.bare_scale or a.unit in measures.KINDS:
        return not _scale_counts(s, a)
    if a.value > 12 or _closes(s, a):
        return False
    before = s.text[max(s.start, a.start - 4) : a.start]
    return not _STRONG_VERB.search(before) or bool(_LABEL_NOUN.match(s.text, a.end, s.end))


def _closes(s: Sentence, a: Amount) -> bool:
    """培育合作社八家: a verb, a noun, and the number last."""
    left, right = s.segment(a.start)
    last = a.end >= right or s.text[a.end] in "、和及共"
    return last and bool(_MAKES.search(s.text, left, a.start - 1))


def _bare_scale(s: Sentence, a: Amount) -> bool:
    """百名青年, 万人行动: a scale alone is no number; 近千人 and 千余名 are."""
    if not a.bare_scale or _scale_counts(s, a):
        return False
    return a.comparator is None or conditions.size_of_others(s, a)


def _scale_counts(s: Sentence, a: Amount) -> bool:
    """累计达到百个, 讲座百场: a scale counts after such words at the end of its clause."""
    if a.unit not in _OCCASIONS or not (a.end >= s.segment(a.start)[1] or s.text[a.end] in "、,"):
        return False
    return bool(_SCALE_LAST.search(s.text[max(s.start, a.start - 12) : a.start])) and not _titled(s, a)


def _vague(s: Sentence, a: Amount) -> bool:
    return a.value < 1000 and bool(_VAGUE.search(s.text[max(s.start, a.start - 2) : a.start]))


def _duration(s: Sentence, a: Amount) -> bool:
    """5年过渡期, 15分钟服务圈, 3日内: a length of time that nothing is held to."""
    before = s.text[max(s.start, a.start - WINDOW) : a.start]
    if a.unit == "年" and _STREAK.search(before):
        return False
    if _FROM.search(before) and _SHORTER.match(s.text, a.end, s.end):
        return False
    if a.unit == "周年" or not (
        _held_to(before) or _FROM_TO.search(before) or _PER_HEAD_OFTEN.search(before) or _MAY.search(before)
    ):
        return True
    return a.post not in {"以内", "之内"} and bool(_PERIOD_SPAN.match(s.text, a.end, s.end))


def _held_to(before: str) -> bool:
    """Whether what stands before a length of time holds somebody or something to it."""
    if _HOURS.search(before):
        return True
    return bool(_HELD_TO.search(before)) and bool(_TIME_NOUN.search(before) or _TIME_VERB.search(before))


def _years_served(s: Sentence, a: Amount) -> bool:
    streak = a.unit == "年" and s.text[max(s.start, a.start - 2) : a.start] == "连续"
    return not streak and conditions.years_served(s, a)


def _age(s: Sentence, a: Amount) -> bool:
    """Ages tell who is meant. An upper limit that alone opens a service or a post is a rule."""
    before = s.text[max(s.start, a.start - WINDOW) : a.start]
    if _LIFE.search(before):
        return False
    if a.post not in {"以下", "及以下"}:
        return True
    opens_service = _AGE_RULE_BEFORE.search(before) and _AGE_RULE_AFTER.match(s.text, a.end, s.end)
    return not (opens_service or _AGE_POST_AFTER.match(s.text, a.end, s.end))


def _score(s: Sentence, a: Amount) -> bool:
    """Points of an assessment; how satisfied people are is measured in points too."""
    before = s.text[max(s.start, a.start - WINDOW) : a.start]
    if _RUBRIC.search(s.text, s.start, s.end):
        return True
    return not (_SCORE.search(before) or _SCORE_RISES.search(before))


def _in_grades(s: Sentence, a: Amount) -> bool:
    """分为优秀、合格、不合格3个等次."""
    return s.text.startswith(("等次", "档次", "等级", "级别"), a.end)


def _graded(s: Sentence, a: Amount) -> bool:
    """分优、良、中、差4档: the grades of a judgement."""
    return bool(_GRADES.search(s.text, max(s.start, a.start - 16), a.start))


_ALWAYS: tuple[Rule, ...] = (
    ("title", _titled),
    ("ordinal", _ordinal),
    ("name", _in_a_name),
    ("rate base", _rate_base),
    ("step", conditions.step),
    ("compared", conditions.compared),
)
_IN_CHARACTERS: tuple[Rule, ...] = (
    ("adverb", _adverb),
    ("figure of speech", _figure_of_speech),
    ("label", _label),
    ("scale", _bare_scale),
    ("vague", _vague),
)
_BOUNDED: tuple[Rule, ...] = (
    ("condition", conditions.applies),
    ("condition", conditions.for_those),
    ("mark", conditions.of_a_ratio),
    ("size", conditions.size_of_others),
)
_TIMES: tuple[Rule, ...] = (("rhythm", _rhythm), ("duration", _duration), ("condition", _years_served))
_BY_UNIT: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(measures.LENGTHS_OF_TIME, _TIMES),
    **dict.fromkeys(measures.AGES, (("age", _age),)),
    **dict.fromkeys((*measures.MONEY, "倍"), (("fine", conditions.fine),)),
    **dict.fromkeys(measures.SCORES, (("score", _score),)),
    **dict.fromkeys(measures.DISTANCES, (("distance", conditions.distance),)),
    "次": (("rhythm", _rhythm), ("page counter", _page_counter)),
    "档": (("grade", _graded),),
    "级": (("grade", _graded),),
    "个": (("grade", _in_grades),),
}


_BEFORE_A_NAME = frozenset("第前后名位居列数届期标务号件+之×每按(、和至及")
"""What stands right before a number when an ordinal, a name, a rate or a comparison may be meant."""


def _always(s: Sentence, a: Amount) -> tuple[Rule, ...]:
    """The rules for any number; most numbers follow a verb, and need not be asked."""
    text, start = s.text, a.start
    before = text[max(s.start, start - 1) : start]
    if s.quoted or before in _BEFORE_A_NAME or before.isascii() or "每" in text[max(s.start, start - 14) : start]:
        return _ALWAYS
    return ()


def why_not(sentence: Sentence, amount: Amount) -> str | None:
    """The name of the rule by which a number is no commitment; None when it may be one."""
    rules = _always(sentence, amount) + _BY_UNIT.get(amount.unit, ())
    if amount.in_characters:
        rules += _IN_CHARACTERS
    if amount.post or amount.comparator:
        rules += _BOUNDED
    for name, rule in rules:
        if rule(sentence, amount):
            return name
    return None


def nested(sentence: Sentence, outer: Amount, inner: Amount) -> bool:
    """60%以上乡镇团委至少有1个…: the inner number is the condition a unit must meet, and no statement of its own."""
    if _SHORT_OF.search(sentence.text, outer.end, inner.start) and inner.unit in measures.MONEY:
        return sentence.segment(outer.start) == sentence.segment(inner.start)
    if not outer.ratio or inner.ratio or sentence.segment(outer.start) != sentence.segment(inner.start):
        return False
    return bool(_NESTED.fullmatch(sentence.text, outer.end, inner.start))
