"""A passage that a person points at: where it stands in a plan's text, and what the reader makes of it alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sangzi.engines import plangrammar
from sangzi.engines.plangrammar.model import Found

LONGEST = 2_000  # characters of a passage: a commitment is a clause, not a chapter
MOST_PLACES = 20
_REACH = 24  # characters shown on either side, to tell places apart
_NUMBER = re.compile(r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(万|亿)?")
_LEVEL = re.compile("省|市|县|区|乡镇|乡|镇|街道|村|社区")
_LEVELS = {"省": "province", "市": "prefecture", "县": "county", "区": "county", "村": "village", "社区": "village"}
_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_TOP = 500


class Place(NamedTuple):
    """Where a passage stands, with what stands before and after it."""

    start: int
    end: int
    before: str
    after: str


def places_of(passage: str, text: str) -> list[Place]:
    """Where `passage` stands in `text`, at most `MOST_PLACES`; blanks, ornaments and widths may differ.

    O(len(text)).
    """
    exact = list(_exactly(passage.strip(), text))
    return [_place(text, start, end) for start, end in exact or _loosely(passage, text)]


def read_passage(text: str, start: int, end: int, *, year: int | None, scope: str) -> list[Found]:
    """What the reader finds in text[start:end] when it knows nothing else but the title; offsets are those of `text`.

    The title tells whether the plan is for one year, and with it when its targets end.
    """
    title = _title_of(text, start)
    try:
        reading = plangrammar.read(title + text[start:end], year=year, scope=scope)
    except plangrammar.PlanUnreadable:
        return []  # no word in it: there is nothing to propose
    by = start - len(title)
    return [found._replace(offset=found.offset + by) for found in reading.commitments if found.offset >= len(title)]


def pieces_of(quote: str) -> list[dict[str, Any]]:
    """How a quote would be split: by its numbers, with the levels it names where there are as many."""
    numbers, levels = list(_numbers(quote)), _levels(quote)
    count = max(len(numbers), len(levels) if len(numbers) <= 1 else 0, 2)
    pieces: list[dict[str, Any]] = []
    for turn in range(count):
        number = numbers[turn] if turn < len(numbers) else numbers[-1] if len(numbers) == 1 else None
        level = {"over": levels[turn]} if len(levels) == count else {}
        pieces.append(({"value": number} if number is not None else {}) | level)
    return pieces


def _exactly(passage: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(passage) if passage else -1
    for _turn in range(MOST_PLACES):
        if at < 0:
            return
        yield at, at + len(passage)
        at = text.find(passage, at + 1)


def _loosely(passage: str, text: str) -> list[tuple[int, int]]:
    wanted = "".join(form for char in passage for form in _forms(char))
    if not wanted:
        return []
    pairs = [(form, at) for at, char in enumerate(text) for form in _forms(char)]
    flat = "".join(form for form, _at in pairs)
    return [(pairs[first][1], pairs[last - 1][1] + 1) for first, last in _exactly(wanted, flat)]


def _forms(char: str) -> str:
    """What counts of a character: letters and digits in their plain form, nothing of blanks and marks."""
    return "".join(one for one in unicodedata.normalize("NFKC", char).casefold() if one.isalnum() or one == "%")


def _place(text: str, start: int, end: int) -> Place:
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return Place(start, end, " ".join(before.split()), " ".join(after.split()))


def _title_of(text: str, before: int) -> str:
    """The short lines at the top of a text, as far as they lie before a place."""
    lines = [line for line in text[: min(_TOP, before)].split("\n")[:8] if 0 < len(line) <= 60 and "。" not in line]
    return "".join(f"{line}\n" for line in lines)


def _numbers(quote: str) -> Iterator[Decimal]:
    for found in _NUMBER.finditer(unicodedata.normalize("NFKC", quote)):
        yield Decimal(found[1].replace(",", "").replace("，", "")) * _TIMES.get(found[2] or "", Decimal(1))


def _levels(quote: str) -> list[str]:
    named = (_LEVELS.get(found.group(), "township") for found in _LEVEL.finditer(quote))
    return list(dict.fromkeys(named))
