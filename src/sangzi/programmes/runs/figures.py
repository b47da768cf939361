"""What a run comes to, in numbers that are kept with it and that anybody with its arrays can count again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from sangzi.engines.matching.certificate import scaled_bound, share, verify
from sangzi.units.models import Level, Unit

from ..fitting import Problem
from ..rules import PerUnit, Share
from ..standing import LEVELS
from .computing import Computed
from .stored import NOTHING, Output, Stored

ELSEWHERE: Final = -1
Kind = Literal["least", "most", "share"]


@dataclass(frozen=True)
class County:
    """One county, or what lies below the round's unit where that is a county or lower.

    `unit` None: homes elsewhere, together. `seats`: those that were free. `at_home`: of its own people, placed there.
    """

    unit: int | None
    name: str
    seats: int
    filled: int
    people: int
    placed: int
    at_home: int


@dataclass(frozen=True)
class Quota:
    """One bound of a rule on placements at one unit, and how far it is filled, seats given before counted along.

    `kind` "share": `bound` and `value` are percentages of those placed by the run, at `level` or below.
    `price`: what one more (of least numbers: one fewer) would be worth at most, in points; None where nobody knows.
    """

    kind: Kind
    unit: int | None
    name: str
    level: str
    bound: int
    value: int
    holds: bool
    price: float | None = None

    @property
    def says(self) -> str:
        """In words."""
        told = {"unit": self.name, "bound": self.bound}
        if self.kind == "share":
            told["level"] = str(LEVELS[self.level].label)
            return _("%(level)s及以下的录取不少于%(bound)d%%") % told
        if self.kind == "least":
            return _("“%(unit)s”（含下级）至少录取%(bound)d人") % told
        return _("“%(unit)s”（含下级）最多录取%(bound)d人") % told


@dataclass(frozen=True)
class Figures:
    """`best`: the sum of everybody's highest worth, which only a round without scarcity reaches.

    `ranks`: how many got their first wish, the second and so on. `beyond`: placed where they had not wished for.
    """

    placed: int
    left_over: int
    free: int
    seats: int
    objective: int
    best: int
    ranks: list[int]
    beyond: int
    counties: list[County]
    quotas: list[Quota]

    def written(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)


def figures_from(written: str) -> Figures | None:
    """What was kept; None where there is nothing."""
    told: dict[str, Any] = json.loads(written)
    if not told:
        return None
    counties = [County(**one) for one in told.pop("counties")]
    quotas = [Quota(**one) for one in told.pop("quotas")]
    return Figures(**told, counties=counties, quotas=quotas)


def figures_for(found: Computed) -> Figures:
    """The figures of a run. One query for the names of units. O(n + e)."""
    stored, output, problem = found.stored, found.output, found.problem
    seats = int(stored.instance.capacity.sum())
    rank = rank_got(stored, output)
    units = {one.pk: one for one in Unit.objects.filter(pk__in=stored.unit_key.tolist())}
    return Figures(
        placed=found.proof.placed,
        left_over=found.proof.left_over,
        free=seats - found.proof.placed,
        seats=seats,
        objective=found.proof.objective,
        best=_best(stored),
        ranks=np.bincount(rank[rank > 0]).tolist()[1:],
        beyond=int((rank == 0).sum()),
        counties=_counties(problem, output, units),
        quotas=_quotas(problem, output, units),
    )


def rank_got(stored: Stored, output: Output) -> NDArray[np.int64]:
    """(n) which wish was met, the dearest 1; 0 for what was not wished for, -1 for nothing. O(e)."""
    who = np.repeat(np.arange(stored.instance.applicants), np.diff(stored.instance.indptr))
    got = stored.instance.col == output.assignment[who]
    rank = np.full(output.assignment.size, NOTHING, np.int64)
    rank[who[got]] = stored.rank[got]
    return rank


def _best(stored: Stored) -> int:
    instance = stored.instance
    some = np.flatnonzero(np.diff(instance.indptr))
    return int(np.maximum.reduceat(instance.score, instance.indptr[some]).sum()) if some.size else 0


def _counties(problem: Problem, output: Output, units: dict[int, Unit]) -> list[County]:
    group = _groups(problem, units)
    there, home = group[problem.instance.opening_unit], _homes(problem, group)
    placed = np.flatnonzero(output.assignment != NOTHING)
    size = group.size + 1  # the last is elsewhere
    filled = np.bincount(there[output.assignment[placed]], minlength=size)
    seats = np.bincount(there, problem.instance.capacity, size).astype(np.int64)
    people, of_them = np.bincount(home, minlength=size), np.bincount(home[placed], minlength=size)
    own = placed[there[output.assignment[placed]] == home[placed]]
    at_home = np.bincount(home[own], minlength=size)
    rows = []
    for at in np.flatnonzero((seats > 0) | (people > 0)).tolist():
        unit = units.get(int(problem.ground.keys[at])) if at < group.size else None
        numbers = (int(column[at]) for column in (seats, filled, people, of_them, at_home))
        rows.append(County(unit.pk if unit else None, unit.short if unit else "", *numbers))
    return rows


def _groups(problem: Problem, units: dict[int, Unit]) -> NDArray[np.int64]:
    """(u) which unit each is counted with: the area above it at county level, or below the round's unit."""
    finest = max(Level.COUNTY, min(problem.round.unit.level + 1, Level.VILLAGE))
    counted = np.zeros(problem.ground.keys.size, np.bool_)
    for at, key in enumerate(problem.ground.keys.tolist()):
        unit = units.get(key)
        counted[at] = unit is not None and unit.kind == Unit.Kind.AREA and unit.level <= finest
    group = np.arange(counted.size)
    for column in problem.ground.chain.T:  # from the top down, so that the lowest stays
        takes = (column != NOTHING) & counted[column]
        group[takes] = column[takes]
    return group


