from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.apportion import ApportionError, Reason, equal, proportional
from tests.engines.apportion.terms import bounded, clipped_quotas, quotas, totals, weights


@given(totals, weights)
def test_shares_add_up_to_the_total(total, by):
    assert proportional(total, by).value.sum() == total


@given(totals, weights)
def test_everyone_stays_within_quota(total, by):
    for share, quota in zip(proportional(total, by).value.tolist(), quotas(total, by), strict=True):
        assert floor(quota) <= share <= ceil(quota)


@given(totals, weights)
def test_what_is_left_over_goes_to_the_largest_remainders(total, by):
    shares = proportional(total, by)
    left = [quota - floor(quota) for quota in quotas(total, by)]
    expected = sorted(range(len(by)), key=lambda child: (-left[child], child))[: len(shares.holders)]
    assert shares.holders.tolist() == expected


@given(totals, st.data())
def test_the_same_weight_means_the_same_share_but_for_one(total, data):
    by = data.draw(st.lists(st.sampled_from([1, 2, 5]), min_size=1, max_size=20))
    value = proportional(total, by).value
    for weight in set(by):
        alike = value[np.array(by) == weight]
        assert alike[0] - alike[-1] in {0, 1}
        assert np.all(np.diff(alike) <= 0)


@given(totals, weights, st.integers(-40, 40))
def test_only_the_proportions_of_weights_matter(total, by, power):
    scaled = [float(weight) * 2.0**power for weight in by]
    assert np.array_equal(proportional(total, by).value, proportional(total, scaled).value)


@given(bounded())
def test_floors_and_caps_are_kept_and_the_total_too(bounds):
    total, by, floors, caps = bounds
    value = proportional(total, by, floors=floors, caps=caps).value
    assert value.sum() == total
    assert np.all((floors <= value) & (value <= caps))


@given(bounded())
def test_between_floors_and_caps_everyone_stays_within_the_clipped_quota(bounds):
    shares = proportional(bounds[0], bounds[1], floors=bounds[2], caps=bounds[3])
    for child, quota in enumerate(clipped_quotas(*bounds)):
        assert floor(quota) <= shares.value[child] <= ceil(quota)
        assert shares.quota[child] == pytest.approx(float(quota))


@given(st.integers(0, 2**53), st.lists(st.integers(1, 2**62), min_size=1, max_size=6))
def test_wide_numbers_are_shared_exactly(total, by):
    value = proportional(total, by).value
    assert value.sum() == total
    assert all(abs(int(share) - quota) < 1 for share, quota in zip(value, quotas(total, by), strict=True))


@given(totals, st.integers(1, 50))
def test_equal_shares_differ_by_one_at_most_and_the_first_have_more(total, children):
    value = equal(total, children).value
    assert value.tolist() == [total // children + (child < total % children) for child in range(children)]


def test_the_alabama_paradox_is_what_the_docstring_warns_of():
    by = [6, 6, 2]
    assert [proportional(total, by).value[2] for total in (10, 11)] == [2, 1]


def test_every_share_has_its_reason():
    shares = proportional(10, [0, 1, 50, 30, 17], floors=[0, 2, 0, 0, 0], caps=[9, 9, 3, 9, 9])
    reasons = [Reason.WEIGHTLESS, Reason.FLOOR, Reason.CAP, Reason.QUOTA, Reason.REMAINDER]
    assert [shares.why(child).reason for child in range(5)] == reasons
    assert shares.why(4) == (2, pytest.approx(5 * 17 / 47), Reason.REMAINDER, 1, 1)


def test_shares_of_nothing_are_nothing():
    assert proportional(0, [0, 0]).value.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"total": -1, "weights": [1]}, "not between 0 and"),
        ({"total": 2**53 + 1, "weights": [1]}, "larger unit"),
        ({"total": 1.5, "weights": [1]}, "whole number"),
        ({"total": True, "weights": [1]}, "whole number"),
        ({"total": 5, "weights": []}, "no children"),
        ({"total": 5, "weights": ["a"]}, "one row of numbers"),
        ({"total": 5, "weights": [1, -2]}, "Child 1 has the weight -2"),
        ({"total": 5, "weights": [1, float("nan")]}, "Child 1 has the weight nan"),
        ({"total": 5, "weights": [0, 0]}, "Every weight is 0"),
        ({"total": 5, "weights": [1, 1], "floors": 3}, "floors add up to 6"),
        ({"total": 5, "weights": [1, 1], "floors": [1, 2, 3]}, "one floor for all"),
        ({"total": 5, "weights": [1, 1], "floors": [0, -1]}, "Child 1 has the floor -1"),
        ({"total": 5, "weights": [1, 1], "caps": [2, 2]}, "only 4 of 5"),
        ({"total": 5, "weights": [1, 0], "caps": [4, 9]}, "only 4 of 5"),
        ({"total": 5, "weights": [1, 1], "floors": [3, 0], "caps": [2, 9]}, "Child 0 must get at least 3"),
    ],
)
def test_what_cannot_be_met_is_refused(terms, words):
    with pytest.raises(ApportionError, match=words):
        proportional(**terms)


def test_no_children_is_refused():
    with pytest.raises(ApportionError, match="no children"):
        equal(5, 0)


def test_tiny_weights_count_beside_large_ones():
    assert proportional(2**53, [1e-300, 1e300]).quota[0] == pytest.approx(float(Fraction(2**53) / 10**600))
