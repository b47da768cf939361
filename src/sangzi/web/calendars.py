"""Days as a calendar that phones and mail programs subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.http import HttpResponse

LINE = 75  # octets a line may have; what is longer goes on behind a space
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}


class Event(NamedTuple):
    """A whole day with what falls due on it; `key` stays the same from one fetch to the next."""

    key: str
    on: date
    title: str
    more: str
    url: str


def calendar(name: str, events: Iterable[Event], now: datetime) -> HttpResponse:
    """The answer that carries a calendar."""
    text = "\r\n".join(folded for line in _lines(name, events, now) for folded in _folded(line)) + "\r\n"
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _lines(name: str, events: Iterable[Event], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sangzi//deadlines//ZH", f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.key}@sangzi"
        yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_text(event.title)}"
        yield f"DESCRIPTION:{_text(event.more)}"
        yield f"URL:{event.url}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _text(words: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in words)


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