def _homes(problem: Problem, group: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n) the group of everybody's home; the number behind the last where it has no seats and lies elsewhere."""
    ground = problem.ground
    own = ground.place.get(problem.round.unit.path, ELSEWHERE)
    inside = (ground.chain == own).any(axis=1) if own != ELSEWHERE else np.zeros(group.size, np.bool_)
    known = inside | np.isin(group, group[problem.instance.opening_unit])
    known[0] = False
    at = problem.home
    return np.where(known[at], group[at], group.size)


def _quotas(problem: Problem, output: Output, units: dict[int, Unit]) -> list[Quota]:
    ground = problem.ground
    there = problem.instance.opening_unit
    before = ground.totals(there, np.array([one.taken for one in problem.openings], np.int64))
    got = there[output.assignment[output.assignment != NOTHING]]
    value = before + ground.totals(got, np.ones(got.size, np.int64))
    rows, rest = [], _rest(problem, output)
    for rule, path in problem.bound:
        at = ground.place[path]
        unit = units[int(ground.keys[at])]
        rows += _of_unit(rule, unit, int(value[at]), _price(output, at, rest))
    return [*rows, *_of_share(problem, output)]


def _of_unit(rule: PerUnit, unit: Unit, value: int, price: float | None) -> list[Quota]:
    """A price above 0 is one of the most, below 0 one of the least."""
    sides: list[tuple[Kind, int | None, int]] = [("least", rule.least or None, -1), ("most", rule.most, 1)]
    return [
        Quota(
            kind=kind, unit=unit.pk, name=unit.short, level=rule.level, bound=bound, value=value,
            holds=value >= bound if kind == "least" else value <= bound,
            price=None if price is None else max(price * sign, 0.0),
        )
        for kind, bound, sign in sides
        if bound is not None
    ]  # fmt: skip


def _price(output: Output, unit: int, rest: int | None) -> float | None:
    """In points; whole ones where prices say besides who stays."""
    if output.unit_price is None:
        return None
    price = int(output.unit_price[unit])
    if rest is None:
        return price / output.scale
    return float((abs(price) + rest) // output.scale * (1 if price > 0 else -1))


def _rest(problem: Problem, output: Output) -> int | None:
    """What prices that say who stays leave between the sum and its bound: parts of a point.

    None for all others, and where that is more than a point.
    """
    certificate, instance = output.certificate, problem.instance
    if certificate is None or instance.stay is None:
        return None
    objective = verify(instance, output.assignment, certificate).objective
    rest = scaled_bound(instance, certificate) - objective * certificate.scale
    return rest if rest < certificate.scale else None


def _of_share(problem: Problem, output: Output) -> list[Quota]:
    rule = next((rule for rule in problem.terms.rules if isinstance(rule, Share)), None)
    if rule is None or problem.bounds.low is None:
        return []
    got = problem.instance.opening_unit[output.assignment[output.assignment != NOTHING]]
    low = int(problem.bounds.low[got].sum())
    paid = round(output.floor_price * share(rule.least / 100).denominator / output.scale, 4)
    return [
        Quota(
            kind="share", unit=None, name="", level=rule.level, bound=rule.least,
            value=low * 100 // got.size if got.size else 100,
            holds=low * 100 >= rule.least * got.size,
            price=None if output.certificate is None else paid,
        )
    ]  # fmt: skip
