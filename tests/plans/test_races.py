"""Several people at one plan: nothing is shared out twice, nothing is kept twice."""

from __future__ import annotations

import pytest

from sangzi.kernel.errors import Conflict
from sangzi.plans import actions
from sangzi.plans.models import Commitment, Plan, Rule, Target
from tests.races.processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TOGETHER = 8


def test_of_all_who_share_a_target_out_at_once_one_does(goal):
    target = goal(31)
    outcomes = all_at_once(TOGETHER, lambda _number: actions.cascade(target=target, rule=Rule.EQUAL, by=None))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == TOGETHER - 1
    assert sum(Target.objects.filter(parent=target, withdrawn=None).values_list("value", flat=True)) == 31


def test_all_who_confirm_at_once_get_the_same_target(promise):
    commitment = promise(31)
    outcomes = all_at_once(TOGETHER, lambda _number: actions.confirm(commitment=commitment, by=None))
    assert len({outcome.pk for outcome in outcomes}) == 1


def test_all_who_bring_the_same_file_at_once_get_the_same_plan(tree):
    def bring(_number):
        return actions.add_plan(unit=tree.province, title="要点", data=b"2024", file_name="a.txt", by=None)

    outcomes = all_at_once(TOGETHER, bring)
    assert {outcome.plan for outcome in outcomes} == {Plan.objects.get()}
    assert sum(outcome.is_new for outcome in outcomes) == 1


def test_all_who_read_a_plan_at_once_leave_each_statement_once(plan):
    all_at_once(TOGETHER, lambda _number: actions.read_plan(plan=plan, by=None))
    assert sorted(Commitment.objects.values_list("value", flat=True)) == [12, 30]


def test_of_all_who_split_or_confirm_at_once_only_one_gets_through(promise):
    commitment = promise(31)

    def decide(number):
        if number % 2:
            return actions.confirm(commitment=commitment, by=None)
        return actions.split_commitment(commitment=commitment, pieces=[{}, {}], by=None)

    all_at_once(TOGETHER, decide)
    commitment.refresh_from_db()
    pieces, targets = Commitment.objects.filter(split_from=commitment).count(), commitment.targets.count()
    assert (commitment.state, pieces, targets) in {("confirmed", 0, 1), ("replaced", 2, 0)}
