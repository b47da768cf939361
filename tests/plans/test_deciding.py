import json
from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Commitment, Rule


def test_confirming_gives_the_plans_unit_the_whole_target(tree, promise, lead):
    target = actions.confirm(commitment=promise(30), by=lead)
    assert (target.unit, target.value, target.rule, target.by) == (tree.province, 30, Rule.WHOLE, lead)


def test_confirming_twice_gives_the_same_target(promise):
    commitment = promise(30)
    first = actions.confirm(commitment=commitment, by=None)
    assert actions.confirm(commitment=commitment, by=None).pk == first.pk


def test_a_result_asks_nothing(promise):
    commitment = promise(30, status="result")
    assert actions.confirm(commitment=commitment, by=None) is None
    assert not commitment.targets.exists()


def test_nothing_is_confirmed_without_a_value(promise):
    commitment = promise(None)
    with pytest.raises(BadInput, match="没有目标值"):
        actions.confirm(commitment=commitment, by=None)
    assert not AuditLine.objects.exists()


def test_a_dismissed_one_is_not_confirmed_before_it_is_restored(promise):
    commitment = promise(30)
    actions.dismiss(commitment=commitment, by=None)
    with pytest.raises(Conflict, match="已排除"):
        actions.confirm(commitment=commitment, by=None)
    actions.restore(commitment=commitment, by=None)
    assert actions.confirm(commitment=commitment, by=None).value == 30


def test_a_confirmed_one_is_not_dismissed_before_it_is_restored(promise):
    commitment = promise(30)
    actions.confirm(commitment=commitment, by=None)
    with pytest.raises(Conflict, match="已确认"):
        actions.dismiss(commitment=commitment, by=None)


def test_taking_a_confirmation_back_withdraws_every_target_and_keeps_it(tree, goal):
    target = goal(30)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    actions.restore(commitment=target.commitment, by=None)
    assert target.commitment.targets.count() == 3
    assert not target.commitment.targets.filter(withdrawn=None).exists()


def test_a_correction_keeps_what_was_read(promise):
    commitment = promise(30, as_read=json.dumps({"value": 30}))
    actions.correct_commitment(commitment=commitment, fields={"value": "40", "deadline": "2025-12-31"}, by=None)
    commitment.refresh_from_db()
    assert (commitment.value, commitment.deadline, commitment.corrected) == (40, date(2025, 12, 31), True)
    assert json.loads(commitment.as_read) == {"value": 30}


def test_a_correction_that_changes_nothing_is_none(promise):
    commitment = promise(30)
    assert not actions.correct_commitment(commitment=commitment, fields={"value": "30"}, by=None).corrected
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"colour": "red"}, "没有“colour”这一项"),
        ({"value": "三十"}, "请填写数字"),
        ({"value": "1e30"}, "数字太大"),
        ({"value": "0.00001"}, "小数最多四位"),
        ({"value": "NaN"}, "数字太大"),
        ({"value_max": 3}, "小于目标值"),
        ({"deadline": "明年"}, "2025-12-31"),
        ({"shape": "circle"}, "可选"),
        ({"title": " "}, "不能为空"),
        ({"measure": "个" * 21}, "最多 20 字"),
        ({"owners": "宣传部"}, "逐个列出"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_name(promise, fields, word):
    commitment = promise(30)
    with pytest.raises(BadInput, match=word):
        actions.correct_commitment(commitment=commitment, fields=fields, by=None)
    commitment.refresh_from_db()
    assert (commitment.value, commitment.corrected) == (30, False)


def test_a_decided_one_is_not_corrected(promise):
    commitment = promise(30)
    actions.confirm(commitment=commitment, by=None)
    with pytest.raises(Conflict, match="恢复"):
        actions.correct_commitment(commitment=commitment, fields={"value": 40}, by=None)


def test_binding_takes_only_an_indicator_that_is_there(promise):
    commitment = promise(30)
    with pytest.raises(BadInput, match="没有指标"):
        actions.bind(commitment=commitment, indicator="nurserys", known={"nurseries"}, by=None)
    assert (
        actions.bind(commitment=commitment, indicator="nurseries", known={"nurseries"}, by=None).indicator
        == "nurseries"
    )


def test_every_decision_leaves_one_line_in_the_chain_of_the_plans_unit(tree, promise, lead):
    commitment = promise(30)
    actions.correct_commitment(commitment=commitment, fields={"value": 40}, by=lead)
    actions.bind(commitment=commitment, indicator="nurseries", by=lead)
    actions.confirm(commitment=commitment, by=lead)
    actions.restore(commitment=commitment, by=lead)
    actions.dismiss(commitment=commitment, by=lead)
    acts = list(AuditLine.objects.filter(chain=tree.province.pk).order_by("seq").values_list("act", flat=True))
    assert acts == ["plans.correct", "plans.bind", "plans.confirm", "plans.restore", "plans.dismiss"]


def test_deciding_never_fetches_the_plans_text(promise, django_assert_max_num_queries):
    commitment = Commitment.objects.get(pk=promise(30).pk)
    with django_assert_max_num_queries(20) as asked:
        actions.confirm(commitment=commitment, by=None)
    assert not any('"plans_plan"."text"' in query["sql"] for query in asked.captured_queries)
