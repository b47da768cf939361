"""Small placement problems of every kind, drawn from a seed, and the best answer by trying everything."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from sangzi.engines.matching.instance import Instance, grass_openings, of

SCORES = {"small": (-3, 9), "equal": (5, 5), "wide": (-1000, 100_000), "ties": (1, 2), "below": (-9, 0)}


def drawn(seed: int, *, most=12, several=False, must=False, floor=False) -> Instance:
    """Up to `most` applicants and two thirds as many openings; bounds are often tight and sometimes cannot hold."""
    chance = np.random.default_rng(seed)
    n, m, u = chance.integers(0, most + 1), chance.integers(1, most * 2 // 3 + 1), chance.integers(1, 7)
    degree = np.minimum(chance.integers(0, 5, n), m)
    low, high = SCORES[chance.choice(list(SCORES))]
    capacity = chance.integers(0, 5, m)
    parent = np.array([-1, *(chance.integers(0, unit) for unit in range(1, u))])
    lower, upper = _bounds(chance, u, n)
    arrays = {
        "indptr": np.concatenate([[0], np.cumsum(degree)]),
        "col": np.concatenate([np.empty(0, int), *(chance.permutation(m)[:size] for size in degree)]),
        "score": chance.integers(low, high + 1, degree.sum()),
        "capacity": capacity,
        "opening_lower": np.minimum(capacity, chance.random(m) < 0.1),
        "opening_unit": chance.integers(0, u, m),
        "unit_parent": parent,
        "unit_lower": lower,
        "unit_upper": upper,
    }
    if several:
        arrays["applicant_capacity"] = chance.integers(0, 4, n)
    if must:
        arrays["must_place"] = chance.random(n) < 0.15
    if floor:
        arrays |= {
            "grass_unit_mask": chance.random(u) < 0.4,
            "grass_floor": float(chance.choice([0, 0.3, 0.5, 0.7, 1])),
        }
    return of(arrays)


def _bounds(chance, units, applicants):
    """Half of the units are bounded, some from below."""
    upper = np.where(chance.random(units) < 0.5, chance.integers(0, applicants + 2, units), 2**40)
    lower = np.where(chance.random(units) < 0.15, chance.integers(0, max(applicants // 2, 1) + 1, units), 0)
    return np.minimum(lower, upper), upper


def crossing(seed: int, applicants: int, quotas: int) -> Instance:
    """Units with upper and lower bounds, each of which holds openings that count for a floor and others that do not."""
    chance, degree = np.random.default_rng(seed), min(5, 2 * quotas)
    at = np.arange(2 * quotas)
    upper = np.concatenate([[2**40], chance.integers(1, max(2 * applicants // quotas, 2), quotas), at * 0 + 2**40])
    lower = np.where((np.arange(upper.size) <= quotas) & (chance.random(upper.size) < 0.4), upper % 2**40, 0)
    return of({
        "indptr": np.arange(applicants + 1) * degree,
        "col": np.concatenate([chance.permutation(2 * quotas)[:degree] for _one in range(applicants)]),
        "score": chance.integers(0, [10, 100, 10**6][seed % 3], applicants * degree),
        "capacity": chance.integers(1, 4, 2 * quotas), "opening_lower": at * 0, "opening_unit": at + quotas + 1,
        "unit_parent": [-1, *[0] * quotas, *(at // 2 + 1)], "unit_lower": lower, "unit_upper": upper,
        "grass_unit_mask": [*[False] * (quotas + 1), *(at % 2 == 0)],
        "grass_floor": float(chance.choice([0.5, 0.6, 0.6667, 0.7, 0.75, 0.9])),
        "must_place": chance.random(applicants) < 0.3,
    })  # fmt: skip


def best(instance: Instance) -> int | None:
    """The highest sum of scores that keeps every bound, by trying all placements; None where none keeps them."""
    options = [_options(instance, applicant) for applicant in range(instance.applicants)]
    chains = _chains(instance)
    sums = (_worth(instance, [edge for part in chosen for edge in part], chains) for chosen in product(*options))
    return max((worth for worth in sums if worth is not None), default=None)


def _options(instance, applicant):
    """Every set of edges that one applicant may have."""
    edges = range(instance.indptr[applicant], instance.indptr[applicant + 1])
    most = 1 if instance.applicant_capacity is None else int(instance.applicant_capacity[applicant])
    least = int(instance.must_place is not None and instance.must_place[applicant])
    return [chosen for size in range(least, most + 1) for chosen in combinations(edges, size)]


def _chains(instance):
    """The unit of each opening and all units above it."""
    chains = []
    for opening in range(instance.openings):
        chain, unit = [], int(instance.opening_unit[opening])
        while unit >= 0:
            chain.append(unit)
            unit = int(instance.unit_parent[unit])
        chains.append(chain)
    return chains


def _worth(instance, chosen, chains):
    taken, there = [0] * instance.openings, [0] * instance.units
    for edge in chosen:
        opening = int(instance.col[edge])
        taken[opening] += 1
        for unit in chains[opening]:
            there[unit] += 1
    within = _within(taken, instance.opening_lower, instance.capacity)
    within = within and _within(there, instance.unit_lower, instance.unit_upper)
    counted = sum(count for count, grass in zip(taken, grass_openings(instance), strict=True) if grass)
    if not within or counted < instance.floor * len(chosen):
        return None
    return int(sum(instance.score[edge] for edge in chosen))


def _within(counts, least, most):
    return all(low <= count <= high for low, count, high in zip(least, counts, most, strict=True))
