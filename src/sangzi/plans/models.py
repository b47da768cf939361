"""Plans, clauses, commitments, targets, and the cascades that share these out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


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


class Plan(models.Model):
    """A published document of a unit: its text as extracted, and what was read from it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待读取")
        READ = "read", _("已读取")
        FAILED = "failed", _("读取失败")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200, default="", blank=True)
    original = models.CharField(max_length=120, default="", blank=True)  # where the uploaded file is kept
    kind = models.CharField(max_length=10, default="txt")
    text = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sentence = models.CharField(max_length=500, default="", blank=True)  # why the last reading failed
    warnings = models.TextField(default="[]")
    private = models.TextField(default="[]")  # [[start, end, kind], ...]: names and phones of private persons
    reading = models.CharField(max_length=40, default="", blank=True)  # version of the reader
    readings = models.PositiveIntegerField(default=0)  # how often it was tried: each try has a job of its own
    added = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "digest"], name="plan_once_per_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """A numbered part of a plan's text."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="clauses")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()


class Commitment(models.Model):
    """One measurable statement of a plan, with the sentence it stands in."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DISMISSED = "dismissed", _("已排除")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="commitments")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.SET_NULL, related_name="commitments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    sentence = models.TextField(default="", blank=True)  # what stands around the quote, private persons masked
    status = models.CharField(max_length=10, choices=Status.choices)
    title = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    measure = models.CharField(max_length=20, default="", blank=True)  # the measure word: 名, 个, %
    comparator = models.CharField(max_length=2, choices=Comparator.choices, default=Comparator.AT_LEAST)
    deadline = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=12, default="", blank=True)
    shape = models.CharField(max_length=12, choices=Shape.choices)
    over = models.CharField(max_length=60, default="", blank=True)
    scope = models.CharField(max_length=100, default="", blank=True)
    owners = models.TextField(default="[]")
    rule = models.CharField(max_length=60, default="", blank=True)
    because = models.TextField(default="{}")
    confidence = models.FloatField(default=0)
    as_read = models.TextField(
        default="{}"
    )  # the fields as the reader gave them: with a correction, a labelled example
    corrected = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    indicator = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "start"], name="commitment_plan_start")]

    def __str__(self) -> str:
        return self.title


class Rule(models.TextChoices):
    """How a target comes to its value."""

    WHOLE = "whole", _("本级目标")
    SAME = "same", _("逐级同值")  # a share or a floor holds for every child alike
    EQUAL = "equal", _("平均分配")
    CHILDREN = "children", _("按下级单位数分配")
    FIGURE = "figure", _("按给定数据分配")
    ONE_EACH = "one-each", _("每家至少一个")
    BY_HAND = "by-hand", _("手工指定")


class Cascade(models.Model):
    """One sharing-out of a target over the children of its unit: the rule is kept so that it can be solved again."""

    target = models.ForeignKey("Target", on_delete=models.PROTECT, related_name="cascades")
    rule = models.CharField(max_length=10, choices=Rule.choices)
    by_hand = models.TextField(default="{}")  # {unit id: value}, as text so that no digit is lost
    weights = models.TextField(default="{}")  # {unit id: weight}
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target"], condition=Q(withdrawn=None), name="cascade_once_per_target"),
        ]


class Target(models.Model):
    """A commitment's share at one unit."""

    Rule = Rule

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="shares")
    cascade = models.ForeignKey(Cascade, null=True, on_delete=models.PROTECT, related_name="shares")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    rule = models.CharField(max_length=10, choices=Rule.choices)
    share_note = models.CharField(max_length=200, default="", blank=True)  # who got the remainder, and why
    fixed = models.BooleanField(default=False)  # set by hand
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "unit"], condition=Q(withdrawn=None), name="target_once_per_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"target {self.pk}"
