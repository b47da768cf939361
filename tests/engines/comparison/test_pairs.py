"""Statements on the same matter find each other, and nobody is lost or taken twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.comparison import Point, likeness, pairs
from sangzi.engines.comparison.pairs import FLOOR

from .editions import FIRST, SECOND, points

BEFORE, AFTER = points(FIRST, 2025), points(SECOND, 2025)
KEYS = [key for key, *_ in FIRST], [key for key, *_ in SECOND]
WORDS = st.text(alphabet="青年之家夜校导师河长乡镇村级覆盖率人数", min_size=1, max_size=12)
POINTS = st.lists(st.builds(Point, title=WORDS, quote=WORDS, value=st.none()), max_size=12)


def test_two_editions_pair_as_a_person_paired_them():
    found = {(pair.before, pair.after) for pair in pairs(BEFORE, AFTER) if None not in pair[:2]}
    assert found == {(KEYS[0].index(key), KEYS[1].index(key)) for key in set(KEYS[0]) & set(KEYS[1])}


def test_the_first_of_two_deadlines_pairs_with_the_first():
    once, twice = points([FIRST[0], FIRST[1]], 2025), points([SECOND[1], SECOND[2]], 2025)
    assert [pair[:2] for pair in pairs(once, twice)] == [(0, 1), (1, 0)]


def test_a_number_within_a_name_is_part_of_the_name():
    clean, breathed = Point("PM2.5浓度", "", None), Point("PM2.5年均浓度", "", None)
    assert likeness([clean], [breathed])[0, 0] > likeness([clean], [Point("PM10年均浓度", "", None)])[0, 0]


def test_what_a_person_paired_stays_paired():
    one, other = KEYS[0].index("loans"), KEYS[1].index("chargers")
    found = pairs(BEFORE, AFTER, together=[(one, other)])
    assert (one, other, 1.0) in found


def test_what_a_person_parted_stays_alone():
    one = KEYS[0].index("homes")
    found = pairs(BEFORE, AFTER, alone=({one}, ()))
    assert (one, None, 0.0) in found


@given(POINTS, POINTS)
def test_every_statement_stands_exactly_once(before, after):
    found = pairs(before, after)
    assert sorted(pair.before for pair in found if pair.before is not None) == list(range(len(before)))
    assert sorted(pair.after for pair in found if pair.after is not None) == list(range(len(after)))


@given(POINTS, POINTS)
def test_likeness_is_symmetric_and_between_nothing_and_one(before, after):
    scores = likeness(before, after)
    np.testing.assert_allclose(scores, likeness(after, before).T, atol=1e-6)
    assert ((scores >= 0) & (scores <= 1 + 1e-6)).all()


@given(POINTS, POINTS)
def test_no_two_left_apart_are_more_alike_than_what_they_got(before, after):
    scores, found = likeness(before, after), pairs(before, after)
    got_before = {pair.before: pair.likeness for pair in found}
    got_after = {pair.after: pair.likeness for pair in found}
    better = [
        (row, column)
        for row, column in np.argwhere(scores >= FLOOR).tolist()
        if scores[row, column] > max(got_before[row], got_after[column]) + 1e-6
    ]
    assert better == []


@given(st.lists(WORDS, unique=True, min_size=1, max_size=8))
def test_a_plan_beside_itself_pairs_each_with_itself(titles):
    plan = [Point(title, title, None) for title in titles]
    twins = [pair for pair in pairs(plan, plan) if pair.before != pair.after]
    assert all(likeness(plan, plan)[pair.before, pair.before] < FLOOR for pair in twins if pair.before is not None)
