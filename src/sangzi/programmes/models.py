"""Rounds, openings, placements and records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.places.models import Place
from sangzi.units.models import Unit


class Round(models.Model):
    """One run of a programme by one unit. Keeps the definition it was opened with."""

    programme = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    opens = models.DateField()
    closes = models.DateField(null=True, blank=True)
    definition = models.TextField()
    digest = models.CharField(max_length=64)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["programme", "unit"], name="round_programme_unit")]

    def __str__(self) -> str:
        return self.title


class Opening(models.Model):
    """What is offered in a round, with a capacity: posts, seats, a mentor's hours, a need."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="openings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="openings")
    title = models.CharField(max_length=200)
    on = models.DateField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="opening_not_overfull"),
        ]

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """Who got what: a person in an opening, from a day on."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "person"], name="placement_once"),
        ]


class Record(models.Model):
    """A dated, placed fact. Append-only; a correction is a new record that reverses an old one."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="records")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=60)
    tag = models.CharField(max_length=121)  # programme/kind, as the facts name it
    on = models.DateField()
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="records")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="records")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="records")
    note = models.CharField(max_length=300, default="", blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")
    key = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["tag", "on"], name="record_tag_on"),
            models.Index(fields=["unit", "on"], name="record_unit_on"),
            models.Index(fields=["person", "tag"], name="record_person_tag"),
        ]
