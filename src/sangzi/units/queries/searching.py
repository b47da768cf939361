"""Finding a unit by what somebody types: name, display name, pinyin initials or code.

Hits are ranked exact, then beginning, then containing; within a rank the higher level first. The text columns
are indexed together with the level and the closing day, so that ranking never touches the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Protocol

from django.db.models import Q, QuerySet

from sangzi.units.models import Unit

LONGEST = 40
Hit = tuple[int, int]  # level, key


class Limits(Protocol):
    """A scope (see `units.access`), as far as a search needs one."""

    @property
    def whole(self) -> bool: ...

    def filter(self, rows: QuerySet[Unit], field: str) -> QuerySet[Unit]: ...


def search(text: str, scope: Limits | None = None, limit: int = 20) -> list[Unit]:
    """The live units that fit `text`, best first; nothing for an empty text. At most six queries."""
    wanted = unicodedata.normalize("NFKC", text).replace("\0", "").strip()[:LONGEST]
    if not wanted:
        return []
    rows = Unit.objects.filter(closed=None)
    if scope is not None:
        rows = scope.filter(rows, "")
    keys: dict[int, None] = {}
    for rank in _ranks(wanted, everywhere=scope is None or scope.whole):
        if len(keys) >= limit:
            break
        hits = sorted(hit for condition in rank for hit in _hits(rows, condition, limit))
        keys.update(dict.fromkeys(key for _level, key in hits))
    found = Unit.objects.select_related("parent").in_bulk(list(keys)[:limit])
    return [found[key] for key in list(keys)[:limit]]


def _ranks(wanted: str, *, everywhere: bool) -> Iterator[list[Q]]:
    """The conditions of each rank, cheapest first; each one is answered by one index."""
    # Within a scope a single letter tells less than the path, and `startswith` leaves SQLite to the path's index.
    initials = "initials__within" if everywhere or len(wanted) > 1 else "initials__startswith"
    yield [Q(name=wanted), Q(short=wanted), Q(code=wanted)]
    if not wanted.isascii():
        yield [Q(name__within=wanted), Q(short__within=wanted)]
    elif wanted.isdigit():
        yield [Q(code__within=wanted)]
    else:
        yield [Q(**{initials: wanted.lower()}), Q(code__within=wanted)]
    if not wanted.isascii() or not wanted.isdigit():
        yield [Q(name__holds=wanted)]


def _hits(rows: QuerySet[Unit], condition: Q, limit: int) -> list[Hit]:
    found = rows.filter(condition).order_by("level", "pk").values_list("level", "pk")
    return list(found[:limit])
