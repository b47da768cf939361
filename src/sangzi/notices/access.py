"""Whose notices somebody may read: their own and those of units they work for; nobody else's, above or below."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.models import Account
from sangzi.people.access import one_of
from sangzi.people.models import Person
from sangzi.units.access import WRITING
from sangzi.units.models import Assignment

from .models import Address, Notice


def own_notices(account: Account, now: datetime) -> QuerySet[Notice]:
    """What an account was told: itself, its person, and the units where it works. Two queries before the notices'."""
    mine = Q(account=account.pk)
    person = Person.objects.filter(account=account.pk).values_list("pk", flat=True).first()
    if person is not None:
        mine |= Q(person=person)
    units = units_worked_for(account, now)
    return Notice.objects.filter(mine | Q(unit__in=units) if units else mine)


def own_notice(account: Account, key: int, now: datetime) -> Notice:
    """One of one's own notices. Raises `NotVisible`."""
    return one_of(own_notices(account, now), key, _("没有找到这条通知；请回到通知列表。"))


def own_addresses(account: Account) -> QuerySet[Address]:
    """Where an account said it is reached."""
    return Address.objects.filter(account=account.pk)


def units_worked_for(account: Account, now: datetime) -> list[int]:
    """The units whose post an account opens: where it leads or is an officer today."""
    today = timezone.localdate(now)
    current = Assignment.objects.filter(Q(until=None) | Q(until__gt=today), account=account.pk, since__lte=today)
    return list(current.filter(role__in=WRITING).values_list("unit_id", flat=True).distinct())
