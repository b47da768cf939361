"""Pinyin initials, the way people type a name they want to find: 长春市 ccs.

One letter a character comes from a small bundled table; a few place names read otherwise (番禺 py).
Characters outside the table are asked of pypinyin, which is loaded only then.
"""

from __future__ import annotations

import re
from functools import cache

from .bundle import letters


def initials(name: str) -> str:
    """The first letters of the characters' readings, lower case; digits and Latin letters stay, signs go."""
    table, places, spoken = _readings()
    found = [places[part] if part in places else _plain(part, table) for part in spoken.split(name)]
    return "".join(found)


def search_initials(name: str, short: str, length: int = 60) -> str:
    """What a unit is found by: the initials of its name, or of its display name where that begins otherwise."""
    return initials(name if name.startswith(short) else short)[:length]


@cache
def _readings() -> tuple[dict[int, str], dict[str, str], re.Pattern[str]]:
    table, places = letters()
    return {ord(char): letter for char, letter in table.items()}, places, re.compile(f"({'|'.join(places)})")


def _plain(part: str, table: dict[int, str]) -> str:
    read = part.translate(table)
    if read.isascii() and read.isalnum():
        return read.lower()
    return "".join(_strange(char) for char in read).lower()


@cache
def _strange(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(char, style=Style.FIRST_LETTER)[0][:1]
    return read if read.isascii() and read.isalnum() else ""
