"""Judges, their declared interests and scores; public notices, objections and honours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sangzi.kernel.models import Account

from .applications import Application
from .records import Record
from .rounds import Round


class Judge(models.Model):
    """Somebody asked to judge in a round. Scores only after declaring interests; `done` seals a stage."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="judges")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    declared = models.DateTimeField(null=True, blank=True)
    declaration = models.CharField(max_length=500, default="", blank=True)
    done = models.CharField(max_length=400, default="", blank=True)  # keys of the stages that are sealed

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "account"], name="judge_once")]


class Recusal(models.Model):
    """A judge does not score this entry, because of an interest."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="recusals")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="recusals")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["judge", "application"], name="recusal_once")]


class Score(models.Model):
    """What one judge gave one entry by one criterion in one stage."""

    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    stage = models.CharField(max_length=60)
    criterion = models.CharField(max_length=60)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["judge", "application", "stage", "criterion"], name="score_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["application", "stage"], name="score_application_stage")]


class PublicNotice(models.Model):
    """A result shown publicly for some working days, during which anybody may object."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="public_notices")
    title = models.CharField(max_length=200)
    text = models.TextField(default="", blank=True)
    opens = models.DateField()
    closes = models.DateField()
    applications = models.ManyToManyField(Application, related_name="public_notices")
    withdrawn = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class Challenge(models.Model):
    """An objection against a public notice; answered in words before the result stands.

    `contact` is the objector's own, for the answer alone, deleted with it.
    """

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="challenges")
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    text = models.CharField(max_length=2000)
    contact = models.CharField(max_length=100, default="", blank=True)
    made = models.DateTimeField()
    answer = models.CharField(max_length=2000, default="", blank=True)
    upheld = models.BooleanField(null=True)
    answered = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")


class Honour(models.Model):
    """What an application won: a level, on a day."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="honours")
    level = models.CharField(max_length=60)
    on = models.DateField()
    record = models.OneToOneField(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="honour")
    revoked = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(revoked=None), name="honour_once"),
        ]
