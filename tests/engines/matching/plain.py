"""Stable placements as their definition says, slowly: to compare the compiled method with."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np

from sangzi.engines.matching.instance import Instance

from .small import drawn


def market(seed: int, *, most=8) -> Instance:
    """A small instance with lots, priorities full of ties, and for every other seed wishes in another order."""
    chance, instance = np.random.default_rng(seed), drawn(seed, most=most)
    told = {
        "lottery": chance.permutation(instance.applicants),
        "priority": chance.integers(-2, 3, instance.edges),
    }
    if seed % 2:
        told["preference"] = np.concatenate(
            [np.empty(0, int), *(chance.permutation(degree) for degree in np.diff(instance.indptr))]
        ).astype(np.int32)
    return replace(instance, **told)


def wishes(instance: Instance) -> list[list[int]]:
    """Each applicant's edges, dearest first."""
    rows = [list(range(begin, end)) for begin, end in zip(instance.indptr, instance.indptr[1:], strict=False)]
    if instance.preference is None:
        return rows
    places = [instance.preference[row[0] : row[-1] + 1] if row else [] for row in rows]
    return [[row[place] for place in order] for row, order in zip(rows, places, strict=True)]


def claim(instance: Instance, applicant: int, edge: int):
    """Stronger is greater."""
    return int(instance.priority[edge]), -int(instance.lottery[applicant])


def fits(instance: Instance, openings, *, keep_lower: bool) -> bool:
    """Whether so many at each opening can be, with others added or not, within all bounds that are kept."""
    count = np.bincount(np.array(openings, int), minlength=instance.openings)
    if (count > instance.capacity).any():
        return False
    load = np.zeros(instance.units, int)
    np.add.at(load, instance.opening_unit, np.maximum(count, instance.opening_lower * keep_lower))
    for unit in range(instance.units - 1, -1, -1):
        load[unit] = max(load[unit], instance.unit_lower[unit] * keep_lower)
        if unit:
            load[instance.unit_parent[unit]] += load[unit]
    bounded = keep_lower and (instance.opening_lower.any() or instance.unit_lower.any())
    if bounded and load[0] > np.count_nonzero(np.diff(instance.indptr)):
        return False
    return bool((load <= instance.unit_upper).all())


def chosen(instance: Instance, asked, *, keep_lower: bool):
    """Of pairs (applicant, edge) the strongest set that fits, greedily."""
    kept: list[tuple[int, int]] = []
    for pair in sorted(asked, key=lambda pair: claim(instance, *pair), reverse=True):
        if fits(instance, [instance.col[edge] for _one, edge in [*kept, pair]], keep_lower=keep_lower):
            kept.append(pair)
    return kept


def in_rounds(instance: Instance, *, keep_lower: bool) -> list[int]:
    """Deferred acceptance in rounds: everybody who is free asks, all openings together keep the strongest."""
    left = wishes(instance)
    held: list[tuple[int, int]] = []
    while asking := [one for one in range(instance.applicants) if left[one] and one not in dict(held)]:
        held = chosen(instance, held + [(one, left[one].pop(0)) for one in asking], keep_lower=keep_lower)
    got = {one: int(instance.col[edge]) for one, edge in held}
    return [got.get(one, -1) for one in range(instance.applicants)]


def blocks(instance: Instance, assignment, *, keep_lower: bool) -> bool:
    """Whether some pair blocks, or the assignment does not fit, by the words of the definition."""
    pairs = [(one, edge) for one, row in enumerate(wishes(instance)) for edge in row]
    placed = [(one, edge) for one, edge in pairs if instance.col[edge] == assignment[one]]
    if not fits(instance, [instance.col[edge] for _one, edge in placed], keep_lower=keep_lower):
        return True
    for one, row in enumerate(wishes(instance)):
        for edge in row:
            if instance.col[edge] == assignment[one]:
                break
            stronger = [pair for pair in placed if claim(instance, *pair) > claim(instance, one, edge)]
            if fits(instance, [instance.col[other] for _one, other in [*stronger, (one, edge)]], keep_lower=keep_lower):
                return True
    return False


def every_assignment(instance: Instance):
    """Everything anybody could get of what they named."""
    return product(*([-1, *(int(instance.col[edge]) for edge in row)] for row in wishes(instance)))


def told_otherwise(instance: Instance, one: int):
    """The instances in which an applicant names some of their openings, in any order."""
    degree = int(instance.indptr[one + 1] - instance.indptr[one])
    places = [list(order[:size]) for size in range(1, degree + 1) for order in permutations(range(degree), size)]
    for order in places:
        yield _renamed(instance, one, order)


def _renamed(instance: Instance, one: int, order) -> Instance:
    rows = wishes(instance)
    rows[one] = [int(instance.indptr[one]) + place for place in order]
    edges = [edge for row in rows for edge in row]
    return replace(
        instance,
        indptr=np.cumsum([0, *map(len, rows)]),
        preference=None,
        **{name: getattr(instance, name)[edges] for name in ("col", "score", "priority")},
    )
