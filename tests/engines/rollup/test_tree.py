import re

import numpy as np
import pytest
from hypothesis import given

from sangzi.engines.rollup import Tree, TreeError, common_ancestor, path
from tests.engines.rollup.forests import ancestors, forests, under


@given(forests())
def test_a_subtree_is_one_interval(tree):
    for node in range(len(tree)):
        interval = tree.order[tree.rank[node] : tree.last[node] + 1]
        assert set(interval.tolist()) == under(tree, node)


@given(forests())
def test_rank_and_order_undo_each_other(tree):
    assert np.array_equal(tree.order[tree.rank], np.arange(len(tree)))
    assert np.array_equal(tree.rank[tree.order], np.arange(len(tree)))


@given(forests())
def test_depth_counts_the_steps_to_the_root(tree):
    assert tree.depth.tolist() == [len(ancestors(tree, node)) - 1 for node in range(len(tree))]


@given(forests())
def test_siblings_keep_the_order_in_which_they_were_given(tree):
    for top in range(len(tree)):
        children = np.flatnonzero(tree.parent == top)
        assert np.all(np.diff(tree.rank[children]) > 0)


@given(forests())
def test_a_list_in_preorder_is_numbered_as_it_stands(tree):
    again = Tree.from_parents(tree.above, tree.level[tree.order])
    assert again.in_preorder
    assert np.array_equal(again.end, tree.end)


@given(forests(most=15))
def test_common_ancestors_are_those_found_by_climbing(tree):
    one, other = np.divmod(np.arange(len(tree) ** 2), len(tree))
    for a, b, found in zip(one, other, common_ancestor(tree, one, other), strict=True):
        shared = [unit for unit in ancestors(tree, a) if unit in ancestors(tree, b)]
        assert found == (shared[0] if shared else -1)


@given(forests())
def test_a_path_leads_to_the_root(tree):
    assert all(path(tree, node).tolist() == ancestors(tree, node) for node in range(len(tree)))


def test_an_empty_tree_is_a_tree():
    assert len(Tree.from_parents([])) == 0


def test_a_chain_of_ten_thousand_units_is_numbered():
    tree = Tree.from_parents(np.arange(-1, 9_999))
    assert tree.depth[-1] == 9_999
    assert common_ancestor(tree, [9_999], [5_000]).tolist() == [5_000]


def test_the_nodes_of_a_level_are_found():
    assert Tree.from_parents([-1, 0, 0], [0, 4, 5]).at_level(4).tolist() == [1]


@pytest.mark.parametrize(
    ("parents", "row", "words"),
    [
        ([-1, 0, 7], 2, "Row 2 names row 7 as its parent"),
        ([-1, -2], 1, "Row 1 names row -2"),
        ([-1, 2, 3, 1, 3], 1, "Row 1 lies under itself"),
        ([0], 0, "Row 0 lies under itself"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_row(parents, row, words):
    with pytest.raises(TreeError, match=words) as refusal:
        Tree.from_parents(parents)
    assert refusal.value.row == row


def test_a_cycle_below_which_others_hang_is_named_by_a_row_that_is_on_it():
    with pytest.raises(TreeError) as refusal:
        Tree.from_parents([2, 0, 3, 2, -1])
    assert refusal.value.row in {2, 3}


def test_levels_of_another_length_are_refused():
    with pytest.raises(TreeError, match=re.escape("2 parents but 1 levels")):
        Tree.from_parents([-1, 0], [0])


def test_parents_must_be_whole_numbers():
    with pytest.raises(TreeError, match="whole numbers"):
        Tree.from_parents([0.5])
