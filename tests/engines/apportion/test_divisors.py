import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.apportion import ApportionError, Reason, sainte_lague
from tests.engines.apportion.terms import bounded, highest_averages, totals, weights

few = st.integers(0, 60)


@given(few, weights)
def test_shares_are_the_highest_averages(total, by):
    by = [weight or 0 for weight in by]
    expected = highest_averages(total, by, [0] * len(by), [total if weight else 0 for weight in by])
    assert sainte_lague(total, by).value.tolist() == expected


@given(bounded())
def test_highest_averages_begin_at_floors_and_stop_at_caps(bounds):
    total, by, floors, caps = bounds
    value = sainte_lague(total, by, floors=floors, caps=caps).value
    assert value.tolist() == highest_averages(total, by, floors, caps)


@given(totals, weights)
def test_shares_add_up_to_the_total(total, by):
    assert sainte_lague(total, by).value.sum() == total


@given(totals, weights)
def test_with_a_larger_total_nobody_gets_less(total, by):
    assert np.all(sainte_lague(total, by).value <= sainte_lague(total + 1, by).value)


@given(bounded())
def test_with_a_larger_total_nobody_gets_less_also_above_floors(bounds):
    total, by, floors, _ = bounds
    now, then = (sainte_lague(whole, by, floors=floors).value for whole in (total, total + 1))
    assert np.all(now <= then)


@given(totals, st.lists(st.sampled_from([1, 2, 5]), min_size=1, max_size=20))
def test_the_same_weight_means_the_same_share_but_for_one(total, by):
    value = sainte_lague(total, by).value
    for weight in set(by):
        alike = value[np.array(by) == weight]
        assert alike[0] - alike[-1] in {0, 1}
        assert np.all(np.diff(alike) <= 0)


@given(totals, st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_shares_are_weights_over_the_divisor_rounded(total, by):
    shares = sainte_lague(total, by)
    if total:
        assert np.all(np.abs(shares.value - np.array(by) / shares.divisor) <= 0.5 + 1e-9)


@given(st.integers(2**40, 2**53), st.lists(st.integers(1, 2**62), min_size=1, max_size=6))
def test_wide_numbers_are_shared_exactly(total, by):
    assert sainte_lague(total, by).value.sum() == total


@given(st.integers(0, 40), st.integers(2**52, 2**60), st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_averages_too_close_for_floats_are_told_apart(total, base, extra):
    by = [base + more for more in extra]
    expected = highest_averages(total, by, [0] * len(by), [total] * len(by))
    assert sainte_lague(total, by).value.tolist() == expected


def test_every_share_has_its_reason():
    shares = sainte_lague(20, [0, 1, 60, 39], floors=[0, 2, 0, 0], caps=[5, 20, 8, 20])
    assert shares.value.tolist() == [0, 2, 8, 10]
    assert shares.reason.tolist() == [Reason.WEIGHTLESS, Reason.FLOOR, Reason.CAP, Reason.ROUNDED]


def test_what_cannot_be_met_is_refused():
    with pytest.raises(ApportionError, match="floors add up to 6"):
        sainte_lague(5, [1, 1], floors=3)
