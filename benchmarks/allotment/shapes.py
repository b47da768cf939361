"""Placement problems of different shapes: `build(shape, size, quotas=..., seed=...)` gives an instance.

geographic    most wishes near home, seats for everybody and a fifth more, scores 1 to 10,000
scarce        the same with seats for a quarter of the applicants
short         the same with seats for all but three in a hundred
balanced      the same with as many seats as applicants
skewed        half of the applicants want the same hundredth of the openings, and are worth most there
ties          the same places with scores 1 to 4 only: equal ones everywhere
equal         every score is the same
war           groups that want the same seats, one applicant more than seats, and nothing else: the longest price war
infeasible    geographic, and one county must have one placement more than there are applicants who can go there

With quotas: lower and upper bounds at every level of the tree and lower bounds at some openings, built around a
reference placement, so that they can be met together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.matching.instance import Instance, of

from .country import COUNTY, GRASS, NATION, PREFECTURE, PROVINCE, TOWNSHIP, VILLAGE, Country, Ints, below, country

SIZES = {"XS": (200, 60), "S": (2_000, 500), "M": (76_000, 18_000), "L": (1_000_000, 250_000)}
SHAPES = ("geographic", "scarce", "short", "balanced", "skewed", "ties", "equal", "war", "infeasible")
EDGES, DRAWN, BLOCK = 20, 32, 50_000
PLENTY, LARGEST = 1.22, 60
SEATS = {"scarce": 0.25, "short": 0.97, "balanced": 1.0}
SLACK = {PROVINCE: 0.05, PREFECTURE: 0.06, GRASS: 0.07, COUNTY: 0.08, TOWNSHIP: 0.15, VILLAGE: 0.5}
NEAR = (COUNTY, PREFECTURE, PROVINCE, NATION)
OFTEN = (0.5, 0.25, 0.2, 0.05)
HIGHEST, WAR, UNBOUNDED = 10_000, 20, 2**40


@dataclass
class Crowd:
    """Applicants' edges, before anything is bounded."""

    indptr: Ints
    col: Ints
    score: Ints


def build(shape: str, size: str, *, quotas: bool, seed: int = 1) -> Instance:
    applicants, openings = SIZES[size]
    chance = np.random.default_rng(seed)
    if shape == "war":
        return _war(applicants, chance)
    land = country(openings, chance)
    capacity = _capacity(land, round(applicants * SEATS.get(shape, PLENTY)), chance)
    crowd = _crowd(land, capacity, applicants, chance)
    crowd = _worth(shape, crowd, openings, chance)
    bounds = _quotas(land, crowd, capacity, chance) if quotas else _free(land, openings)
    if shape == "infeasible":
        bounds["unit_lower"], capacity = _one_too_many(land, crowd, capacity, bounds)
    return of({
        "indptr": crowd.indptr, "col": crowd.col, "score": crowd.score, "capacity": capacity,
        "opening_unit": land.unit, "unit_parent": land.parent, "grass_unit_mask": land.kind == GRASS, **bounds,
    })  # fmt: skip


def changed(instance: Instance, share: float, seed: int) -> tuple[Instance, Ints]:
    """The instance in which a share of the applicants is worth something else everywhere, and who they are."""
    chance = np.random.default_rng(seed)
    who = np.sort(chance.choice(instance.applicants, max(1, round(instance.applicants * share)), replace=False))
    degree = np.diff(instance.indptr)
    theirs = np.isin(np.repeat(np.arange(instance.applicants), degree), who)
    score = instance.score.copy()
    score[theirs] = chance.integers(1, HIGHEST + 1, int(theirs.sum()))
    return Instance(**{**vars(instance), "score": score}), who


def _capacity(land: Country, seats: int, chance: np.random.Generator) -> Ints:
    """Few large openings and many small ones, `seats` or a little more in all."""
    large = np.array([0, 3.0, 2.5, 0, 1.6, 1.2, 1.0])[land.level] * chance.lognormal(0, 0.8, land.level.size)
    return np.clip(np.rint(large / large.sum() * seats), seats >= land.level.size, LARGEST).astype(np.int64)


