"""An indicator before it is made: its figures right now, and what there is already that looks like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sangzi.plans.binding import likeness
from sangzi.units.models import Unit
from sangzi.units.queries import children

from .declared import checked
from .definition import Indicator
from .drafts import Draft
from .figures import Figure
from .past import figures_from_facts

PREVIEW = "preview"
LIKE = 0.6  # of the words of two titles
MOST = 3


class Like(NamedTuple):
    """An indicator that is there already; `same` when it computes the very same."""

    indicator: Indicator
    same: bool


@dataclass(frozen=True)
class Trial:
    """What an indicator would say today, of a unit and of its children, the largest first."""

    indicator: Indicator
    own: Figure
    below: tuple[tuple[Unit, Figure], ...]
    alike: tuple[Like, ...]


def tried(draft: Draft, unit: Unit, today: date, known: Mapping[str, Indicator]) -> Trial:
    """Compute a draft from the records without storing anything. Raises `BadDefinition`."""
    indicator = checked(draft.text(PREVIEW), PREVIEW)
    units = list(children(unit))
    found = figures_from_facts([indicator], [unit.pk, *(child.pk for child in units)], today)
    below = [(child, found[PREVIEW, child.pk]) for child in units]
    below.sort(key=lambda line: (-(line[1].number or 0), line[0].order))
    return Trial(indicator, found[PREVIEW, unit.pk], tuple(below), tuple(alike(indicator, known)))


def alike(indicator: Indicator, known: Mapping[str, Indicator]) -> list[Like]:
    """Indicators that compute the same, and those that are called nearly the same."""
    same = [Like(one, same=True) for one in known.values() if _computes(one) == _computes(indicator)]
    rest = [one for one in known.values() if _computes(one) != _computes(indicator)]
    scored = sorted(((likeness(indicator.title, one.title), one.key) for one in rest), reverse=True)
    near = [Like(known[key], same=False) for score, key in scored if score >= LIKE]
    return [*same, *near][:MOST]


def _computes(indicator: Indicator) -> tuple[object, ...]:
    return (
        "coverage" if indicator.over else indicator.shape,
        indicator.measure,
        indicator.denominator,
        indicator.over,
        indicator.at_least,
        indicator.over or indicator.reading,
    )
