"""What plans promise: measurable statements, each with its sentence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import Comparator, Shape, Status
from .documents import Clause, Plan


class Commitment(models.Model):
    """One measurable statement of a plan, with the sentence it stands in."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DISMISSED = "dismissed", _("已排除")
        REPLACED = "replaced", _("已拆并")  # split into others or merged into another

    class Source(models.TextChoices):
        READER = "reader", _("系统识别")
        HAND = "hand", _("人工添加")

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
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.READER)
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_into")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "start"], name="commitment_plan_start")]

    def __str__(self) -> str:
        return self.title
