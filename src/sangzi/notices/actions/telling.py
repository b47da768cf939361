"""Telling: rows in the transaction of what is told, so that nobody hears of what was rolled back."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sangzi.kernel import clock
from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.crowds import FIELDS, insert_for, key_for
from sangzi.notices.models import Notice
from sangzi.notices.reminders import Recipient

LONGEST_KEY = 120
LOT = 5_000  # keys in one statement
AT_MOST_EVERY = 1.0  # seconds between two wakings of the post by one process

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
    return Notice.objects.get(key=key_for(key, to))


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
    if len(key) > LONGEST_KEY:
        raise ValueError(f"a key of a notice has at most {LONGEST_KEY} characters: {key!r}")
    values = _values(told or {})
    same = Notice(key=key, kind=kind, title=title, text=text, told=values, link=link, about=about, made=now)
    new = sum(insert_for(rows, same) for rows in _by_table(recipients))
    if new:
        transaction.on_commit(_wake_the_post, robust=True)
    return new


@dataclass(frozen=True)
class Telling:
    """What one of many is told that the others are not."""

    to: Recipient
    key: str
    told: Mapping[str, object]
    link: str = ""
    about: str = ""


@transaction.atomic
def tell_each(
    *,
    tellings: Iterable[Telling],
    kind: str,
    title: str,
    text: str = "",
    now: datetime,
    by: Account | None,  # noqa: ARG001  (the audit line is that of the change which is told)
) -> None:
    """Tell each of many something of their own, in one statement. See `tell_all` for what the words are."""
    if not kinds.is_declared(kind):
        raise ValueError(f"the kind of notice {kind!r} is not declared")
    same = {"kind": kind, "title": title, "text": text, "made": now}
    rows = [
        Notice(
            key=key_for(one.key, one.to),
            **{FIELDS[type(one.to)]: one.to.pk},
            told=_values(one.told),
            link=one.link,
            about=one.about,
            **same,
        )
        for one in tellings
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        transaction.on_commit(_wake_the_post, robust=True)


def _values(told: Mapping[str, object]) -> str:
    return json.dumps({name: str(value) for name, value in told.items()}, ensure_ascii=False)


def _by_table(recipients: Iterable[Recipient] | QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """The recipients as querysets: of one table each, and of not too many keys."""
    if isinstance(recipients, QuerySet):
        yield recipients
        return
    by_table: dict[type[Recipient], list[int]] = defaultdict(list)
    for one in recipients:
        by_table[type(one)].append(one.pk)
    for table, keys in by_table.items():
        for start in range(0, len(keys), LOT):
            yield table.objects.filter(pk__in=keys[start : start + LOT])


def _wake_the_post() -> None:
    """Let deliveries begin now rather than with the next minute."""
    global _woken  # noqa: PLW0603  (of this process: what a crowd tells in one second wakes it once)
    if time.monotonic() - _woken < AT_MOST_EVERY:
        return
    _woken = time.monotonic()
    from sangzi.notices.tasks import post

    clock.hurry(post, timezone.now())
