"""Places and the times they were open."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.units.models import Unit


class Place(models.Model):
    """Somewhere that serves people, kept by a unit."""

    class State(models.TextChoices):
        PLANNED = "planned"
        OPEN = "open"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    type = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    capacity = models.PositiveIntegerField(default=0)
    address = models.CharField(max_length=200, default="", blank=True)
    note = models.CharField(max_length=300, default="", blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["type", "unit"], name="place_type_unit")]

    def __str__(self) -> str:
        return self.name


class Spell(models.Model):
    """A time in which a place was open, with so many beds or seats; `until` is the first day it was not."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="spells")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    capacity = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place"], condition=Q(until=None), name="spell_open_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="spell_not_backwards"),
        ]
