"""Cascades that live: what becomes of shares when the tree or the total changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.actions.trajectories import set_trajectory
from sangzi.plans.models import Cascade, Rule, Target, Trajectory
from sangzi.plans.resolving import resolution
from sangzi.units.actions import NewUnit, close_unit, found_unit, merge_units, move_unit, split_unit
from sangzi.units.models import Level

TODAY = date(2025, 6, 1)


def live(commitment):
    rows = Target.objects.filter(commitment=commitment, withdrawn=None).select_related("unit")
    return {row.unit.short: int(row.value) for row in rows}


def rows(commitment):
    return {row.unit_id: row.pk for row in Target.objects.filter(commitment=commitment, withdrawn=None)}


def resolve(target, **fields):
    return actions.resolve(target=target, reason="名册变了", by=None, **fields)


@pytest.fixture
def spread(goal):
    """A hundred nurseries of the province, shared out equally down to the counties: 50 50 / 17 17 16 / 50."""
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.COUNTY, by=None)
    return target


def found(tree, name="敦化市", parent=None):
    return found_unit(name=name, parent=parent or tree.prefecture, level=Level.COUNTY, on=TODAY, by=None)


# The tree changes


def test_where_nothing_changed_nothing_is_to_be_solved(spread):
    assert not resolution(spread).changes_anything
    with pytest.raises(Conflict, match="都不用变"):
        resolve(spread)


def test_a_new_unit_takes_its_part_and_only_its_siblings_change(tree, spread):
    before = rows(spread.commitment)
    found(tree)
    assert resolve(spread) == (3, 1, 0)
    after = rows(spread.commitment)
    assert live(spread.commitment)["敦化"] == 12
    assert {unit for unit in before if before[unit] == after[unit]} == {
        tree.province.pk, tree.prefecture.pk, tree.other_prefecture.pk, tree.district.pk,
    }  # fmt: skip


def test_a_changed_share_follows_the_one_before(tree, spread):
    found(tree)
    resolve(spread)
    target = Target.objects.get(commitment=spread.commitment, unit=tree.county, withdrawn=None)
    assert (target.value, target.follows.value, target.follows.withdrawn is None) == (13, 17, False)
    assert target.cascade.reason == "名册变了"
    assert target.cascade.follows.withdrawn is not None


def test_a_closed_units_share_goes_to_those_who_remain(tree, spread):
    close_unit(unit=tree.zone, on=TODAY, by=None)
    resolve(spread)
    assert live(spread.commitment) == {"吉林": 100, "延边": 50, "长春": 50, "和龙": 25, "安图": 25, "朝阳": 50}


def test_of_a_closed_unit_the_children_that_moved_are_still_asked(tree, goal):
    target = goal(60)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    merge_units(units=[tree.county], into=tree.other_county, on=TODAY, by=None)
    resolve(target)
    now = live(target.commitment)
    assert "和龙" not in now
    assert (now["安图"], now["龙城镇"], now["头道镇"]) == (15, 8, 7)


def test_units_that_merge_into_a_new_one_hand_their_rule_on(tree, goal):
    target = goal(60)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    merge_units(units=[tree.county, tree.other_county], into=NewUnit(name="龙图市", code=""), on=TODAY, by=None)
    resolve(target)
    now = live(target.commitment)
    assert (now["龙图"], now["龙城镇"], now["头道镇"]) == (15, 8, 7)


def test_shares_by_hand_of_units_that_merge_are_added(tree, goal):
    target = goal(60, unit=tree.prefecture)
    hand = {tree.county.pk: 10, tree.other_county.pk: 20}
    actions.cascade(target=target, rule=Rule.BY_HAND, hand=hand, by=None)
    merge_units(units=[tree.county], into=tree.other_county, on=TODAY, by=None)
    resolve(target)
    assert live(target.commitment) == {"延边": 60, "安图": 30, "延吉高新区": 30}


def test_a_unit_that_moves_within_is_asked_by_its_new_parent(tree, spread):
    move_unit(unit=tree.district, parent=tree.prefecture, on=TODAY, by=None)
    found(tree, "南关区", tree.other_prefecture)
    resolve(spread)
    moved = Target.objects.get(commitment=spread.commitment, unit=tree.district, withdrawn=None)
    assert moved.parent.unit == tree.prefecture
    assert live(spread.commitment) == {
        "吉林": 100, "延边": 50, "长春": 50, "和龙": 13, "安图": 13, "延吉高新区": 12, "朝阳": 12, "南关": 50,
    }  # fmt: skip


def test_a_unit_that_splits_hands_its_rule_on_to_both(tree, goal):
    target = goal(40, unit=tree.prefecture)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    parts = [NewUnit(name="东和市", code=""), NewUnit(name="西和市", code="")]
    split_unit(
        unit=tree.county, into=parts, children={tree.township.pk: 0, tree.other_township.pk: 1}, on=TODAY, by=None
    )
    resolve(target)
    now = live(target.commitment)
    assert (now["东和"], now["龙城镇"], now["西和"], now["头道镇"]) == (10, 10, 10, 10)


def test_a_unit_without_anybody_left_below_gives_nothing_on(tree, goal):
    target = goal(40, unit=tree.county)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    for township in (tree.township, tree.other_township):
        move_unit(unit=township, parent=tree.other_county, on=TODAY, by=None)
    resolve(target)
    assert live(target.commitment) == {"和龙": 40}


def test_by_number_of_units_a_new_village_changes_the_townships(tree, goal):
    target = goal(30, unit=tree.county)
    actions.cascade(target=target, rule=Rule.CHILDREN, by=None)
    for name in ("甲村", "乙村"):
        found_unit(name=name, parent=tree.other_township, level=Level.VILLAGE, on=TODAY, by=None)
    resolve(target)
    assert live(target.commitment) == {"和龙": 30, "龙城镇": 15, "头道镇": 15}


def test_a_floor_reaches_a_new_unit_unchanged(tree, goal):
    target = goal(2, shape="each", over="village", measure="名")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.COUNTY, by=None)
    found(tree)
    assert resolve(target) == (0, 1, 0)


def test_weights_by_hand_that_do_not_know_a_new_unit_are_said(tree, goal):
    target = goal(30)
    weights = {tree.prefecture.pk: 2, tree.other_prefecture.pk: 1}
    actions.cascade(target=target, rule=Rule.FIGURE, weights=weights, by=None)
    found_unit(name="松原市", parent=tree.province, level=Level.PREFECTURE, on=TODAY, by=None)
    with pytest.raises(BadInput, match="松原"):
        resolve(target)


# What stands by hand


def test_shares_by_hand_stand_while_the_rest_is_solved_again(tree, goal):
    target = goal(60, unit=tree.prefecture)
    actions.cascade(target=target, rule=Rule.BY_HAND, hand={tree.county.pk: 40}, by=None)
    found(tree)
    resolve(target)
    assert live(target.commitment) == {"延边": 60, "和龙": 40, "安图": 7, "延吉高新区": 7, "敦化": 6}


def test_shares_by_hand_that_stand_in_the_way_are_named_and_can_be_let_go(tree, goal):
    target = goal(60, unit=tree.prefecture)
    actions.cascade(target=target, rule=Rule.BY_HAND, hand={tree.county.pk: 40}, by=None)
    with pytest.raises(BadInput, match="和龙 40"):
        actions.change_target(target=target, value=30, reason="减了", by=None)
    actions.change_target(target=target, value=30, reason="减了", release=[tree.county.pk], by=None)
    assert live(target.commitment) == {"延边": 30, "和龙": 10, "安图": 10, "延吉高新区": 10}


# The total changes


def test_another_total_goes_all_the_way_down(spread):
    changed = actions.change_target(target=spread, value=120, reason="省里加了", by=None)
    assert (changed.value, changed.follows_id) == (120, spread.pk)
    assert live(spread.commitment) == {
        "吉林": 120, "延边": 60, "长春": 60, "和龙": 20, "安图": 20, "延吉高新区": 20, "朝阳": 60,
    }  # fmt: skip


def test_the_plans_own_words_stay_unless_they_were_misread(spread):
    target = actions.change_target(target=spread, value=120, reason="省里加了", by=None)
    assert target.commitment.value == 100
    target = actions.change_target(target=target, value=130, reason="读错了", misread=True, by=None)
    target.commitment.refresh_from_db()
    assert (target.commitment.value, target.commitment.corrected) == (130, True)


def test_only_what_nobody_gave_is_changed_so(tree, spread):
    share = Target.objects.get(commitment=spread.commitment, unit=tree.prefecture)
    with pytest.raises(BadInput, match="分来的"):
        actions.change_target(target=share, value=70, reason="多一些", by=None)


def test_a_change_needs_a_reason(spread):
    with pytest.raises(BadInput, match="为什么"):
        actions.change_target(target=spread, value=120, reason=" ", by=None)


def milestones(target):
    return [(one.target.value, one.milestones) for one in Trajectory.objects.filter(withdrawn=None, target=target)]


def way(target, **given):
    return set_trajectory(
        target=target, kind="milestones", begins=date(2025, 1, 1), ends=date(2025, 12, 31), by=None, **given
    )


def test_the_way_to_a_target_goes_on_to_another_number(spread):
    way(spread, milestones=[(TODAY, Decimal(40))])
    now = actions.change_target(target=spread, value=150, reason="加了", by=None)
    assert milestones(now) == [(150, '[["2025-06-01", "60"]]')]


def test_the_way_of_a_share_is_kept_when_it_is_shared_out_anew(tree, spread):
    share = Target.objects.get(commitment=spread.commitment, unit=tree.prefecture)
    way(share, milestones=[(TODAY, Decimal(10))])
    actions.redo_cascade(target=spread, rule=Rule.CHILDREN, by=None)
    share = Target.objects.get(commitment=spread.commitment, unit=tree.prefecture, withdrawn=None)
    assert milestones(share) == [(75, '[["2025-06-01", "15"]]')]


# Two at once, history


def test_what_was_not_in_the_preview_is_not_done(tree, spread):
    found(tree)
    mark = resolution(spread).mark
    found(tree, "珲春市")
    with pytest.raises(Conflict, match="预览以后"):
        resolve(spread, mark=mark)


def test_a_target_that_was_changed_meanwhile_is_not_solved(spread):
    actions.change_target(target=spread, value=120, reason="加了", by=None)
    with pytest.raises(Conflict, match="已经改过"):
        resolve(spread)


def test_every_unit_that_shared_out_anew_has_its_audit_line(tree, spread):
    found(tree)
    resolve(spread)
    assert list(AuditLine.objects.filter(act="plans.resolve").values_list("chain", flat=True)) == [tree.prefecture.pk]


def test_another_sharing_out_follows_the_one_before(tree, spread):
    actions.redo_cascade_down(target=spread, rule=Rule.CHILDREN, to_level=Level.COUNTY, by=None)
    target = Target.objects.get(commitment=spread.commitment, unit=tree.prefecture, withdrawn=None)
    assert (target.follows.value, target.value) == (50, 75)
    assert target.cascade.follows == Cascade.objects.filter(target=spread).order_by("pk").first()
