"""Two who decide at once, two clicks on one button: one counts, the other is told."""

from __future__ import annotations

import pytest

from sangzi.kernel.errors import Conflict
from sangzi.plans import actions
from sangzi.plans.models import Objection, Rule, Target
from tests.races.processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TOGETHER = 6


@pytest.fixture
def shares(goal):
    target = goal(100)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    return {share.unit.short: share for share in target.shares.select_related("unit")}


def object_to(target, proposed=10):
    return actions.object_to(target=target, reason="山多", proposed=proposed, by=None)


def answer(objection, verdict="granted"):
    return actions.answer_objection(objection=objection, verdict=verdict, answer="看过", by=None)


def conflicts(outcomes):
    return sum(isinstance(outcome, Conflict) for outcome in outcomes)


def total(target):
    return sum(Target.objects.filter(parent=target.parent_id, withdrawn=None).values_list("value", flat=True))


def test_of_two_clicks_one_objects(shares):
    outcomes = all_at_once(TOGETHER, lambda _number: object_to(shares["延边"]))
    assert conflicts(outcomes) == TOGETHER - 1
    assert Objection.objects.count() == 1


def test_of_all_who_decide_at_once_one_decides(shares):
    objection = object_to(shares["延边"])
    outcomes = all_at_once(TOGETHER, lambda number: answer(objection, ("granted", "refused")[number % 2]))
    assert conflicts(outcomes) == TOGETHER - 1
    assert total(shares["延边"]) == 100


def test_two_objections_answered_at_once_are_solved_one_after_the_other(tree, goal):
    target = goal(90, unit=tree.prefecture)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    first, second, _third = list(target.shares.select_related("unit"))
    raised = [object_to(first, 10), object_to(second, 20)]
    outcomes = all_at_once(2, lambda number: answer(raised[number]))
    assert conflicts(outcomes) == 0
    live = Target.objects.filter(commitment=target.commitment, withdrawn=None, parent__isnull=False)
    assert sorted(live.values_list("value", flat=True)) == [10, 20, 60]


def test_a_target_changed_and_solved_at_once_is_whole(shares):
    root = shares["延边"].parent

    def both(number):
        if number % 2:
            return answer_one(shares["延边"])
        return actions.change_target(target=root, value=100 + number + 2, reason="加", by=None)

    def answer_one(share):
        return answer(object_to(share))

    all_at_once(4, both)
    live = Target.objects.get(commitment=root.commitment, unit=root.unit_id, withdrawn=None)
    given = Target.objects.filter(commitment=root.commitment, withdrawn=None, parent=live)
    assert sum(given.values_list("value", flat=True)) == live.value
