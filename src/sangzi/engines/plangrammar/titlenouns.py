"""What follows a quantity: the noun it counts, and what is said of it.

The noun goes as far as the first word that cannot be inside one: a verb of taking part or of coming to be, an adverb
of all, a preposition, a conjunction before another clause. The noun of the measure is put at its end.
"""

import re
from typing import NamedTuple

from sangzi.engines.plangrammar import measures
from sangzi.engines.plangrammar.places import Place
from sangzi.engines.plangrammar.searches import by_first
from sangzi.engines.plangrammar.titlewords import fitting, paired, plain, unhung

REACH = 40
"""How far a noun is looked for."""
_VERB = (
    "进入|纳入|参加|参与|奔赴|赴(?!约)|接受|得到|获得|获评|获(?=得|评|批|奖|国|省)|达到|达(?=标$)|达(?!标)|"
    "实现|建成|建有|建立(?!完)|建好|完成|开展|加入|设立|设置|设有|设在|拥有|"
    "投入|投用|奔向|分布|(?<!全)覆盖|落实|配备|配齐|配|成立|提供|到岗|上岗$|受益|掌握|通过|享受|具备|取得|用于|投向|"
    "来自|满足|符合|安排|"
    "实行|转化|处于|列入|入选|登上|走进|增收|增加|办理(?=了)|挂牌|运营$|领办|担任|兼任|给予|予以|试开放|开工|"
    "竣工|开放$|完工|装好|补上|建档|分管|负责|脱贫|制定|编制|常驻|入驻|"
    "(?<!拥)有(?!关|效|机|序|偿|色|害|限|条件|意|需|志|线|声|奖|劳|氧|证|组)|至少|"
    "(?<![技功性智才效职产动节只势核])能(?!源|力|人|手|量|繁|效|耗|级|见)|可(?!再|持|追|支|视|回|降)"
)
_STOP = (
    "[,;:。、\n ]|以及|全部|均(?!衡|等)|都(?!市|会|江)|已(?!婚|故)|未(?!来|成|婚)|先后|陆续|分别|力争|"
    "要(?!素|点|求|件|道|地)|应(?!急|用|届|对|参|答)|"
    "将(?!军|领)|(?<!家)在(?!校|岗|职|读|册|建|线|用|训|园|孵|编|家|外|库|地|研|内)|为(?!民|老|农|主|期|青年)|由|"
    "向(?!导|日)|按(?!摩|揭)|的(?=[0-9])|[0123456789][0-9.]*[万亿]?[余多]?[个名家人场次项支所户处座条元台]|把|"
    "被(?!征|帮|服|监|"
    "评|试)|的基础上|的一次性|等(?!级|次|候|额|保|重点|各类|专)|"
    "并(?!购|网|轨)|和(?=\\d|实|完|开|建)|以(?!上|下|内|及|外|奖|工|色)|从|达|"
    "到(?!位|账|期|户)|与(?=[^,;。]{1,14}结对)|作为|进行|通过|用作"
)
_ENDED = re.compile(
    "(?<=..)(?:人数|人次|次数|场次|户数|期数|份数|(?<![案条事文])件数|套数|总数|数|金额|面积|长度|时长|占比|"
    "比例|覆盖率|增长率|增幅|降幅|标准)$"
)
_APART = re.compile("[;。:]|,.*,")
_MODAL = re.compile("^(?:都|均|已|要|应当?|须|需|必须|能够?|可以?|至少|普遍|基本|全部|仍|实现(?=.{5}))+")
_VERB_FIRST = re.compile(f"(?:{_VERB}|未|联系|服务|结对|与.{1, 6}结对|包联|包抓|掌握|培训|走访|签订|入驻|带动|负责)")
_END = re.compile(by_first(f"{_STOP}|{_VERB}"))
_OF = re.compile("的?(?:\\+|以上|左右)?的?")
_COUNT = re.compile(
    "(?:至少|不少于|不低于)?(?:\\d[\\d.]*[万亿]?|[一二三四五六七八九十两](?=[个名家项所支场]|次(?!性))|"
    "[一二三四五六七八九十两百千万]{2,9}(?=余?户))[余多]?(?:万|亿)?(?:元|个|名|家|项|所|支|场|次|处|座|类|人|"
    "户)?\\+?(?:以上)?"
)
_UNITS_OF = {
    "次数": "次 遍", "场次": "场 场次", "人次": "人次", "期数": "期", "轮次": "轮", "班次": "班次",
    "金额": "元", "年数": "年",
    "天数": "天 日", "周数": "周", "时限": "个月 工作日 个工作日", "时长": "小时 个小时 分钟", "学时": "学时 个学时",
    "课时": "课时 个课时", "面积": "亩 公顷 平方米 平方公里", "长度": "公里 千米 米",
    "户数": "户", "户次": "户次", "家次": "家次",
    "份数": "份", "件数": "件", "吨数": "吨", "批次": "批次", "批数": "批", "年龄": "岁 周岁", "得分": "分",
    "规模": "千瓦 兆瓦 吨/日", "套数": "套", "种数": "种",
}  # fmt: skip
_ENDS = {unit: noun for noun, units in _UNITS_OF.items() for unit in units.split()}
_NOUNS_OF_MEASURE = (
    "数 人次 场次 次数 家次 户次 批次 轮次 面积 金额 资金 经费 费 率 比例 比重 占比 "
    "标准 时长 时间 寿命 浓度 收入 产量 产值 单产 总产 额 价值 增收 投资 贷款 捐款 能力 "
    "里程 水平 规模 长度 总长 量 系数 指数 密度 存栏 出栏 投入 消费 营收 人口 期限 年限 "
    "上限 下限 时限 得分 评分 学时 课时 半径 速度 强度 深度 高度 温度 等级 排名 年龄 "
    "债券 补贴 补助 奖金 奖励 工资 薪酬 利润 税收 价格 租金 单价 成本"
)
_MEASURED = tuple(_NOUNS_OF_MEASURE.split())
_COUNTING = measures.PEOPLE | frozenset("个家所座处支条台辆册场期部户件项间张套")
_FEW = ("少数", "多数", "无数", "奥数")


