"""What differs between two statements on the same thing, and whether the later asks for more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from sangzi.engines.comparison.points import LEVELS, Point

Field = Literal["value", "value_max", "unit", "comparator", "deadline", "period", "shape", "over", "status"]
Ambition = Literal["same", "more", "less", "mixed", "other"]

_OFTEN = ("day", "week", "half-month", "month", "quarter", "half-year", "semester", "year")
_STRICT = {"~": 0, ">=": 1, ">": 2, "=": 1, "<=": 1}
_FLOORS = {"coverage", "each"}


class Change(NamedTuple):
    """One field that differs. `ambition`: does the later value ask for more, for less, or for something else."""

    field: Field
    before: object
    after: object
    ambition: Ambition


def changes(before: Point, after: Point) -> list[Change]:
    """The fields in which two statements differ, in the order of `Field`. Wording is no field. O(1)."""
    told = [
        _change("value", before.value, after.value, _by_value(before, after)),
        _change("value_max", before.value_max, after.value_max, "other"),
        _change("unit", before.unit, after.unit, "other"),
        _change("comparator", before.comparator, after.comparator, _by_comparator(before, after)),
        _change("deadline", before.deadline, after.deadline, _by_deadline(before.deadline, after.deadline)),
        _change("period", before.period, after.period, _by_period(before, after)),
        _change("shape", before.shape, after.shape, "other"),
        _change("over", before.over, after.over, _by_level(before, after)),
        _change("status", before.status, after.status, "other"),
    ]
    return [change for change in told if change is not None]


def ambition(found: Sequence[Change]) -> Ambition:
    """What all changes together come to: mixed where one asks for more and another for less.

    `other` where things changed that cannot be weighed against each other: then no verdict is given.
    """
    said = {change.ambition for change in found} - {"same"}
    if "other" in said:
        return "other"
    if len(said) > 1:
        return "mixed"
    return said.pop() if said else "same"


def _change(field: Field, before: object, after: object, ambition: Ambition) -> Change | None:
    return None if before == after else Change(field, before, after, ambition)


def _by_value(before: Point, after: Point) -> Ambition:
    if before.value is None or after.value is None or before.unit != after.unit:
        return "other"
    lower_is_more = before.comparator == "<=" == after.comparator
    return _more(_sign(before.value, after.value) * (-1 if lower_is_more else 1))


def _by_comparator(before: Point, after: Point) -> Ambition:
    if "<=" in (before.comparator, after.comparator):
        return "other"
    return _more(_STRICT.get(after.comparator, 1) - _STRICT.get(before.comparator, 1))


def _by_deadline(before: date | None, after: date | None) -> Ambition:
    if before is None or after is None:
        return "other"
    return _more((before - after).days)


def _by_period(before: Point, after: Point) -> Ambition:
    """The same number within a shorter period is more; a total and a total for each year cannot be compared."""
    if before.period not in _OFTEN or after.period not in _OFTEN:
        return "other"
    return _more(_OFTEN.index(before.period) - _OFTEN.index(after.period))


def _by_level(before: Point, after: Point) -> Ambition:
    """The same floor for every unit of a lower level is more: there are more of them."""
    floors = before.shape in _FLOORS and after.shape in _FLOORS
    if not floors or before.over not in LEVELS or after.over not in LEVELS:
        return "other"
    return _more(LEVELS.index(after.over) - LEVELS.index(before.over))


def _sign(before: Decimal, after: Decimal) -> int:
    return (after > before) - (after < before)


def _more(sign: int) -> Ambition:
    return "same" if not sign else "more" if sign > 0 else "less"
