"""Proves that the totals moved record by record equal the totals computed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sangzi.kernel.movements import settle_all

from .increments import all_measure_ids
from .models import Total
from .totals import Progress, compute_all, ground


@dataclass(frozen=True)
class Difference:
    """A cell in which the stored and the computed amount are not the same."""

    measure: str
    unit: int
    month: int
    stored: int
    computed: int


def differences(progress: Progress | None = None) -> Iterator[Difference]:
    """Every cell that differs; nothing when incremental and full computation agree. Zero rows count as absent."""
    settle_all()
    ids = all_measure_ids()
    for basis, found in compute_all(ground(), progress=progress):
        computed = dict(
            zip(zip(found.node.tolist(), found.month.tolist(), strict=True), found.value.tolist(), strict=True)
        )
        stored = _stored(ids[basis.key])
        for unit, month in sorted(computed.keys() | stored.keys()):
            one, other = stored.get((unit, month), 0), computed.get((unit, month), 0)
            if one != other:
                yield Difference(basis.key, unit, month, one, other)


def _stored(measure: int) -> dict[tuple[int, int], int]:
    rows = Total.objects.filter(measure=measure).values_list("unit_id", "month", "amount")
    return {(unit, month): amount for unit, month, amount in rows.iterator(chunk_size=20_000) if amount}
