"""A nation of 665,277 units and millions of facts at them, made from a seed; nothing here is real."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sangzi.engines.rollup import Tree

Ints = NDArray[np.int64]

SIZES = (1, 31, 342, 2_978, 41_352, 620_573)  # nation, provinces, prefectures, counties, townships, villages
LEVELS = ("nation", "province", "prefecture", "county", "township", "village")
TOWNSHIP = 4
WITHOUT_COUNTIES = 5  # prefectures whose townships hang directly under them
SHARES = (0.0005, 0.0005, 0.004, 0.015, 0.06, 0.92)  # how many of the facts lie at units of each level
MEASURES, MONTHS = 24, 12


class Facts(NamedTuple):
    """In the order of arrival, that is, in none. Each (measure, month, node) occurs once."""

    measure: NDArray[np.int8]
    month: NDArray[np.int8]
    node: Ints
    value: Ints


def nation(seed: int = 1) -> tuple[Ints, NDArray[np.int8]]:
    """Parents (-1: none) and levels, listed in pre-order, as a list sorted by code is."""
    rng = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(SIZES)])
    parents = [np.array([-1])]
    for level in range(1, len(SIZES)):
        above = np.arange(start[level - 1], start[level])
        if level == TOWNSHIP:
            above = np.concatenate([np.arange(start[2], start[2] + WITHOUT_COUNTIES), above])
        if level == TOWNSHIP - 1:
            above = above[WITHOUT_COUNTIES:]
        parents.append(_children(rng, above, SIZES[level]))
    parent = np.concatenate(parents)
    tree = Tree.from_parents(parent, np.repeat(np.arange(len(SIZES)), SIZES))
    return tree.above, tree.level[tree.order]


def _children(rng: np.random.Generator, above: Ints, count: int) -> Ints:
    """A parent for each of `count` children: everyone has one, the rest unevenly."""
    weight = rng.lognormal(0.0, 0.6, above.size)
    rest = rng.choice(above, count - above.size, p=weight / weight.sum())
    return np.sort(np.concatenate([above, rest]))


def facts(tree: Tree, count: int, seed: int = 2) -> Facts:
    """`count` facts of 24 measures in 12 months, most of them at villages."""
    rng = np.random.default_rng(seed)
    drawn = count + count // 10 + 100
    level = rng.choice(len(SIZES), drawn, p=SHARES)
    node = np.empty(drawn, dtype=np.int64)
    for code in range(len(SIZES)):
        here = np.flatnonzero(level == code)
        node[here] = rng.choice(tree.at_level(code), here.size)
    cell = np.unique((node * MEASURES + rng.integers(0, MEASURES, drawn)) * MONTHS + rng.integers(0, MONTHS, drawn))
    if cell.size < count:
        raise ValueError(f"{count} facts do not fit into this tree without repeating one.")
    place, month = np.divmod(rng.permutation(cell)[:count], MONTHS)
    at, measure = np.divmod(place, MEASURES)
    return Facts(measure.astype(np.int8), month.astype(np.int8), at, rng.integers(1, 500, count))


def ancestors(tree: Tree) -> Ints:
    """(units, levels): each unit's ancestor at each level or itself, -1 where there is none."""
    table = np.full((len(tree), len(SIZES)), -1)
    for depth in range(len(SIZES)):
        here = np.flatnonzero(tree.depth == depth)
        if depth:
            table[here] = table[tree.parent[here]]
        table[here, tree.level[here]] = here
    return table
