"""One unit: founded, renamed, recoded, moved, closed."""

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.units import queries
from sangzi.units.actions import close_unit, found_unit, move_unit, recode_unit, rename_unit
from sangzi.units.models import Unit, UnitEvent, UnitVersion
from tests.cast import SINCE

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)
BEFORE = date(2024, 4, 30)


def test_a_new_unit_hangs_where_it_was_founded(tree):
    unit = found_unit(name="新兴镇", level=4, parent=tree.county, code="222406105", on=DAY, by=None)
    assert queries.ancestors(unit)[-1] == tree.county
    assert (unit.initials, unit.short, unit.founded) == ("xxz", "新兴镇", DAY)
    assert list(queries.children(tree.county))[-1] == unit


def test_branches_hang_under_areas_and_under_branches(tree):
    college = found_unit(name="农学院团委", level=9, parent=tree.branch, on=DAY, by=None)
    class_ = found_unit(name="一班团支部", level=9, parent=college, on=DAY, by=None)
    assert class_.kind == Unit.Kind.BRANCH
    assert queries.count_by_level(tree.branch) == {9: 2}


def test_a_new_name_keeps_the_old_one(tree):
    renamed = rename_unit(unit=tree.county, name="和龙新市", on=DAY, by=None)
    version = UnitVersion.objects.get(unit=tree.county)
    assert (version.name, version.since, version.until) == ("和龙市", SINCE, DAY)
    assert (renamed.short, renamed.initials, renamed.since) == ("和龙新", "hlxs", DAY)


def test_a_moved_unit_takes_everything_below_along(tree):
    move_unit(unit=tree.county, parent=tree.other_prefecture, code="220199", on=DAY, by=None)
    tree.village.refresh_from_db()
    expected = [tree.nation, tree.province, tree.other_prefecture, tree.county, tree.township]
    assert queries.ancestors(tree.village) == expected
    assert queries.count_by_level(tree.prefecture) == {3: 2}
    assert queries.count_by_level(tree.prefecture, BEFORE) == {3: 3, 4: 2, 5: 2}


def test_a_recoded_zone_becomes_a_division(tree):
    recode_unit(unit=tree.zone, code="222409", official=True, on=DAY, by=None)
    arrays, before = queries.tree(DAY), queries.tree(BEFORE)
    assert arrays.official[arrays.rows(tree.zone.pk)]
    assert not before.official[before.rows(tree.zone.pk)]


def test_a_closed_unit_is_there_until_its_day(tree):
    close_unit(unit=tree.village, on=DAY, by=None)
    assert tree.village.pk in queries.tree(BEFORE).ids
    assert tree.village.pk not in queries.tree(DAY).ids


def test_two_changes_on_one_day_keep_both(tree):
    rename_unit(unit=tree.village, name="石国社区居委会", on=DAY, by=None)
    rename_unit(unit=tree.village, name="石国新社区居委会", on=DAY, by=None)
    assert [version.name for version in UnitVersion.objects.order_by("pk")] == ["石国村委会", "石国社区居委会"]


def test_every_change_is_audited_on_the_units_own_chain(tree, lead):
    rename_unit(unit=tree.county, name="和龙新市", on=DAY, by=lead)
    line = AuditLine.objects.get(chain=tree.county.pk)
    assert (line.act, line.by) == ("units.rename", lead)
    assert "和龙市" in line.detail


