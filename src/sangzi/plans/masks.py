"""Private persons in a plan's text, shown masked to every reader.

A mask is exactly as long as what it hides, so offsets into the text stay true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sangzi.kernel.masking import STAR, mask_phone

_MOBILE = re.compile(r"1\d{10}")
_AREA_CODE = re.compile(r"[（(]?(?:0(?:10|2\d)|0\d{3})")  # 010 and 02x have three digits, all others four


class PrivateSpan(NamedTuple):
    """Where a private person's name or number stands in a text."""

    start: int
    end: int
    kind: str  # name, phone, mail, identity: as the reader says


def masked(text: str, private: Iterable[PrivateSpan]) -> str:
    """The text with every private span hidden, as long as before."""
    pieces: list[str] = []
    at = 0
    for start, end, kind in _apart(private, len(text)):
        pieces += (text[at:start], mask(text[start:end], kind))
        at = end
    return "".join(pieces) + text[at:]


def mask(value: str, kind: str) -> str:
    """张小三 -> 张**, 0431-88901234 -> 0431-********, 13812341234 -> 138****1234; anything else is all stars."""
    if kind == "name":
        return value[:1] + _stars(value[1:])
    return _phone(value) if kind == "phone" else _stars(value)


def to_json(private: Iterable[tuple[int, int, str]]) -> str:
    return json.dumps([list(span) for span in private])


def from_json(stored: str) -> tuple[PrivateSpan, ...]:
    return tuple(PrivateSpan(*span) for span in json.loads(stored))


def _phone(phone: str) -> str:
    digits = "".join(character for character in phone if character.isdigit())
    if _MOBILE.fullmatch(digits):
        shown = iter(mask_phone(digits))
        return "".join(next(shown) if character.isdigit() else character for character in phone)
    area = _AREA_CODE.match(phone)
    kept = area.end() if area and len(digits) > len(area[0]) else 0
    return phone[:kept] + "".join(STAR if character.isdigit() else character for character in phone[kept:])


def _stars(value: str) -> str:
    return "".join(character if character.isspace() else STAR for character in value)


def _apart(private: Iterable[PrivateSpan], length: int) -> Iterator[PrivateSpan]:
    """The spans in order, within the text, and cut where one reaches into the next."""
    at = 0
    for start, end, kind in sorted(private):
        first, last = max(start, at), min(end, length)
        if first < last:
            yield PrivateSpan(first, last, kind)
            at = last
