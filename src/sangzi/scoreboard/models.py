"""Totals by month, rolled up the tree, receipts, and indicators that units made at the desk."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


class Measure(models.Model):
    """A rolled-up number that indicators are computed from; its key names the fact, the tag and the condition."""

    key = models.CharField(max_length=200, unique=True)


class Total(models.Model):
    """How much a measure moved in one month at a unit and everything below it, in hundredths.

    Sparse: no row means no movement. A stock at a month's end is the sum of all months up to it.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.IntegerField()  # year * 12 + month - 1
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "measure", "month"], name="total_unit_measure_month"),
        ]


class Receipt(models.Model):
    """Where a figure comes from, kept for as long as a document quotes it."""

    indicator = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    commitment_id = models.BigIntegerField(null=True)
    as_of = models.DateField()
    value = models.CharField(max_length=40)  # exact: a fraction or a decimal, "" when unknown
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    definition = models.CharField(max_length=64)
    tree_edition = models.BigIntegerField()
    records = models.TextField(default="{}")  # the query that lists them
    made = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)


class Computation(models.Model):
    """A full computation of all totals, and the edition of the tree it was made on."""

    edition = models.BigIntegerField()
    definitions = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    made = models.DateTimeField()


class Declaration(models.Model):
    """An indicator as a unit declared it at the desk, in one of its versions. Append-only: the last row of a key holds.

    `definition` is the text of a definition file; a withdrawal repeats it in a row of its own.
    """

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    definition = models.TextField()
    digest = models.CharField(max_length=64)
    withdrawn = models.BooleanField(default=False)
    made = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="declaration_key_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
