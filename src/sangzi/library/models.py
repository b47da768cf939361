"""Published items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "unit", "title"], condition=Q(until=None), name="item_shown_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="item_not_backwards"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "unit"], name="item_kind_unit")]

    def __str__(self) -> str:
        return self.title
