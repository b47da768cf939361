"""Figures as weights: what units had on a past day, such as last year's result or the places they have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.kernel.errors import BadInput
from sangzi.kernel.wording import day_of, title_of
from sangzi.plans.weighing import Choice, Source, declare

from .indicators import Indicator, indicators
from .past import figures_on

AT_ONCE = 5_000  # units that one query names
_NAMED = re.compile(r"([a-z0-9-]+):(\d{4}-\d{2}-\d{2})")


def figure_on(rest: str, units: Sequence[int]) -> dict[int, Decimal]:
    """An indicator's figures on a day; units without one (nothing to divide by) are left out."""
    indicator, day = _indicator_and_day(rest)
    found: dict[int, Decimal] = {}
    for start in range(0, len(units), AT_ONCE):
        some = units[start : start + AT_ONCE]
        for (_key, unit), figure in figures_on([indicator], some, day).items():
            if figure.value is not None and figure.value >= 0:
                found[unit] = Decimal(figure.value.numerator) / Decimal(figure.value.denominator)
    return found


def say(rest: str) -> str:
    """What the figure is called, with its day."""
    indicator, day = _indicator_and_day(rest)
    return _("%(title)s（%(day)s）") % {"title": title_of(indicator), "day": day_of(day)}


def choices(_units: Sequence[int]) -> list[Choice]:
    """Every indicator that counts something; the day is chosen beside it."""
    return [Choice(f"indicator:{one.key}", title_of(one)) for one in indicators().values() if one.shape == "count"]


def declare_figures() -> None:
    """Make figures known as weights, when the app is ready."""
    declare(Source("indicator", gettext_lazy("指标的数据"), figure_on, say, choices))


def _indicator_and_day(rest: str) -> tuple[Indicator, date]:
    found = _NAMED.fullmatch(rest)
    indicator = indicators().get(found[1]) if found else None
    try:
        day = date.fromisoformat(found[2]) if found else None
    except ValueError:
        day = None
    if indicator is None or day is None:
        raise BadInput(
            _("没有“%(figure)s”这项指标数据；请从列出的数据中选择。") % {"figure": rest[:60]}, field="figure"
        )
    return indicator, day
