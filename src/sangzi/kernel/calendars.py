"""Dates as a calendar that phones and mail programs subscribe to (RFC 5545), and the secret address of one's own.

The person who has the address has the dates, so it is as long as a password, kept as a hash, and can be revoked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from . import audit
from .models import Account, FeedAddress
from .tokens import hash_of, new_token

TYPE = "text/calendar; charset=utf-8"
LINE = 75  # octets a line may have; what is longer goes on behind a space
ZONE = "Asia/Shanghai"
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}
_ZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19910915T010000",
    "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something on a day, or from one moment to another.

    `key` stays the same from one fetch to the next and `sequence` grows with every change of the date, so that a
    calendar moves what it has. What was cancelled is still listed, or calendars would keep it. `ends` is the last day
    (a whole day by itself without it), or the moment of the end.
    """

    key: str
    title: str
    begins: date | datetime
    ends: date | datetime | None = None
    place: str = ""
    more: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def feed(title: str, events: Iterable[Event], *, now: datetime) -> bytes:
    """A calendar as a file: lines of at most 75 octets, local times with their zone."""
    lines = (folded for line in _lines(title, events, now) for folded in _folded(line))
    return ("\r\n".join(lines) + "\r\n").encode()


@transaction.atomic
def new_feed_address(*, now: datetime, by: Account) -> str:
    """A new secret for the calendar of `by`; it is shown once, and the one before it ends."""
    Account.objects.select_for_update().get(pk=by.pk)  # two clicks one after the other
    FeedAddress.objects.filter(account=by, revoked=None).update(revoked=now)
    token = new_token()
    FeedAddress.objects.create(account=by, hash=hash_of(token), made=now)
    _note("calendars.new-address", by)
    return token


@transaction.atomic
def revoke_feed_address(*, now: datetime, by: Account) -> bool:
    """End the address of one's calendar; whether there was one."""
    ended = FeedAddress.objects.filter(account=by, revoked=None).update(revoked=now)
    if ended:
        _note("calendars.revoke-address", by)
    return bool(ended)


def feed_address_of(account: Account) -> FeedAddress | None:
    """The address that holds now, without its secret."""
    return FeedAddress.objects.filter(account=account, revoked=None).first()


def account_of_feed(token: str) -> Account | None:
    """Whose calendar a secret opens; nobody's where it was revoked or the account was closed."""
    found = FeedAddress.objects.select_related("account").filter(hash=hash_of(token), revoked=None).first()
    return found.account if found and found.account.is_active else None


def _lines(title: str, events: Iterable[Event], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sangzi//dates//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield from (f"X-WR-CALNAME:{_text(title)}", f"X-WR-TIMEZONE:{ZONE}", "REFRESH-INTERVAL;VALUE=DURATION:PT2H")
    yield from _ZONE
    for event in events:
        yield from _event(event, now)
    yield "END:VCALENDAR"


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.key)}@sangzi"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"DTSTART{_when(event.begins)}"
    yield f"DTEND{_when(_end(event))}"
    yield f"SUMMARY:{_text(event.title)}"
    told = (("LOCATION", event.place), ("DESCRIPTION", event.more))
    yield from (f"{name}:{_text(words)}" for name, words in told if words)
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _end(event: Event) -> date | datetime:
    """When it is over: of whole days the day after the last."""
    if isinstance(event.begins, datetime):
        return event.ends or event.begins
    return (event.ends or event.begins) + timedelta(days=1)


def _when(at: date | datetime) -> str:
    if isinstance(at, datetime):
        return f";TZID={ZONE}:{timezone.localtime(at):%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{at:%Y%m%d}"


def _text(words: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in words if sign >= " " or sign in _ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of them cutting a character."""
    piece, taken = "", 0
    for character in line:
        size = len(character.encode())
        if taken + size > LINE:
            yield piece
            piece, taken = " ", 1
        piece, taken = piece + character, taken + size
    yield piece


def _note(act: str, by: Account) -> None:
    audit.append(chain=audit.INSTALLATION, act=act, about=f"account:{by.pk}", by=by)
