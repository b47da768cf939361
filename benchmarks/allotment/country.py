"""A country to place people in: units, openings in them, applicants with homes, all drawn from a seed.

Levels: nation, provinces, prefectures, what a prefecture has at county level or below, counties, townships, villages.
Openings stand in depth-first order of their units, so that all openings below a unit are one range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NATION, PROVINCE, PREFECTURE, GRASS, COUNTY, TOWNSHIP, VILLAGE = range(7)
OPENINGS_A_COUNTY, COUNTIES_A_PREFECTURE, PREFECTURES_A_PROVINCE = 140, 8, 11
TOWNSHIPS, VILLAGES = 11, 8
AT_LEVEL = {PROVINCE: 0.02, PREFECTURE: 0.05, COUNTY: 0.18, TOWNSHIP: 0.30, VILLAGE: 0.45}
Ints = NDArray[np.int64]


@dataclass
class Country:
    """Openings with the code of their unit at each level (-1 below their own), and the tree of the units used."""

    level: Ints
    codes: dict[int, Ints]
    unit: Ints
    parent: Ints
    kind: Ints
    counties: int
    weight: NDArray[np.float64]


def country(openings: int, chance: np.random.Generator) -> Country:
    counties = max(4, openings // OPENINGS_A_COUNTY)
    prefectures = max(2, counties // COUNTIES_A_PREFECTURE)
    provinces = max(1, prefectures // PREFECTURES_A_PROVINCE)
    above = _families(prefectures, counties, chance), _families(provinces, prefectures, chance)
    weight = chance.lognormal(0, 0.6, counties)
    level = chance.choice(list(AT_LEVEL), size=openings, p=list(AT_LEVEL.values()))
    codes = _codes(chance.choice(counties, size=openings, p=weight / weight.sum()), level, above, chance)
    order = np.lexsort([codes[at] for at in (VILLAGE, TOWNSHIP, COUNTY, GRASS, PREFECTURE, PROVINCE)])
    codes = {at: code[order] for at, code in codes.items()}
    return Country(level[order], codes, *_tree(codes, level[order]), counties, weight)


def below(land: Country, level: int, size: int) -> tuple[Ints, Ints]:
    """The first opening and the one past the last of each of the `size` units of a level."""
    code = land.codes[level]
    inside = np.flatnonzero(code >= 0)
    first, last = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.maximum.at(last, code[inside], inside + 1)
    first[:] = last
    np.minimum.at(first, code[inside], inside)
    return first, last


def _families(parents: int, children: int, chance: np.random.Generator) -> Ints:
    """The parent of each child, in order; nobody is without children, and families differ in size."""
    rest = chance.integers(0, parents, children - parents)
    return np.sort(np.concatenate([np.arange(parents), rest]))


def _codes(county: Ints, level: Ints, above: tuple[Ints, Ints], chance: np.random.Generator) -> dict[int, Ints]:
    prefecture_of, province_of = above
    prefecture = prefecture_of[county]
    township = county * TOWNSHIPS + chance.integers(0, TOWNSHIPS, county.size)
    village = township * VILLAGES + chance.integers(0, VILLAGES, county.size)
    all_codes = {
        NATION: np.zeros_like(county),
        PROVINCE: province_of[prefecture],
        PREFECTURE: prefecture,
        GRASS: prefecture,
        COUNTY: county,
        TOWNSHIP: township,
        VILLAGE: village,
    }
    return {at: np.where(level >= at, code, -1) for at, code in all_codes.items()}


def _tree(codes: dict[int, Ints], level: Ints) -> tuple[Ints, Ints, Ints]:
    """Units from the root downwards: the unit of each opening, the parent and the level of each unit."""
    unit, parents, kinds, count = np.full(level.size, -1), [], [], 0
    for at in range(NATION, VILLAGE + 1):
        inside = np.flatnonzero(codes[at] >= 0)
        _used, first, place = np.unique(codes[at][inside], return_index=True, return_inverse=True)
        parents.append(unit[inside[first]])
        kinds.append(np.full(first.size, at))
        unit[inside] = count + place
        count += first.size
    return unit, np.concatenate(parents), np.concatenate(kinds)
