"""Records: dated, placed facts. Append-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sangzi.kernel.models import Account
from sangzi.people.models import Partner, Person
from sangzi.places.models import Place
from sangzi.units.models import Unit

from .rounds import Round


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
            models.Index(fields=["-on", "-id"], name="record_newest"),
        ]
