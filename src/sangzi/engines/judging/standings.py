"""Entries in order of what judges gave them.

An entry's result is the mean of its judges' totals. Trimmed, each entry's highest and lowest total are left out first,
as contest rules commonly ask (a trimmed mean; of equal totals one is left out). Arithmetic is exact (fractions), so
equal means equal. Entries that are equal are ordered by the mean of the first criterion, then of the second and so on,
from the judges that count; entries equal in all of these by lot. Without lots they stay tied and share a rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Given = Mapping[int, Sequence[Decimal]]  # judge -> points by criterion


@dataclass(frozen=True)
class Standing:
    """One entry: its mean total, its mean by criterion, its rank from 1.

    `level_with` are the entries of the same mean; `tied` tells that criteria did not part it from the next ones, so
    that only a lot can.
    """

    entry: int
    mean: Fraction
    criteria: tuple[Fraction, ...]
    rank: int
    level_with: tuple[int, ...]
    tied: tuple[int, ...]


def standings(
    points: Mapping[int, Given], *, trimmed: bool = False, lots: Mapping[int, int] | None = None
) -> list[Standing]:
    """All entries in order, the best first.

    `points[entry][judge]` are points by criterion, all of one length. `lots` parts what nothing else parts, the
    smallest first; without them the tied share a rank, ordered by number. Raises `ValueError` where an entry has no
    judge, or with `trimmed` fewer than three. O(n·j·c + n log n).
    """
    means = {entry: _means(given, trimmed=trimmed) for entry, given in points.items()}
    order = sorted(means, key=lambda entry: (_descending(means[entry]), _lot(lots, entry), entry))
    by_total: dict[Fraction, list[int]] = {}
    by_all: dict[tuple[Fraction, ...], list[int]] = {}
    for entry in order:
        by_total.setdefault(means[entry][0], []).append(entry)
        by_all.setdefault(means[entry], []).append(entry)
    ranks = _ranks(order, means, shared=lots is None)
    return [
        Standing(
            entry=entry,
            mean=means[entry][0],
            criteria=means[entry][1:],
            rank=ranks[entry],
            level_with=_others(by_total[means[entry][0]], entry),
            tied=_others(by_all[means[entry]], entry),
        )
        for entry in order
    ]


def _means(given: Given, *, trimmed: bool) -> tuple[Fraction, ...]:
    """The mean total first, then the mean of every criterion."""
    rows = sorted((sum(map(Fraction, row), Fraction(0)), tuple(map(Fraction, row))) for row in given.values())
    if trimmed:
        rows = rows[1:-1]
    if not rows:
        raise ValueError("an entry has too few judges")
    columns = [[total for total, _row in rows], *zip(*(row for _total, row in rows), strict=True)]
    return tuple(sum(column, Fraction(0)) / len(rows) for column in columns)


def _ranks(order: list[int], means: Mapping[int, tuple[Fraction, ...]], *, shared: bool) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for place, entry in enumerate(order, 1):
        before = order[place - 2] if place > 1 else None
        level = shared and before is not None and means[before] == means[entry]
        ranks[entry] = ranks[before] if level and before is not None else place
    return ranks


def _descending(values: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(-value for value in values)


def _lot(lots: Mapping[int, int] | None, entry: int) -> int:
    return lots[entry] if lots is not None else 0


def _others(entries: list[int], one: int) -> tuple[int, ...]:
    return tuple(sorted(entry for entry in entries if entry != one))
