"""Movements that are added to the totals a moment later, many at a time.

Where hundreds write in the same second, the totals of the whole country would be one row on which all of them wait.
`later` writes what moved beside the change, in its transaction; `settle` adds what waits to the totals, as
`facts.moved` would have, and a worker does so every second. Whoever moves facts about a person locks the person first,
so that `waiting_of` is true while it is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from . import facts
from .claiming import claimed
from .facts import Movement
from .models import LooseMovement
from .round_trips import Change, inserting, write

MOVEMENTS_A_TURN = 5000
COLUMNS = Movement._fields


def counting(movements: Iterable[Movement]) -> Change:
    """What moved, to be written in the transaction of the change and counted in a moment."""
    return inserting(LooseMovement, COLUMNS, movements)


def later(movements: Iterable[Movement]) -> None:
    """Tell that facts moved, to be counted in a moment. In the transaction of the change."""
    write([counting(movements)])


@transaction.atomic
def settle(limit: int = MOVEMENTS_A_TURN) -> int:
    """Count up to `limit` waiting movements. How many there were."""
    waiting = claimed(LooseMovement.objects.order_by("pk"), limit)
    if waiting:
        # Gone first: what still waits while the totals are moved is what is not among these.
        LooseMovement.objects.filter(pk__in=[row.pk for row in waiting]).delete()
        facts.moved(_movement(row) for row in waiting)
    return len(waiting)


def settle_all() -> None:
    """Count everything that waits now."""
    while settle():
        pass


def waiting_of(fact: str, tag: str, person: int) -> list[Movement]:
    """What is written of a person and not counted yet."""
    rows = LooseMovement.objects.filter(person=person, fact=fact, tag=tag)
    return [_movement(row) for row in rows]


def forget_waiting() -> None:
    """Drop what waits, because all is about to be counted anew; whoever writes more waits for this transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE kernel_loosemovement IN EXCLUSIVE MODE")
    LooseMovement.objects.all().delete()


def _movement(row: LooseMovement) -> Movement:
    return Movement(*(getattr(row, column) for column in COLUMNS))
