"""Has all totals computed anew when the tree changes: amounts of a moved unit belong to other units now."""

from __future__ import annotations

from django.db.models import Max

from sangzi.kernel import facts, jobs
from sangzi.kernel.facts import Movement
from sangzi.units.queries import tree_edition

from .models import Computation
from .queries import is_stale
from .totals import definitions_digest

TASK = "scoreboard.rebuild"


def renew(movements: list[Movement]) -> None:
    """Enqueue the work once for each edition of the tree; nothing before totals were first computed."""
    changed = any(movement.fact == facts.TREE for movement in movements)
    if changed and Computation.objects.exists():
        _enqueue()


def renew_if_stale() -> bool:
    """Enqueue the work when definitions or tree changed while nothing was running; called when the server starts."""
    stale = is_stale()
    if stale:
        _enqueue()
    return stale


def _enqueue() -> None:
    """Once for each edition of the tree and state of the definitions; again when they come back to an earlier one."""
    last = Computation.objects.aggregate(last=Max("pk"))["last"]
    key = f"{TASK}:{tree_edition()}:{definitions_digest()[:16]}:{last}"
    jobs.enqueue(kind=TASK, key=key, arguments={}, by=None)
