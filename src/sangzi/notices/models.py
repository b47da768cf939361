"""Notices, their ways out of the house, where people are reached, and what is to be told at a time."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.models import Unit

ONE_OF_TWO = Q(account=None, person__isnull=False) | Q(account__isnull=False, person=None)


class Notice(models.Model):
    """One thing told to one account, one person, or whoever works at one unit.

    `title` and `text` are messages with places, `told` what stands in the places: each reader is told in the language
    they read. What is told to a unit is read once for all who work there. `key` ends with whom it was told to, so that
    nobody is told twice, and stays as it is when two persons turn out to be one.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.TextField(default="", blank=True)
    told = models.TextField(default="{}")
    link = models.CharField(max_length=300, default="", blank=True)
    about = models.CharField(max_length=60, default="", blank=True)
    made = models.DateTimeField()
    unread = models.BooleanField(default=True)
    read = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    routed = models.BooleanField(default=False)

    class Meta:
        # The indexes below begin with each of the three; one more for every foreign key would only slow the telling.
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, person=None, unit=None)
                | Q(account=None, person__isnull=False, unit=None)
                | Q(account=None, person=None, unit__isnull=False),
                name="notice_to_one",
            ),
            models.CheckConstraint(
                condition=Q(unread=True, read=None) | Q(unread=False, read__isnull=False), name="notice_read_or_not"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "unread"], condition=Q(account__isnull=False), name="notice_account"),
            models.Index(fields=["person", "unread"], condition=Q(person__isnull=False), name="notice_person"),
            models.Index(fields=["unit", "unread"], condition=Q(unit__isnull=False), name="notice_unit"),
            models.Index(fields=["id"], condition=Q(routed=False), name="notice_not_routed"),
            models.Index(fields=["about"], condition=~Q(about=""), name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"  # never the title: this reaches logs

    @property
    def headline(self) -> str:
        return self._said(self.title)

    @property
    def words(self) -> str:
        return self._said(self.text)

    def _said(self, message: str) -> str:
        if not message:
            return ""
        told = json.loads(self.told)
        return _(message) % told if told else _(message)


class Owned(models.Model):
    """What belongs to an account, or to a person whether they have an account or not."""

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Address(Owned):
    """Where somebody is reached on a channel. Used once they have shown that it is theirs."""

    channel = models.CharField(max_length=20)
    value = models.CharField(max_length=254)
    made = models.DateTimeField()
    verified = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "channel"], name="address_account_once"),
            models.UniqueConstraint(fields=["person", "channel"], name="address_person_once"),
            models.CheckConstraint(condition=ONE_OF_TWO, name="address_of_one"),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"


class Preference(Owned):
    """Whether somebody wants to be told on a channel; without one the channel's own custom holds."""

    channel = models.CharField(max_length=20)
    wanted = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "channel"], name="preference_account_once"),
            models.UniqueConstraint(fields=["person", "channel"], name="preference_person_once"),
            models.CheckConstraint(condition=ONE_OF_TWO, name="preference_of_one"),
        ]


class Delivery(Owned):
    """A notice on its way to one recipient by one channel.

    Marked `sending` before it leaves: if the worker dies then, nobody knows whether it arrived, and it is not sent
    again (`unsure`). A delivery holds no address; that is looked up when it leaves.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNSURE = "unsure"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    lot = models.CharField(max_length=40, default="", blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    sentence = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "channel", "account"],
                condition=Q(account__isnull=False),
                name="delivery_account_once",
            ),
            models.UniqueConstraint(
                fields=["notice", "channel", "person"], condition=Q(person__isnull=False), name="delivery_person_once"
            ),
            models.CheckConstraint(condition=ONE_OF_TWO, name="delivery_to_one"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "next_try"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["next_try"], condition=Q(state="sending"), name="delivery_sending"),
            models.Index(fields=["lot"], condition=~Q(lot=""), name="delivery_lot"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Reminder(models.Model):
    """Something to be told at a time. Whom and in which words is found when the time has come."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    at = models.DateTimeField()
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(done=None), name="reminder_due"),
            models.Index(fields=["about"], name="reminder_about"),
        ]

    def __str__(self) -> str:
        return f"reminder {self.key}"
