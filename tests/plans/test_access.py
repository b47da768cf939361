import pytest

from sangzi.kernel.errors import NotPermitted, NotVisible
from sangzi.plans import access, actions
from sangzi.plans.models import Rule
from sangzi.units.access import Scope, scope_of
from tests.cast import SINCE, appoint


@pytest.fixture
def sees():
    """What an account may see on the first day of its assignment."""
    return lambda account: scope_of(account, SINCE)


def test_a_plan_is_read_by_its_own_unit_by_units_below_and_by_units_above(tree, plan, lead, member, sees):
    above = appoint("planner", tree.nation, "officer")
    assert all(access.get_plan_for(sees(account), plan.pk) == plan for account in (lead, member, above))


def test_a_plan_of_another_branch_of_the_tree_is_not_there(tree, plan, stranger, sees):
    with pytest.raises(NotVisible):
        access.get_plan_for(sees(stranger), plan.pk)


def test_a_plan_of_a_sibling_is_not_there(tree, member, sees):
    sibling = actions.add_plan(unit=tree.other_county, title="安图要点", text="种树", by=None).plan
    with pytest.raises(NotVisible):
        access.get_plan_for(sees(member), sibling.pk)


def test_who_works_nowhere_reads_nothing(plan):
    assert not access.visible_plans(Scope()).exists()


def test_the_lead_of_the_plans_unit_decides(promise, lead, sees):
    commitment = promise()
    assert access.get_commitment_to_decide(sees(lead), commitment.pk) == commitment


def test_a_reader_below_may_not_decide_and_is_told_who_may(promise, member, sees):
    with pytest.raises(NotPermitted, match="吉林"):
        access.get_commitment_to_decide(sees(member), promise().pk)


def test_an_officer_of_the_unit_may_not_decide(tree, promise, sees):
    officer = appoint("officer", tree.province, "officer")
    with pytest.raises(NotPermitted):
        access.get_plan_to_decide(sees(officer), promise().plan_id)


def test_the_lead_above_leaves_the_plan_of_a_lower_unit_to_its_lead(tree, promise, lead, sees):
    with pytest.raises(NotPermitted):
        access.get_commitment_to_decide(sees(lead), promise(unit=tree.county).pk)


def test_a_stranger_is_not_told_that_a_commitment_is_there(promise, stranger, sees):
    with pytest.raises(NotVisible):
        access.get_commitment_to_decide(sees(stranger), promise().pk)


def test_a_target_is_shared_out_by_the_lead_of_its_unit_or_of_the_plan(tree, goal, lead, sees):
    share = actions.cascade(target=goal(31), rule=Rule.EQUAL, by=None)[0]
    own = appoint("yanbian", tree.prefecture, "lead")
    assert access.get_target_to_share(sees(own), share.pk) == share
    assert access.get_target_to_share(sees(lead), share.pk) == share


def test_a_target_is_not_shared_out_by_a_unit_below(tree, goal, sees):
    target = goal(31)
    own = appoint("yanbian", tree.prefecture, "lead")
    with pytest.raises(NotPermitted):
        access.get_target_to_share(sees(own), target.pk)


def test_a_siblings_target_is_not_there(tree, goal, sees):
    share = actions.cascade(target=goal(31), rule=Rule.EQUAL, by=None)[0]
    sibling = appoint("changchun", tree.other_prefecture, "lead")
    with pytest.raises(NotVisible):
        access.get_target_for(sees(sibling), share.pk)


def test_looking_up_takes_one_query_and_leaves_the_text(promise, lead, sees, django_assert_num_queries):
    commitment, scope = promise(), sees(lead)
    with django_assert_num_queries(1) as asked:
        access.get_commitment_for(scope, commitment.pk).plan.unit.short  # noqa: B018  (the query is the point)
    assert '"plans_plan"."text"' not in asked.captured_queries[0]["sql"]
