from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangzi.kernel.errors import NotVisible
from sangzi.units import queries
from sangzi.units.actions import close_unit, found_unit, recode_unit

pytestmark = pytest.mark.django_db
LATER = date(2024, 5, 1)


def asked(call):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


def test_children_come_in_their_order_without_the_closed_ones(tree):
    close_unit(unit=tree.other_county, on=LATER, by=None)
    assert list(queries.children(tree.prefecture)) == [tree.county, tree.zone]


def test_ancestors_come_from_the_root_in_one_query(tree):
    assert queries.ancestors(tree.township) == [tree.nation, tree.province, tree.prefecture, tree.county]
    assert asked(lambda: queries.ancestors(tree.village)) == 1


def test_the_trails_of_many_units_take_one_query(tree):
    units = [tree.village, tree.ragged_township, tree.nation]
    assert queries.trails(units)[tree.ragged_township.pk][-1] == tree.ragged_prefecture
    assert asked(lambda: queries.trails(units)) == 1


def test_units_below_are_counted_by_level(tree):
    assert queries.count_by_level(tree.prefecture) == {3: 3, 4: 2, 5: 2}
    assert queries.count_by_level(tree.ragged_prefecture) == {4: 1}


def test_units_are_counted_as_they_were(tree):
    close_unit(unit=tree.village, on=LATER, by=None)
    assert queries.count_by_level(tree.township) == {5: 1}
    assert queries.count_by_level(tree.township, date(2024, 4, 30)) == {5: 2}
    assert queries.count_by_level(tree.township, date(2019, 1, 1)) == {}


def test_a_day_of_the_tree_takes_two_queries(tree):
    recode_unit(unit=tree.zone, code="222409", official=True, on=LATER, by=None)
    before = queries.tree(date(2024, 4, 30))
    assert not before.official[before.rows(tree.zone.pk)]
    assert asked(lambda: queries.tree(LATER)) == 2
    assert asked(queries.tree) == 1


def test_the_arrays_say_who_hangs_on_whom(tree):
    arrays = queries.tree()
    row = arrays.rows(tree.branch.pk)
    assert arrays.ids[arrays.parent[row]] == tree.province.pk
    assert arrays.branch[row]
    assert arrays.parent.min() == -1


def test_before_anything_was_founded_the_tree_is_empty(tree):
    assert len(queries.tree(date(1990, 1, 1)).ids) == 0


def test_a_unit_is_found_by_a_code_it_once_had(tree):
    recode_unit(unit=tree.county, code="222499", on=LATER, by=None)
    assert queries.unit_by_code("222406") == tree.county
    assert queries.unit_by_code("222499") == tree.county


def test_a_code_that_was_given_on_names_its_present_unit(tree):
    close_unit(unit=tree.village, on=LATER, by=None)
    heir = found_unit(name="石国新村", level=5, parent=tree.township, code=tree.village.code, on=LATER, by=None)
    assert queries.unit_by_code(tree.village.code) == heir


@pytest.mark.parametrize("slug", ["999999", "u999999", ""])
def test_what_is_not_there_is_not_visible(tree, slug):
    with pytest.raises(NotVisible):
        queries.unit_by_slug(slug)


def test_a_unit_without_code_is_named_by_its_key(tree):
    unit = found_unit(name="某支部", level=9, parent=tree.branch, on=LATER, by=None)
    assert queries.unit_by_slug(unit.slug) == unit


def test_every_change_makes_an_edition(tree):
    assert queries.tree_edition() == 0
    found_unit(name="新村", level=5, parent=tree.township, on=LATER, by=None)
    assert queries.tree_edition() > 0


@pytest.mark.parametrize("code", ["22", "220000", "220000000000"])
def test_a_code_is_found_as_other_lists_write_it(tree, code):
    assert queries.unit_by_code(code) == tree.province


@pytest.mark.parametrize("code", ["2224", "222406104000", "222406000000"])
def test_lower_levels_too(tree, code):
    assert queries.unit_by_code(code) in (tree.prefecture, tree.township, tree.county)


@pytest.mark.parametrize("slug", ["", "a\0b", "u\0", "9" * 400, "u" + "9" * 40, "吉林", "22 0000"])
def test_what_is_nobodys_code_is_not_found_on_any_database(tree, slug):
    with pytest.raises(NotVisible):
        queries.unit_by_slug(slug)


def test_the_nul_character_is_searched_for_on_no_database(tree):
    assert queries.search(f"{tree.county.name}\0") == queries.search(tree.county.name)
