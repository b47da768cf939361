"""Briefs and the receipts they quote."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sangzi.kernel.models import Account
from sangzi.scoreboard.models import Receipt
from sangzi.units.models import Unit


class Brief(models.Model):
    """One issue of a unit's brief."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="briefs")
    template = models.CharField(max_length=60)
    month = models.IntegerField()  # year * 12 + month - 1
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()  # the document as data: paragraphs of words and receipt numbers
    file = models.CharField(max_length=200)
    audit_head = models.CharField(max_length=64)
    issued = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "template", "number"], name="brief_number_once"),
        ]


class Quote(models.Model):
    """One number in a brief and its receipt."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="quotes")
    position = models.PositiveIntegerField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=40)
