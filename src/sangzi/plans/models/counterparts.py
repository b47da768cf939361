"""What a person said about which statement answers which, where the system's own pairing was wrong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangzi.kernel.models import Account

from .commitments import Commitment
from .documents import Plan


class Counterpart(models.Model):
    """`one` answers `other` of `plan`, or nothing in it (`other` None)."""

    one = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="counterparts")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Commitment, null=True, on_delete=models.CASCADE, related_name="counterparts_of")
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "plan"], condition=Q(withdrawn=None), name="counterpart_once"),
        ]
