"""A target as a sentence says it: at least 30 名 in every village, 80 % of townships, or simply: have one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.units.models import Level

from . import notes
from .models import Commitment, Comparator, Shape
from .receivers import LEVELS, floor_level

LEVEL_NAMES = {
    Level.NATION: gettext_lazy("全国"),
    Level.PROVINCE: gettext_lazy("省"),
    Level.PREFECTURE: gettext_lazy("市"),
    Level.COUNTY: gettext_lazy("县"),
    Level.TOWNSHIP: gettext_lazy("乡镇"),
    Level.VILLAGE: gettext_lazy("村"),
}
PERIODS = {
    "year": gettext_lazy("每年"),
    "semester": gettext_lazy("每学期"),
    "half-year": gettext_lazy("每半年"),
    "quarter": gettext_lazy("每季度"),
    "month": gettext_lazy("每月"),
    "half-month": gettext_lazy("每半月"),
    "week": gettext_lazy("每周"),
    "day": gettext_lazy("每天"),
}


_REASONS = {
    notes.HAS: gettext_lazy("覆盖类要求落到本级，就是要有"),
    notes.HAND: gettext_lazy("手工指定"),
    notes.NO_CHILDREN: gettext_lazy("下级都没有再下一级，改为平均分配"),
    notes.WEIGHTLESS: gettext_lazy("用来分配的数据是零，只得下限"),
    notes.ONE_FIRST: gettext_lazy("每家先得一个，其余不够再分到一份"),
}
# What stands behind the code, and the sentence that it goes into.
_COUNTED = {
    notes.QUOTA: (("quota",), gettext_lazy("按比例应得 %(quota)s，取整数部分")),
    notes.REMAINDER: (
        ("quota", "turn", "remainders"),
        gettext_lazy("按比例应得 %(quota)s，零头排第 %(turn)s；剩下的 %(remainders)s 份由零头最大的各得一份"),
    ),
    notes.ROUNDED: (("times", "per"), gettext_lazy("每 %(per)s 折一份，合 %(times)s 份，四舍五入")),
    notes.FLOOR: (("quota",), gettext_lazy("按比例只有 %(quota)s，不到下限，补到下限")),
    notes.CAP: (("quota",), gettext_lazy("按比例应得 %(quota)s，超过上限，只给到上限")),
}


def is_own_condition(commitment: Commitment, level: int) -> bool:
    """Whether a unit of `level` is itself what a coverage counts: it has the thing or has it not."""
    return commitment.shape == Shape.COVERAGE and level == floor_level(commitment)


def measure_at(commitment: Commitment, level: int) -> str:
    """The measure word of a target at a unit of `level`; "" where the unit either has the thing or not."""
    return "" if is_own_condition(commitment, level) else commitment.measure


def wording(commitment: Commitment, value: Decimal, level: int) -> str:
    """What is asked of a unit of `level`, in the language that is spoken now."""
    if is_own_condition(commitment, level):
        return _("本单位做到覆盖")
    told = {
        "period": _of(PERIODS, commitment.period),
        "whom": _whom(commitment, level),
        "comparator": Comparator(commitment.comparator).label,
        "number": plain(value),
        "measure": commitment.measure,
    }
    return " ".join((_("%(period)s%(whom)s%(comparator)s %(number)s %(measure)s") % told).split())


def plain(value: Decimal) -> str:
    """A number without empty decimals: 80, 12.5."""
    return f"{value.normalize():f}"


def why(note: str) -> str:
    """The reason behind a share in words; "" where there is nothing to explain."""
    code, *rest = note.split(":")
    if code in _COUNTED:
        names, sentence = _COUNTED[code]
        return str(sentence) % {name: _said(number) for name, number in zip(names, rest, strict=True)}
    return str(_REASONS.get(code, ""))


def _said(number: str) -> str:
    return f"{Decimal(number).quantize(Decimal('0.01')).normalize():,f}"


def _whom(commitment: Commitment, level: int) -> str:
    """「每个村」 above the villages, nothing at a village itself; a population by its name."""
    if commitment.shape not in {Shape.EACH, Shape.COVERAGE, Shape.PAIRING} or not commitment.over:
        return ""
    over = LEVELS.get(commitment.over)
    if over is not None and level >= over:
        return ""
    name = commitment.over if over is None else LEVEL_NAMES[over]
    return (
        _("覆盖%(over)s的比例") % {"over": name}
        if commitment.shape == Shape.COVERAGE
        else _("每个%(over)s") % {"over": name}
    )


def _of(names: Mapping[str, object], key: str) -> str:
    return str(names.get(key, key))
