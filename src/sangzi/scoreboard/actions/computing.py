"""Figures are computed: all anew, and one with a receipt. Nobody types one in."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from django.db import connection, transaction

from sangzi.kernel import audit, movements
from sangzi.kernel.models import Account
from sangzi.plans.models import Commitment
from sangzi.scoreboard import receipts
from sangzi.scoreboard.increments import all_measure_ids
from sangzi.scoreboard.indicators import Indicator
from sangzi.scoreboard.measures import bases
from sangzi.scoreboard.models import Computation, Measure, Receipt, Total
from sangzi.scoreboard.queries import figure_of
from sangzi.scoreboard.totals import Progress, compute_all, definitions_digest, ground
from sangzi.units.models import Unit
from sangzi.units.queries import tree_edition

_INSERT = "INSERT INTO scoreboard_total (unit_id, measure_id, month, amount) VALUES (%s, %s, %s, %s)"
ROWS_A_BATCH = 20_000


@transaction.atomic
def rebuild(*, now: datetime, by: Account | None, progress: Progress | None = None) -> Computation:
    """Compute every total anew, in one transaction: readers see the old totals or the new, never a mixture."""
    # Read first: a tree that changes meanwhile leaves this computation stale, and the next job takes it up.
    edition, definitions = tree_edition(), definitions_digest()
    _keep_writers_out()
    Total.objects.all().delete()
    ids = all_measure_ids()
    Measure.objects.exclude(pk__in=_needed(ids)).delete()
    rows = 0
    for basis, found in compute_all(ground(), progress=progress):
        table = zip(
            found.node.tolist(),
            itertools.repeat(ids[basis.key]),
            found.month.tolist(),
            found.value.tolist(),
            strict=False,
        )
        rows += _insert(list(table))
    done = Computation.objects.create(edition=edition, definitions=definitions, rows=rows, made=now)
    audit.append(
        chain=audit.INSTALLATION, act="scoreboard.rebuild", about=f"computation:{done.pk}", by=by, detail={"rows": rows}
    )
    return done


def _keep_writers_out() -> None:
    """On PostgreSQL a record written meanwhile would be counted twice or not at all; SQLite has one writer anyway.

    The loose movements first, in the order in which whoever settles them takes both.
    """
    movements.forget_waiting()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE scoreboard_total IN EXCLUSIVE MODE")


def _needed(ids: dict[str, int]) -> list[int]:
    return [ids[key] for key in bases()]


def _insert(rows: list[tuple[int, int, int, int]]) -> int:
    with connection.cursor() as cursor:
        for at in range(0, len(rows), ROWS_A_BATCH):
            cursor.executemany(_INSERT, rows[at : at + ROWS_A_BATCH])
    return len(rows)


@transaction.atomic
def issue_receipt(
    *, indicator: Indicator, unit: Unit, as_of: date, commitment: Commitment | None, now: datetime, by: Account | None
) -> Receipt:
    """Compute a figure and keep its receipt."""
    receipt = receipts.issue(figure_of(indicator, unit, as_of), commitment=commitment, now=now)
    audit.append(
        chain=unit.pk, act="scoreboard.receipt", about=f"receipt:{receipt.pk}", by=by, detail={"digest": receipt.digest}
    )
    return receipt
