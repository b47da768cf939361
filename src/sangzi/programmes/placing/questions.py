"""Questions as they are typed: `12:40` asks why applicant 12 has not opening 40, `unit-most:3=40` what if."""

from __future__ import annotations

import re
from typing import NamedTuple

from .sentences import unusable

KINDS = ("opening-most", "opening-least", "unit-most", "unit-least", "floor")
PAIR = re.compile(r"(\d{1,9}):(\d{1,9})")
BOUND = re.compile(r"(?:(opening-most|opening-least|unit-most|unit-least):(\d{1,9})|(floor))=(\d{1,9}(?:\.\d{1,9})?)")


class Supposed(NamedTuple):
    """A bound with another value. `at`: which opening or unit, from 0."""

    kind: str
    at: int
    value: float


def pair(text: str) -> tuple[int, int]:
    """An applicant and an opening. Raises `PlacingRefused`."""
    found = PAIR.fullmatch(text.strip())
    if found is None:
        raise unusable("no-pair", {"text": text[:40]})
    return int(found[1]), int(found[2])


def supposed(text: str) -> Supposed:
    """A bound and what it would be. Raises `PlacingRefused`."""
    found = BOUND.fullmatch(text.strip())
    if found is None:
        raise unusable("no-bound", {"text": text[:40], "known": " ".join(KINDS)})
    return Supposed(found[1] or found[3], int(found[2] or 0), float(found[4]))
