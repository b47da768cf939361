import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.rollup import FactError, Monthly, Tree, by_month, roll_up, running
from tests.engines.rollup.forests import MONTHS, ancestors, facts, shuffled, table


@given(facts())
def test_rows_are_the_sums_along_every_path_without_the_zeros(given_facts):
    tree, node, _, month, value = given_facts
    expected: dict[tuple[int, int], int] = {}
    for at, when, amount in zip(node, month, value, strict=True):
        for unit in ancestors(tree, at):
            expected[unit, when] = expected.get((unit, when), 0) + amount
    assert table(by_month(tree, node, month, value, MONTHS)) == {key: sum_ for key, sum_ in expected.items() if sum_}


@given(facts())
def test_all_months_together_are_the_total(given_facts):
    tree, node, _, month, value = given_facts
    rows = by_month(tree, node, month, value, MONTHS)
    totals = np.zeros(len(tree), dtype=np.int64)
    np.add.at(totals, rows.node, rows.value)
    assert np.array_equal(totals, roll_up(tree, node, value))


@given(facts(), st.integers(0, 99))
def test_the_order_of_facts_does_not_matter(given_facts, seed):
    tree, node, _, month, value = given_facts
    again = by_month(tree, *shuffled(seed, node, month, value), MONTHS)
    assert table(again) == table(by_month(tree, node, month, value, MONTHS))


@given(facts())
def test_running_amounts_are_the_sums_up_to_each_month(given_facts):
    tree, node, _, month, value = given_facts
    changes = by_month(tree, node, month, value, MONTHS)
    rows = table(changes)
    for at, when, amount in zip(*running(changes), strict=True):
        assert amount == sum(moved for (unit, then), moved in rows.items() if unit == at and then <= when)


def test_what_cancels_out_leaves_no_row():
    tree = Tree.from_parents([-1, 0, 0])
    rows = by_month(tree, [1, 2], [3, 3], [5, -5], 12)
    assert table(rows) == {(1, 3): 5, (2, 3): -5}


def test_months_may_be_counted_from_the_year_nought():
    rows = by_month(Tree.from_parents([-1]), [0], [2026 * 12 + 10], [1], 30_000)
    assert rows.month.tolist() == [24322]


@pytest.mark.parametrize(
    ("month", "words"), [([0, 12], "Fact 1 is in month 12"), ([0], "2 units but 1 months"), ([0.5, 1], "whole numbers")]
)
def test_months_that_do_not_fit_are_refused(month, words):
    with pytest.raises(FactError, match=words):
        by_month(Tree.from_parents([-1]), [0, 0], month, [1, 1], 12)


def test_values_of_another_length_are_refused():
    with pytest.raises(FactError, match="one value a fact"):
        by_month(Tree.from_parents([-1]), [0, 0], [1, 1], [1], 12)


def test_nothing_runs_to_nothing():
    empty = np.empty(0, dtype=np.int64)
    assert running(Monthly(empty, empty, empty)).value.size == 0
