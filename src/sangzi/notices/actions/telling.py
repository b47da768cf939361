"""Telling: rows in the transaction of what is told, so that nobody hears of what was rolled back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sangzi.kernel import clock
from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.models import Notice
from sangzi.notices.reminders import Recipient
from sangzi.people.models import Person
from sangzi.units.models import Unit

LOT = 5_000
AT_MOST_EVERY = 1.0  # seconds between two wakings of the post by one process

_FIELDS: dict[type, str] = {Account: "account_id", Person: "person_id", Unit: "unit_id"}
_woken = float("-inf")


def tell(
    *,
    to: Recipient,
    kind: str,
    title: str,
    key: str,
    now: datetime,
    by: Account | None,
    text: str = "",
    told: Mapping[str, object] | None = None,
    link: str = "",
    about: str = "",
) -> Notice:
    """Tell one account, person or unit something; the same `key` tells them once. See `tell_all`."""
    tell_all(
        recipients=[to], kind=kind, title=title, key=key, now=now, by=by, text=text, told=told, link=link, about=about
    )
    return Notice.objects.get(key=key, **{_FIELDS[type(to)]: to.pk})


@transaction.atomic
def tell_all(
    *,
    recipients: Iterable[Recipient] | QuerySet[Any],
    kind: str,
    title: str,
    key: str,
    now: datetime,
    by: Account | None,  # noqa: ARG001  (the audit line is that of the change which is told)
    text: str = "",
    told: Mapping[str, object] | None = None,
    link: str = "",
    about: str = "",
) -> int:
    """Tell many something; returns how many were not told under this `key` before.

    `title` and `text` are Chinese messages marked with `gettext_noop`, with places like %(round)s for the values of
    `told`, so that each reader is told in their language. `link` is a path on this site, `about` says what it is
    about ("round:12"), `kind` is declared in `notices.kinds`. Part of the caller's transaction, which writes the
    audit line; e-mail and the like leave after it, by a worker. A queryset is read without making its objects.
    """
    if not kinds.is_declared(kind):
        raise ValueError(f"the kind of notice {kind!r} is not declared")
    same = {"key": key, "kind": kind, "title": title, "text": text, "link": link, "about": about, "made": now}
    same["told"] = json.dumps({name: str(value) for name, value in (told or {}).items()}, ensure_ascii=False)
    known = Notice.objects.filter(key=key).count()
    rows = (Notice(**same, **{field: pk}) for field, pk in _named(recipients))
    while lot := list(islice(rows, LOT)):
        # Those who were told already keep what they have, also when another transaction tells them just now.
        Notice.objects.bulk_create(lot, ignore_conflicts=True)
    new = Notice.objects.filter(key=key).count() - known
    if new:
        transaction.on_commit(_wake_the_post, robust=True)
    return new


def _named(recipients: Iterable[Recipient] | QuerySet[Any]) -> Iterator[tuple[str, int]]:
    if isinstance(recipients, QuerySet):
        field = _FIELDS[recipients.model]
        yield from ((field, pk) for pk in recipients.values_list("pk", flat=True).iterator(LOT))
    else:
        yield from ((_FIELDS[type(one)], one.pk) for one in recipients)


def _wake_the_post() -> None:
    """Let deliveries begin now rather than with the next minute."""
    global _woken  # noqa: PLW0603  (of this process: what a crowd tells in one second wakes it once)
    if time.monotonic() - _woken < AT_MOST_EVERY:
        return
    _woken = time.monotonic()
    from sangzi.notices.tasks import post

    clock.hurry(post, timezone.now())
