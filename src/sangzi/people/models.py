"""Persons, partners and the lines of registers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


class Person(models.Model):
    """Somebody the system knows; may stand in several registers."""

    name = models.CharField(max_length=100)
    initials = models.CharField(max_length=30, default="", blank=True, db_index=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    born = models.DateField(null=True, blank=True)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the name: this reaches logs


class Consent(models.Model):
    """What a person allowed, for which purpose and until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    given = models.DateField()
    expires = models.DateField(null=True, blank=True)
    withdrawn = models.DateField(null=True, blank=True)
    by_guardian = models.BooleanField(default=False)


class Partner(models.Model):
    """An organisation outside the tree: a university, an enterprise, a social organisation."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    credit_code = models.CharField(max_length=18, default="", blank=True)
    sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One line of a register: a person or a partner, at a unit, from a day on."""

    register = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    fields = models.TextField(default="{}")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "person"], condition=Q(until=None), name="entry_person_once"),
            models.UniqueConstraint(fields=["register", "partner"], condition=Q(until=None), name="entry_partner_once"),
            models.CheckConstraint(
                condition=Q(person=None, partner__isnull=False) | Q(person__isnull=False, partner=None),
                name="entry_person_or_partner",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="entry_not_backwards"),
        ]
        indexes: ClassVar = [models.Index(fields=["register", "unit"], name="entry_register_unit")]
