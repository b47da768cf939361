"""Rounds and what is offered in them: openings, their dated slots, their sessions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.places.models import Place
from sangzi.units.models import Unit

from .choices import OpeningState, RoundState


class Round(models.Model):
    """One run of a programme by one unit. Keeps the definition it was opened with.

    `opens` to `closes` are the days of the whole run; applications come in from `apply_from` to `apply_until`.
    `terms`: what this round sets beyond the definition (JSON). `seed`: published before a lottery is drawn.
    `ended`: why it was cancelled or closed.
    """

    State = RoundState

    programme = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    opens = models.DateField()
    closes = models.DateField(null=True, blank=True)
    definition = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    apply_from = models.DateTimeField(null=True, blank=True)
    apply_until = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(default="", blank=True)
    contact = models.CharField(max_length=200, default="", blank=True)
    public = models.BooleanField(default=True)
    terms = models.TextField(default="{}")
    seed = models.CharField(max_length=64, default="", blank=True)
    ended = models.CharField(max_length=300, default="", blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["programme", "unit"], name="round_programme_unit"),
            models.Index(fields=["state", "apply_until"], name="round_state_until"),
        ]

    def __str__(self) -> str:
        return self.title


class Opening(models.Model):
    """What is offered in a round, with a capacity: posts, seats, a mentor's hours, a bed, a need, a grant line.

    Offered by its unit, or by a person or a partner at that unit. `on` is its first day, `until` its last.
    `answers` are the definition's own fields (JSON); `amount` is the sum it carries, in 元.
    """

    State = OpeningState

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="openings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="openings")
    title = models.CharField(max_length=200)
    on = models.DateField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    last_line = models.PositiveIntegerField(default=0)  # the last number given on its waiting list
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")  # who wrote it
    state = models.CharField(max_length=10, choices=OpeningState.choices, default=OpeningState.OFFERED)
    until = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    summary = models.TextField(default="", blank=True)
    answers = models.TextField(default="{}")
    reason = models.CharField(max_length=300, default="", blank=True)
    key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="opening_not_overfull"),
        ]
        indexes: ClassVar = [models.Index(fields=["round", "state", "unit"], name="opening_round_state_unit")]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """One day of a dated opening, with a capacity of its own: the beds of a night, the hours of a room."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="slots")
    on = models.DateField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "on"], name="slot_once_a_day"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_not_overfull"),
        ]


class Session(models.Model):
    """A dated meeting of those placed in an opening: a lesson, a shift, a rehearsal, a fair's day.

    `code` is what the QR code on the wall says; attendance is a record, by code or by list, and never forced.
    """

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=200, default="", blank=True)
    on = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=43, unique=True)
    cancelled = models.BooleanField(default=False)
    changes = models.PositiveIntegerField(default=0)  # SEQUENCE of its calendar event

    class Meta:
        indexes: ClassVar = [models.Index(fields=["opening", "on"], name="session_opening_on")]
