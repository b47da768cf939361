"""Distinct people: everyone once at every unit, however many facts they have under it. Exact, never estimated.

Sort a person's units in pre-order; let each count one, and take one away at the lowest common ancestor of every two
neighbours. In any subtree that holds k of them, exactly k - 1 of those ancestors lie inside it, so that the subtree
sums to one. This is document counting by suffix-tree ancestors (Hui, Color Set Size Problem, CPM 1992).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sangzi.engines.rollup.ancestry import common_position
from sangzi.engines.rollup.errors import FactError
from sangzi.engines.rollup.months import Monthly, depths, keyed, lifted, summed, unkeyed
from sangzi.engines.rollup.sums import EXACT, Column, roll_up_columns
from sangzi.engines.rollup.tree import Ints, Tree


def distinct(tree: Tree, node: ArrayLike, person: ArrayLike) -> Ints:
    """How many different persons have a fact at each node or under it (n,).

    node (m,), person (m,) of any whole numbers; repeated facts do no harm.
    Errors: FactError for a unit outside the tree, or lengths that differ.
    Cost: O(m log m + m log depth + n).
    """
    who, where = _in_person_order(tree.positions(node), np.asarray(person), len(tree))
    again = np.flatnonzero(who[1:] == who[:-1])
    shared = common_position(tree, where[again], where[again + 1])
    shared = shared[shared >= 0]
    at = np.concatenate([where, shared])
    count = np.repeat(np.array([1, -1]), [where.size, shared.size])
    counts: Ints = roll_up_columns(tree, [Column(at, count)])[0]
    return counts


def first_months(tree: Tree, node: ArrayLike, person: ArrayLike, month: ArrayLike, months: int) -> Monthly:
    """At each node, how many persons have their first fact under it in each month.

    node, person, month (m,), months from 0 to months - 1. The sum of a node's months up to any month is the number
    of distinct persons so far, so these rows add up over time as flows do (never over units).
    To count people afresh each year, let (person, year) be the person.
    Errors: FactError for a stray unit or month, or lengths that differ.
    Cost: O(r log m) with r <= m * (depth + 1) pairs of a person and a unit; memory O(m) beside the answer.
    """
    nodes, persons = tree.order[tree.positions(node)], _numbered(np.asarray(person))
    if nodes.shape != persons.shape:
        raise FactError(f"There are {nodes.size} units but {persons.size} persons; give one person a fact.")
    key, who = _earliest(keyed(nodes, month, months), persons, months)
    rows: list[tuple[Ints, Ints]] = []
    up_key, up_who = key[:0], who[:0]
    for depth, own in reversed(list(enumerate(depths(tree, key // months)))):
        at, of = _earliest(np.concatenate([up_key, key[own]]), np.concatenate([up_who, who[own]]), months)
        rows.append(summed(at, np.ones_like(at)))
        if depth:
            up_key, up_who = lifted(tree, at, months), of
    return unkeyed(rows, months)


def _numbered(person: NDArray[np.generic]) -> Ints:
    """Persons as 0, 1, 2, ... in place of their own numbers."""
    numbered: Ints = np.unique(person, return_inverse=True)[1].astype(np.int64, copy=False)
    return numbered


def _in_person_order(position: Ints, person: NDArray[np.generic], n: int) -> tuple[Ints, Ints]:
    """Facts sorted by person and position: as one packed number each, which sorts several times faster."""
    if position.shape != person.shape:
        raise FactError(f"There are {position.size} units but {person.size} persons; give one person a fact.")
    if person.size and (person.dtype.kind not in "iu" or person.min() < 0 or int(person.max()) >= EXACT // n):
        person = _numbered(person)
    packed = person.astype(np.int64, copy=False) * n + position
    packed.sort()
    who, where = np.divmod(packed, max(n, 1))
    return who, where


def _earliest(key: Ints, person: Ints, months: int) -> tuple[Ints, Ints]:
    """Of each person at each node only the first month. Keys ascend by node and then month."""
    node = key // months
    if key.size and (int(node.max()) + 1) * (int(person.max()) + 1) * months <= EXACT:
        return _earliest_packed(key, node, person, int(person.max()) + 1, months)
    by_person = np.lexsort((key, person, node))
    key, person, node = key[by_person], person[by_person], node[by_person]
    fresh = _changes(node) | _changes(person)
    return key[fresh], person[fresh]


def _earliest_packed(key: Ints, node: Ints, person: Ints, persons: int, months: int) -> tuple[Ints, Ints]:
    """`_earliest` on (node, person, month) packed into one number."""
    packed = np.sort((node * persons + person) * months + key % months)
    pair, month = np.divmod(packed, months)
    fresh = _changes(pair)
    at, of = np.divmod(pair[fresh], persons)
    return at * months + month[fresh], of


def _changes(ascending: Ints) -> NDArray[np.bool_]:
    """Where a value differs from the one before; true at the first."""
    fresh = np.ones(ascending.size, dtype=np.bool_)
    fresh[1:] = ascending[1:] != ascending[:-1]
    return fresh
