"""How often: 每年, 全年, 每双周, 同比, 年均, 年接待…."""

import re

from sangzi.engines.plangrammar.searches import by_first_of_kinds

_PERIODS = {
    "day": "每个?(?:工作)?[日天]|日均",
    "half-month": "每个?(?:双周|两周|半个?月|2周)",
    "two-month": "每[两二2]个?月",
    "three-year": "每[三3]年",
    "five-year": "每[五5]年",
    "two-year": "每[两二2]年",
    "half-year": "每个?半年|(?<![上下后])半年度?(?!内|以内|之内|后)|上、?下半年各|上半年[和、]下半年各",
    "quarter": "每个?季度?|[按分]季度?|季均",
    "month": "每个?月度?|每个月|[按逐分]月|月均|(?<=[一-龥])月(?=[一-龥]{1,3}率)",
    "ten-day": "每个?旬",
    "week": "每个?(?:周|星期)(?!边|岁)|周均",
    "semester": "每个?学期",
    "year": (
        "每个?学?年(?!级|龄|段)度?|全年|同比|年均|逐年|按年|"
        "一年(?=总共|[一两二三四五六七八九\\d]{1,2}次|共|至少|不少于|不低于|累计)"
        "|(?<=[一-龥])(?<![青少老成中往历来同学当今去明一二三四五六七八九十两半几多])年(?=[一-龥]{2,4}率)|年度(?!计划|工作|考核"
        "|报告|任务|目标|安排|预算|监测|评估|评议|检查|总结)"
    ),
}
_WORDS, _NAMES = by_first_of_kinds(_PERIODS)
_PERIOD = re.compile(_WORDS)
_YEARLY_VERB = re.compile(
    "年(?<![\\d一二三四五六七八九十两去今明本当全每近来学成青少中老周多半往历]年)"
    "(?=培训|接待|服务|处理|产(?!业)|销售|发布|举办|减排|供|发电|新增|完成|资助|受益|出栏|加工|存栏|开展|组织|"
    "招聘|引进|培养|输送|吸纳|开班|接诊|巡演|演出|供应|更新|发放|派出|走访|巡诊|放映|养护|改造|检测|救助|惠及)"
)


def named(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The last period named between two offsets, with where it stands."""
    found = None
    for match in _PERIOD.finditer(text, start, end):
        found = match
    if found is not None:
        return _NAMES[(found.lastindex or 1) - 1], found.start(), found.end()
    yearly = _YEARLY_VERB.search(text, start, end)
    return ("year", yearly.start(), yearly.end()) if yearly else None
