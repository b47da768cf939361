"""What the head of a column, or of a row, says it is: serial numbers, names, units, years, owners, dates, scores.

The words are those that tables of any field use. Heads are short: longer words are no head. O(1) a head.
"""

import re
from functools import lru_cache

from sangzi.engines.plangrammar import headers

_KINDS = {
    "serial": "序号|编号|No\\.?|序",
    "score": ".*(?:分值|权重|得分|满分|评分|分数|赋分|计分|扣分|加分|标准分|考核分|系数值).*",
    "note": (
        "备注|.*(?:说明|来源|依据|口径|计算方法|计算公式|电话|手机|联系方式|邮编|代码|文号|页码|排名|名次|位次|年龄|身份证|佐证).*|"
        "(?:牵头|责任|分管|包联|挂钩|联系|负责)(?:领导|人)|责任人员?|联系人"
    ),
    "owner": (
        ".*(?:责任|牵头|主责|主管|实施|落实|承办|配合|协办|协同|参与|参加|主办|负责)(?:单位|部门|处室|科室|股室|部室|主体|机构|委办局|方).*"
    ),
    "due": (
        ".*(?:时限|期限|完成时间|时间节点|完成日期|完成节点|时间要求|起止|建设年限|实施年限|办结时间|时间安排|建设周期)|时间|进度|进度安排|"
        "推进(?:时间|进度)|实施时间|节点"
    ),
    "kind": ".*(?:属性|性质)|指标类型|类型属性",
    "unit": "(?:计量|计算|度量)?单位(?:名称)?",
    "group": "年份|月份|类别|类型|领域|分类|方面|维度|板块|大类|一级指标|章节|条线|门类|序列",
    "content": ".*(?:内容|举措|措施|做法|规模|要求|标准|说明|路径|成果|形式)(?:[及和与、].{1,6})?|"
    "(?:具体|工作|主要|重点)?(?:目标任务|任务目标|目标要求)",
    "place": (
        "(?:各|所属|实施)?(?:县|市|区|州|旗|乡|镇|街道|村|社区|省|盟)(?:[(、][县市区州旗乡镇街道、]+\\)?)*(?:名称)?|(?:实施|建设|所在)?"
        "(?:地区|区域|辖区|区县|县区|市县|市州|乡镇|镇街|街镇|地点|属地)(?:名称)?|单位名称|(?:各)?(?:学校|医院|高校|企业|承接单位|下级单位|分局|支部)名?称?"
    ),
}
_KIND = re.compile("|".join(f"(?P<{kind}>(?:{words}))$" for kind, words in _KINDS.items()))
_NAME = re.compile(
    ".*(?:指标|项目|任务|事项|名称|内容|举措|措施|工作|工程|活动|行动|服务|目标|资源|品种|对象)[^数值]{0,6}"
)
TIMED = (
    "“?十[二三四五六七]五”?(?:规划)?(?:期?末|期间|时期)?|(?:到|至|截至|较|比)?20\\d\\d(?:年|[-—~至]20\\d\\d年?)?度?[底末]?|近期|远期|中期|期末|期内|"
    "年底|全年|年度|本年|当年|上年度?|去年|上一年|年均|五年|三年|第?[一二三四]季度|[上下]半年|\\d{1,2}(?:[-—~至]\\d{1,2})?月份?[底末]?"
)
_ROLES = (
    "目标任务|目标值?|(?:指标|标准|控制|考核)值|任务数?量?|计划数?值?|预期值?|规划值?|现状值?|基期(?:水平|值)?|基准[年值]?|基数|基础值|基线值?|完成[值数]?情?况?|实际[值数]?|"
    "实绩|现有数?|实现值?|预计|数量|数值|数$|值$|合计|累计|达到|分解|下达|要求|分?(?:季度|年度|月度|阶段|年)|进度|安排|情况|各"
)
GROWTH = re.compile("(?:同比|环比|年均|累计)?(?:增长率?|增速|增幅|增减|变化|提高|下降|提升|降低|降幅|升幅)")
SAID = re.compile(f"{TIMED}|{_ROLES}|{GROWTH.pattern}|[()（）:、/“”\\s\\[\\]的比较]|水平")
TOTALS = frozenset(
    {"合计", "总计", "小计", "总数", "全市", "全省", "全县", "全区", "全国", "全州", "共计", "总体", "全域"}
)
PLACE = re.compile(
    "[\u4e00-\u9fff]{1,10}?(?:省|市|县|区|乡|镇|街道|州|盟|旗|村|社区|新区|管委会|办事处|市本级|县本级|市直|县直)"
)
MAX_WORDS = 40


@lru_cache(maxsize=4096)
def kind_of(words: str) -> str:
    """What the head of a column says it is: "" when nothing known."""
    match = _KIND.fullmatch(words) if len(words) <= MAX_WORDS else None
    if match:
        return str(match.lastgroup)
    if len(words) > MAX_WORDS:
        return ""
    if is_timed(words):
        return "value"
    return "name" if _NAME.fullmatch(words) and not headers.bracketed_unit(words) else ""


@lru_cache(maxsize=4096)
def is_timed(words: str) -> bool:
    """Whether a head says when, or whether it is an aim, and nothing else."""
    bare = headers.bare_name(words)
    return bool(bare) and not SAID.sub("", bare)


@lru_cache(maxsize=4096)
def is_head(words: str) -> bool:
    """Whether a cell reads like a head: of a known kind, or with its unit in brackets behind it."""
    return bool(kind_of(words) or headers.bracketed_unit(words))


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """Words without blanks inside."""
    return words.replace(" ", "").replace("\u3000", "")
