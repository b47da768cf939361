"""Plans and their clauses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


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
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later_editions")
    carries_out = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_out_by"
    )

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
