"""Approaches: somebody whom a need has found is asked whether they would help."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangzi.kernel.models import Account
from sangzi.people.models import Person

from .choices import ApproachState
from .rounds import Opening


class Approach(models.Model):
    """A person was asked to help with what is offered, and what they answered; only they can answer.

    `register` is where they were found, `note` what staff wrote to them, `reply` what they wrote back.
    """

    State = ApproachState

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="approaches")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="approaches")
    register = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=ApproachState.choices, default=ApproachState.ASKED)
    note = models.CharField(max_length=300, default="", blank=True)
    reply = models.CharField(max_length=300, default="", blank=True)
    asked = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opening", "person"], condition=Q(state="asked"), name="approach_asked_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "state"], name="approach_person_state")]

    def __str__(self) -> str:
        return f"approach {self.pk}"  # never whom: this reaches logs