def _crowd(land: Country, capacity: Ints, applicants: int, chance: np.random.Generator) -> Crowd:
    """Up to 20 openings each, most near home, the attractive ones more often."""
    attraction = np.array([0, 2.2, 1.8, 0, 1.2, 0.5, 0.0])[land.level] + chance.normal(0, 0.6, land.level.size)
    heap = np.concatenate([[0], np.cumsum(np.exp(0.7 * attraction) * np.maximum(capacity, 1))])
    home = chance.choice(land.counties, size=applicants, p=land.weight / land.weight.sum())
    ranges = [_range_of(land, home, level) for level in NEAR]
    merit = np.clip(chance.normal(500, 150, applicants), 0, 1000)
    counts, cols, scores = [], [], []
    for begin in range(0, applicants, BLOCK):
        block = slice(begin, begin + BLOCK)
        drawn = _drawn([(first[block], last[block]) for first, last in ranges], heap, chance)
        row, place = np.nonzero(drawn >= 0)
        col = drawn[row, place]
        counts.append((drawn >= 0).sum(1))
        cols.append(col)
        scores.append(_fit(land, home[block][row], merit[block][row], col, attraction, chance))
    return Crowd(np.concatenate([[0], np.cumsum(np.concatenate(counts))]), np.concatenate(cols), np.concatenate(scores))


def _range_of(land: Country, home: Ints, level: int) -> tuple[Ints, Ints]:
    """The openings of everybody's own unit of a level, the whole nation where that unit has none."""
    openings = land.level.size
    if level == NATION:
        return np.zeros_like(home), np.full_like(home, openings)
    first, last = below(land, level, land.counties)
    code = home if level == COUNTY else _above(land, level)[home]
    return np.where(last[code] > first[code], first[code], 0), np.where(last[code] > first[code], last[code], openings)


def _above(land: Country, level: int) -> Ints:
    """The unit of a level above each county; the first one for a county without openings."""
    inside = land.codes[COUNTY] >= 0
    unit = np.zeros(land.counties, np.int64)
    unit[land.codes[COUNTY][inside]] = land.codes[level][inside]
    return unit


def _drawn(ranges: list[tuple[Ints, Ints]], heap: NDArray[np.float64], chance: np.random.Generator) -> Ints:
    """Openings by rows of applicants, -1 where there is none: 32 draws, doubles left out, 20 of the rest."""
    rows = ranges[0][0].size
    near = chance.choice(len(NEAR), size=(rows, DRAWN), p=OFTEN)
    first, last = (np.choose(near, [pair[end][:, None] for pair in ranges]) for end in (0, 1))
    point = heap[first] + chance.random((rows, DRAWN)) * (heap[last] - heap[first])
    drawn = np.sort(np.clip(np.searchsorted(heap, point, side="right") - 1, 0, heap.size - 2), axis=1)
    double = np.zeros_like(drawn, np.bool_)
    double[:, 1:] = drawn[:, 1:] == drawn[:, :-1]
    order = np.argsort(chance.random((rows, DRAWN)) + double, axis=1)[:, :EDGES]
    return np.where(np.take_along_axis(double, order, 1), -1, np.take_along_axis(drawn, order, 1))


def _fit(
    land: Country, home: Ints, merit: NDArray[np.float64], col: Ints, attraction: NDArray[np.float64],
    chance: np.random.Generator,
) -> Ints:  # fmt: skip
    """Worth more near home, for the able in attractive places, for skills that fit, and by taste."""
    same_county = land.codes[COUNTY][col] == home
    same_prefecture = land.codes[PREFECTURE][col] == _above(land, PREFECTURE)[home]
    skills = chance.binomial(3, 0.3, col.size)
    taste = attraction[col] + chance.gumbel(0, 0.6, col.size)
    fit = 1500 * same_county + 700 * same_prefecture + 700 * skills + merit * (7 - land.level[col]) / 2
    fit += np.clip(900 + 500 * taste, 0, 3000) + chance.integers(0, 600, col.size)
    return np.clip(fit, 1, HIGHEST).astype(np.int64)


