"""Plans, clauses, commitments and targets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


class Plan(models.Model):
    """A published document of a unit: its text as extracted, and what was read from it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        FAILED = "failed"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200, default="", blank=True)
    kind = models.CharField(max_length=10, default="txt")
    text = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sentence = models.CharField(max_length=500, default="", blank=True)
    warnings = models.TextField(default="[]")
    private = models.TextField(default="[]")  # [[start, end], ...]: names and phones of private persons
    reading = models.CharField(max_length=40, default="", blank=True)  # version of the reader
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
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="commitments")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.SET_NULL, related_name="commitments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    status = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    measure = models.CharField(max_length=20, default="", blank=True)  # the measure word: 名, 个, %
    comparator = models.CharField(max_length=2, default=">=")
    deadline = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=12, default="", blank=True)
    shape = models.CharField(max_length=12)
    over = models.CharField(max_length=60, default="", blank=True)
    scope = models.CharField(max_length=100, default="", blank=True)
    owners = models.TextField(default="[]")
    rule = models.CharField(max_length=60, default="", blank=True)
    because = models.TextField(default="{}")
    confidence = models.FloatField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    indicator = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["plan", "start"], name="commitment_plan_start")]


class Target(models.Model):
    """A commitment's share at one unit."""

    class Rule(models.TextChoices):
        WHOLE = "whole"  # the plan's own unit
        SAME = "same"  # a share or a floor holds for every child alike
        EQUAL = "equal"
        CHILDREN = "children"  # by number of child units
        ONE_EACH = "one-each"
        BY_HAND = "by-hand"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="shares")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    rule = models.CharField(max_length=10, choices=Rule.choices)
    share_note = models.CharField(max_length=200, default="", blank=True)  # who got the remainder, and why
    fixed = models.BooleanField(default=False)  # set by hand
    made = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commitment", "unit"], condition=Q(withdrawn=None), name="target_once_per_unit"
            ),
        ]
