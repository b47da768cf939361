"""What the figure of a target must reach, and the time it has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from sangzi.units.models import Unit

from .models import Commitment, Comparator, Shape
from .wording import is_own_condition

EVERYONE = Fraction(100)


def goal_of(commitment: Commitment, value: Decimal, unit: Unit) -> Fraction:
    """What the figure must reach: a floor for every unit or partner means all, one's own condition means yes."""
    return EVERYONE if _asks_all(commitment, unit) else Fraction(value)


def is_ceiling(commitment: Commitment, unit: Unit) -> bool:
    """Whether the figure must not pass the goal. "At most" for each unit still means that all of them keep to it."""
    return commitment.comparator == Comparator.AT_MOST and not _asks_all(commitment, unit)


def _asks_all(commitment: Commitment, unit: Unit) -> bool:
    shapes = (Shape.EACH, Shape.PAIRING, Shape.FREQUENCY)
    return commitment.shape in shapes or is_own_condition(commitment, unit.level)


def time_of(commitment: Commitment, as_of: date) -> tuple[date, date | None]:
    """The first and the last day: the year for what is asked yearly, else from the plan's year to the deadline.

    No last day: a standing demand.
    """
    if commitment.period:
        year = min(as_of.year, commitment.deadline.year) if commitment.deadline else as_of.year
        return date(year, 1, 1), date(year, 12, 31)
    return date(commitment.plan.year or (commitment.deadline or as_of).year, 1, 1), commitment.deadline
