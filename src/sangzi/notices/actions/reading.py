"""Reading what one was told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sangzi.kernel.models import Account
from sangzi.notices.access import own_notice, own_notices
from sangzi.notices.models import Notice


@transaction.atomic
def mark_read(*, notice: int, now: datetime, by: Account) -> Notice:
    """Mark one of one's own notices read; the first reading counts. Raises `NotVisible`."""
    one = own_notice(by, notice, now)
    Notice.objects.filter(pk=one.pk, unread=True).update(unread=False, read=now, read_by=by)
    one.refresh_from_db()
    return one


@transaction.atomic
def mark_all_read(*, now: datetime, by: Account) -> int:
    """Mark everything read that was told until `now`; returns how many it were."""
    waiting = own_notices(by, now).filter(unread=True, made__lte=now)
    return waiting.update(unread=False, read=now, read_by=by)