def _worth(shape: str, crowd: Crowd, openings: int, chance: np.random.Generator) -> Crowd:
    if shape == "equal":
        return Crowd(crowd.indptr, crowd.col, np.full_like(crowd.score, 100))
    if shape == "ties":
        return Crowd(crowd.indptr, crowd.col, 1 + crowd.score * 4 // (HIGHEST + 1))
    return _skewed(crowd, openings, chance) if shape == "skewed" else crowd


def _skewed(crowd: Crowd, openings: int, chance: np.random.Generator) -> Crowd:
    """Every other applicant names the same hundredth of the openings in half of the edges, worth 3,000 more."""
    hot = np.sort(chance.choice(openings, max(2, openings // 100), replace=False))
    col, score = crowd.col.copy(), crowd.score.copy()
    degree = np.diff(crowd.indptr)
    row = np.repeat(np.arange(degree.size), degree)
    place = np.arange(col.size) - crowd.indptr[row]
    to_hot = (row % 2 == 0) & (place < min(EDGES // 2, hot.size))
    start = chance.integers(0, hot.size, degree.size)
    col[to_hot] = hot[(start[row] + place)[to_hot] % hot.size]
    score[to_hot] += 3000
    keep = to_hot | ~((row % 2 == 0) & np.isin(col, hot))
    return Crowd(
        np.concatenate([[0], np.cumsum(np.bincount(row[keep], minlength=degree.size))]), col[keep], score[keep]
    )


def _free(land: Country, openings: int) -> dict[str, Ints]:
    units = land.parent.size
    return {
        "opening_lower": np.zeros(openings, np.int64),
        "unit_lower": np.zeros(units, np.int64),
        "unit_upper": np.full(units, UNBOUNDED),
    }


def _quotas(land: Country, crowd: Crowd, capacity: Ints, chance: np.random.Generator) -> dict[str, Ints]:
    """Bounds around what a placement has that gives seats out in rounds, the lowest levels first."""
    taken = _reference(land, crowd, capacity, chance)
    count = np.bincount(land.unit, weights=taken, minlength=land.parent.size).astype(np.int64)
    for level in range(VILLAGE, NATION, -1):
        here = np.flatnonzero(land.kind == level)
        np.add.at(count, land.parent[here], count[here])
    lower, upper = np.zeros_like(count), np.full_like(count, UNBOUNDED)
    for level, slack in SLACK.items():
        here = (land.kind == level) & (count >= (10 if level == COUNTY else 3))
        lower[here] = np.floor(count[here] * (1 - slack))
        upper[here] = np.ceil(count[here] * (1 + slack)) + 1
    some = (taken > 0) & (chance.random(taken.size) < 0.3)
    return {"opening_lower": some.astype(np.int64), "unit_lower": lower, "unit_upper": upper}


def _reference(land: Country, crowd: Crowd, capacity: Ints, chance: np.random.Generator) -> Ints:
    """How many each opening takes when everybody asks for one edge after the other, the lowest level first."""
    degree = np.diff(crowd.indptr)
    row = np.repeat(np.arange(degree.size), degree)
    asked = crowd.col[np.lexsort((chance.random(row.size), -land.level[crowd.col], row))]
    taken, waiting = np.zeros_like(capacity), np.arange(degree.size)
    for turn in range(EDGES):
        waiting = waiting[degree[waiting] > turn]
        wanted = asked[crowd.indptr[waiting] + turn]
        order = np.argsort(wanted, kind="stable")
        sorted_wish = wanted[order]
        queue = np.arange(order.size) - np.searchsorted(sorted_wish, sorted_wish)
        lucky = queue < (capacity - taken)[sorted_wish]
        np.add.at(taken, sorted_wish[lucky], 1)
        waiting = np.sort(waiting[order[~lucky]])
    return taken


def _one_too_many(land: Country, crowd: Crowd, capacity: Ints, bounds: dict[str, Ints]) -> tuple[Ints, Ints]:
    """Room for everybody in one county, which must have one placement more than there are applicants for it."""
    first = int(np.flatnonzero(land.level == COUNTY)[0])
    inside = land.codes[COUNTY] == land.codes[COUNTY][first]
    row = np.repeat(np.arange(crowd.indptr.size - 1), np.diff(crowd.indptr))
    reach = np.unique(row[inside[crowd.col]]).size
    lower, above = bounds["unit_lower"].copy(), int(land.unit[first])
    lower[above] = reach + 1
    while above >= 0:
        bounds["unit_upper"][above] = UNBOUNDED
        above = int(land.parent[above])
    bounds["unit_upper"][land.kind >= TOWNSHIP] = UNBOUNDED
    return lower, np.where(inside, np.maximum(capacity, reach), capacity)


def _war(applicants: int, chance: np.random.Generator) -> Instance:
    """Groups of 21 for the same 20 seats of one each, worth nearly a hundred thousand times the step of a bid."""
    groups = applicants // (WAR + 1)
    row = np.arange(groups * (WAR + 1))
    col = (row // (WAR + 1))[:, None] * WAR + np.arange(WAR)
    return of({
        "indptr": np.arange(row.size + 1) * WAR, "col": col.ravel(),
        "score": 1_000_000 - chance.integers(0, 10, col.size),
        "capacity": np.ones(groups * WAR, np.int64), "opening_lower": np.zeros(groups * WAR, np.int64),
        "opening_unit": np.zeros(groups * WAR, np.int64),
        "unit_parent": [-1], "unit_lower": [0], "unit_upper": [UNBOUNDED],
    })  # fmt: skip
