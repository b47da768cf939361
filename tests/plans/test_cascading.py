import json

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Rule, Target
from sangzi.units.models import Level, Unit
from sangzi.units.paths import step
from tests.cast import SINCE


def shares(targets):
    return {target.unit.short: target.value for target in targets}


def live(commitment):
    return Target.objects.filter(commitment=commitment, withdrawn=None)


def test_a_total_goes_to_the_live_area_children_alone(goal):
    made = actions.cascade(target=goal(31), rule=Rule.EQUAL, by=None)
    assert shares(made) == {"延边": 16, "长春": 15}


def test_a_share_names_its_giver_its_rule_and_who_made_it(goal, lead):
    target = goal(31)
    made = actions.cascade(target=target, rule=Rule.EQUAL, by=lead)
    assert {(share.parent, share.rule, share.by) for share in made} == {(target, Rule.EQUAL, lead)}
    assert [share.share_note for share in made] == ["remainder:15.5000:1:1", "quota:15.5000"]


def test_a_share_set_by_hand_stands_and_the_rest_is_solved_anew(tree, goal):
    made = actions.cascade(target=goal(31), rule=Rule.BY_HAND, hand={tree.other_prefecture.pk: 30}, by=None)
    assert shares(made) == {"延边": 1, "长春": 30}
    assert [share.fixed for share in made] == [False, True]


def test_a_total_can_follow_any_figure(tree, goal):
    weights = {tree.prefecture.pk: 2, tree.other_prefecture.pk: 1}
    assert shares(actions.cascade(target=goal(30), rule=Rule.FIGURE, weights=weights, by=None)) == {
        "延边": 20,
        "长春": 10,
    }


def test_a_share_of_nothing_makes_no_target(goal):
    assert shares(actions.cascade(target=goal(1), rule=Rule.EQUAL, by=None)) == {"延边": 1}


def test_a_share_of_nothing_is_said_where_no_more_is_allowed(goal):
    made = actions.cascade(target=goal(1, comparator="<="), rule=Rule.EQUAL, by=None)
    assert shares(made) == {"延边": 1, "长春": 0}


def test_by_number_of_units_one_without_units_gets_nothing(tree, goal):
    made = actions.cascade(target=goal(9, unit=tree.prefecture), rule=Rule.CHILDREN, by=None)
    assert shares(made) == {"和龙": 9}


def test_a_closed_unit_gets_nothing(tree, goal):
    Unit.objects.filter(pk=tree.other_prefecture.pk).update(closed=SINCE)
    assert shares(actions.cascade(target=goal(31), rule=Rule.EQUAL, by=None)) == {"延边": 31}


def test_hong_kong_macao_and_taiwan_are_left_out(tree, goal):
    unit = Unit.objects.create(
        parent=tree.nation, level=Level.PROVINCE, name="香港特别行政区", short="香港", code="810000"
    )
    Unit.objects.filter(pk=unit.pk).update(path=tree.nation.path + step(unit.pk))
    assert shares(actions.cascade(target=goal(30, unit=tree.nation), rule=Rule.EQUAL, by=None)) == {
        "吉林": 15,
        "广东": 15,
    }


def test_sharing_out_twice_is_refused(goal):
    target = goal(31)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    with pytest.raises(Conflict, match="重新分解"):
        actions.cascade(target=target, rule=Rule.EQUAL, by=None)


def test_a_village_shares_nothing_out(tree, goal):
    with pytest.raises(BadInput, match="不能再分解"):
        actions.cascade(target=goal(3, unit=tree.village), rule=Rule.EQUAL, by=None)


def test_a_withdrawn_target_is_not_shared_out(goal):
    target = goal(31)
    actions.restore(commitment=target.commitment, by=None)
    with pytest.raises(Conflict, match="已经撤回"):
        actions.cascade(target=target, rule=Rule.EQUAL, by=None)


def test_a_cascade_goes_down_level_by_level_and_conserves_the_total(tree, goal):
    target = goal(100)
    descent = actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    assert descent == ({2: 2, 3: 4, 4: 2}, 4)
    for level in (2, 3):
        assert sum(live(target.commitment).filter(unit__level=level).values_list("value", flat=True)) == 100


