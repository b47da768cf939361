"""Random ragged forests and facts on them, and the slow, obvious answers to compare with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from sangzi.engines.rollup import Tree

MONTHS = 6


class Facts(NamedTuple):
    tree: Tree
    node: list[int]
    person: list[int]
    month: list[int]
    value: list[int]


@st.composite
def forests(draw, most=30):
    """Trees of any depth and several roots, rows in any order, levels that may be skipped."""
    n = draw(st.integers(1, most))
    parents = [draw(st.integers(-1, row - 1)) for row in range(n)]
    skips = draw(st.lists(st.integers(1, 2), min_size=n, max_size=n))
    levels = []
    for row, parent in enumerate(parents):
        levels.append(0 if parent < 0 else levels[parent] + skips[row])
    shuffled = draw(st.permutations(range(n)))
    place = {old: new for new, old in enumerate(shuffled)}
    moved = [-1 if parents[old] < 0 else place[parents[old]] for old in shuffled]
    return Tree.from_parents(moved, [min(levels[old], 120) for old in shuffled])


@st.composite
def facts(draw, most=25):
    tree = draw(forests())
    row = st.tuples(
        st.integers(0, len(tree) - 1), st.integers(0, 4), st.integers(0, MONTHS - 1), st.integers(-(2**40), 2**40)
    )
    rows = draw(st.lists(row, max_size=most))
    return Facts(tree, *(list(column) for column in zip(*rows, strict=True))) if rows else Facts(tree, [], [], [], [])


def under(tree: Tree, top: int) -> set[int]:
    """The nodes of a subtree, by following every node's parents."""
    return {node for node in range(len(tree)) if top in ancestors(tree, node)}


def ancestors(tree: Tree, node: int) -> list[int]:
    up = [node]
    while tree.parent[up[-1]] >= 0:
        up.append(int(tree.parent[up[-1]]))
    return up


def slow_totals(tree: Tree, node, value) -> list[int]:
    totals = [0] * len(tree)
    for at, amount in zip(node, value, strict=True):
        for unit in ancestors(tree, at):
            totals[unit] += amount
    return totals


def slow_distinct(tree: Tree, node, person) -> list[int]:
    known: list[set[int]] = [set() for _ in range(len(tree))]
    for at, who in zip(node, person, strict=True):
        for unit in ancestors(tree, at):
            known[unit].add(who)
    return [len(persons) for persons in known]


def table(monthly) -> dict[tuple[int, int], int]:
    """Monthly rows as a dictionary; fails on a repeated pair, on disorder and on zeros."""
    rows = dict(
        zip(zip(monthly.node.tolist(), monthly.month.tolist(), strict=True), monthly.value.tolist(), strict=True)
    )
    assert len(rows) == len(monthly.node)
    assert list(rows) == sorted(rows)
    assert 0 not in rows.values()
    return rows


def shuffled(seed: int, *columns):
    order = np.random.default_rng(seed).permutation(len(columns[0]))
    return [[column[at] for at in order] for column in columns]
