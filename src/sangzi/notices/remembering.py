"""Reminders whose time has come: each is told once, in the transaction that marks it done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .actions import tell_all
from .models import Reminder
from .reminders import known_kinds, resolver


def due(now: datetime) -> list[Reminder]:
    """Reminders whose time has come, the earliest first; unknown kinds wait for a version that knows them."""
    return list(Reminder.objects.filter(done=None, at__lte=now, kind__in=known_kinds()).order_by("at", "pk"))


def tell_due(now: datetime) -> int:
    """Tell what is due; returns how many reminders led to notices."""
    return sum(_tell(one, now) for one in due(now))


@transaction.atomic
def _tell(reminder: Reminder, now: datetime) -> bool:
    # The mark first: whoever moves, drops or tells it at this moment waits, and one of us finds it changed.
    if not Reminder.objects.filter(pk=reminder.pk, done=None, at=reminder.at).update(done=now):
        return False
    find = resolver(reminder.kind)
    found = find(reminder.about, now) if find else None
    if found is None:
        return False
    new = tell_all(
        recipients=found.recipients,
        kind=found.kind,
        title=found.title,
        text=found.text,
        told=found.told,
        link=found.link,
        about=reminder.about,
        key=f"{reminder.key}@{reminder.at:%Y%m%d%H%M}",
        now=now,
        by=None,
    )
    return bool(new)
