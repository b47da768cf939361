"""Has all totals computed anew when the tree changes: amounts of a moved unit belong to other units now."""

from __future__ import annotations

from sangzi.kernel import facts, jobs
from sangzi.kernel.facts import Movement
from sangzi.units.queries import tree_edition

from .models import Computation

TASK = "scoreboard.rebuild"


def renew(movements: list[Movement]) -> None:
    """Enqueue the work once for each edition of the tree; nothing before totals were first computed."""
    changed = any(movement.fact == facts.TREE for movement in movements)
    if changed and Computation.objects.exists():
        jobs.enqueue(kind=TASK, key=f"{TASK}:{tree_edition()}", arguments={}, by=None)
