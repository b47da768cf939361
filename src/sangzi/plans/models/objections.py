"""A unit says that a share does not fit, and the unit above decides."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account

from .targets import Target


class Objection(models.Model):
    """A reason against a target, with the number that the unit proposes; answered once, then history."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        GRANTED = "granted", _("已采纳")
        MET = "met", _("部分采纳")
        REFUSED = "refused", _("未采纳")
        WITHDRAWN = "withdrawn", _("已撤回")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="objections")
    reason = models.CharField(max_length=1000)
    proposed = models.DecimalField(max_digits=20, decimal_places=4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided = models.DecimalField(max_digits=20, decimal_places=4, null=True)  # the number it came to
    answer = models.CharField(max_length=1000, default="", blank=True)
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target"], condition=Q(state="open"), name="objection_once_per_target"),
        ]
