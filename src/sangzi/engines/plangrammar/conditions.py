"""Numbers that say of whom or of what a rule speaks: 投资1000万元以上的项目, 50万元以上的村, 1公里半径.

All rules but `step` need a bound (以上, 不低于) on the number; a bare number is never a condition.
"""

import re

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.amounts import Amount
from sangzi.engines.plangrammar.sentences import Sentence

_WINDOW = 40
_HEAD = re.compile("(?:对|对于|凡|凡是|如|若|如果|当|给予|符合|满足|达到|具备|具有)")
_ATTRIBUTE = re.compile(
    "(?:总投资|投资额|投资|注册资本|注册资金|营业收入|营收|年收入|收入|产值|销售额|面积|规模|任职|工作|从事|"
    "居住|服务|就业|创业|经营|缴费|参保|缴纳社保|社保|学历|年龄|人数|人口|户籍|职工|员工|从业人员|成立|运营|"
    "连续|累计|满|年满|未满|不满|合同|不足|贷款|额度|成绩|考核|距离|距|半径)"
    "(?:满|为|在|达到|达|超过|不少于|不低于|不足|低于|高于|期限|时间|总额|总数|时长|数量)*$"
)
_TAIL = re.compile(
    "[^,;:。]{0,12}?的(?:[^,;:。]{0,24})?(?:$|[,;:。])|[^,;:。]{0,14}?,?(?:给予|予以|按|可(?:以|享|申|直)|应当|一次性|每增)"
)
_THEN = re.compile(
    "(?:的[,、]|的[^,;。]{0,16}?(?:给予|予以|可以|可享|可申|按照|优先|应当|不得|取消|扣|加\\d))|的[^,;。]{1,10}?(?:都|均|要|须|应)|的(?:$|[,;。])"
)
_OF_COUNTED = re.compile("的\\d+[一-龥]")
"""日处理500吨以上的8座站: a mark of those that are counted."""
_OF_WHOM = re.compile(
    "[^,;:。]{0,10}?的,(?:再|另|均|可|一次性|每|给予|予以|按|奖励|补助|补贴|优先|直接|视为|应当|由|取消|纳入|不再|最高|享受)"
)
_FAILS = re.compile("的[^,;。]{0,10}?(?:重新|约谈|通报|整改|问责|退出|取消|不予|予以|扣|不得|停)")
_GIVES = re.compile("给予|予以|补助|补贴|奖励|奖补|资助")
_FOR_WHOM = re.compile("(?:对|对于|凡|凡是|给|向|如|若)")
_WHOM = re.compile("的(?:[^的,]{0,12})$")
_MARKED = re.compile(
    "的[^,;。]{1,12}?(?:不少于|不低于|占|达到|比例|覆盖)[^,;。]{0,8}(?:[\\d.]+%|[一二三四五]分之|[一二三四五六七八九]成|百分之)"
)
_SIZE_OF = re.compile(
    "的?[^,;:。、\\d]{1,12}?(?:不少于|达到?|超过)?(?:[\\d.]+|[一二三四五六七八九十]+)[多余]?[个家项名户条座所支处片]"
)
_RANGE = re.compile("(?:半径|范围|以内|之内|内|圈|可达|服务圈)")
_STEP = re.compile("每(?:少|多|增|超|缺|减|低|高|发生|出现|查实|有|延迟|推迟|逾期)[^,;。]{0,8}$")
_OF_OTHERS = re.compile("(?:全[国省市]|平均)[(]$")
_FINED = re.compile("(?:罚款|罚没)(?:金额|总额|款|共计?|累计)?(?:达到?)?$")
"""罚款金额916万元: what was fined, and no threat."""
_FINE = re.compile("罚款|罚金|处罚|违约金|滞纳金")
_COUNTED_YEARS = re.compile("(?:满|连续|期限)$")
_LONGEST_CLAUSE = 60


def applies(s: Sentence, a: Amount) -> bool:
    """对投资1000万元以上的项目给予…: what must be so before a rule applies."""
    left, right = s.segment(a.start)
    before = s.text[max(left, a.start - _WINDOW) : a.start]
    if not (a.post or a.comparator or "满" in before[-3:]):
        return False
    after = s.text[a.end : min(right + 1, a.end + _WINDOW)]
    if a.comparator and after.startswith(("时启动", "时,", "时应", "时即")):
        return True
    if a.comparator == "<=" and _FAILS.match(after):
        return True
    if _ATTRIBUTE.search(before) and _TAIL.match(after):
        return True
    if (
        (a.post and s.text.startswith(("的,", "规模"), a.end))
        or _OF_WHOM.match(s.text, a.end, s.end)
        or (a.post and _OF_COUNTED.match(s.text, a.end, right))
    ):
        return True
    return bool(_HEAD.match(s.text, left, a.start)) and bool(_THEN.match(after))


def for_those(s: Sentence, a: Amount) -> bool:
    """对年薪50万元以上人才的企业,…: a whole comma clause that only says for whom."""
    left, right = s.segment(a.start)
    if not (a.post or a.comparator) or right - left > _LONGEST_CLAUSE or s.text[right : right + 1] != ",":
        return False
    if _GIVES.search(s.text, left, a.start):
        return False
    return bool(_FOR_WHOM.match(s.text, left, a.start)) and bool(_WHOM.search(s.text, a.end, right))


def of_a_ratio(s: Sentence, a: Amount) -> bool:
    """50万元以上的村不少于四分之一: a mark of those that are counted."""
    return bool(a.post) and bool(_MARKED.match(s.text, a.end, s.segment(a.start)[1]))


def size_of_others(s: Sentence, a: Amount) -> bool:
    """投资5000万元以上项目20个, 亿元以上项目6个: a size that those counted have."""
    sized = a.unit in measures.MONEY or a.unit in measures.SIZES or a.bare_scale
    if a.comparator == ">" and s.text.startswith("的", a.end) and sized:
        return bool(_SIZE_OF.match(s.text, a.end, s.segment(a.start)[1]))
    return sized and bool(a.post) and bool(_SIZE_OF.match(s.text, a.end, s.segment(a.start)[1]))


def fine(s: Sentence, a: Amount) -> bool:
    """处10万元以上100万元以下罚款: what a law threatens."""
    if _FINED.search(s.text, max(s.start, a.start - 8), a.start):
        return False
    left, right = s.segment(a.start)
    return bool(_FINE.search(s.text, max(left, a.start - _WINDOW), min(right, a.end + _WINDOW)))


def compared(s: Sentence, a: Amount) -> bool:
    """超过全国(16.1%)的平均水平: a figure of others, in a bracket of its own."""
    around = s.text[max(s.start, a.start - 3) : a.start]
    return bool(_OF_OTHERS.search(around)) and s.text[a.end : a.end + 1] == ")"


def years_served(s: Sentence, a: Amount) -> bool:
    """服务满5年, 合同期限3年: how long somebody has been what a rule asks."""
    return bool(_COUNTED_YEARS.search(s.text[max(s.start, a.start - 3) : a.start]))


def distance(s: Sentence, a: Amount) -> bool:
    """1公里半径, 500米范围: how near, not how much."""
    return bool(_RANGE.match(s.text, a.end, s.end))


def step(s: Sentence, a: Amount) -> bool:
    """每少完成1项扣5分: a step of a score."""
    return bool(_STEP.search(s.text, max(s.start, a.start - 14), a.start))
