"""The unit tree under a round, as the arrays of an instance: units by place, and what the rules bound where.

Place 0 is a unit above all others that bounds nothing, since openings and homes may lie in trees that meet nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.kernel.errors import Conflict
from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH, keys

from .locality import seat_levels
from .models import Opening, Round
from .rules import PerUnit, Share
from .standing import LEVELS

NO_BOUND = 2**40
NONE = -1
Rules = Sequence[PerUnit | Share]


@dataclass(frozen=True, eq=False)
class Ground:
    """Units by place, parents before children."""

    place: dict[str, int]
    """By path."""
    keys: NDArray[np.int64]
    """(u) 0 for the one above all."""
    parent: NDArray[np.int32]
    """(u)"""

    @cached_property
    def chain(self) -> NDArray[np.int32]:
        """(u, depth) the units from the top down to each, itself last, then -1."""
        deepest = max((len(path) // WIDTH for path in self.place), default=1)
        chain = np.full((self.parent.size, deepest), NONE, np.int32)
        for path, at in self.place.items():  # parents come first
            chain[at] = chain[self.parent[at]]
            chain[at, len(path) // WIDTH - 1] = at
        return chain

    def at(self, paths: Iterable[str]) -> NDArray[np.int32]:
        """Where units lie, by path; whoever has none lies in the one above all."""
        return np.fromiter((self.place.get(path, 0) for path in paths), np.int32)

    def above_home(self, home: NDArray[np.int32], there: NDArray[np.int32]) -> NDArray[np.int64]:
        """(e) How many units above home the first one is that has the other in it. A loop over the depth."""
        common = np.zeros(home.size, np.int64)
        for column in self.chain.T:
            common += (column[home] == column[there]) & (column[home] != NONE)
        depth = (self.chain != NONE).sum(axis=1)
        above: NDArray[np.int64] = depth[home] - common
        return above

    def totals(self, unit: NDArray[np.int32], amount: NDArray[np.int64]) -> NDArray[np.int64]:
        """(u) How much lies in each unit and below it."""
        sums = np.zeros(self.parent.size, np.int64)
        for column in self.chain[unit].T:
            there = column != NONE
            np.add.at(sums, column[there], amount[there])
        return sums


@dataclass(frozen=True, eq=False)
class Bounds:
    """What the rules on placements leave to each unit, and the share that must lie low."""

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    low: NDArray[np.bool_] | None = None
    floor: float | None = None


def ground_of(paths: Iterable[str]) -> Ground:
    """The tree of all units on some paths."""
    ends = sorted({path[:at] for path in set(paths) for at in range(WIDTH, len(path) + 1, WIDTH)})
    place = {path: at for at, path in enumerate(ends, 1)}
    parent = [NONE, *(place.get(path[:-WIDTH], 0) for path in ends)]
    own = [0, *(keys(path)[-1] for path in ends)]
    return Ground(place, np.array(own, np.int64), np.array(parent, np.int32))


def bound_units(round_: Round, rules: Rules, paths: Iterable[str]) -> list[tuple[PerUnit, str]]:
    """Each rule on placements with each unit it speaks of, by path. A query a rule."""
    near = {key for path in set(paths) for key in keys(path)}
    found = []
    for rule in rules:
        if isinstance(rule, PerUnit):
            units = Unit.objects.filter(level=LEVELS[rule.level])
            all_below = units.filter(path__within=round_.unit.path, closed=None)
            asked = all_below if rule.least else units.filter(pk__in=near)
            found += [(rule, path) for path in asked.order_by("pk").values_list("path", flat=True)]
    return found


def bounds_of(
    rules: Rules, ground: Ground, bound: Iterable[tuple[PerUnit, str]], openings: Sequence[Opening], paths: list[str]
) -> Bounds:
    """What the rules leave, less what is taken already. At most two queries."""
    at = ground.at(paths)
    taken = ground.totals(at, np.array([one.taken for one in openings], np.int64))
    lower = np.zeros(ground.parent.size, np.int64)
    upper = np.full(ground.parent.size, NO_BOUND, np.int64)
    for rule, path in bound:
        unit = ground.place[path]
        lower[unit] = max(lower[unit], rule.least - taken[unit])
        if rule.most is not None:
            upper[unit] = min(upper[unit], max(rule.most - taken[unit], 0))
    _refuse_crossed(ground, lower, upper)
    share = next((rule for rule in rules if isinstance(rule, Share)), None)
    if share is None:
        return Bounds(lower, upper)
    low = np.zeros(ground.parent.size, np.bool_)
    low[at[lies_low(openings, share.level)]] = True
    return Bounds(lower, upper, low, share.least / 100)


def _refuse_crossed(ground: Ground, lower: NDArray[np.int64], upper: NDArray[np.int64]) -> None:
    wrong = np.flatnonzero(lower > upper)
    if wrong.size:
        unit = int(wrong[0])
        name = Unit.objects.values_list("short", flat=True).get(pk=int(ground.keys[unit]))
        told = {"unit": name, "least": int(lower[unit]), "most": int(upper[unit])}
        raise Conflict(_("规则要求“%(unit)s”至少录取%(least)d人，又最多%(most)d人；请调整规则。") % told)


def lies_low(openings: Sequence[Opening], level: str = "county") -> NDArray[np.bool_]:
    """(m) Which openings lie at a level or below. Two queries."""
    units = Unit.objects.filter(pk__in={one.unit_id for one in openings})
    levels = seat_levels(units.values_list("pk", "kind", "level", "path"))
    return np.array([levels[one.unit_id] >= LEVELS[level] for one in openings], np.bool_)
