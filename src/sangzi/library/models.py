"""Published items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sangzi.units.models import Unit


class Item(models.Model):
    """A project, product, story or lesson that a unit shows, from a day on."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="items")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    summary = models.CharField(max_length=500, default="", blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "unit"], name="item_kind_unit")]

    def __str__(self) -> str:
        return self.title
