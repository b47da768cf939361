"""How a Chinese name may be written otherwise: variant and traditional characters, characters that read alike."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

# The usual character, and others that stand for it in names and on older papers.
_WRITTEN_ALSO = (
    "哲喆嚞", "坤堃", "峰峯", "升昇陞", "宁甯寧", "焰燄", "昆崑", "仑崙", "浚濬", "炮砲", "群羣", "杰傑", "秀琇",
    "岳嶽", "游遊", "恒恆", "欣忻", "淼渺", "晃晄", "朗烺", "烟煙菸", "叶葉", "余餘", "于於", "云雲", "台臺", "后後",
    "里裏裡", "松鬆", "范範", "沈瀋", "党黨", "肖萧蕭", "付傅", "闫阎閻", "戴代", "邱丘", "刘劉", "张張", "陈陳",
    "杨楊", "赵趙", "黄黃", "吴吳", "孙孫", "马馬", "罗羅", "郑鄭", "谢謝", "韩韓", "冯馮", "邓鄧", "许許", "苏蘇",
    "卢盧", "蒋蔣", "贾賈", "魏巍", "龙龍竜", "钟鐘鍾", "谭譚", "邹鄒", "陆陸", "汤湯", "万萬", "钱錢", "庄莊",
    "严嚴", "华華", "国國", "兴興", "庆慶", "丽麗", "艳艷", "凤鳳", "兰蘭", "静靜", "强強", "伟偉", "东東", "飞飛",
    "军軍", "鹏鵬", "涛濤", "娇嬌", "莹瑩", "颖穎頴", "辉輝暉", "建健", "学學", "义義", "礼禮", "乐樂", "荣榮",
    "贵貴", "财財", "宝寶", "玺璽", "双雙", "凯凱", "剑劍", "铁鐵", "银銀", "钢鋼", "锋鋒", "泽澤", "润潤", "德徳",
    "彦彥", "真眞", "教敎", "温溫", "吕呂", "奖獎", "为為爲", "启啟啓", "赟贇", "祎禕", "玮瑋", "珏玨", "璇璿",
    "煊暄",
)  # fmt: skip
_BETWEEN = re.compile(r"[\s·•・．.\-]")
# What many speakers do not tell apart, and what is typed for it.
_ALIKE = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"ng$"), "n"), (re.compile(r"^l(?=[aeiou])"), "n"))


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """A name in its usual characters, without signs and spaces between them."""
    return _BETWEEN.sub("", normalize("NFKC", name)).translate(_usual()).lower()


@lru_cache(maxsize=20_000)
def readings(name: str) -> tuple[frozenset[str], ...]:
    """For every character of a plain name how it may be read, without tones."""
    from pypinyin import Style, pinyin

    return tuple(frozenset(one) for sign in name for one in pinyin(sign, style=Style.NORMAL, heteronym=True))


def read_alike(one: str, other: str) -> bool:
    """Whether two plain names can be read the same."""
    return _meet(readings(one), readings(other))


def sound_alike(one: str, other: str) -> bool:
    """Whether two plain names sound the same to many: zh and z, -ng and -n, l- and n- are one."""
    return _meet(_sounds(one), _sounds(other))


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_sound(reading) for reading in one) for one in readings(name))


def _sound(reading: str) -> str:
    for pattern, instead in _ALIKE:
        reading = pattern.sub(instead, reading)
    return reading


def _meet(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> bool:
    return len(one) == len(other) and all(a & b for a, b in zip(one, other, strict=True))


@cache
def _usual() -> dict[int, str]:
    return {ord(variant): group[0] for group in _WRITTEN_ALSO for variant in group[1:]}
