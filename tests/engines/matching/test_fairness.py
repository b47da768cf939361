"""The fairness report: figures that add up, by hand and for every result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.matching.fairness import RANKS, report
from sangzi.engines.matching.instance import of
from sangzi.engines.matching.stable import stable

from .plain import market, wishes

seeds = st.integers(0, 10**6)


@pytest.fixture
def told():
    """Four applicants of two classes and two homes; the last one has nothing and the third the second wish."""
    instance = of(
        {
            "indptr": [0, 1, 2, 4, 5],
            "col": [0, 1, 0, 1, 0],
            "score": [5, 7, 9, 2, 8],
            "capacity": [1, 3],
            "opening_lower": [0, 0],
            "opening_unit": [0, 0],
            "unit_parent": [-1],
            "unit_lower": [0],
            "unit_upper": [9],
        }
    )
    home, group, region = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]), np.array([0, 1])
    return report(instance, np.array([0, 1, 1, -1], np.int32), home=home, region=region, group=group)


def test_a_class_is_counted_beside_the_whole_pool(told):
    assert (told.by_class.placed.tolist(), told.by_class.people.tolist()) == ([2, 1], [2, 2])
    assert (told.everybody.placed.tolist(), told.everybody.people.tolist()) == ([3], [4])


def test_fit_is_told_with_what_there_was_to_have(told):
    assert (told.by_class.fit.tolist(), told.by_class.best_fit.tolist()) == ([12, 2], [12, 17])
    assert told.by_class.mean_fit.tolist() == [6, 2]


def test_the_wish_somebody_got_is_counted_by_rank(told):
    assert told.by_class.ranks[:, :2].tolist() == [[2, 0], [0, 1]]


def test_regions_tell_what_they_offer_and_who_comes(told):
    regions = told.regions
    assert (regions.seats.tolist(), regions.wishes.tolist()) == ([1, 3], [3, 2])
    assert (regions.flows.tolist(), regions.at_home.tolist()) == ([[1, 1], [0, 1]], [1, 1])
    assert regions.seats_for_each.tolist() == [0.5, 1.5]


def result(seed):
    """A stable result with homes, regions and classes drawn for it."""
    instance, chance = market(seed, most=20), np.random.default_rng(seed)
    got = stable(instance, keep_lower=False)
    home, group = chance.integers(-1, 4, instance.applicants), chance.integers(0, 3, instance.applicants)
    region = chance.integers(0, 4, instance.openings)
    return instance, got, {"home": home, "group": group, "region": region}


@given(seeds)
def test_groups_add_up_to_everybody(seed):
    instance, got, columns = result(seed)
    figures = report(instance, got.assignment, **columns)
    for of_groups, of_all in zip(figures.by_class, figures.everybody, strict=True):
        assert np.array_equal(of_groups.sum(axis=0), of_all[0])


@given(seeds)
def test_ranks_and_regions_agree_with_the_result(seed):
    instance, got, columns = result(seed)
    figures = report(instance, got.assignment, **columns)
    counted = np.bincount(np.minimum(got.rank[got.rank >= 0], RANKS), minlength=RANKS + 1)
    assert figures.everybody.ranks[0].tolist() == counted.tolist()
    assert figures.regions.filled.sum() == got.placed
    assert figures.regions.flows.sum() == ((got.assignment >= 0) & (columns["home"] >= 0)).sum()


@given(seeds)
def test_the_best_there_was_to_have_is_the_highest_score_of_each(seed):
    instance, got, columns = result(seed)
    highest = [max((int(instance.score[edge]) for edge in row), default=0) for row in wishes(instance)]
    assert report(instance, got.assignment, **columns).everybody.best_fit.tolist() == [sum(highest)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"home": np.array([0])}, "home has 1 entries"),
        ({"group": np.array([0, 0, -1, 0])}, "group has a number below 0"),
        ({"assignment": np.array([1, 1, 1, -1], np.int32)}, "did not name"),
        ({"assignment": np.array([1], np.int32)}, "the assignment has 1 entries"),
    ],
)
def test_columns_that_do_not_fit_are_refused(change, words):
    instance = of(
        {
            "indptr": [0, 1, 2, 3, 4],
            "col": [0, 1, 1, 0],
            "score": [1, 1, 1, 1],
            "capacity": [2, 2],
            "opening_lower": [0, 0],
            "opening_unit": [0, 0],
            "unit_parent": [-1],
            "unit_lower": [0],
            "unit_upper": [9],
        }
    )
    told = {
        "assignment": np.array([0, 1, 1, -1], np.int32),
        "home": np.zeros(4, int),
        "group": np.zeros(4, int),
        "region": np.zeros(2, int),
    } | change
    with pytest.raises(ValueError, match=words):
        report(instance, told.pop("assignment"), **told)
