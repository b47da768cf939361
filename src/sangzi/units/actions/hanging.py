"""Units hung under another parent, with everything below them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr

from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH

from .change import Change

AT_ONCE = 200  # subtrees in one UPDATE: SQLite refuses expressions deeper than 1,000


def hang(act: Change, units: Sequence[Unit], under: Unit, **fields: object) -> None:
    """Hang units that share a parent under another one: keep what they were, rewrite the paths of their subtrees."""
    if not units:
        return
    act.keep(units)
    Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(parent=under, since=act.on, **fields)
    kept = len(units[0].path) - WIDTH + 1  # of each path, from the unit's own step on
    for first in range(0, len(units), AT_ONCE):
        subtrees = Q()
        for unit in units[first : first + AT_ONCE]:
            subtrees |= Q(path__within=unit.path)
        Unit.objects.filter(subtrees).update(path=Concat(Value(under.path), Substr(F("path"), kept)))
