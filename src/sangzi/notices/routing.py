"""From a notice to its deliveries: who reads it, where they are reached, and what they want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.access import WRITING
from sangzi.units.models import Assignment

from .channels import Channel, ready_channels
from .models import Address, Delivery, Notice, Preference

LOT = 2_000


Name = tuple[int | None, int | None, str]  # account or person, and channel


class Reader(NamedTuple):
    """Somebody who is told: by their account, their person, or both; `telephone` is whether one is known."""

    account: int | None
    person: int | None
    telephone: bool = False


def route(now: datetime) -> int:
    """Make the deliveries of all notices that have none yet; returns how many notices it were."""
    done = 0
    while lot := _route_lot(now):
        done += lot
    return done


@transaction.atomic
def _route_lot(now: datetime) -> int:
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(routed=False).order_by("pk")
    rows = list(waiting.values_list("pk", "account_id", "person_id", "unit_id")[:LOT])
    channels = ready_channels()
    if rows and channels:
        readers = _readers(rows, now)
        ways = _ways({reader for found in readers.values() for reader in found}, channels)
        Delivery.objects.bulk_create(_deliveries(readers, ways, now), ignore_conflicts=True)
    Notice.objects.filter(pk__in=[row[0] for row in rows]).update(routed=True)
    return len(rows)


def _deliveries(readers: dict[int, list[Reader]], ways: dict[Reader, list[str]], now: datetime) -> Iterable[Delivery]:
    return [
        # One owner: two ways to the same reader must meet in one row.
        Delivery(
            notice_id=notice,
            account_id=reader.account,
            person_id=None if reader.account else reader.person,
            channel=channel,
            next_try=now,
        )
        for notice, found in readers.items()
        for reader in found
        for channel in ways[reader]
    ]


def _readers(rows: Sequence[tuple[int, int | None, int | None, int | None]], now: datetime) -> dict[int, list[Reader]]:
    """Who reads each notice outside the house; nobody whose account is closed. Up to four queries."""
    staff = _staff({unit for _pk, _account, _person, unit in rows if unit}, now)
    accounts = {account for _pk, account, _person, _unit in rows if account} | {
        account for found in staff.values() for account in found
    }
    accounts -= set(Account.objects.filter(pk__in=accounts, is_active=False).values_list("pk", flat=True))
    persons = {person for _pk, _account, person, _unit in rows if person}
    by_account, by_person = _both(accounts, persons)
    readers: dict[int, list[Reader]] = {}
    for pk, account, person, unit in rows:
        named = staff[unit] if unit else [account] if account in accounts else []
        readers[pk] = [by_account.get(one, Reader(one, None)) for one in named]
        if person:
            readers[pk] = [by_person[person]]
    return readers


def _staff(units: set[int], now: datetime) -> dict[int, list[int]]:
    """The accounts that open the post of some units."""
    today = timezone.localdate(now)
    current = Assignment.objects.filter(Q(until=None) | Q(until__gt=today), unit__in=units, since__lte=today)
    current = current.filter(role__in=WRITING, account__is_active=True)
    staff: dict[int, list[int]] = defaultdict(list)
    for unit, account in current.values_list("unit_id", "account_id").distinct():
        staff[unit].append(account)
    return staff


def _both(accounts: set[int], persons: set[int]) -> tuple[dict[int, Reader], dict[int, Reader]]:
    """Readers by account and by person, each known by both where they have both. Two queries."""
    by_account: dict[int, Reader] = {}
    by_person: dict[int, Reader] = {}
    # Two conditions and not one with OR: a database reads the whole table for that.
    for known in (Person.objects.filter(pk__in=persons), Person.objects.filter(account__in=accounts)):
        for person, account, phone in known.values_list("pk", _open_account(), "phone"):
            by_person[person] = Reader(account, person, bool(phone))
            if account:
                by_account[account] = by_person[person]
    return by_account, by_person


def _open_account() -> Case:
    """The account of a person while it is open: who may not sign in any more is told as a person alone."""
    return Case(When(account__is_active=True, then="account_id"), default=None)


def _ways(readers: set[Reader], channels: dict[str, Channel]) -> dict[Reader, list[str]]:
    """By which channels each reader is reached and wants to be. Four queries."""
    accounts = {reader.account for reader in readers if reader.account}
    persons = {reader.person for reader in readers if reader.person}
    columns = ("account_id", "person_id", "channel")
    reached: set[Name] = set()
    wanted: dict[Name, bool] = {}
    for theirs in (Q(account__in=accounts), Q(person__in=persons)):
        reached.update(Address.objects.filter(theirs, verified__isnull=False).values_list(*columns))
        chosen = Preference.objects.filter(theirs).values_list(*columns, "wanted")
        wanted |= {(account, person, channel): choice for account, person, channel, choice in chosen}
    return {
        reader: [
            key
            for key, channel in channels.items()
            if _is_reached(reader, channel, reached) and _wants(reader, channel, wanted)
        ]
        for reader in readers
    }


def _names(reader: Reader, channel: Channel) -> list[Name]:
    """How rows name a reader: by the account first, as that is what somebody chose for themselves."""
    named: list[Name] = []
    if reader.account:
        named.append((reader.account, None, channel.key))
    if reader.person:
        named.append((None, reader.person, channel.key))
    return named


def _is_reached(reader: Reader, channel: Channel, reached: set[Name]) -> bool:
    if not channel.asks_address:
        return reader.telephone
    return any(name in reached for name in _names(reader, channel))


def _wants(reader: Reader, channel: Channel, wanted: dict[Name, bool]) -> bool:
    said = [wanted[name] for name in _names(reader, channel) if name in wanted]
    return said[0] if said else channel.by_custom
