"""How often the reader was right, as people's decisions show."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.models import Plan
from sangzi.plans.queries.rightness import rightness

from .conftest import body

RECORD = "/desk/plans/reader/"


def test_nothing_decided_is_said_with_the_next_step(visit, lead, plan):
    assert "还没有可以比较的" in body(visit(lead).get(RECORD))


def test_every_kind_of_decision_is_counted(plan):
    nurseries, talks = plan.commitments.order_by("start")
    actions.confirm(commitment=nurseries, by=None)
    actions.correct_commitment(commitment=talks, fields={"measure": "节", "title": "课"}, by=None)
    actions.add_commitment(plan=plan, start=0, end=5, fields={"title": "要点", "value": 1}, by=None)
    told = rightness(Plan.objects.all())
    assert (told.looked_at, told.right, told.kept, told.added) == (2, 1, 2, 1)
    assert (told.fields["value"], told.fields["unit"], told.fields["indicator"]) == (2, 1, 1)


def test_what_was_no_requirement_and_what_was_split_was_not_right(plan):
    nurseries, talks = plan.commitments.order_by("start")
    actions.dismiss(commitment=nurseries, by=None)
    actions.split_commitment(commitment=talks, pieces=[{}, {}], by=None)
    told = rightness(Plan.objects.all())
    assert (told.looked_at, told.right, told.dismissed, told.reshaped, told.added) == (2, 0, 1, 1, 0)


def test_shares_are_shown_by_field_by_sureness_and_by_version(visit, lead, plan):
    actions.confirm(commitment=plan.commitments.first(), by=None)
    page = body(visit(lead).get(RECORD))
    assert "1 / 1" in page
    assert "100" in page
    assert "才看过 1 条" in page
    assert "0.1.0" in page


def test_only_plans_of_the_unit_and_below_count(visit, tree, lead, plan):
    actions.confirm(commitment=plan.commitments.first(), by=None)
    assert visit(lead).get(RECORD, {"unit": "222400"}).context["told"].looked_at == 0


@pytest.mark.parametrize(("who", "status"), [("lead", 200), ("auditor", 200), ("member", 403)])
def test_it_is_for_leads_and_auditors(visit, request, plan, who, status):
    assert visit(request.getfixturevalue(who)).get(RECORD).status_code == status


def test_it_asks_the_same_however_much_was_decided(visit, lead, plan, django_assert_max_num_queries):
    client, counted = visit(lead), []
    for commitment in plan.commitments.all():
        actions.confirm(commitment=commitment, by=lead)
        with django_assert_max_num_queries(12) as asked:
            client.get(RECORD)
        counted.append(len(asked))
    assert counted[0] == counted[1]
