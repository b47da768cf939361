"""All totals at once: from the rows of every fact, up the whole tree, through `engines.rollup`.

This is the one place where rows of the database become arrays of the engine and come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sangzi.engines import rollup
from sangzi.engines.rollup import Monthly
from sangzi.kernel import facts
from sangzi.kernel.facts import SCALE, FactRows
from sangzi.units.models import Unit

from .indicators import every_indicator
from .measures import Amount, Basis, Meeting, People, Units, bases
from .months import month_of, months_of

Ints = NDArray[np.int64]
Progress = Callable[[int, int, str], None]

MONTHS = 3000 * 12  # no date lies beyond the year 2999
BEGINNING = 0  # the month of what was there before records began
NEVER = MONTHS
YEARS = 3000


@dataclass(frozen=True)
class Ground:
    """The tree that totals stand on: unit ids ascending, and for each row what decides whether it is counted."""

    ids: Ints
    tree: rollup.Tree
    counted: NDArray[np.bool_]
    founded: Ints
    closed: Ints

    def rows(self, units: Ints) -> Ints:
        """Row numbers of unit ids."""
        return np.searchsorted(self.ids, units)


def ground() -> Ground:
    """The present tree. One query."""
    rows = Unit.objects.order_by("pk").values_list("pk", "parent_id", "level", "kind", "official", "founded", "closed")
    table = list(rows.iterator(chunk_size=20_000))
    ids = np.array([row[0] for row in table], dtype=np.int64)
    parents = np.array([row[1] or -1 for row in table], dtype=np.int64)
    parent = np.where(parents < 0, -1, np.searchsorted(ids, parents))
    return Ground(
        ids=ids,
        tree=rollup.Tree.from_parents(parent, np.array([row[2] for row in table], dtype=np.int8)),
        counted=np.array([row[3] == Unit.Kind.AREA and row[4] for row in table], dtype=bool),
        founded=_months([row[5] for row in table], BEGINNING),
        closed=_months([row[6] for row in table], NEVER),
    )


def compute(basis: Basis, on: Ground, until: date | None = None) -> Monthly:
    """The totals of one measure: nodes are unit ids, months absolute, amounts in hundredths.

    `until` leaves out what happened after a day.
    """
    if isinstance(basis, Units):
        found = _units(basis, on)
    elif isinstance(basis, People):
        found = _people(basis, on, until)
    elif isinstance(basis, Meeting):
        found = _meeting(basis, on, until)
    else:
        found = _amount(basis, on, until)
    return Monthly(on.ids[found.node], found.month, found.value)


def compute_all(
    on: Ground, until: date | None = None, progress: Progress | None = None
) -> Iterator[tuple[Basis, Monthly]]:
    """Every measure that some indicator needs, with its totals."""
    needed = list(bases().values())
    for at, basis in enumerate(needed):
        if progress:
            progress(at, len(needed), basis.key)
        yield basis, compute(basis, on, until)


def definitions_digest() -> str:
    """One hash over all indicator definitions: totals made under other definitions must be made anew."""
    digests = "".join(indicator.digest for indicator in every_indicator().values())
    return hashlib.sha256(digests.encode()).hexdigest()


def _fact_rows(fact: str, tag: str, until: date | None) -> FactRows:
    rows = facts.known()[fact].rows(tag)
    if until is None:
        return rows
    kept = rows.day <= until.toordinal()
    return FactRows(*(column[kept] for column in rows))


def _amount(basis: Amount, on: Ground, until: date | None) -> Monthly:
    rows = _fact_rows(basis.fact, basis.tag, until)
    return rollup.by_month(on.tree, on.rows(rows.unit), months_of(rows.day), rows.amount, MONTHS)


def _people(basis: People, on: Ground, until: date | None) -> Monthly:
    rows = _fact_rows(basis.fact, basis.tag, until)
    month = months_of(rows.day)
    person_year = rows.person * YEARS + month // 12
    found = rollup.first_months(on.tree, on.rows(rows.unit), person_year, month, MONTHS)
    return found._replace(value=found.value * SCALE)


def _meeting(basis: Meeting, on: Ground, until: date | None) -> Monthly:
    amounts = _amount(Amount(basis.fact, basis.tag), on, until)
    turns = rollup.meeting_by_month(on.tree, basis.level, amounts, basis.at_least * SCALE)
    open_turns = _until_closed(turns, on)
    return rollup.by_month(on.tree, open_turns.node, open_turns.month, open_turns.value * SCALE, MONTHS)


def _until_closed(turns: Monthly, on: Ground) -> Monthly:
    """Only counted units, and a unit that was closed while it reached the number ceases to."""
    kept = on.counted[turns.node] & (turns.month < on.closed[turns.node])
    node, month, value = (column[kept] for column in turns)
    standing = np.bincount(node, weights=value, minlength=on.ids.size) > 0
    ended = np.flatnonzero(standing & (on.closed < NEVER))
    return Monthly(
        np.concatenate([node, ended]),
        np.concatenate([month, on.closed[ended]]),
        np.concatenate([value, np.full(ended.size, -1, dtype=np.int64)]),
    )


def _units(basis: Units, on: Ground) -> Monthly:
    these = np.flatnonzero(on.counted & (on.tree.level == basis.level))
    gone = these[on.closed[these] < NEVER]
    node = np.concatenate([these, gone])
    month = np.concatenate([on.founded[these], on.closed[gone]])
    value = np.repeat(np.array([SCALE, -SCALE]), [these.size, gone.size])
    return rollup.by_month(on.tree, node, month, value, MONTHS)


def _months(days: list[date | None], missing: int) -> Ints:
    return np.array([month_of(day) if day else missing for day in days], dtype=np.int64)
