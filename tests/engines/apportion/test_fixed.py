import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.apportion import ApportionError, Reason, by_hand, equal, one_each, proportional
from tests.engines.apportion.terms import whole_weights


@given(st.integers(0, 3000), whole_weights)
def test_everyone_has_one_and_the_rest_goes_by_weight(more, by):
    shares = one_each(len(by) + more, len(by), by)
    assert np.array_equal(shares.value, proportional(more, by).value + 1)


def test_quotas_of_one_each_add_up_to_the_total():
    assert one_each(11, 3, [1, 2, 1]).quota.tolist() == [3, 5, 3]


def test_one_each_without_weights_is_equal():
    assert np.array_equal(one_each(10, 4).value, equal(10, 4).value)


def test_too_little_for_one_each_is_refused():
    with pytest.raises(ApportionError, match="3 cannot be shared with at least one for each of 4 children"):
        one_each(3, 4)


def test_the_one_alone_is_a_floor():
    assert one_each(3, 2, [9, 0]).reason.tolist() == [Reason.QUOTA, Reason.FLOOR]


@given(st.integers(0, 500), whole_weights, st.data())
def test_shares_by_hand_stand_and_the_total_is_conserved(spare, by, data):
    by = [*by, 1]
    fixed = data.draw(st.dictionaries(st.integers(0, len(by) - 2), st.integers(0, 50)))
    total = sum(fixed.values()) + spare
    shares = by_hand(total, fixed, len(by), by)
    assert shares.value.sum() == total
    assert all(shares.why(child)[:3] == (share, share, Reason.HAND) for child, share in fixed.items())


@given(st.integers(0, 500), whole_weights)
def test_with_nothing_by_hand_it_is_proportional(total, by):
    assert np.array_equal(by_hand(total, {}, len(by), by).value, proportional(total, by).value)


def test_the_others_share_the_rest_equally_without_weights():
    assert by_hand(20, {1: 11}, 4).value.tolist() == [3, 11, 3, 3]


def test_floors_and_caps_bind_the_others_only():
    shares = by_hand(20, {0: 9}, 3, [1, 1, 9], floors=[10, 4, 0], caps=[5, 20, 20])
    assert shares.value.tolist() == [9, 4, 7]
    assert by_hand(20, {0: 0}, 3, caps=10).value.tolist() == [0, 10, 10]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"fixed": {0: 11}}, "add up to 11, more than the total of 10"),
        ({"fixed": {0: 3, 1: 3}}, "add up to 6, not 10"),
        ({"fixed": {2: 3}}, "Child 2 is not there"),
        ({"fixed": {0: -3}}, "Child 0 has -3 by hand"),
        ({"fixed": {0: 1.5}}, "Child 0 has 1.5 by hand"),
        ({"fixed": {}, "weights": [1]}, "2 children but weights of shape"),
        ({"fixed": {}, "floors": [1]}, "2 children but 1 floors or caps"),
    ],
)
def test_hands_that_cannot_stand_are_refused(terms, words):
    with pytest.raises(ApportionError, match=words):
        by_hand(10, children=2, **terms)


def test_all_by_hand_and_exact_is_allowed():
    assert by_hand(10, {0: 4, 1: 6}, 2).value.tolist() == [4, 6]
