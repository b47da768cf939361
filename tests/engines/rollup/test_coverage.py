import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.rollup import FactError, Tree, by_month, meeting_by_month, units_meeting
from tests.engines.rollup.forests import MONTHS, facts, forests, table, under

FAMILY = Tree.from_parents([-1, 0, 0, 1], [0, 4, 4, 5])


@given(forests(), st.integers(0, 4), st.randoms())
def test_units_are_counted_where_they_lie(tree, level, chance):
    condition = np.array([chance.random() < 0.5 for _ in range(len(tree))])
    counted = units_meeting(tree, level, condition)
    for top in range(len(tree)):
        assert counted[top] == sum(bool(condition[at]) and tree.level[at] == level for at in under(tree, top))


@given(facts(), st.integers(0, 3), st.integers(1, 2**40))
def test_crossings_up_to_a_month_say_who_meets_it_then(given_facts, level, at_least):
    tree, node, _, month, value = given_facts
    crossings = table(meeting_by_month(tree, level, by_month(tree, node, month, value, MONTHS), at_least))
    for now in range(MONTHS):
        for unit in tree.at_level(level).tolist():
            below = under(tree, unit)
            held = sum(v for n, m, v in zip(node, month, value, strict=True) if n in below and m <= now)
            turns = sum(turn for (at, when), turn in crossings.items() if at == unit and when <= now)
            assert turns == (held >= at_least)


def test_crossings_roll_up_to_the_units_above():
    places = by_month(FAMILY, [3, 2, 2], [0, 1, 4], [1, 1, -1], MONTHS)
    covered = by_month(FAMILY, *meeting_by_month(FAMILY, 4, places, 1), MONTHS)
    assert {month: turn for (unit, month), turn in table(covered).items() if unit == 0} == {0: 1, 1: 1, 4: -1}


@pytest.mark.parametrize("condition", [[True], [1, 0, 1, 0]])
def test_a_condition_is_one_truth_value_a_unit(condition):
    with pytest.raises(FactError, match="true or false for each of the 4 units"):
        units_meeting(FAMILY, 4, condition)


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(FactError, match="at least 1"):
        meeting_by_month(FAMILY, 4, by_month(FAMILY, [3], [0], [1], MONTHS), 0)
