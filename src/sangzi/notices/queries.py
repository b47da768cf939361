"""Lists of notices, and what is waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from sangzi.kernel.models import Account
from sangzi.kernel.paging import SIZE, Page, page_of

from .access import own_addresses, own_notices
from .channels import CHANNELS
from .kinds import title_of_kind
from .models import Address, Notice, Preference

MANY = 99  # more than that is not counted for the bell


@dataclass(frozen=True)
class Way:
    """A channel as its owner sees it: whether it is set up here, where it leads, whether it is wanted."""

    key: str
    title: str | Promise
    ready: bool
    asks_address: bool
    address: Address | None
    wanted: bool


def notices_of(
    account: Account, now: datetime, *, unread: bool = False, kind: str = "", after: str | None = None, size: int = SIZE
) -> Page[Notice]:
    """One's notices, unread ones first, then the newest; units and readers along. Three queries."""
    found = own_notices(account, now).select_related("unit", "read_by")
    if unread:
        found = found.filter(unread=True)
    if kind:
        found = found.filter(kind=kind)
    return page_of(found, by="unread", after=after, size=size)


def unread_count(account: Account, now: datetime) -> int:
    """How many notices wait to be read, counted up to `MANY` + 1. Three queries."""
    return own_notices(account, now).filter(unread=True)[: MANY + 1].count()


def kinds_of(notices: QuerySet[Notice]) -> list[tuple[str, str, int]]:
    """The kinds among some notices: key, title, how many. One query."""
    counted = notices.order_by().values_list("kind").annotate(Count("pk"))
    return sorted(((kind, title_of_kind(kind), number) for kind, number in counted), key=lambda row: row[1])


def ways_of(account: Account) -> list[Way]:
    """Every channel with what the account said of it. Two queries."""
    addresses = {one.channel: one for one in own_addresses(account)}
    wanted = dict(Preference.objects.filter(account=account).values_list("channel", "wanted"))
    return [
        Way(
            key=key,
            title=channel.title,
            ready=channel.is_ready(),
            asks_address=channel.asks_address,
            address=addresses.get(key),
            wanted=wanted.get(key, channel.by_custom),
        )
        for key, channel in CHANNELS.items()
    ]


def own_export(account: Account, now: datetime) -> list[dict[str, Any]]:
    """Everything one was told, as plain values, the newest first."""
    return [
        {
            "at": one.made,
            "kind": one.kind,
            "title": one.headline,
            "text": one.words,
            "link": one.link,
            "read": one.read,
            "unit": one.unit.name if one.unit else "",
        }
        for one in own_notices(account, now).select_related("unit").order_by("-pk")
    ]
