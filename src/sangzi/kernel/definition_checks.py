"""Turns the complaints about definition files into messages of Django's system check."""

from __future__ import annotations

from collections.abc import Callable

from django.core.checks import CheckMessage, Error

from .definitions import BadDefinition


def complaints_about(load: Callable[[], object], *, code: str) -> list[CheckMessage]:
    """One error for every complaint that `load` raises; none when all files can be used."""
    try:
        load()
    except BadDefinition as error:
        return [Error(complaint, id=code) for complaint in error.context["complaints"]]
    return []
