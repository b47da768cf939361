"""Invented names: of persons, of organisations, of projects. Whoever bears one of them is not meant."""

from __future__ import annotations

from .chance import Chance, one_of, some_of

# Common family names, the commonest more than once so that lists look like lists do.
_FAMILIES = (
    "王王王王李李李李张张张张刘刘刘陈陈陈杨杨赵赵赵黄周吴徐孙孙胡朱高高林何郭郭马罗梁宋宋郑谢韩唐冯于于董萧程曹袁邓许傅沈"
    "曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_KOREAN_FAMILIES = "金金金金朴朴朴崔崔李李郑姜赵尹全南池玄许太"
_FIRST = (
    "晓晓雨雨子子思思佳佳文文明志建国海海春春秋秋冬雪冰松松柏桦杨林森立永永庆玉红丽艳秀桂凤彩云霞静敏慧颖楠宁宇宇泽浩浩然天"
    "一一可可梓梓欣欣怡嘉俊俊伟伟鹏飞翔宏洪长常广胜德成承继振兴家家美善诗书画景知若如亦亚世东南北中正新春"
)
_SECOND = (
    "华华明明军军强强伟平平波涛涛鹏鹏飞飞超超杰杰宁宁琳琳娜娜婷婷雪雪梅梅兰兰英英霞霞燕燕玲玲芳芳莹莹瑶瑶洋洋阳阳光辉辉"
    "龙虎林森峰峰岩磊磊鑫鑫淼宇轩轩然然涵涵妍怡悦悦欣彤晨晨曦旭东南北生山河江海雨晴月星辰文斌武勇刚毅恒志远航程帆舟"
)
_KOREAN_SECOND = "哲浩日花子善姬顺玉吉男成国虎龙学光明春梅兰英淑贞恩惠美星雪"

FIELDS = ("农村产业发展", "乡村治理", "乡村公共服务", "农业农村科技")
_PRODUCTS = {
    "2": ("大米", "木耳", "人参", "蓝莓", "玉米", "杂粮", "黄牛", "梅花鹿", "林蛙", "山野菜", "葵花", "松子", "蜂蜜"),
    "3": ("大米", "茶叶", "蜜梨", "葡萄", "湖羊", "鲜笋", "莲藕", "菱角", "番茄", "蚕丝", "草莓", "菊花", "蜂蜜"),
}
_ANYWHERE = ("大米", "茶叶", "柑橘", "蓝莓", "土鸡", "红薯", "蜂蜜", "菌菇", "草莓", "花生", "葡萄", "核桃")
_PROJECT_HEADS = (
    "青春", "青禾", "乡音", "晚霞", "萤火", "小红帽", "暖阳", "同心", "田园", "林海", "春耕", "书香", "童画", "河畔",
    "瓜果",
)  # fmt: skip
_PROJECT_TAILS = (
    "课堂", "集市", "陪伴行动", "敬老餐桌", "阅读角", "巡河队", "农技小院", "直播间", "托管班", "球场", "电影夜",
    "义诊日", "修理铺",
)  # fmt: skip
_BRANDS = (
    "沃野", "青田", "山海", "新禾", "春山", "晓峰", "北岸", "原乡", "谷雨", "白桦", "松风", "云岭",
)  # fmt: skip


def person_names(chance: Chance, count: int, *, korean: bool = False) -> list[str]:
    """Names of persons; `korean`: as they are common among the Koreans of Yanbian."""
    families = some_of(chance, _KOREAN_FAMILIES if korean else _FAMILIES, count)
    firsts = some_of(chance, _FIRST, count)
    seconds = some_of(chance, _KOREAN_SECOND if korean else _SECOND, count)
    short = chance.random(count) < (0.1 if korean else 0.22)
    return [
        family + second if brief else family + first + second
        for family, first, second, brief in zip(families, firsts, seconds, short.tolist(), strict=True)
    ]


def project_name(chance: Chance) -> str:
    """A township's own project: 青禾农技小院."""
    return one_of(chance, _PROJECT_HEADS) + one_of(chance, _PROJECT_TAILS)


def product_of(chance: Chance, code: str) -> str:
    """Something that may grow where the code of a unit lies: its first figure is the great region."""
    return one_of(chance, _PRODUCTS.get(code[:1], _ANYWHERE))


def enterprise_name(chance: Chance, short: str, code: str) -> str:
    """An invented enterprise or cooperative of a place."""
    return f"{short}{one_of(chance, _BRANDS)}{product_of(chance, code)}专业合作社（示例）"
