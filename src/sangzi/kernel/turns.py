"""Turns: one request or one job. What a process remembers of the database is asked for anew in each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.signals import request_started

Listener = Callable[[], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have `listener` called in the thread of every turn, before anything else happens in it."""
    _listeners.append(listener)


def begin() -> None:
    """Begin a turn in this thread."""
    for listener in _listeners:
        listener()


def _request(**_sent: Any) -> None:
    begin()


request_started.connect(_request)
