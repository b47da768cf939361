import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.units.paths import keys, step

KEYS = st.integers(1, 36**5 - 1)


@given(st.lists(KEYS, max_size=16))
def test_the_keys_can_be_read_off_a_path(chain):
    assert keys("".join(map(step, chain))) == chain


@given(KEYS, KEYS)
def test_steps_sort_like_keys(one, other):
    assert (step(one) < step(other)) == (one < other)


@pytest.mark.parametrize("key", [0, -1, 36**5])
def test_a_key_that_no_step_can_hold_is_refused(key):
    with pytest.raises(ValueError, match="key lies between"):
        step(key)
