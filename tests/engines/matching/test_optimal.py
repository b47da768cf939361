"""The optimal method: starting from an older solution, and being the same however it is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.allotment.shapes import build
from benchmarks.allotment.shapes import changed as changed_share
from sangzi.engines.matching.certificate import verify
from sangzi.engines.matching.network import network
from sangzi.engines.matching.optimal import Infeasible, optimal
from sangzi.engines.matching.repair import repair

from .small import drawn


def changed(instance, chance, share=0.2):
    """Some scores anew, and sometimes a bound let go or drawn closer."""
    moved = chance.random(instance.edges) < share
    score = np.where(moved, instance.score + chance.integers(-50, 50, instance.edges), instance.score)
    upper = np.where(chance.random(instance.units) < share, 2**40, instance.unit_upper)
    capacity = np.maximum(instance.capacity + chance.integers(-1, 2, instance.openings), instance.opening_lower)
    return replace(instance, score=score, unit_upper=upper, capacity=capacity)


def solved(instance, start=None, *, keep=False):
    try:
        found = optimal(instance, start, keep=keep)
    except Infeasible:
        return None
    assert verify(instance, found.assignment, found.certificate).optimal
    return found


def test_a_start_leads_to_the_same_objective_as_none():
    chance = np.random.default_rng(8)
    compared = 0
    for seed in range(300):
        before = drawn(seed, must=seed % 3 == 0)
        start, after = solved(before), changed(before, chance)
        fresh, warm = solved(after), solved(after, start)
        assert (fresh and fresh.objective) == (warm and warm.objective), seed
        compared += start is not None and warm is not None
    assert compared >= 100


def test_what_was_kept_leads_to_the_same_objective_however_often_something_changes():
    chance = np.random.default_rng(9)
    again = 0
    for seed in range(400):
        now = drawn(seed, must=seed % 3 == 0, several=seed % 4 == 1)
        start = solved(now, keep=True)
        while start is not None and start.kept is not None and again < 400 * (seed + 1) // 300:
            now = changed(now, chance)
            fresh, start = solved(now), solved(now, start)
            assert (fresh and fresh.objective) == (start and start.objective), seed
            again += 1
    assert again >= 300


def test_what_is_kept_bounds_what_everybody_could_have():
    chance = np.random.default_rng(10)
    for seed in range(60):
        start = solved(drawn(seed, must=seed % 3 == 0), keep=True)
        after = start and solved(changed(start.instance, chance), start)
        for one in (start, after):
            assert one is None or one.kept is None or kept_truly(one.kept), seed


def kept_truly(kept):
    """Nothing is worth more than what anybody has or than `other`, and nobody who goes loses less than `slack`."""
    net, standing = kept.net, kept.standing
    for one in range(standing.at.size):
        edges = slice(net.indptr[one], net.indptr[one + 1])
        values = dict(
            zip(net.col[edges].tolist(), (net.score[edges] - standing.cost[net.col[edges]]).tolist(), strict=True)
        )
        if not net.must[one]:
            values[net.outside] = 0
        at = int(standing.at[one])
        here, other = values.pop(at), max(values.values(), default=-(2**62))
        if other > min(here, standing.other[one]) or (at < net.openings and standing.slack[at] > here - other):
            return False
    return True


@pytest.mark.parametrize("shape", ["geographic", "scarce", "short", "balanced", "ties", "equal", "war"])
@pytest.mark.parametrize("quotas", [False, True])
def test_after_a_change_every_shape_comes_to_the_objective_of_solving_anew(shape, quotas):
    instance = build(shape, "XS", quotas=quotas)
    start = solved(instance, keep=True)
    for seed in range(4):
        instance = changed_share(instance, 0.05, seed)[0]
        start = solved(instance, start)
        assert start.kept is not None
        assert start.objective == solved(instance).objective


@pytest.mark.parametrize("quotas", [False, True])
def test_a_small_change_needs_few_searches(quotas):
    instance = build("geographic", "XS", quotas=quotas)
    start = optimal(instance)
    score = instance.score.copy()
    score[: instance.indptr[3]] += 40
    again = optimal(replace(instance, score=score), start)
    assert again.gap == 0
    assert again.searches <= 20


def test_a_solution_proves_itself_without_a_search():
    instance = build("geographic", "XS", quotas=True)
    assert optimal(instance, optimal(instance)).searches == 0


def test_a_start_of_another_size_is_refused():
    instance = build("geographic", "XS", quotas=False)
    with pytest.raises(ValueError, match="applicants, openings and units"):
        optimal(drawn(3), optimal(instance))


def test_the_same_instance_gets_the_same_answer():
    instance = build("geographic", "XS", quotas=True)
    first, second = optimal(instance), optimal(instance)
    assert np.array_equal(first.assignment, second.assignment)
    assert np.array_equal(first.certificate.opening_price, second.certificate.opening_price)


@pytest.mark.parametrize("spread", [0, 3, 1000])
def test_the_repair_is_exact_from_any_prices(spread):
    chance = np.random.default_rng(spread)
    for seed in range(150):
        instance = drawn(seed)
        net = network(instance)
        price = np.append(chance.integers(-spread, spread + 1, net.above.size - 1), 0)
        best = solved(instance)
        found = repair(net, _bounded(net, price), np.full(instance.applicants, -1, np.int32))
        assert (None if found.stuck else found.worth) == (best and best.objective), seed


def _bounded(net, price):
    """Prices under which no node without an upper bound is dearer than the one above."""
    order = [*range(net.openings, net.above.size - 1), *range(net.openings)]
    for node in order:
        if net.upper[node] > 2**30:
            price[node] = min(price[node], price[net.above[node]])
    return price


def test_scores_of_a_thousand_million_are_exact():
    chance = np.random.default_rng(4)
    for seed in range(60):
        instance = drawn(seed)
        wide = replace(instance, score=chance.integers(-(10**9), 10**9, instance.edges))
        assert (solved(wide) or wide) is not None


def test_nobody_and_nothing_are_placed_at_no_cost():
    for seed in range(400):
        instance = drawn(seed)
        if instance.applicants == 0:
            found = solved(instance)
            assert found is None or found.objective == 0
