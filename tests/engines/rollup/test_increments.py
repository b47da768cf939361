import numpy as np
import pytest
from hypothesis import given

from sangzi.engines.rollup import (
    FactError,
    Tree,
    add,
    distinct,
    distinct_delta,
    first_months,
    first_months_delta,
    path,
    roll_up,
)
from tests.engines.rollup.forests import MONTHS, facts, table

FAMILY = Tree.from_parents([-1, 0, 0, 1])


@given(facts())
def test_adding_fact_by_fact_gives_the_full_totals(given_facts):
    tree, node, _, _, value = given_facts
    totals = np.zeros(len(tree), dtype=np.int64)
    for at, amount in zip(node, value, strict=True):
        assert np.array_equal(add(totals, tree, at, amount), path(tree, at))
    assert np.array_equal(totals, roll_up(tree, node, value))


@given(facts())
def test_counting_person_by_person_gives_the_full_counts(given_facts):
    tree, node, person, _, _ = given_facts
    counts = np.zeros(len(tree), dtype=np.int64)
    for row, (at, who) in enumerate(zip(node, person, strict=True)):
        counts[distinct_delta(tree, at, [node[k] for k in range(row) if person[k] == who])] += 1
    assert np.array_equal(counts, distinct(tree, node, person))


@given(facts())
def test_first_months_person_by_person_give_the_full_rows(given_facts):
    tree, node, person, month, _ = given_facts
    rows: dict[tuple[int, int], int] = {}
    for row, (at, who, when) in enumerate(zip(node, person, month, strict=True)):
        before = [k for k in range(row) if person[k] == who]
        delta = first_months_delta(tree, at, when, [node[k] for k in before], [month[k] for k in before])
        for key, turn in table(delta).items():
            rows[key] = rows.get(key, 0) + turn
    full = table(first_months(tree, node, person, month, MONTHS))
    assert {key: count for key, count in rows.items() if count} == full


@given(facts())
def test_taking_every_fact_back_leaves_nothing(given_facts):
    tree, node, person, _, _ = given_facts
    counts = distinct(tree, node, person)
    for row, (at, who) in enumerate(zip(node, person, strict=True)):
        counts[distinct_delta(tree, at, [node[k] for k in range(row + 1, len(node)) if person[k] == who])] -= 1
    assert not counts.any()


def test_a_known_person_is_new_only_below_where_they_were_known():
    assert distinct_delta(FAMILY, 3, [2]).tolist() == [3, 1]


def test_an_earlier_fact_moves_the_first_month():
    delta = first_months_delta(FAMILY, 3, 2, [2], [5])
    assert table(delta) == {(0, 2): 1, (0, 5): -1, (1, 2): 1, (3, 2): 1}


def test_a_total_that_would_leave_int64_is_refused_and_unchanged():
    totals = np.array([2**63 - 1, 0, 0, 0])
    with pytest.raises(FactError, match="at unit 3"):
        add(totals, FAMILY, 3, 1)
    assert totals.tolist() == [2**63 - 1, 0, 0, 0]


@pytest.mark.parametrize("node", [-1, 4])
def test_a_stranger_is_refused(node):
    with pytest.raises(FactError, match=f"Unit {node} is not in the tree"):
        path(FAMILY, node)


def test_other_facts_need_a_month_each():
    with pytest.raises(FactError, match="1 other units but 0 months"):
        first_months_delta(FAMILY, 3, 1, [2], [])
