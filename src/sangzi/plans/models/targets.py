"""What is asked of units: cascades and the targets they share out, and the way to a target in time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account
from sangzi.units.models import Unit

from .choices import Method, Rule
from .commitments import Commitment


class Cascade(models.Model):
    """One sharing-out of a target over the children of its unit: the rule is kept so that it can be solved again."""

    target = models.ForeignKey("Target", on_delete=models.PROTECT, related_name="cascades")
    rule = models.CharField(max_length=10, choices=Rule.choices)
    by_hand = models.TextField(default="{}")  # {unit id: value}, as text so that no digit is lost
    weights = models.TextField(default="{}")  # {unit id: weight}, as they were when it was solved
    figure = models.CharField(
        max_length=120, default="", blank=True
    )  # whose numbers the weights are; "": given by hand
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.LARGEST_REMAINDER)
    floors = models.TextField(default="{}")  # {unit id or "": value}; "" holds for all that are not named
    caps = models.TextField(default="{}")
    whole = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # what was shared out when it was solved
    edition = models.BigIntegerField(default=0)  # the tree's latest event when it was solved
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    reason = models.CharField(max_length=300, default="", blank=True)  # why it was solved anew
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
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
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


class Trajectory(models.Model):
    """How a target is to be reached in time. A share without one of its own follows that of the target above it."""

    class Kind(models.TextChoices):
        EVEN = "even", _("均匀推进")
        SEASONAL = "seasonal", _("按往年节奏")
        MILESTONES = "milestones", _("按节点")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="trajectories")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    begins = models.DateField()
    ends = models.DateField()
    base = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # the figure on the day it begins
    base_source = models.CharField(max_length=200, default="", blank=True)
    milestones = models.TextField(default="[]")  # [["2026-06-30", "40"], ...]: what is to be reached by when
    season = models.TextField(default="[]")  # twelve shares of a year, from January, as past years had them
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target"], condition=Q(withdrawn=None), name="trajectory_once_per_target"),
        ]
