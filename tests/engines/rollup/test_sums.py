import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.rollup import FactError, Tree, columns, roll_up, roll_up_columns
from tests.engines.rollup.forests import facts, shuffled, slow_totals

FAMILY = Tree.from_parents([-1, 0, 0, 1])


@given(facts())
def test_totals_are_those_of_adding_along_every_path(given_facts):
    tree, node, _, _, value = given_facts
    assert roll_up(tree, node, value).tolist() == slow_totals(tree, node, value)


@given(facts(), st.integers(0, 99))
def test_the_order_of_facts_does_not_matter(given_facts, seed):
    tree, node, _, _, value = given_facts
    assert np.array_equal(roll_up(tree, *shuffled(seed, node, value)), roll_up(tree, node, value))


@given(facts())
def test_the_roots_together_hold_everything(given_facts):
    tree, node, _, _, value = given_facts
    assert roll_up(tree, node, value)[tree.roots].sum() == sum(value)


@given(facts())
def test_several_measures_at_once_are_each_one_by_itself(given_facts):
    tree, node, person, _, value = given_facts
    both = roll_up(tree, node, np.array([value, person]).reshape(2, len(node)))
    assert both.tolist() == [slow_totals(tree, node, value), slow_totals(tree, node, person)]


@given(facts())
def test_columns_hold_the_facts_of_each_measure(given_facts):
    tree, node, person, _, value = given_facts
    totals = roll_up_columns(tree, columns(tree, person, node, value, 5))
    for measure, row in enumerate(totals):
        mine = [at for at, of in enumerate(person) if of == measure]
        assert row.tolist() == slow_totals(tree, [node[at] for at in mine], [value[at] for at in mine])


@given(facts(), st.sampled_from([1, 2**20, 2**50]))
def test_columns_are_right_also_for_values_too_wide_to_be_packed(given_facts, scale):
    tree, node, person, _, value = given_facts
    wide = [(amount % 100 - 50) * scale for amount in value]
    totals = roll_up_columns(tree, columns(tree, person, node, wide, 5))
    assert totals.sum(axis=0).tolist() == slow_totals(tree, node, wide)


def test_an_array_given_is_filled_and_returned():
    out = np.full((1, 4), 7)
    assert roll_up_columns(FAMILY, columns(FAMILY, [0], [3], [5], 1), out) is out
    assert out.tolist() == [[5, 5, 0, 5]]


def test_sums_beyond_the_exactness_of_floats_are_exact():
    assert roll_up(FAMILY, [3, 2], [2**60 + 1, 2**60 + 2])[0] == 2**61 + 3


@pytest.mark.parametrize("value", [[2**62, 2**62], [-(2**62), -(2**62)], [2**63 - 1, 1], [-(2**63), 0]])
def test_amounts_that_could_leave_int64_are_refused(value):
    with pytest.raises(FactError, match="larger unit"):
        roll_up(FAMILY, [2, 3], value)


def test_one_large_amount_among_many_small_ones_is_not_refused():
    assert roll_up(FAMILY, [3, 2, 2], [2**62, -1, 2])[0] == 2**62 + 1


def test_unsigned_amounts_beyond_int64_are_refused():
    with pytest.raises(FactError, match="larger unit"):
        roll_up(FAMILY, [3], np.array([2**63], dtype=np.uint64))


@pytest.mark.parametrize(
    ("node", "value", "words"),
    [
        ([1, 4], [1, 1], "Fact 1 is at unit 4"),
        ([-1], [1], "Fact 0 is at unit -1"),
        ([1], [0.5], "whole numbers"),
        ([1.0], [1], "whole numbers"),
        ([1, 2], [1], "There are 2 units but values of shape"),
    ],
)
def test_facts_that_do_not_fit_are_refused(node, value, words):
    with pytest.raises(FactError, match=words):
        roll_up(FAMILY, node, value)


def test_a_measure_that_is_not_there_is_refused_with_its_row():
    with pytest.raises(FactError, match="Fact 1 is of measure 3") as refusal:
        columns(FAMILY, [0, 3], [1, 1], [1, 1], 3)
    assert refusal.value.row == 1


def test_measures_must_be_whole_numbers():
    with pytest.raises(FactError, match="Measures must be whole numbers"):
        columns(FAMILY, [0.0], [1], [1], 3)


def test_laying_out_leaves_the_facts_as_they_are():
    measure, node, value = np.array([1, 0]), np.array([3, 1]), np.array([7, 8])
    columns(FAMILY, measure, node, value, 2)
    assert [measure.tolist(), node.tolist(), value.tolist()] == [[1, 0], [3, 1], [7, 8]]


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(FactError, match="lengths 1, 2 and 2"):
        columns(FAMILY, [0], [1, 1], [1, 1], 3)