REFUSED = {
    "before it was founded": lambda t: rename_unit(unit=t.county, name="新名", on=date(2019, 1, 1), by=None),
    "a name that is no name": lambda t: rename_unit(unit=t.county, name="  ", on=DAY, by=None),
    "the name it has": lambda t: rename_unit(unit=t.county, name="和龙市", on=DAY, by=None),
    "the code it has": lambda t: recode_unit(unit=t.county, code="222406", on=DAY, by=None),
    "a code no address can carry": lambda t: recode_unit(unit=t.county, code="22/24", on=DAY, by=None),
    "a code that looks like a key": lambda t: recode_unit(unit=t.county, code="u17", on=DAY, by=None),
    "a level above its parent's": lambda t: recode_unit(unit=t.county, code="1", level=1, on=DAY, by=None),
    "a level below its child's": lambda t: recode_unit(unit=t.county, code="1", level=4, on=DAY, by=None),
    "an area that becomes a branch": lambda t: recode_unit(unit=t.village, code="1", level=9, on=DAY, by=None),
    "where it hangs already": lambda t: move_unit(unit=t.county, parent=t.prefecture, on=DAY, by=None),
    "under itself": lambda t: move_unit(unit=t.county, parent=t.county, on=DAY, by=None),
    "under its own descendant": lambda t: move_unit(unit=t.branch, parent=_branch_below(t), on=DAY, by=None),
    "under something lower": lambda t: move_unit(unit=t.county, parent=t.ragged_township, on=DAY, by=None),
    "an area under a branch": lambda t: move_unit(unit=t.village, parent=t.branch, on=DAY, by=None),
    "a level that is none": lambda t: found_unit(name="某地", level=7, parent=t.county, on=DAY, by=None),
    "a second root": lambda _t: found_unit(name="另一国", level=0, parent=None, on=DAY, by=None),
    "a child older than its parent": lambda t: found_unit(name="古村", level=5, parent=t.township, on=None, by=None),
}


def _branch_below(tree):
    return found_unit(name="下属支部", level=9, parent=tree.branch, on=DAY, by=None)


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_a_sentence(tree, what):
    with pytest.raises(BadInput) as refused:
        REFUSED[what](tree)
    assert refused.value.sentence


def test_a_code_belongs_to_one_unit_at_a_time(tree):
    with pytest.raises(Conflict, match="和龙市"):
        found_unit(name="冒名市", level=3, parent=tree.prefecture, code="222406", on=DAY, by=None)


def test_a_code_cannot_be_given_on_for_days_when_another_unit_had_it(tree):
    recode_unit(unit=tree.county, code="222499", on=DAY, by=None)
    with pytest.raises(Conflict, match="和龙市"):
        found_unit(name="新市", level=3, parent=tree.prefecture, code="222406", on=BEFORE, by=None)


def test_a_closed_unit_does_not_change_any_more(tree):
    close_unit(unit=tree.village, on=DAY, by=None)
    for change in (
        lambda: rename_unit(unit=tree.village, name="新名村", on=DAY, by=None),
        lambda: close_unit(unit=tree.village, on=DAY, by=None),
        lambda: found_unit(name="某支部", level=9, parent=tree.village, on=DAY, by=None),
    ):
        with pytest.raises(Conflict, match="已于2024年5月1日撤销"):
            change()


def test_a_unit_with_children_is_not_closed(tree):
    with pytest.raises(Conflict, match="下面还有2个单位"):
        close_unit(unit=tree.township, on=DAY, by=None)


def test_a_unit_is_not_closed_before_its_last_child_left(tree):
    move_unit(unit=tree.village, parent=tree.other_township, on=DAY, by=None)
    close_unit(unit=tree.other_village, on=BEFORE, by=None)
    with pytest.raises(BadInput, match="2024年5月1日"):
        close_unit(unit=tree.township, on=BEFORE, by=None)


def test_no_circle_on_a_day_gone_by(tree):
    lower = found_unit(name="甲支部", level=9, parent=tree.branch, on=SINCE, by=None)
    move_unit(unit=lower, parent=tree.province, on=DAY, by=None)
    with pytest.raises(BadInput, match="之后还曾经"):
        move_unit(unit=tree.branch, parent=lower, on=BEFORE, by=None)
    move_unit(unit=tree.branch, parent=lower, on=DAY, by=None)
    assert queries.tree(BEFORE).ids.size == queries.tree(DAY).ids.size


def test_nothing_hangs_deeper_than_paths_reach(tree):
    unit = tree.branch
    with pytest.raises(BadInput, match="最深的一层"):
        for number in range(20):
            unit = found_unit(name=f"支部{number}", level=9, parent=unit, on=DAY, by=None)


def test_a_refused_change_leaves_nothing_behind(tree):
    with pytest.raises(BadInput):
        move_unit(unit=tree.county, parent=tree.ragged_township, on=DAY, by=None)
    assert not UnitEvent.objects.exists()
    assert not UnitVersion.objects.exists()
