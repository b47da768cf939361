"""New units written in bulk: keys, paths, display names and initials for all of them, then the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection
from django.db.models import Max

from sangzi.units.initials import search_initials
from sangzi.units.models import Level, Unit
from sangzi.units.names import short_name, told_apart
from sangzi.units.paths import step

AT_ONCE = 20_000
COLUMNS = (
    "id", "level", "kind", "name", "short", "initials", "code", "parent_id", "path", "official", "order", "note",
    "since", "founded", "closed",
)  # fmt: skip

Progress = Callable[[int, int, object], None]
Planted = tuple[int | str | bool | date | None, ...]


@dataclass
class Seedlings:
    """Units to be planted, parents before children. `row` is the parent's place in this list, or -1 where it is the
    unit of the tree with the key, path and display name given in the `under` columns (0 and "" for a root).
    """

    name: Sequence[str]
    code: Sequence[str]
    level: Sequence[int]
    official: Sequence[bool]
    founded: Sequence[date | None]
    short: Sequence[str]
    row: Sequence[int]
    under: Sequence[int]
    under_path: Sequence[str]
    under_short: Sequence[str]


def plant(seedlings: Seedlings, keys: range, progress: Progress, doing: object) -> None:
    """Write the units under the keys. The tree must be held."""
    total = len(keys)
    rows = _rows(seedlings, keys)
    for done in range(0, total, AT_ONCE):
        _insert(list(islice(rows, AT_ONCE)))
        progress(min(done + AT_ONCE, total), total, doing)


def _rows(seedlings: Seedlings, keys: range) -> Iterator[Planted]:
    parents = [keys[row] if row >= 0 else under for row, under in zip(seedlings.row, seedlings.under, strict=True)]
    shorts = _shorts(seedlings, parents)
    last = _last_orders(parents)
    paths: list[str] = []
    for at, key in enumerate(keys):
        row, parent = seedlings.row[at], parents[at]
        paths.append((paths[row] if row >= 0 else seedlings.under_path[at]) + step(key))
        last[parent] = last.get(parent, -1) + 1
        name, level, founded = seedlings.name[at], seedlings.level[at], seedlings.founded[at]
        yield (
            key,
            level,
            Unit.Kind.BRANCH.value if level == Level.BRANCH else Unit.Kind.AREA.value,
            name,
            shorts[at],
            search_initials(name, shorts[at]),
            seedlings.code[at],
            parent or None,
            paths[at],
            seedlings.official[at],
            last[parent],
            "",
            founded,
            founded,
            None,
        )


def _shorts(seedlings: Seedlings, parents: Sequence[int]) -> list[str]:
    shorts: list[str] = []
    for at, (name, level) in enumerate(zip(seedlings.name, seedlings.level, strict=True)):
        row = seedlings.row[at]
        above = shorts[row] if row >= 0 else seedlings.under_short[at]
        shorts.append(seedlings.short[at] or short_name(name, level, above))
    return told_apart(seedlings.name, shorts, parents)


def _last_orders(parents: Sequence[int]) -> dict[int, int]:
    """The highest order among the children that the parents already have. One query."""
    there = Unit.objects.exclude(parent=None).values_list("parent")
    wanted = set(parents)
    return {parent: last for parent, last in there.annotate(last=Max("order")) if parent in wanted}


def _insert(rows: Sequence[Planted]) -> None:
    table = connection.ops.quote_name(Unit._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column) for column in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
