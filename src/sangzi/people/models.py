"""Persons, partners and the lines of registers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sangzi.kernel.models import Account
from sangzi.units.models import Unit


class Person(models.Model):
    """Somebody the system knows; may stand in several registers.

    `merged_into` is who they turned out to be: everything of theirs is there, and they are found no more.
    """

    name = models.CharField(max_length=100)
    initials = models.CharField(max_length=30, default="", blank=True, db_index=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    born = models.DateField(null=True, blank=True)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles")
    sample = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["phone"], condition=~Q(phone=""), name="person_phone"),
            models.Index(fields=["born"], condition=Q(born__isnull=False), name="person_born"),
        ]

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
    """One line of a register: a person or a partner, at a unit, from a day on.

    A line that a person made is `by_self`; `shown_to` is the highest unit that may see it (None: every unit above).
    `lapses` is the day on which it ends by itself unless the person renews it. An `erased` line says only that
    there was one: whom it listed and what it said is gone.
    """

    register = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    fields = models.TextField(default="{}")
    by_self = models.BooleanField(default=False)
    shown_to = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed = models.DateField(null=True, blank=True)
    lapses = models.DateField(null=True, blank=True)
    erased = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "person"], condition=Q(until=None), name="entry_person_once"),
            models.UniqueConstraint(fields=["register", "partner"], condition=Q(until=None), name="entry_partner_once"),
            models.CheckConstraint(
                condition=Q(person=None, partner__isnull=False, erased=None)
                | Q(person__isnull=False, partner=None, erased=None)
                | Q(person=None, partner=None, erased__isnull=False, until__isnull=False),
                name="entry_person_or_partner",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="entry_not_backwards"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["register", "unit"], name="entry_register_unit"),
            models.Index(fields=["lapses"], condition=Q(until=None, lapses__isnull=False), name="entry_lapses"),
        ]


class Invitation(models.Model):
    """A link that asks somebody to enter themselves into a register. Holds nothing about whom it is for.

    Only a hash of the link's token is kept. It is used once, by whoever opens it.
    """

    register = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, default="", blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateField()
    expires = models.DateField()
    withdrawn = models.DateField(null=True, blank=True)
    used = models.DateField(null=True, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "register"], name="invitation_unit_register")]


class Merge(models.Model):
    """Two persons found to be one. Remembers the keys of what moved, so that it can be undone exactly.

    `moved` is JSON of keys and days only: no personal value.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    double = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    moved = models.TextField(default="{}")
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["double"], condition=Q(undone=None), name="merge_of_a_double_once"),
            models.CheckConstraint(condition=~Q(kept=F("double")), name="merge_of_two"),
        ]


class NotDoubles(models.Model):
    """Somebody looked at two persons who look alike and said that they are two. `one` has the smaller key."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="not_doubles_once")]
