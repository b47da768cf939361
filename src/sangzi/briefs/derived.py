"""Numbers computed from receipts: a change, how many, what is missing, and how much a month that makes.

Each is a pure function of figures and a target, so that whoever holds the receipts computes the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from sangzi.kernel.facts import SCALE
from sangzi.plans.goals import goal_of, is_ceiling
from sangzi.plans.models import Target
from sangzi.plans.wording import LEVEL_NAMES, wording
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import LEVELS, Indicator
from sangzi.scoreboard.judging import course_of
from sangzi.scoreboard.months import last_day, month_of
from sangzi.scoreboard.shown import UNKNOWN, measure_word, percent, short
from sangzi.units.models import Level

from .parts import Rule

RHYTHMS = ("growth", "frequency")  # no amount a month brings these nearer


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a figure is from its target, in things or in percentage points."""

    amount: Fraction
    word: str

    @property
    def shown(self) -> str:
        if self.word == _points():
            return percent(self.amount).removesuffix("%") + self.word
        return short(self.amount) + self.word


def change(indicator: Indicator, now: Figure, before: Figure) -> str:
    """+3个, −1.5个百分点, or 持平."""
    if now.value is None or before.value is None:
        return UNKNOWN
    moved = now.value - before.value
    if moved == 0:
        return _("持平")
    word = _points() if indicator.is_ratio else measure_word(indicator)
    return ("+" if moved > 0 else "−") + Gap(abs(moved), word).shown


def count(number: int) -> str:
    """How many commitments."""
    return _("%(number)s项") % {"number": number}


def goal(target: Target) -> str:
    """What a target asks for: 不少于30个."""
    return wording(target.commitment, target.value, target.unit.level).replace(" ", "")


def exceeds(target: Target) -> bool:
    """Whether less is asked for, so that a gap means too much."""
    return is_ceiling(target.commitment, target.unit)


def gap(indicator: Indicator, figure: Figure, target: Target) -> Gap | None:
    """What is missing, or too much; None when the figure cannot be computed or the target is met."""
    if figure.value is None:
        return None
    wanted = goal_of(target.commitment, target.value, target.unit)
    apart = figure.value - wanted if exceeds(target) else wanted - figure.value
    if apart <= 0:
        return None
    if indicator.over is not None and figure.denominator:
        return Gap(_units_apart(figure, wanted), _units_word(indicator.over))
    return Gap(apart, _points() if indicator.is_ratio else measure_word(indicator))


def pace(indicator: Indicator, figure: Figure, target: Target) -> Gap | None:
    """What every month until the deadline must bring; None where there is no such month or rhythm."""
    left = gap(indicator, figure, target)
    end = course_of(target.commitment, figure.as_of).end
    if left is None or end is None or indicator.shape in RHYTHMS or exceeds(target):
        return None
    month = month_of(figure.as_of)
    months = month_of(end) - month + (figure.as_of < last_day(month))
    if months < 1 or figure.as_of >= end:
        return None
    each = left.amount / months
    return Gap(Fraction(math.ceil(each)) if left.amount.denominator == 1 else each, left.word)


def again(rule: Rule, indicator: Indicator, figures: Sequence[Figure], target: Target | None) -> str:
    """What a rule makes of figures: the one place where writing and checking meet."""
    if rule == "count":
        return count(len(figures))
    if rule == "change":
        return change(indicator, figures[0], figures[1])
    found = None
    if target is not None:
        found = (gap if rule == "missing" else pace)(indicator, figures[0], target)
    return found.shown if found else UNKNOWN


def _units_apart(figure: Figure, wanted: Fraction) -> Fraction:
    """Whole units between what is and what is asked."""
    asked = Fraction(figure.denominator or 0, SCALE) * wanted / 100
    there = Fraction(figure.numerator, SCALE)
    return Fraction(math.ceil(abs(asked - there)))


def _units_word(over: str) -> str:
    return _("个%(level)s") % {"level": LEVEL_NAMES[Level(LEVELS[over])]}


def _points() -> str:
    return _("个百分点")
