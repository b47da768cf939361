"""A unit objects to its share, the unit above decides, the others pay."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions, queries
from sangzi.plans.models import Objection, Rule, Target
from sangzi.units.actions import found_unit
from sangzi.units.models import Level

State = Objection.State


@pytest.fixture
def spread(goal):
    """A hundred nurseries: 50 50 for the prefectures, 17 17 16 and 50 for their counties."""
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.COUNTY, by=None)
    return target


def live(commitment):
    rows = Target.objects.filter(commitment=commitment, withdrawn=None).select_related("unit")
    return {row.unit.short: int(row.value) for row in rows}


def share(target, unit):
    return Target.objects.get(commitment=target.commitment, unit=unit, withdrawn=None)


def object_to(target, proposed=10, **fields):
    return actions.object_to(target=target, reason="山多地少", proposed=proposed, by=None, **fields)


def answer(objection, verdict, **fields):
    return actions.answer_objection(objection=objection, verdict=verdict, answer="看过了", by=None, **fields)


def test_a_granted_number_stands_and_the_others_share_the_rest(tree, spread):
    objection = answer(object_to(share(spread, tree.county)), State.GRANTED)
    assert (objection.state, objection.decided) == (State.GRANTED, 10)
    assert live(spread.commitment) == {
        "吉林": 100, "延边": 50, "长春": 50, "和龙": 10, "安图": 20, "延吉高新区": 20, "朝阳": 50,
    }  # fmt: skip
    assert share(spread, tree.county).fixed


def test_what_was_granted_is_kept_when_the_tree_changes(tree, spread):
    answer(object_to(share(spread, tree.county)), State.GRANTED)
    found_unit(name="敦化市", parent=tree.prefecture, level=Level.COUNTY, on=date(2025, 6, 1), by=None)
    actions.resolve(target=spread, reason="新设", by=None)
    now = live(spread.commitment)
    assert (now["和龙"], now["安图"], now["延吉高新区"], now["敦化"]) == (10, 14, 13, 13)


def test_an_objection_may_be_met_half_way(tree, spread):
    objection = answer(object_to(share(spread, tree.county)), State.MET, value=14)
    assert objection.decided == 14
    assert share(spread, tree.county).value == 14


def test_refused_nothing_changes(tree, spread):
    before = live(spread.commitment)
    answer(object_to(share(spread, tree.county)), State.REFUSED)
    assert live(spread.commitment) == before


def test_who_pays_is_seen_before_deciding(tree, spread):
    preview = queries.preview_grant(share(spread, tree.county), 10)
    assert {line.name: (line.was, line.will) for line in preview.lines} == {
        "和龙": (17, 10), "安图": (17, 20), "延吉高新区": (16, 20),
    }  # fmt: skip
    assert live(spread.commitment)["和龙"] == 17


def test_a_floor_changes_for_the_objecting_unit_and_what_lies_below_it(tree, goal):
    target = goal(2, shape="each", over="village", measure="名")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.TOWNSHIP, by=None)
    answer(object_to(share(target, tree.county), 1), State.GRANTED)
    now = live(target.commitment)
    assert (now["和龙"], now["龙城镇"], now["安图"], now["延边"]) == (1, 1, 2, 2)


def test_one_objection_at_a_time(tree, spread):
    target = share(spread, tree.county)
    object_to(target)
    with pytest.raises(Conflict, match="还没有答复"):
        object_to(target, 11)


def test_taken_back_another_may_be_made(tree, spread):
    target = share(spread, tree.county)
    actions.withdraw_objection(objection=object_to(target), by=None)
    assert object_to(target, 11).state == State.OPEN


def test_what_was_answered_is_not_answered_again(tree, spread):
    objection = object_to(share(spread, tree.county))
    answer(objection, State.REFUSED)
    with pytest.raises(Conflict, match="未采纳"):
        answer(objection, State.GRANTED)
    with pytest.raises(Conflict, match="未采纳"):
        actions.withdraw_objection(objection=objection, by=None)


def test_a_target_that_was_changed_meanwhile_is_said_with_its_new_number(tree, spread):
    old = share(spread, tree.county)
    actions.change_target(target=spread, value=120, reason="加了", by=None)
    with pytest.raises(Conflict, match="由 17 改为 20"):
        object_to(old)


def test_an_objection_holds_for_the_number_that_is_asked_by_now(tree, spread):
    objection = object_to(share(spread, tree.county))
    actions.change_target(target=spread, value=120, reason="加了", by=None)
    answer(objection, State.GRANTED)
    assert live(spread.commitment)["和龙"] == 10


def test_an_objection_to_what_is_no_longer_asked_is_not_answered(tree, spread):
    objection = object_to(share(spread, tree.county))
    actions.withdraw_cascade(target=spread, by=None)
    with pytest.raises(Conflict, match="已经撤回"):
        answer(objection, State.GRANTED)


def test_more_than_there_is_cannot_be_granted(tree, spread):
    objection = object_to(share(spread, tree.county), 60)
    with pytest.raises(BadInput, match="超过了总数 50"):
        answer(objection, State.GRANTED)
    objection.refresh_from_db()
    assert objection.state == State.OPEN


@pytest.mark.parametrize(("proposed", "word"), [(17, "一样"), (-1, "零或正数"), ("NaN", "零或正数"), ("1e30", "零或")])
def test_a_number_that_makes_no_sense_is_refused(tree, spread, proposed, word):
    from decimal import Decimal

    with pytest.raises(BadInput, match=word):
        object_to(share(spread, tree.county), Decimal(proposed))


def test_a_reason_and_an_answer_are_needed(tree, spread):
    with pytest.raises(BadInput, match="理由"):
        actions.object_to(target=share(spread, tree.county), reason=" ", proposed=10, by=None)
    objection = object_to(share(spread, tree.county))
    with pytest.raises(BadInput, match="答复"):
        actions.answer_objection(objection=objection, verdict=State.REFUSED, answer="", by=None)


def test_ones_own_plan_is_nobody_elses_to_answer(spread):
    with pytest.raises(BadInput, match="自己规划"):
        object_to(spread)


def test_who_must_answer_and_who_asked_is_listed(tree, spread):
    objection = object_to(share(spread, tree.county))
    assert [one.objection for one in queries.objections_to_answer(tree.prefecture)] == [objection]
    assert queries.objections_to_answer(tree.province) == []
    assert queries.open_of(tree.county) == {spread.commitment_id: objection}


def test_every_step_leaves_a_line_without_what_people_wrote(tree, spread):
    answer(object_to(share(spread, tree.county)), State.GRANTED)
    lines = AuditLine.objects.filter(act__in=["plans.object", "plans.answer-objection", "plans.resolve"])
    assert [line.chain for line in lines.order_by("pk")] == [tree.county.pk, tree.county.pk, tree.prefecture.pk]
    assert not any("山多地少" in line.detail for line in lines)


def test_the_history_of_a_target_tells_everything_in_order(tree, spread):
    answer(object_to(share(spread, tree.county)), State.GRANTED)
    told = [line.what for line in queries.history_of_target(share(spread, tree.county))]
    assert told == ["由 17 改为 10", "异议被采纳，定为 10", "提出异议：17 不合适，建议 10", "延边分来：不少于 17 个"]


def test_those_who_pay_see_for_whom(tree, spread):
    answer(object_to(share(spread, tree.county)), State.GRANTED)
    target = Target.objects.select_related("follows", "cascade__follows").get(pk=share(spread, tree.other_county).pk)
    changed = queries.changed_targets([target])[target.pk]
    assert (changed.was, changed.now, changed.why) == ("17", "20", "和龙改为单独确定")
    assert changed.said == "采纳“和龙”的异议：由 17 改为 10"
