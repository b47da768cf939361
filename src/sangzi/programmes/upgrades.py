"""Definitions of older formats brought up to the present one, step by step.

A round keeps the definition it was opened with for ever, and an organisation's own files outlive many versions of the
product: both are read through here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Told = dict[str, Any]
FORMAT: Final = 2


def upgraded(told: Told) -> Told:
    """What a file or a frozen definition says, in the present format. Without a `format` it is of the first."""
    told = dict(told)
    number = told.get("format", 1)
    while number in UPGRADES:
        told = UPGRADES[number](told)
        number = told["format"]
    return told


def _second(told: Told) -> Told:
    """Format 2: steps have parameters. Where placing was by hand, that is now said."""
    return {**told, "format": 2}


UPGRADES: dict[int, Callable[[Told], Told]] = {1: _second}
