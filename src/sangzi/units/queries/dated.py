"""The tree of a day, as arrays for the engines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from sangzi.units.models import Level, Unit, UnitVersion

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TreeArrays:
    """A tree, one row a unit, by rising key.

    ids: keys (int64). parent: row numbers of the parents (int64, -1 for the root). level: int8, 9 for branches.
    branch, official: bool.
    """

    ids: Ints
    parent: Ints
    level: NDArray[np.int8]
    branch: NDArray[np.bool_]
    official: NDArray[np.bool_]

    def rows(self, units: Ints) -> Ints:
        """Row numbers of units that are in the tree."""
        return np.searchsorted(self.ids, units).astype(np.int64)

    def count_below(self, unit: int) -> dict[int, int]:
        """How many units there are below one at each level; empty when it is not in the tree."""
        row = int(np.searchsorted(self.ids, unit))
        if row == len(self.ids) or self.ids[row] != unit:
            return {}
        levels, counts = np.unique(self.level[self.below(row)], return_counts=True)
        return dict(zip(levels.tolist(), counts.tolist(), strict=True))

    def below(self, row: int) -> NDArray[np.bool_]:
        """Which rows hang, directly or not, under one."""
        above = self.parent
        below: NDArray[np.bool_] = above == row
        while (above >= 0).any():  # everybody climbs one generation a turn
            above = np.where(above >= 0, self.parent[above], -1)
            below |= above == row
        return below


def tree(on: date | None = None) -> TreeArrays:
    """The live tree, or the tree as it was on a day. One query, or two with a day."""
    units = Unit.objects.filter(_existing(on)).order_by("pk")
    table = _table(units.values_list("pk", "parent_id", "level", "official"))
    if on is not None:
        _turn_back(table, on)
    return _arrays(table)


def _existing(on: date | None) -> Q:
    if on is None:
        return Q(closed=None)
    return (Q(founded=None) | Q(founded__lte=on)) & (Q(closed=None) | Q(closed__gt=on))


def _table(rows: QuerySet[Unit, tuple[int, int | None, int, bool]]) -> Ints:
    """Rows of key, parent, level and official. Read without Django's row objects: there may be 665,000."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        table = [(pk, parent or 0, level, official) for pk, parent, level, official in cursor.fetchall()]
    return np.array(table, dtype=np.int64).reshape(-1, 4)


def _turn_back(table: Ints, on: date) -> None:
    """Put back what units were on a day: the version that covers it, where there is one."""
    then = UnitVersion.objects.filter(Q(since=None) | Q(since__lte=on), until__gt=on)
    rows = then.values_list("unit_id", "parent_id", "level", "official")
    was = np.array([(pk, parent or 0, *rest) for pk, parent, *rest in rows], dtype=np.int64).reshape(-1, 4)
    at = np.searchsorted(table[:, 0], was[:, 0])
    there = at < len(table)
    there[there] = table[at[there], 0] == was[there, 0]
    table[at[there]] = was[there]


def _arrays(table: Ints) -> TreeArrays:
    ids, above, level, official = table.T
    parent = np.where(above == 0, -1, np.searchsorted(ids, above)).astype(np.int64)
    hung = parent >= 0
    lost = (parent[hung] >= len(ids)) | (ids[np.minimum(parent[hung], len(ids) - 1)] != above[hung])
    if lost.any():
        raise ValueError(f"the parents of the units {ids[hung][lost][:5].tolist()} are not in the tree of that day")
    return TreeArrays(
        ids=np.ascontiguousarray(ids),
        parent=parent,
        level=level.astype(np.int8),
        branch=level == Level.BRANCH,
        official=official.astype(np.bool_),
    )
