"""How often somebody may try to come in: so many times for a name and for an address, within ten minutes.

A row for each name or address counts its tries, from the first one on, under a lock: it holds for all processes on
either database, and tries at the same moment are counted one by one. Rows tell no name and no address: their key is an
HMAC, and they go when their time is over.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.db.models import F

from .models import Tries

WINDOW: Final = timedelta(minutes=10)
OF_A_NAME: Final = 10
OF_AN_ADDRESS: Final = 100  # a school or a lane of telephones comes from one, and 64 may be on their way at once


@dataclass(frozen=True)
class Counted:
    """Who tries: what the counter is of, under which key, and how many tries are let through."""

    of: str
    key: str
    most: int


def counters(door: str, name: str, address: str) -> list[Counted]:
    """The counters of a try at a door ("sign-in", "join"), in the order in which they are locked."""
    found = [Counted("name", _key(door, "name", name.strip().casefold()), OF_A_NAME)]
    if address:
        found.append(Counted("address", _key(door, "address", _network(address)), OF_AN_ADDRESS))
    return sorted(found, key=lambda one: one.key)


def count(counter: Counted, now: datetime) -> tuple[Tries, bool]:
    """Count one try, and say whether it is the first one too many. In a transaction.

    `number` stops one above the most, and a try in vain does not lengthen the time.
    """
    row = _locked(counter.key, now)
    if row.until <= now:
        row.number, row.until = 0, now + WINDOW
    if row.number > counter.most:
        return row, False
    row.number += 1
    row.save(update_fields=["number", "until"])
    return row, row.number > counter.most


def forgive(counter: Counted) -> None:
    """Whoever came in had not guessed: the name begins anew, the address gets its try back."""
    rows = Tries.objects.filter(key=counter.key, number__gt=0)
    rows.update(number=0 if counter.of == "name" else F("number") - 1)


def forget(now: datetime) -> int:
    """Delete counters whose time is over; how many."""
    return Tries.objects.filter(until__lte=now).delete()[0]


def _locked(key: str, now: datetime) -> Tries:
    while True:
        Tries.objects.get_or_create(key=key, defaults={"until": now + WINDOW})
        row = Tries.objects.select_for_update().filter(key=key).first()
        if row is not None:  # else the night deleted it just now
            return row


def _network(address: str) -> str:
    """An address as it is counted: of IPv6 the network, as one line has as many addresses as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or (int(found) >> 64))
    return str(found)


def _key(*words: str) -> str:
    secret = b"tries:" + settings.SECRET_KEY.encode()
    return hmac.new(secret, "\n".join(words).encode(), sha256).hexdigest()
