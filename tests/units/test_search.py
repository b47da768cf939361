from datetime import date

import pytest

from sangzi.units.access import scope_of
from sangzi.units.actions import close_unit, found_unit
from sangzi.units.queries import search

pytestmark = pytest.mark.django_db
TODAY = date(2025, 1, 1)


def test_exact_comes_before_beginning_and_beginning_before_containing(tree):
    longer = found_unit(name="龙坪村北社区", level=5, parent=tree.township, on=TODAY, by=None)
    containing = found_unit(name="上龙坪村", level=5, parent=tree.township, on=TODAY, by=None)
    assert search("龙坪村") == [tree.other_village, longer, containing]


def test_within_a_rank_higher_levels_come_first(tree):
    found_unit(name="石龙村", level=5, parent=tree.township, on=TODAY, by=None)
    assert [unit.level for unit in search("石龙")] == [4, 5]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("222406", "和龙市"),
        ("ybcx", "延边朝鲜族自治州"),
        ("YBCX", "延边朝鲜族自治州"),
        ("延边", "延边朝鲜族自治州"),
        ("ＹＢＤＸ", "延边大学委员会"),
    ],
)
def test_names_initials_and_codes_all_find(tree, text, name):
    assert search(text)[0].name == name


def test_a_code_finds_what_begins_with_it(tree):
    assert set(search("222406104")) == {tree.township, tree.village, tree.other_village}


def test_a_search_stays_in_scope(tree, member):
    scope = scope_of(member, TODAY)
    assert search("村", scope) == [tree.village, tree.other_village]
    assert search("东莞", scope) == []


def test_closed_units_are_not_found(tree):
    close_unit(unit=tree.village, on=TODAY, by=None)
    assert search("石国") == []


@pytest.mark.parametrize("text", ["", "   ", "没有这个地方", "%", "u1", "x" * 500])
def test_nothing_fits(tree, text):
    assert search(text) == []


def test_no_more_than_asked_for(tree):
    assert len(search("2", limit=3)) == 3
