"""Several units become one, one becomes several."""

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.units import queries
from sangzi.units.actions import NewUnit, close_unit, found_unit, merge_units, rename_unit, split_unit
from sangzi.units.models import Unit, UnitEventLine

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)
BEFORE = date(2024, 4, 30)


def below(unit):
    return set(queries.children(unit))


def test_a_merger_hangs_the_children_under_the_one_that_stays(tree):
    merge_units(units=[tree.township, tree.other_township], into=tree.other_township, on=DAY, by=None)
    assert below(tree.other_township) == {tree.village, tree.other_village}
    tree.village.refresh_from_db()
    assert tree.village.path.startswith(tree.other_township.path)


def test_what_merged_is_closed_and_was_there_before(tree):
    merge_units(units=[tree.township], into=tree.other_township, on=DAY, by=None)
    assert tree.township.pk not in queries.tree(DAY).ids
    assert queries.count_by_level(tree.township, BEFORE) == {5: 2}
    assert queries.predecessors([tree.other_township.pk]) == {tree.township.pk}


def test_a_new_unit_may_take_over_a_code_that_ends(tree):
    both = [tree.township, tree.other_township]
    made = merge_units(units=both, into=NewUnit("龙头镇", code="222406104"), on=DAY, by=None)
    assert (made.level, made.parent, made.code) == (4, tree.county, "222406104")
    assert queries.unit_by_code("222406104") == made
    assert below(tree.county) == {made}


def test_children_that_closed_before_stay_where_they_were(tree):
    close_unit(unit=tree.village, on=BEFORE, by=None)
    merge_units(units=[tree.township], into=tree.other_township, on=DAY, by=None)
    tree.village.refresh_from_db()
    assert tree.village.parent == tree.township
    assert tree.village.path.startswith(tree.township.path)


def test_the_history_of_a_child_says_that_it_was_taken_along(tree):
    merge_units(units=[tree.township], into=tree.other_township, on=DAY, by=None, document="吉政函〔2024〕1号")
    tree.village.refresh_from_db()
    (line,) = queries.history(tree.village)
    assert line.along
    assert (line.was.parent, line.became.parent) == (tree.township, tree.other_township)


def test_the_history_of_the_heir_names_what_merged_into_it(tree):
    merge_units(units=[tree.township], into=tree.other_township, on=DAY, by=None)
    (line,) = queries.history(tree.other_township)
    assert line.before == [tree.township]


@pytest.mark.parametrize("units", [["county"], ["branch"], ["village"], []])
def test_a_merger_that_makes_no_sense_is_refused(tree, units):
    parts = [getattr(tree, name) for name in units]
    with pytest.raises(BadInput):
        merge_units(units=parts, into=tree.village, on=DAY, by=None)


def test_a_unit_does_not_merge_into_its_own_descendant(tree):
    with pytest.raises(BadInput, match="不能并入自己的下级"):
        merge_units(units=[tree.county], into=tree.township, on=DAY, by=None)
    assert not UnitEventLine.objects.exists()


def test_a_child_that_changed_later_stops_the_merger(tree):
    rename_unit(unit=tree.village, name="新石国村委会", on=DAY, by=None)
    with pytest.raises(BadInput, match="新石国村委会"):
        merge_units(units=[tree.township], into=tree.other_township, on=BEFORE, by=None)
    assert Unit.objects.get(pk=tree.township.pk).closed is None


def test_a_split_unit_ends_and_its_children_go_where_they_are_told(tree):
    children = {tree.village.pk: 0, tree.other_village.pk: 1}
    north, south = split_unit(
        unit=tree.township, into=[NewUnit("龙北镇", code="222406104"), NewUnit("龙南镇")],
        children=children, on=DAY, by=None,
    )  # fmt: skip
    assert (below(north), below(south)) == ({tree.village}, {tree.other_village})
    assert queries.count_by_level(tree.township, BEFORE) == {5: 2}
    assert [line.after for line in queries.history(tree.township)] == [[north, south]]


def test_a_unit_that_stays_keeps_what_is_not_named(tree):
    (new,) = split_unit(
        unit=tree.township, into=[NewUnit("龙南镇")], children={tree.other_village.pk: 0}, stays=True, on=DAY, by=None
    )
    assert below(tree.township) == {tree.village}
    assert below(new) == {tree.other_village}


def test_a_split_that_forgets_a_child_is_refused(tree):
    with pytest.raises(BadInput, match="龙坪村委会"):
        split_unit(unit=tree.township, into=[NewUnit("龙北镇")], children={tree.village.pk: 0}, on=DAY, by=None)


@pytest.mark.parametrize("children", [{"district": 0}, {"village": 5, "other_village": 0}])
def test_a_split_that_names_what_is_not_there_is_refused(tree, children):
    told = {getattr(tree, name).pk: number for name, number in children.items()}
    with pytest.raises(BadInput, match="分配有误"):
        split_unit(unit=tree.township, into=[NewUnit("龙北镇")], children=told, on=DAY, by=None)


def test_predecessors_reach_back_over_generations(tree):
    merge_units(units=[tree.village], into=tree.other_village, on=BEFORE, by=None)
    last = found_unit(name="末村", level=5, parent=tree.township, on=BEFORE, by=None)
    merge_units(units=[tree.other_village], into=last, on=DAY, by=None)
    assert queries.predecessors([last.pk]) == {tree.village.pk, tree.other_village.pk}
