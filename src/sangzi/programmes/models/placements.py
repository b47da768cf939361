"""Placements and their life: reports, feedback, payments, certificates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.units.models import Unit

from .applications import Application
from .choices import PlacementState, Side
from .records import Record
from .rounds import Opening


class Placement(models.Model):
    """Who got what, from a day on. Where the opening is offered by a person, a pair.

    `until` is the first day it no longer holds; `key` makes a repeated request the same placement. A place that was
    offered takes its seat at once and lapses after `accept_by`. Who finished keeps the seat: `ended` is the last day
    of their work, whether they finished or broke off.
    """

    State = PlacementState

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    for_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    state = models.CharField(max_length=10, choices=PlacementState.choices, default=PlacementState.HELD)
    accept_by = models.DateTimeField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    arrived = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "person"], condition=Q(until=None), name="placement_once"),
            models.UniqueConstraint(
                fields=["opening", "partner"], condition=Q(until=None, person=None), name="placement_partner_once"
            ),
            models.UniqueConstraint(
                fields=["opening", "for_unit"], condition=Q(until=None, person=None), name="placement_unit_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="placement_not_backwards"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(partner__isnull=False) | Q(for_unit__isnull=False),
                name="placement_of_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "accept_by"], name="placement_state_accept_by")]


class Report(models.Model):
    """Something handed in during a placement, as the definition's step of service asks."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reports")
    report = models.CharField(max_length=60)
    answers = models.TextField(default="{}")
    filed = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["placement", "report"], name="report_once")]


class Feedback(models.Model):
    """What one side said about a placement. Never shown to the other side with a name."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="feedback")
    side = models.CharField(max_length=10, choices=Side.choices)
    answers = models.TextField(default="{}")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["placement", "side"], name="feedback_once_a_side")]


class Payment(models.Model):
    """A part that was paid out, by whom and under which voucher; the record is what figures count."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="payments")
    part = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    payer = models.CharField(max_length=200)
    voucher = models.CharField(max_length=60)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="payment")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class Certificate(models.Model):
    """A certificate of what somebody did, with a number that anybody can check."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=100)
    text = models.TextField()
    issued = models.DateField()
    digest = models.CharField(max_length=64)
    revoked = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "title"], condition=Q(revoked=None), name="certificate_once"),
        ]
