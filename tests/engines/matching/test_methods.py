"""What every method keeps, whatever its sentence: run over all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangzi.engines.matching.first_come import by_time
from sangzi.engines.matching.instance import Instance
from sangzi.engines.matching.lottery import by_lot, drawn, many_lots
from sangzi.engines.matching.optimal import optimal
from sangzi.engines.matching.pairing import Partners, Possible, pairing
from sangzi.engines.matching.serial import by_score, serial
from sangzi.engines.matching.stable import stable

from .plain import market, wishes

seeds = st.integers(0, 10**6)


def in_order(instance: Instance, order):
    named = [[int(instance.col[edge]) for edge in row] for row in wishes(instance)]
    return np.array(serial(named, instance.capacity.tolist(), order).got, np.int32)


def first_come(instance: Instance, numbers):
    times = [float(number % 7) for number in numbers]  # some hand in at the same moment
    return in_order(instance, by_time(times, numbers.tolist()))


def lottery(instance: Instance, numbers):
    return in_order(instance, by_lot(many_lots("2024-06-30", numbers).tolist()))


def score_order(instance: Instance, numbers):
    return in_order(instance, by_score([int(number) % 5 for number in numbers], many_lots("s", numbers).tolist()))


def by_turns(instance: Instance, numbers):
    """Equal claims, and who stands first has the first turn: what a round by turns alone is."""
    equal = replace(instance, priority=np.zeros(instance.edges, np.int64))
    return stable(equal, lots=many_lots("2024-06-30", numbers), keep_lower=False).assignment


def stably(instance: Instance, numbers):
    return stable(instance, lots=many_lots("2024-06-30", numbers), keep_lower=False).assignment


def optimally(instance: Instance, numbers):
    # No two placements are worth the same, so that the best is one and does not hang on who stands where.
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    worth = [
        int(drawn(f"{opening}", int(numbers[one]))[:7], 16) for one, opening in zip(row, instance.col, strict=True)
    ]
    return optimal(replace(instance, score=np.array(worth, np.int64))).assignment


def by_pairs(instance: Instance, numbers):
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    going_on = np.zeros(instance.edges, np.bool_)
    pairs = Possible(row, instance.col.astype(np.int64), instance.score, going_on)
    one = Partners(np.zeros_like(numbers), np.ones_like(numbers), numbers)
    openings = np.arange(instance.openings)
    got = pairing(pairs, one, Partners(openings * 0, instance.capacity, openings)).chosen
    assignment = np.full(instance.applicants, -1, np.int32)
    assert np.unique(row[got]).size == got.sum()
    assignment[row[got]] = instance.col[got]
    return assignment


METHODS = [first_come, lottery, score_order, by_turns, stably, optimally, by_pairs]
OF_THE_TREE = [by_turns, stably, optimally]


def settled(seed):
    """A small instance without lower bounds, and a number for each applicant."""
    instance = market(seed)
    nothing = {"opening_lower": instance.opening_lower * 0, "unit_lower": instance.unit_lower * 0}
    return replace(instance, **nothing), np.random.default_rng(seed).permutation(9 * instance.applicants + 1)[:-1:9]


@pytest.mark.parametrize("method", METHODS)
@given(seeds)
def test_no_opening_has_more_than_it_may(method, seed):
    instance, numbers = settled(seed)
    got = method(instance, numbers)
    assert (np.bincount(got[got >= 0], minlength=instance.openings) <= instance.capacity).all()


@pytest.mark.parametrize("method", OF_THE_TREE)
@given(seeds)
def test_no_unit_has_more_than_it_may(method, seed):
    instance, numbers = settled(seed)
    got = method(instance, numbers)
    there = np.bincount(instance.opening_unit[got[got >= 0]], minlength=instance.units)
    for unit in range(instance.units - 1, 0, -1):
        there[instance.unit_parent[unit]] += there[unit]
    assert (there <= instance.unit_upper).all()


@pytest.mark.parametrize("method", METHODS)
@given(seeds)
def test_everybody_has_one_opening_that_they_named_or_none(method, seed):
    instance, numbers = settled(seed)
    got = method(instance, numbers)
    named = [{-1, *(int(instance.col[edge]) for edge in row)} for row in wishes(instance)]
    assert got.shape == (instance.applicants,)
    assert all(int(one) in names for one, names in zip(got, named, strict=True))


@pytest.mark.parametrize("method", METHODS)
@given(seeds)
@settings(max_examples=30)
def test_the_same_seed_gives_the_same_result(method, seed):
    assert method(*settled(seed)).tolist() == method(*settled(seed)).tolist()


@pytest.mark.parametrize("method", METHODS)
@given(seeds)
def test_applicants_in_another_order_get_the_same(method, seed):
    instance, numbers = settled(seed)
    order = np.random.default_rng(seed + 1).permutation(instance.applicants)
    assert method(moved(instance, order), numbers[order]).tolist() == method(instance, numbers)[order].tolist()


@given(seeds, st.booleans())
def test_equal_claims_are_one_after_the_other_choosing_the_dearest_that_is_free(seed, bounded):
    """Also where each group of openings may have only so many."""
    instance, numbers = settled(seed)
    chance = np.random.default_rng(seed + 2)
    groups, most = chance.integers(-1, 3, instance.openings), chance.integers(0, 4, 3)
    bounds = {"groups": groups.tolist(), "most": most.tolist()} if bounded else {}
    flat = replace(
        instance,
        priority=np.zeros(instance.edges, np.int64),
        opening_unit=(groups + 1).astype(np.int32),
        unit_parent=np.array([-1, 0, 0, 0], np.int32),
        unit_lower=np.zeros(4, np.int64),
        unit_upper=np.array([2**40, *(most if bounded else [2**40] * 3)]),
    )
    lots = many_lots("2024-06-30", numbers)
    named = [[int(instance.col[edge]) for edge in row] for row in wishes(instance)]
    got = serial(named, instance.capacity.tolist(), by_lot(lots.tolist()), **bounds).got
    assert stable(flat, lots=lots).assignment.tolist() == got


def moved(instance: Instance, order):
    """The applicants in another order, each with what they named."""
    rows = [np.arange(*instance.indptr[one : one + 2]) for one in order]
    edges = np.concatenate([np.empty(0, np.int64), *rows]).astype(np.int64)
    of_edges = {name: getattr(instance, name) for name in ("col", "score", "priority", "preference")}
    told = {name: array[edges] for name, array in of_edges.items() if array is not None}
    indptr = np.cumsum([0, *map(len, rows)])
    return replace(instance, indptr=indptr, lottery=instance.lottery[order], **told)
