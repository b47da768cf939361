"""Counting persons by their pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sangzi.programmes.pairs import Pair, steps_of

days = st.integers(0, 30)
pairs = st.lists(
    st.builds(lambda since, length, unit: (since, None if length is None else since + length, unit),
              days, st.none() | st.integers(0, 12), st.integers(1, 3)),
    max_size=6,
).map(lambda found: [Pair(*pair, key) for key, pair in enumerate(found)])  # fmt: skip


def counted_on(steps, day):
    """Where the person counts on a day, according to the steps."""
    units = {}
    for step in steps:
        if step.day <= day:
            units[step.unit] = units.get(step.unit, 0) + step.change
    return [unit for unit, times in units.items() for _ in range(times)]


@given(pairs, days)
def test_a_person_counts_once_just_while_some_pair_holds(found, day):
    assert len(counted_on(steps_of(found), day)) == any(pair.holds(day) for pair in found)


@given(pairs, days)
def test_a_person_counts_where_a_pair_holds(found, day):
    assert set(counted_on(steps_of(found), day)) <= {pair.unit for pair in found if pair.holds(day)}


def test_when_the_older_pair_ends_the_person_moves_to_the_other():
    steps = list(steps_of([Pair(1, 9, 7, 1), Pair(4, None, 8, 2)]))
    assert [tuple(step) for step in steps] == [(7, 1, 1), (7, 9, -1), (8, 9, 1)]
