"""Means of judges, trimmed or not; ties parted by criteria and then by lot."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.judging import lots, standings


def d(*values):
    return tuple(Decimal(value) for value in values)


PANEL = {judge: d(points) for judge, points in enumerate((60, 90, 80, 70, 100))}

marks = st.decimals(0, 100, places=2)
contests = st.integers(1, 3).flatmap(
    lambda width: st.dictionaries(
        st.integers(1, 50),
        st.dictionaries(st.integers(1, 7), st.tuples(*[marks] * width), min_size=3, max_size=7),
        min_size=1,
        max_size=12,
    )
)


def test_the_mean_of_all_judges_decides():
    found = standings({1: {7: d(80), 8: d(90)}, 2: {7: d(90), 8: d(90)}})
    assert [(one.entry, one.mean, one.rank) for one in found] == [(2, 90, 1), (1, 85, 2)]


def test_trimmed_leaves_out_the_highest_and_the_lowest():
    assert standings({1: PANEL}, trimmed=True)[0].mean == 80


def test_of_two_equal_the_first_criterion_decides():
    found = standings({1: {7: d(40, 50)}, 2: {7: d(50, 40)}})
    assert [(one.entry, one.level_with, one.tied) for one in found] == [(2, (1,), ()), (1, (2,), ())]


def test_entries_equal_in_everything_share_a_rank_until_a_lot_parts_them():
    points = {1: {7: d(50)}, 2: {7: d(50)}, 3: {7: d(40)}}
    assert [(one.rank, one.tied) for one in standings(points)] == [(1, (2,)), (1, (1,)), (3, ())]
    assert [(one.entry, one.rank) for one in standings(points, lots={1: 9, 2: 4, 3: 1})] == [(2, 1), (1, 2), (3, 3)]


@pytest.mark.parametrize(("given", "trimmed"), [({}, False), ({7: d(1), 8: d(2)}, True)])
def test_too_few_judges_are_refused(given, trimmed):
    with pytest.raises(ValueError, match="too few judges"):
        standings({1: given}, trimmed=trimmed)


@given(contests, st.booleans())
def test_ranks_follow_means_and_lots_leave_none_shared(points, trimmed):
    drawn = lots("seed", points)
    found = standings(points, trimmed=trimmed, lots=drawn)
    assert [one.rank for one in found] == list(range(1, len(points) + 1))
    assert all(one.mean >= two.mean for one, two in itertools.pairwise(found))


@given(contests)
def test_a_mean_lies_between_the_judges_that_count(points):
    for one in standings(points, trimmed=True):
        totals = sorted(sum(row) for row in points[one.entry].values())
        assert Fraction(totals[1]) <= one.mean <= Fraction(totals[-2])
        assert sum(one.criteria, Fraction(0)) == one.mean


@given(st.text(max_size=20), st.sets(st.integers(1, 10**6), max_size=30))
def test_a_lot_depends_on_seed_and_number_alone(seed, entries):
    drawn = lots(seed, entries)
    assert all(lots(seed, [entry])[entry] == lot for entry, lot in drawn.items())
    assert all(0 <= lot < 2**63 for lot in drawn.values())
