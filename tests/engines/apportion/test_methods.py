"""What must hold whatever the method: conservation, symmetry, bounds, and refusals with a code."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sangzi.engines.apportion import ApportionError, Reason, by_hand, equal, one_each, proportional, sainte_lague
from tests.engines.apportion.terms import bounded, totals, weights, whole_weights

METHODS = st.sampled_from([proportional, sainte_lague])


def tied(total, by, shares, method):
    """Whether the last that got a unit and the first that got none had the same claim, so that order decides."""
    weighed = [Fraction(weight) for weight in by]
    if method is sainte_lague:
        got = [weight / (2 * share - 1) for weight, share in zip(weighed, shares, strict=True) if share]
        denied = [weight / (2 * share + 1) for weight, share in zip(weighed, shares, strict=True)]
        return bool(got) and min(got) == max(denied)
    left = [weight * total / sum(weighed) % 1 for weight in weighed]
    raised = [share > weight * total / sum(weighed) for weight, share in zip(weighed, shares, strict=True)]
    got = [one for one, up in zip(left, raised, strict=True) if up]
    denied = [one for one, up in zip(left, raised, strict=True) if not up]
    return bool(got) and bool(denied) and min(got) == max(denied)


@given(totals, weights, METHODS, st.randoms(use_true_random=False))
def test_the_order_of_the_children_decides_nothing_but_ties(total, by, method, random):
    order = list(range(len(by)))
    random.shuffle(order)
    straight, shuffled = method(total, by).value, method(total, [by[at] for at in order]).value
    assume(not tied(total, by, straight.tolist(), method))
    assert sorted((by[at], int(shuffled[place])) for place, at in enumerate(order)) == sorted(
        zip(by, straight.tolist(), strict=True)
    )


@given(totals, whole_weights, METHODS)
def test_who_weighs_more_gets_no_less(total, by, method):
    shares = method(total, by).value.tolist()
    ranked = sorted(zip(by, shares, strict=True))
    assert all(less[1] <= more[1] for less, more in itertools.pairwise(ranked) if less[0] < more[0])


@given(bounded(), METHODS)
def test_floors_and_caps_hold_around_what_is_set_by_hand(terms, method):
    total, by, floors, caps = terms
    fixed = {0: floors[0]} if len(by) > 1 and total - floors[0] <= sum(caps[1:]) else {}
    shares = by_hand(total, fixed, len(by), by, floors=floors, caps=caps, method=method)
    assert shares.value.sum() == total
    assert all(low <= share <= high for low, share, high in zip(floors, shares.value, caps, strict=True))


@given(bounded(), METHODS)
def test_one_each_stays_within_floors_and_caps(terms, method):
    total, by, floors, caps = terms
    caps = [cap + 1 for cap in caps]
    total = max(total, sum(max(floor, 1) for floor in floors))
    shares = one_each(total, len(by), by, floors=floors, caps=caps, method=method)
    assert shares.value.sum() == total
    assert all(max(low, 1) <= one <= high for low, one, high in zip(floors, shares.value, caps, strict=True))


@given(st.integers(0, 300), whole_weights)
def test_one_each_by_sainte_lague_takes_from_nobody_when_the_total_grows(more, by):
    smaller, larger = (one_each(len(by) + more + step, len(by), by, method=sainte_lague).value for step in (0, 1))
    assert np.all(smaller <= larger)


def test_among_equal_claims_the_first_comes_first():
    by = [111, 173, 235, 370, 485, 999]  # 111 / 79 is 999 / 711
    assert sainte_lague(846, by).value[[0, 5]].tolist() == [40, 355]
    assert sainte_lague(846, by[::-1]).value[[0, 5]].tolist() == [356, 39]


def test_a_child_held_at_one_by_its_cap_is_told_so():
    shares = one_each(5, 2, [9, 1], caps=[1, 9])
    assert (shares.value.tolist(), shares.why(0).reason) == ([1, 4], Reason.CAP)


def test_sainte_lague_by_hand_keeps_its_divisor():
    assert by_hand(10, {0: 4}, 3, [1, 2, 1], method=sainte_lague).divisor == pytest.approx(
        sainte_lague(6, [2, 1]).divisor
    )


@pytest.mark.parametrize(
    ("ask", "code", "children", "numbers"),
    [
        (lambda: equal(3, 2, floors=[1, 4]), "floors", (1, 0), {"least": 5, "total": 3}),
        (lambda: equal(9, 2, caps=[3, 2]), "caps", (1, 0), {"most": 5, "total": 9}),
        (lambda: proportional(9, [1, 0], caps=3), "caps", (0,), {"most": 3, "total": 9}),
        (lambda: equal(9, 2, floors=[0, 5], caps=4), "crossed", (), {"least": 5, "most": 4}),
        (lambda: proportional(9, [0, 0]), "weightless", (), {}),
        (lambda: one_each(1, 2), "one-each", (), {"total": 1, "children_in_all": 2}),
        (lambda: one_each(9, 2, caps=[0, 9]), "crossed", (), {"least": 1, "most": 0}),
        (lambda: by_hand(9, {0: 1}, 3, floors=[9, 4, 5]), "floors", (2, 1), {"least": 9, "total": 8}),
        (lambda: by_hand(1, {0: 2}, 2), "hands-above", (), {"given": 2, "total": 1}),
    ],
)
def test_a_refusal_carries_its_code_its_numbers_and_who_stands_in_the_way(ask, code, children, numbers):
    with pytest.raises(ApportionError) as refused:
        ask()
    error = refused.value
    assert (error.code, error.children, error.numbers) == (code, children, numbers)
