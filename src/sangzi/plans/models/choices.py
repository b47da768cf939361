"""The closed lists that plans, commitments and cascades choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    TARGET = "target", _("目标")
    RESULT = "result", _("成效")
    RULE = "rule", _("常规要求")


class Shape(models.TextChoices):
    COUNT = "count", _("数量")
    COVERAGE = "coverage", _("覆盖")
    EACH = "each", _("每个单位")
    SHARE = "share", _("占比")
    PAIRING = "pairing", _("结对")
    GROWTH = "growth", _("增长")
    FREQUENCY = "frequency", _("频次")


class Comparator(models.TextChoices):
    AT_LEAST = ">=", _("不少于")
    AT_MOST = "<=", _("不超过")
    EXACTLY = "=", _("等于")
    ABOUT = "~", _("左右")
    MORE_THAN = ">", _("超过")


class Rule(models.TextChoices):
    """How a target comes to its value."""

    WHOLE = "whole", _("本级目标")
    SAME = "same", _("逐级同值")  # a share or a floor holds for every child alike
    EQUAL = "equal", _("平均分配")
    CHILDREN = "children", _("按下级单位数分配")
    FIGURE = "figure", _("按给定数据分配")
    ONE_EACH = "one-each", _("每家至少一个")
    BY_HAND = "by-hand", _("手工指定")


class Method(models.TextChoices):
    """By which rounding a cascade by a figure gives whole shares."""

    LARGEST_REMAINDER = "largest-remainder", _("最大余数法")
    SAINTE_LAGUE = "sainte-lague", _("圣拉古法")
