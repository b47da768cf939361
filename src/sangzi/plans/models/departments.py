"""Who answers for a commitment: departments of the plan's unit, as the plan names them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sangzi.kernel.models import Account
from sangzi.units.models import Unit

from .commitments import Commitment


class Department(models.Model):
    """A department of a unit, or an office outside it that its plans name; `names` are all ways it is written."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(max_length=100)
    names = models.TextField(default="[]")
    members = models.ManyToManyField(Account, related_name="departments", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="department_once_per_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A department's part in a commitment."""

    class Part(models.TextChoices):
        LEAD = "lead", _("牵头")
        SUPPORT = "support", _("配合")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="duties")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="duties")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.LEAD)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "department"], name="duty_once_per_department"),
        ]
