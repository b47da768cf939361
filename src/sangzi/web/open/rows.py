"""A line of a list, kept by everything that stands in it: the same values are the same line, however many ask for it.

So a line is never older than what it says, and a page of twenty costs little more than its one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sangzi.web.entries import by_platform
from sangzi.web.standings import Sign

KEPT = 8192


@dataclass(frozen=True)
class Row:
    """What a line says. `capacity` is None where nothing is offered, `left` where days have capacities of their own."""

    language: str
    pk: int
    programme: str
    title: str
    unit: str
    capacity: int | None
    left: int | None
    asks: bool
    sign: Sign
    on: date | None = None
    until: date | None = None


@lru_cache(maxsize=KEPT)
def written(row: Row, template: str) -> SafeString:
    """The line in the language that it names, which is the one spoken now."""
    return render_to_string(template, {"row": row})


@lru_cache(maxsize=512)
def programme_options(language: str, chosen: str, shown: tuple[str, ...]) -> SafeString:  # noqa: ARG001  (the one spoken)
    """The programmes to choose from, by platform."""
    context = {"groups": by_platform(shown), "chosen": chosen}
    return render_to_string("open/parts/programme_options.html", context)