def test_every_giver_gets_its_own_audit_line(tree, goal):
    actions.cascade_down(target=goal(100), rule=Rule.EQUAL, to_level=Level.COUNTY, by=None)
    lines = AuditLine.objects.filter(act="plans.cascade")
    assert {line.chain for line in lines} == {tree.province.pk, tree.prefecture.pk, tree.other_prefecture.pk}
    assert sorted(json.loads(line.detail)["given"] for line in lines) == ["100", "50", "50"]


def test_a_level_that_is_left_out_is_passed_over(tree, goal):
    target = goal(7, unit=tree.other_province)
    descent = actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    assert descent.given == {2: 1, 4: 1}


def test_a_coverage_stops_at_the_level_it_counts(tree, goal):
    target = goal(80, shape="coverage", over="township", measure="%")
    descent = actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.VILLAGE, by=None)
    assert set(descent.given) == {2, 3, 4}
    assert set(live(target.commitment).filter(unit__level=4).values_list("value", flat=True)) == {1}


def test_a_floor_is_the_same_all_the_way_down(tree, goal):
    target = goal(2, shape="each", over="village", measure="名")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.VILLAGE, by=None)
    assert set(live(target.commitment).values_list("value", flat=True)) == {2}


@pytest.mark.parametrize(
    ("rule", "to_level", "word"),
    [
        (Rule.BY_HAND, Level.COUNTY, "只能逐级"),
        (Rule.EQUAL, Level.PROVINCE, "之下"),
        (Rule.EQUAL, Level.BRANCH, "之下"),
        (Rule.SAME, Level.COUNTY, "是总数"),
    ],
)
def test_a_descent_that_makes_no_sense_is_refused(goal, rule, to_level, word):
    with pytest.raises(BadInput, match=word):
        actions.cascade_down(target=goal(100), rule=rule, to_level=to_level, by=None)


def test_a_refusal_deep_down_leaves_nothing_behind(goal):
    target = goal(3)
    with pytest.raises(BadInput, match="不够每家一个"):
        actions.cascade_down(target=target, rule=Rule.ONE_EACH, to_level=Level.COUNTY, by=None)
    assert live(target.commitment).count() == 1


def test_withdrawing_takes_back_everything_below_and_keeps_it_as_history(goal):
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.VILLAGE, by=None)
    before = target.commitment.targets.count()
    assert actions.withdraw_cascade(target=target, by=None) == before - 1
    assert list(live(target.commitment)) == [target]
    assert target.commitment.targets.count() == before


def test_withdrawing_half_way_down_leaves_the_rest(tree, goal):
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.COUNTY, by=None)
    actions.withdraw_cascade(target=live(target.commitment).get(unit=tree.prefecture), by=None)
    assert set(live(target.commitment).values_list("unit__level", flat=True)) == {1, 2, 3}
    assert list(live(target.commitment).filter(unit__level=3).values_list("unit__short", flat=True)) == ["朝阳"]


def test_a_share_is_taken_back_although_its_unit_moved(tree, goal):
    target = goal(100)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    Unit.objects.filter(pk=tree.other_prefecture.pk).update(
        path=tree.other_province.path + "zzzzz", parent=tree.other_province
    )
    assert actions.withdraw_cascade(target=target, by=None) == 2


def test_there_must_be_something_to_withdraw(goal):
    with pytest.raises(Conflict, match="没有可以撤回的"):
        actions.withdraw_cascade(target=goal(100), by=None)


def test_sharing_out_anew_replaces_and_remembers(goal):
    target = goal(30)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    actions.redo_cascade(target=target, rule=Rule.CHILDREN, by=None)
    assert shares(live(target.commitment).filter(parent=target)) == {"延边": 23, "长春": 7}
    assert [bool(cascade.withdrawn) for cascade in target.cascades.order_by("pk")] == [True, False]


def test_a_refused_redo_leaves_the_old_shares(goal):
    target = goal(30)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    with pytest.raises(BadInput):
        actions.redo_cascade(target=target, rule=Rule.FIGURE, weights={}, by=None)
    assert shares(live(target.commitment).filter(parent=target)) == {"延边": 15, "长春": 15}


def test_a_cascade_keeps_what_it_was_solved_from(tree, goal):
    target, weights = goal(30), {tree.prefecture.pk: 2, tree.other_prefecture.pk: 1, tree.nation.pk: 9}
    actions.cascade(target=target, rule=Rule.FIGURE, weights=weights, by=None)
    kept = {str(tree.prefecture.pk): "2", str(tree.other_prefecture.pk): "1"}
    assert json.loads(target.cascades.get().weights) == kept
