"""Telling people that a line of theirs in a register ends soon, and that it has ended, as nobody renewed it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from sangzi.kernel.wording import day_of, title_of
from sangzi.people.definitions import registers
from sangzi.people.models import Entry, Person

from . import kinds
from .actions import tell_all

KIND = kinds.declare("people.lines", gettext_lazy("名册登记"))
BEFORE: Final = timedelta(days=14)
LOOKED_BACK: Final = timedelta(days=30)  # for as long as workers may have been away
SOON = (
    gettext_noop("您在“%(register)s”的登记将于%(day)s到期"),
    gettext_noop("还想留在名册里的，请在到期前到“我的名册”续期；不续就自动退出。"),
)
OVER = (
    gettext_noop("您在“%(register)s”的登记已于%(day)s到期"),
    gettext_noop("您已不在这个名册里；想再加入，可以到“我的名册”重新登记。"),
)


def tell_of_lines(now: datetime) -> int:
    """Tell everybody whose line ends within two weeks, or has ended by itself, once each; how many were told."""
    today = timezone.localdate(now)
    lines = Entry.objects.filter(person__isnull=False)
    soon = lines.filter(until=None, lapses__gt=today, lapses__lte=today + BEFORE)
    over = lines.filter(until=F("lapses"), until__gt=today - LOOKED_BACK, until__lte=today)
    return _tell(soon, SOON, "line-ends", now) + _tell(over, OVER, "line-ended", now)


def _tell(lines: QuerySet[Entry], words: tuple[str, str], key: str, now: datetime) -> int:
    """One statement for all who share a register and a day."""
    told = 0
    for register, day in lines.order_by("register", "lapses").values_list("register", "lapses").distinct():
        assert day is not None
        mine = lines.filter(register=register, lapses=day)
        told += tell_all(
            recipients=Person.objects.filter(pk__in=mine.values("person")),
            kind=KIND,
            title=words[0],
            text=words[1],
            told={"register": _title(register), "day": day_of(day)},
            link="/me/profile/",
            about=f"register:{register}",
            key=f"{key}:{register}:{day.isoformat()}",
            now=now,
            by=None,
        )
    return told


def _title(register: str) -> str:
    """The name of a register; its key where this version declares it no more."""
    known = registers().get(register)
    return title_of(known) if known else register