class Counted(NamedTuple):
    """The noun after a quantity, and the words of its clause after it."""

    noun: str
    said: str


def counted(text: str, start: int, end: int) -> Counted:
    """The noun that a quantity counts, and what is said of it in the same clause."""
    begin = _OF.match(text, start, end)
    at = begin.end() if begin else start
    limit = min(end, at + REACH)
    stop = _END.search(text, at, limit)
    cut = stop.start() if stop else limit
    return Counted(text[at:cut], text[cut:limit] if stop and _verb_at(text, cut) else "")


def _verb_at(text: str, at: int) -> bool:
    return text[at] not in ",;:。、\n ("


def told(said: str) -> str:
    """What is said of those counted, to stand before their noun; empty where no verb is said."""
    words = uncounted(_MODAL.sub("", plain(said)))
    words = paired(unhung(words.removeprefix("的").removesuffix("的"))).strip("+")
    return words if does(words) and len(words) > 1 else ""


def core(name: str) -> str:
    """A name without the noun of its measure, where something is left."""
    return _ENDED.sub("", name).removesuffix("的")


def uncounted(words: str) -> str:
    """Words without the quantities in them: 至少有1个项目 as 有项目."""
    return _COUNT.sub("", words)


def does(words: str) -> bool:
    """Whether words begin with a verb of what is counted."""
    return bool(_VERB_FIRST.match(words))


def having(said: str, who: str) -> str:
    """The share of those of whom something is said: 建有林站 and 乡镇 as 建有林站的乡镇比例."""
    who = fitting(who, 14)
    if len(said) < 3:
        return f"{who}{said}比例"
    if len(said) + len(who) > 21:
        short = fitting(said, max(4, 21 - len(who)))
        if not _VERB_FIRST.match(said):
            return f"{who}覆盖率"
        said = short if len(short) < len(said) and _VERB_FIRST.match(short) else said[:2]
        return f"{said}的{who}比例" if len(said) > 2 else f"{who}{said}比例"
    return f"{said}的{who}比例"


def follows(place: Place) -> bool:
    """Whether the number before stands in the comma clause right before."""
    between = place.text[place.prior : place.left]
    return place.prior > place.s.start and len(between) < 12 and not _APART.search(between)


def measured(core: str) -> bool:
    """Whether words end with the noun of a measure: 铺设量, 人数."""
    return core.endswith(_MEASURED) and not core.endswith(_FEW)


def of_row(name: str, unit: str | None) -> str:
    """The name of a table's row: with the noun of the measure where it only says what is counted, 演出 in 场."""
    return ended(name, unit) if name and unit in _COUNTING and not name.endswith(("）", ")")) else name


def ended(core: str, unit: str) -> str:
    """A name with the noun of its measure at the end: 苗圃 as 苗圃数, 演练 in 场 as 演练场次."""
    if measured(core) and not (core.endswith("标准") and unit in "项个部"):
        return core
    word = _ENDS.get(unit) or ("人数" if unit in measures.PEOPLE else "数")
    if core.endswith(word):
        return core
    if len(word) == 2 and word[1] == "数" and core.endswith(word[0]):
        return core + "数"
    return core + word
