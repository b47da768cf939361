"""Setting something to be told at a time, moving it, dropping it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sangzi.kernel.models import Account
from sangzi.notices.models import Reminder
from sangzi.notices.reminders import resolver

LONGEST_KEY = 100  # with a time behind it, it is the key of the notices


@transaction.atomic
def remind(*, key: str, kind: str, about: str, at: datetime, by: Account | None) -> Reminder:  # noqa: ARG001
    """Have something told at a time. The same `key` again moves it; moved to a later time it is told anew.

    `kind` has a function registered by `reminders.resolves`. Part of the caller's transaction and audit line.
    """
    if resolver(kind) is None:
        raise ValueError(f"nothing resolves reminders of kind {kind!r}")
    if len(key) > LONGEST_KEY:
        raise ValueError(f"a key of a reminder has at most {LONGEST_KEY} characters: {key!r}")
    reminder, made = Reminder.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "about": about, "at": at}
    )
    if not made and (reminder.at, reminder.kind, reminder.about) != (at, kind, about):
        reminder.kind, reminder.about = kind, about
        reminder.done = None if at != reminder.at else reminder.done
        reminder.at = at
        reminder.save(update_fields=["kind", "about", "at", "done"])
    return reminder


@transaction.atomic
def forget(*, key: str, by: Account | None) -> bool:  # noqa: ARG001
    """Drop a reminder; False when there was none to come."""
    gone, _each = Reminder.objects.filter(key=key, done=None).delete()
    return bool(gone)


@transaction.atomic
def forget_about(*, about: str, by: Account | None) -> int:  # noqa: ARG001
    """Drop every reminder to come about something, such as a round that is cancelled; returns how many it were."""
    gone, _each = Reminder.objects.filter(about=about, done=None).delete()
    return gone
