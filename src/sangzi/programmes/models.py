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
    """Who got what: a person in an opening, from a day on. Where the opening is offered by a person, a pair.

    `until` is the first day it no longer holds; `key` makes a repeated request the same placement.
    """

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "person"], condition=Q(until=None), name="placement_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="placement_not_backwards"),
        ]


class Record(models.Model):
    """A dated, placed fact. Append-only; a correction is a new record that reverses an old one.

    A reversal stands on the day of what it reverses, with the quantity turned negative, so that the
    period it was written for is put right; `made` tells when. `key` makes a repeated request the same record.
    """

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
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reverses=None, quantity__gt=0) | Q(reverses__isnull=False, quantity__lt=0),
                name="record_reversal_is_negative",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tag", "on"], name="record_tag_on"),
            models.Index(fields=["unit", "on"], name="record_unit_on"),
            models.Index(fields=["person", "tag"], name="record_person_tag"),
        ]
