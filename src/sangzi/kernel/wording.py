"""How titles and days stand inside a sentence, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.utils import formats, translation


class Titled(Protocol):
    """Anything with a Chinese and an English title: definitions and their parts."""

    @property
    def title(self) -> str: ...

    @property
    def title_en(self) -> str: ...


def title_of(thing: Titled) -> str:
    """The title in the language that is spoken now."""
    return thing.title_en if speaks_english() else thing.title


def speaks_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def listed(words: Iterable[str]) -> str:
    """甲、乙、丙, or A, B, C."""
    return (", " if speaks_english() else "、").join(words)


def day_of(on: date) -> str:
    """2025年3月1日, or March 1, 2025."""
    return _day_in(translation.get_language() or "", on)


@lru_cache(maxsize=4096)
def _day_in(language: str, on: date) -> str:  # noqa: ARG001  (the one spoken)
    return formats.date_format(on, "DATE_FORMAT")
