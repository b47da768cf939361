"""What a reminder says, found when its time has come: one function a kind, declared by the app that sets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.models import Unit

Recipient = Account | Person | Unit


@dataclass(frozen=True)
class Telling:
    """Whom a reminder is for and what it says; the fields are those of `actions.tell_all`."""

    recipients: Iterable[Recipient]
    kind: str
    title: str
    text: str = ""
    told: Mapping[str, object] = field(default_factory=dict)
    link: str = ""


Resolve = Callable[[str, datetime], Telling | None]
R = TypeVar("R", bound=Resolve)
_resolvers: dict[str, Resolve] = {}


def resolves(kind: str) -> Callable[[R], R]:
    """Register `find(about, now)` for reminders of `kind` (in the `tasks.py` of an app).

    It is asked when the time has come and answers with what to tell, or None when there is nothing to tell any more.
    A worker that was away asks late: `find` looks at `now`.
    """

    def register(find: R) -> R:
        if kind in _resolvers:
            raise ValueError(f"the kind of reminder {kind!r} is registered twice")
        _resolvers[kind] = find
        return find

    return register


def resolver(kind: str) -> Resolve | None:
    return _resolvers.get(kind)


def known_kinds() -> tuple[str, ...]:
    return tuple(_resolvers)


def local_time(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day where the organisation is: what people mean by "at nine on the day before"."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
