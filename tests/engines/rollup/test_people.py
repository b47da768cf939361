import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.rollup import FactError, Tree, distinct, first_months, roll_up
from tests.engines.rollup.forests import MONTHS, facts, shuffled, slow_distinct, table

FAMILY = Tree.from_parents([-1, 0, 0, 1])


@given(facts())
def test_everyone_counts_once_at_every_unit(given_facts):
    tree, node, person, _, _ = given_facts
    assert distinct(tree, node, person).tolist() == slow_distinct(tree, node, person)


@given(facts())
def test_people_are_never_more_than_their_facts_nor_than_the_people_of_the_children_together(given_facts):
    tree, node, person, _, _ = given_facts
    people = distinct(tree, node, person)
    assert np.all(people <= roll_up(tree, node, np.ones(len(node), dtype=int)))
    for top in range(len(tree)):
        own = len({who for at, who in zip(node, person, strict=True) if at == top})
        assert people[top] <= own + people[tree.parent == top].sum()


@given(facts(), st.integers(0, 99))
def test_the_order_of_facts_does_not_matter(given_facts, seed):
    tree, node, person, _, _ = given_facts
    assert np.array_equal(distinct(tree, *shuffled(seed, node, person)), distinct(tree, node, person))


@given(facts(), st.sampled_from([-1, 2**61]))
def test_any_whole_number_names_a_person(given_facts, least):
    tree, node, person, _, _ = given_facts
    names = [who + least for who in person]
    assert np.array_equal(distinct(tree, node, names), distinct(tree, node, person))


@given(facts(), st.sampled_from([MONTHS, 2**56]))
def test_first_months_up_to_any_month_are_the_people_so_far(given_facts, months):
    tree, node, person, month, _ = given_facts
    rows = table(first_months(tree, node, person, month, months))
    for now in range(MONTHS):
        so_far = [at for at, when in enumerate(month) if when <= now]
        expected = slow_distinct(tree, [node[at] for at in so_far], [person[at] for at in so_far])
        counted = [
            sum(new for (unit, when), new in rows.items() if unit == at and when <= now) for at in range(len(tree))
        ]
        assert counted == expected


@given(facts(), st.integers(0, 99))
def test_first_months_do_not_depend_on_the_order_of_facts(given_facts, seed):
    tree, node, person, month, _ = given_facts
    again = first_months(tree, *shuffled(seed, node, person, month), MONTHS)
    assert table(again) == table(first_months(tree, node, person, month, MONTHS))


def test_one_person_in_two_villages_is_one_person_of_the_county():
    assert distinct(FAMILY, [2, 3, 3], [8, 8, 9]).tolist() == [2, 2, 1, 2]


def test_one_person_under_two_roots_counts_at_both():
    assert distinct(Tree.from_parents([-1, -1]), [0, 1], [5, 5]).tolist() == [1, 1]


def test_one_person_for_each_unit_is_required():
    with pytest.raises(FactError, match="2 units but 1 persons"):
        distinct(FAMILY, [0, 1], [1])
    with pytest.raises(FactError, match="2 units but 1 persons"):
        first_months(FAMILY, [0, 1], [1], [0, 0], MONTHS)
