"""Candidate edges: for every person the openings that suit best, as the arrays of an instance.

A person is looked at with the openings they wish for, those nearest home in the unit tree, and those that ask for the
same skills and are nearest home, a stated number of each; of all that suit, the best few by points are kept. Points
come only from what the criteria name: no other column is read, so nothing that is not named can weigh anything.

Example: two openings, in county 1 and county 2; whoever is at home in county 1 finds the first there, 700 points:

    best_openings({"home": [1]}, {"unit": [1, 2]}, np.array([-1, 0, 0]),
                  Criteria(home="home", unit="unit", near=(700, 100)))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .objections import MethodError
from .skills import Bags, none, taken

if TYPE_CHECKING:  # the compiled loops are loaded when one runs
    from .kernels.nearest import Offered, Sought, Sparse

Columns = Mapping[str, Any]
"""Columns by name: one entry for each row, or `Bags`, or `Wishes`."""
EVER = 2**62
"""A day that never comes."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """The openings each person names, dearest first, one person after the other."""

    indptr: NDArray[np.int64]
    """(n + 1)"""
    opening: NDArray[np.int32]


@dataclass(frozen=True)
class Criteria:
    """Which columns count, and how much. What is not named is not read."""

    home: str
    """People: their unit."""
    unit: str
    """Openings: their unit."""
    near: tuple[int, ...] = ()
    """Points by how many units above home the first one is that has the opening in it."""
    have: str = ""
    """People: `Bags` of skills."""
    want: str = ""
    """Openings: `Bags` of skills."""
    alike: int = 0
    """Points where both bags say the same; in between by the cosine."""
    holds: str = ""
    """People: bits of what they have."""
    needs: str = ""
    """Openings: bits of what one must have."""
    free: tuple[str, str] = ("", "")
    """People: the first and the last day they are free, as whole numbers."""
    days: tuple[str, str] = ("", "")
    """Openings: the first and the last day."""
    wishes: str = ""
    """People: `Wishes`; those are looked at wherever they are."""
    wished: tuple[int, ...] = ()
    """Points by wish, the dearest first."""
    person_points: str = ""
    """People: points of their own."""
    opening_points: str = ""
    """Openings: points of their own."""


class Edges(NamedTuple):
    """Edges grouped by person, best first."""

    indptr: NDArray[np.int64]
    """(n + 1)"""
    col: NDArray[np.int32]
    """(e) openings, by their place in the columns given."""
    score: NDArray[np.int64]
    """(e) points."""


def best_openings(
    people: Columns,
    openings: Columns,
    unit_parent: NDArray[np.int32],
    criteria: Criteria,
    *,
    most: int = 20,
    pool: int = 200,
) -> Edges:
    """Up to `most` openings for each of n people, the best of those looked at; equal points go by the opening's place.

    `unit_parent` (u) as in an instance. `pool` openings around home are looked at, as many that ask for the same
    skills, and all that are wished for; with `pool` at least m the answer is the best of all.
    Raises `MethodError` for a column that is missing or too short, and for a unit or a wish that does not exist.
    O(n pool + m log m), a loop over people compiled; memory of the answer and O(m + terms) beside it.
    """
    from .kernels.nearest import Ground, Points, best

    sought, wanted = _Columns(people, criteria.home), _Columns(openings, criteria.unit)
    if sought.rows == 0 or wanted.rows == 0:
        return Edges(np.zeros(sought.rows + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.int64))
    at, end, unit, home = _placed(unit_parent, sought, wanted, criteria)
    order = np.argsort(at[unit], kind="stable")
    where = np.empty_like(order)
    where[order] = np.arange(order.size)
    lies, turn = at[unit][order], np.argsort(at[home], kind="stable")
    ground = np.stack([unit_parent, np.searchsorted(lies, at), np.searchsorted(lies, end)], 1).astype(np.int64)
    near, wished = np.array(criteria.near, np.int64), np.array(criteria.wished, np.int64)
    points = Points(near, wished, criteria.alike, most, pool)
    seekers, offered = _sought(sought, criteria, home, where), _offered(wanted, criteria, order)
    return Edges(*best(seekers, offered, Ground(ground, turn), points))


class _Columns:
    """Columns of one length, of which only those are read that are asked for by name."""

    def __init__(self, columns: Columns, first: str) -> None:
        self.columns = columns
        self.rows = len(self._named(first))

    def _named(self, name: str) -> Any:
        if name not in self.columns:
            raise MethodError("no-column", name=name)
        return self.columns[name]

    def numbers(self, name: str, otherwise: int) -> NDArray[np.int64]:
        """(rows) a column of whole numbers; where none is named the same number everywhere."""
        if not name:
            return np.full(self.rows, otherwise, np.int64)
        column = np.asarray(self._named(name))
        numbers: NDArray[np.int64] = self._long_enough(name, column, column.size).astype(np.int64)
        return numbers

    def bags(self, name: str) -> Bags:
        """(rows) a column of skills; where none is named nobody has any."""
        found = self._named(name) if name else none(self.rows)
        bags: Bags = self._long_enough(name, found, found.indptr.size - 1)
        return bags

    def wishes(self, name: str) -> Wishes:
        """(rows) a column of wishes; where none is named nobody has any."""
        nobody = Wishes(np.zeros(self.rows + 1, np.int64), np.empty(0, np.int32))
        found = self._named(name) if name else nobody
        wishes: Wishes = self._long_enough(name, found, found.indptr.size - 1)
        return wishes

    def _long_enough(self, name: str, column: Any, rows: int) -> Any:
        if rows != self.rows:
            raise MethodError("column-length", name=name, found=rows, wanted=self.rows)
        return column


class _Placed(NamedTuple):
    """Units in the order of the tree, and the units of openings and people."""

    at: NDArray[np.int64]
    end: NDArray[np.int64]
    unit: NDArray[np.int64]
    home: NDArray[np.int64]


def _placed(unit_parent: NDArray[np.int32], sought: _Columns, wanted: _Columns, criteria: Criteria) -> _Placed:
    from .kernels.nearest import ordered

    unit, home = wanted.numbers(criteria.unit, 0), sought.numbers(criteria.home, 0)
    for name, column in ((criteria.unit, unit), (criteria.home, home)):
        _there(name, column, unit_parent.size)
    return _Placed(*ordered(unit_parent), unit, home)


def _there(name: str, column: NDArray[Any], most: int) -> None:
    wrong = np.flatnonzero((column < 0) | (column >= most))
    if wrong.size:
        raise MethodError("not-there", name=name, at=int(wrong[0]), value=int(column[wrong[0]]), most=most - 1)


def _sought(people: _Columns, criteria: Criteria, home: NDArray[np.int64], where: NDArray[np.int64]) -> Sought:
    """`where` (m) is the place of each opening in the order of the tree."""
    from .kernels.nearest import Sought

    wishes = people.wishes(criteria.wishes)
    _there(criteria.wishes, wishes.opening, where.size)
    traits = np.stack(
        [
            people.numbers(criteria.holds, 0),
            people.numbers(criteria.free[0], -EVER),
            people.numbers(criteria.free[1], EVER),
            people.numbers(criteria.person_points, 0),
        ],
        1,
    )
    skills = _sparse(people.bags(criteria.have))
    return Sought(home.astype(np.int32), traits, skills, wishes.indptr, where[wishes.opening].astype(np.int32))


def _offered(openings: _Columns, criteria: Criteria, order: NDArray[np.int64]) -> Offered:
    """`order` (m) are the openings in the order of the tree."""
    from .kernels.nearest import Offered

    traits = np.stack(
        [
            openings.numbers(criteria.needs, 0),
            openings.numbers(criteria.days[0], 0),
            openings.numbers(criteria.days[1], 0),
            openings.numbers(criteria.opening_points, 0),
        ],
        1,
    )[order]
    bags = taken(openings.bags(criteria.want), order)
    row = np.repeat(np.arange(order.size, dtype=np.int32), np.diff(bags.indptr))
    by_term = np.argsort(bags.term, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(bags.term, minlength=bags.terms))]).astype(np.int64)
    return Offered(order.astype(np.int32), traits, _sparse(bags), begins, row[by_term])


def _sparse(bags: Bags) -> Sparse:
    from .kernels.nearest import Sparse

    return Sparse(bags.indptr.astype(np.int64), bags.term, bags.weight)
