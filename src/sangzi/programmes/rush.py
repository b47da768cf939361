"""Handing in when hundreds do: a seat or a number in the line, and all that is written with it, in one statement.

On PostgreSQL whoever takes a seat holds the opening's row until the commit, and the next one waits. What usually are
ten statements is here one, so that the row is held for that statement and the commit alone. It writes the same rows as
`handing_in` does one by one, which a test holds the two to; where a case is not the simplest, `fits` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from sangzi.kernel import loose
from sangzi.kernel.facts import SCALE, Movement
from sangzi.kernel.models import Account, LooseLine, LooseMovement

from .definitions import ProgrammeType
from .models import (
    Applicant,
    Application,
    ApplicationState,
    Milestone,
    Opening,
    Placement,
    PlacementState,
    Wish,
    WishState,
)
from .seats import is_dated
from .settling import decides_itself
from .standing import limits_placements
from .trail import applied, today_of

# Whether there was a seat is known in the database alone: (where there was, where there was none).
Either = tuple[Any, Any]


class Got(NamedTuple):
    """A seat, or else a number in the line."""

    seat: bool
    line: int | None


def fits(application: Application, wishes: Sequence[Wish], definition: ProgrammeType) -> bool:
    """Whether the one statement is able to do it: one person, one opening with plain seats, first come first served."""
    if connection.vendor != "postgresql" or application.kind != Applicant.PERSON or len(wishes) != 1:
        return False
    if not decides_itself(definition) or definition.allotment is None or not definition.allotment.waiting:
        return False
    opening = wishes[0].opening
    return opening.offered_by_id is None and not is_dated(opening) and not limits_placements(application.round)


def seat(application: Application, wish: Wish, *, now: datetime, by: Account | None, first_time: bool) -> Got | None:
    """Write everything that handing in writes; None, and nothing written, where neither seat nor line was to be had.

    The application is new or a draft, complete, its state not yet set; it and the wish learn what became of them.
    """
    new = application.pk is None
    if new:
        application.pk = _next_key()
    parts = _Parts()
    _application(parts, application, new=new)
    _wish(parts, application, wish)
    _placement(parts, application, wish.opening, now)
    _milestones(parts, application, now, by)
    _line(parts, application, now, by)
    _movements(parts, application, wish.opening, now, first_time=first_time)
    got = parts.run(wish.opening)
    if got is None:
        application.pk = None if new else application.pk
        return None
    _learn(application, wish, got)
    return got


# A seat where there is one, else a number in the line where there is still none: each a conditional UPDATE, which looks
# again at a row that somebody else has changed. Where the one came too late and the other too early, there is neither.
_SEAT = """
WITH taken AS (
  UPDATE programmes_opening SET taken = taken + 1
  WHERE id = %s AND state = 'offered' AND taken < capacity RETURNING id
), lined AS (
  UPDATE programmes_opening SET last_line = last_line + 1
  WHERE id = %s AND state = 'offered' AND taken >= capacity AND NOT EXISTS (SELECT 1 FROM taken) RETURNING last_line
), seat AS (
  SELECT true AS got, CAST(NULL AS integer) AS line FROM taken UNION ALL SELECT false, last_line FROM lined
)
"""


class _Parts:
    """The inserts and updates of one statement, each fed by the row `seat`."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.values: list[Any] = []

    def insert(self, row: Model, where: str = "", **either: Either) -> None:
        """A new row; columns named in `either` depend on whether there was a seat."""
        self.insert_all([(row, either)], where)

    def insert_all(self, rows: Sequence[tuple[Model, dict[str, Either]]], where: str = "") -> None:
        """New rows of one table, in their order."""
        model = rows[0][0]
        fields = [field for field in model._meta.concrete_fields if not field.primary_key or model.pk is not None]
        places = [
            ", ".join(self._place(row, field, either.get(field.attname)) for field in fields) for row, either in rows
        ]
        selects = [f"SELECT {one} FROM seat {where}" for one in places]  # noqa: S608
        columns = ", ".join(_column(field) for field in fields)
        self.statements.append(f"INSERT INTO {model._meta.db_table} ({columns}) {' UNION ALL '.join(selects)}")

    def update(self, row: Model, names: Sequence[str], **either: Either) -> None:
        """Some columns of a row that is there."""
        fields = [field for field in row._meta.concrete_fields if field.attname in names]
        places = [f"{_column(field)} = {self._place(row, field, either.get(field.attname))}" for field in fields]
        self.values.append(row.pk)
        table = row._meta.db_table
        self.statements.append(f"UPDATE {table} SET {', '.join(places)} FROM seat WHERE {table}.id = %s")  # noqa: S608

    def run(self, opening: Opening) -> Got | None:
        parts = ", ".join(f"part{at} AS ({said})" for at, said in enumerate(self.statements))
        with connection.cursor() as cursor:
            cursor.execute(f"{_SEAT}, {parts} SELECT got, line FROM seat", [opening.pk, opening.pk, *self.values])  # noqa: S608
            found = cursor.fetchone()
        return Got(*found) if found else None

    def _place(self, row: Model, field: Any, either: Either | None) -> str:
        kind = _type_of(field)
        if either is None:
            self.values.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
            return f"CAST(%s AS {kind})"
        if either[1] is LINE:
            self.values.append(either[0])
            return f"CASE WHEN seat.got THEN CAST(%s AS {kind}) ELSE seat.line END"
        self.values += either
        return f"CASE WHEN seat.got THEN CAST(%s AS {kind}) ELSE CAST(%s AS {kind}) END"


