"""The rows that decide what a round comes to, as the database gives them.

What was computed of them outside any transaction may be written down as long as they are the same. Read again behind
the locks they say so, in a tenth of the time that making a placement problem of them anew would take: wishes are not
among them, since whoever changes those of an application gives it another revision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from .fitting_ground import bound_units
from .models import Opening, OpeningState, Round
from .pool import admitted
from .runs.terms import Terms

Row = tuple[Any, ...]
WHO: Final = ("pk", "revision", "lot", "score", "submitted", "person", "partner", "for_unit")
WHAT: Final = ("pk", "capacity", "taken", "last_line", "unit__path", "unit__level", "unit__kind")


@dataclass(frozen=True)
class AsRead:
    """Who was admitted, what is offered, and the units that rules speak of, by path. The same rows are equal."""

    applications: list[Row]
    openings: list[Row]
    bound: list[str]


def as_read(round_: Round, terms: Terms) -> AsRead:
    """Read them. Two queries, and one for each rule on units."""
    home = Coalesce("for_unit__path", "partner__home__path", "person__home__path")
    offered = Opening.objects.filter(round=round_, state=OpeningState.OFFERED).order_by("pk")
    openings = _plain(offered.values_list(*WHAT))
    bound = bound_units(round_, terms.rules, [row[WHAT.index("unit__path")] for row in openings])
    applications = _plain(admitted(round_).order_by("pk").values_list(*WHO, home))
    return AsRead(applications, openings, [path for _rule, path in bound])


def _plain(rows: QuerySet[Any, Any]) -> list[Row]:
    """The rows as they come, without Python's values made of them: they are only compared."""
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[Row] = cursor.fetchall()
    return found
