"""Dates as the answer to a calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse

from sangzi.kernel.calendars import TYPE, Event, feed

__all__ = ["Event", "calendar"]


def calendar(name: str, events: Iterable[Event], now: datetime) -> HttpResponse:
    """The answer that carries a calendar; nobody keeps it on the way, for its address is a secret."""
    answer = HttpResponse(feed(name, events, now=now), content_type=TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer
