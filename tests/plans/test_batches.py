"""Many commitments decided about at once, and taken back as one."""

import json

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.models import Target


@pytest.fixture
def plan(promise):
    """Two that were read surely, one that was not, one without a number, and a result."""
    promise(30, confidence=0.95)
    promise(12, confidence=0.9)
    promise(5, confidence=0.5)
    promise(None, confidence=0.95)
    return promise(7, confidence=0.95, status="result").plan


def states(plan):
    return list(plan.commitments.order_by("pk").values_list("state", flat=True))


def test_the_sure_ones_are_confirmed_and_become_targets(tree, plan, lead):
    actions.confirm_sure(plan=plan, at_least=0.9, by=lead)
    assert states(plan) == ["confirmed", "confirmed", "proposed", "proposed", "confirmed"]
    assert set(Target.objects.values_list("unit", "value", "by")) == {
        (tree.province.pk, 30, lead.pk),
        (tree.province.pk, 12, lead.pk),
    }


def test_results_are_dismissed(plan):
    actions.dismiss_results(plan=plan, by=None)
    assert states(plan) == ["proposed"] * 4 + ["dismissed"]


def test_a_batch_is_one_line_and_is_taken_back_as_one(plan):
    line = actions.confirm_sure(plan=plan, at_least=0.9, by=None)
    actions.restore_many(plan=plan, line=line.pk, by=None)
    assert states(plan) == ["proposed"] * 5
    assert not Target.objects.filter(withdrawn=None).exists()
    assert [one.act for one in AuditLine.objects.order_by("pk")] == ["plans.confirm-many", "plans.restore-many"]


def test_what_was_decided_otherwise_since_then_stays(plan):
    line = actions.dismiss_results(plan=plan, by=None)
    result = plan.commitments.get(status="result")
    actions.restore(commitment=result, by=None)
    actions.confirm(commitment=result, by=None)
    with pytest.raises(Conflict, match="什么也没有变"):
        actions.restore_many(plan=plan, line=line.pk, by=None)
    assert states(plan)[-1] == "confirmed"


def test_only_a_batch_of_this_plan_is_taken_back(promise, tree, plan):
    line = actions.dismiss_results(plan=plan, by=None)
    other = promise(1, unit=tree.county).plan
    with pytest.raises(BadInput, match="不是对这份规划的批量操作"):
        actions.restore_many(plan=other, line=line.pk, by=None)


def test_nothing_to_do_is_said(plan):
    with pytest.raises(Conflict, match="没有符合条件"):
        actions.confirm_sure(plan=plan, at_least=0.99, by=None)
    with pytest.raises(BadInput, match="0 到 100"):
        actions.confirm_sure(plan=plan, at_least=90, by=None)


def test_the_line_tells_how_sure_and_which(plan):
    line = actions.confirm_sure(plan=plan, at_least=0.9, by=None)
    told = json.loads(line.detail)
    assert (told["at_least"], len(told["commitments"])) == (0.9, 3)


def test_a_batch_asks_the_same_however_many(plan, promise, django_assert_max_num_queries):
    for value in range(40, 140):
        promise(value, confidence=0.99)
    with django_assert_max_num_queries(14):
        actions.confirm_sure(plan=plan, at_least=0.9, by=None)
