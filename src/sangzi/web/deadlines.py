"""Deadlines in words, in local time: until when, and how long that still is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sangzi.kernel.wording import day_of

SOON = timedelta(days=3)


def moment_of(at: datetime) -> str:
    """7月15日（星期二）18:00, with the year where it is another than this one."""
    local = timezone.localtime(at)
    words = {"day": day_of(local.date()), "weekday": WEEKDAYS[local.weekday()], "time": f"{local:%H:%M}"}
    return _("%(day)s（%(weekday)s）%(time)s") % words


def left_of(at: datetime, now: datetime) -> str:
    """How long it still is: 还有3天, 还有5小时, 还有20分钟; empty when it is over."""
    left = at - now
    if left <= timedelta(0):
        return ""
    if left >= timedelta(days=2):
        return ngettext("还有%(n)d天", "还有%(n)d天", left.days) % {"n": left.days}
    hours = left // timedelta(hours=1)
    if hours:
        return ngettext("还有%(n)d小时", "还有%(n)d小时", hours) % {"n": hours}
    minutes = max(1, left // timedelta(minutes=1))
    return ngettext("还有%(n)d分钟", "还有%(n)d分钟", minutes) % {"n": minutes}


def is_soon(at: datetime, now: datetime) -> bool:
    """Whether a deadline is near enough to be said with emphasis."""
    return timedelta(0) < at - now <= SOON