LINE = object()  # the number in the line


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


@lru_cache(maxsize=512)
def _type_of(field: Any) -> str:
    kind = str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
    return kind.partition("(")[0] if kind.startswith("varchar") else kind  # a cast would cut what is too long


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('programmes_application', 'id'))")
        return int(cursor.fetchone()[0])


_CHANGED = (
    "name", "unit_id", "state", "guardian", "answers", "evidence", "evidence_until", "since", "until", "reason",
    "submitted", "changed", "revision", "by_id",
)  # fmt: skip


def _application(parts: _Parts, application: Application, *, new: bool) -> None:
    state = (ApplicationState.PLACED.value, ApplicationState.WAITING.value)
    if new:
        parts.insert(application, state=state)
    else:
        parts.update(application, _CHANGED, state=state)


def _wish(parts: _Parts, application: Application, wish: Wish) -> None:
    wish.application_id = application.pk
    became: dict[str, Either] = {"state": (WishState.GOT.value, WishState.WAITING.value), "line": (None, LINE)}
    if not wish.pk:
        parts.insert_all([(wish, became)])
    else:
        parts.update(wish, ("state", "line"), **became)


def _placement(parts: _Parts, application: Application, opening: Opening, now: datetime) -> None:
    placement = Placement(
        opening_id=opening.pk,
        person_id=application.person_id,
        application_id=application.pk,
        state=PlacementState.HELD.value,
        since=max(opening.on, today_of(now)),
        key=f"application-{application.pk}-{opening.pk}-{application.revision}",
    )
    parts.insert(placement, "WHERE seat.got")


def _milestones(parts: _Parts, application: Application, now: datetime, by: Account | None) -> None:
    about = {"application_id": application.pk, "at": now, "by": by}
    outcome = (ApplicationState.PLACED.value, ApplicationState.WAITING.value)
    handed_in = Milestone(step="applications", outcome="submitted", **about)
    parts.insert_all([(handed_in, {}), (Milestone(step="allotment", **about), {"outcome": outcome})])


def _line(parts: _Parts, application: Application, now: datetime, by: Account | None) -> None:
    """The audit line, sealed for both outcomes."""
    told = [
        loose.said(
            chain=application.unit_id,
            act="programmes.submit",
            about=f"application:{application.pk}",
            by=by,
            at=now,
            detail={"round": application.round_id, "state": state.value},
        )
        for state in (ApplicationState.PLACED, ApplicationState.WAITING)
    ]
    one, other = told
    parts.insert(LooseLine(**one._asdict()), detail=(one.detail, other.detail), seal=(one.seal, other.seal))


def _movements(parts: _Parts, application: Application, opening: Opening, now: datetime, *, first_time: bool) -> None:
    if first_time:
        for movement in applied(application):
            parts.insert(LooseMovement(**movement._asdict()))
    since = max(opening.on, today_of(now))
    programme = application.round.programme
    placed = Movement("programmes.placed", programme, opening.unit_id, since, SCALE, application.person_id or 0)
    parts.insert(LooseMovement(**placed._asdict()), "WHERE seat.got")


def _learn(application: Application, wish: Wish, got: Got) -> None:
    application.state = ApplicationState.PLACED if got.seat else ApplicationState.WAITING
    wish.state, wish.line = (WishState.GOT, None) if got.seat else (WishState.WAITING, got.line)
