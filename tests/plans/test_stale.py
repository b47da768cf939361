"""Which sharings-out no longer fit, what solving them again would change, and jobs for large trees."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel import jobs
from sangzi.kernel.models import Job
from sangzi.plans import actions, queries
from sangzi.plans.models import Rule, Target
from sangzi.units.actions import close_unit, found_unit, move_unit
from sangzi.units.models import Level

TODAY = date(2025, 6, 1)


@pytest.fixture
def spread(goal):
    """A hundred nurseries, shared out equally down to the counties."""
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.COUNTY, by=None)
    return target


def why(unit):
    return [one.why for one in queries.stale_cascades(unit)]


def found(tree):
    return found_unit(name="敦化市", parent=tree.prefecture, level=Level.COUNTY, on=TODAY, by=None)


def test_where_nothing_changed_nothing_is_stale(tree, spread):
    assert [why(unit) for unit in (tree.province, tree.prefecture, tree.county)] == [[], [], []]


def test_a_unit_that_came_or_left_makes_its_parents_sharing_stale(tree, spread):
    found(tree)
    close_unit(unit=tree.zone, on=TODAY, by=None)
    assert why(tree.prefecture) == ["新增敦化；延吉高新区不再承接"]
    assert why(tree.province) == []


def test_a_unit_that_moved_makes_both_stale(tree, spread):
    move_unit(unit=tree.district, parent=tree.prefecture, on=TODAY, by=None)
    assert why(tree.prefecture) == ["新增朝阳"]
    assert why(tree.other_prefecture) == ["朝阳不再承接"]


def test_an_event_elsewhere_makes_nothing_stale(tree, spread):
    found_unit(name="云浮市", parent=tree.other_province, level=Level.PREFECTURE, on=TODAY, by=None)
    assert why(tree.province) == []


def test_another_number_of_children_matters_where_children_are_counted(tree, goal):
    for rule in (Rule.CHILDREN, Rule.EQUAL):
        actions.cascade(target=goal(100, title=rule), rule=rule, by=None)
    found(tree)
    assert why(tree.province) == ["延边用来分配的数据变了"]


def test_solved_again_it_is_stale_no_more(tree, spread):
    found(tree)
    actions.resolve(target=spread, reason="新设", by=None)
    assert why(tree.prefecture) == []


def test_stale_ones_are_found_in_the_same_number_of_queries(tree, goal, django_assert_num_queries):
    for number in range(3):
        actions.cascade(target=goal(100, title=f"{number}"), rule=Rule.EQUAL, by=None)
    found_unit(name="松原市", parent=tree.province, level=Level.PREFECTURE, on=TODAY, by=None)
    with django_assert_num_queries(6):
        assert len(queries.stale_cascades(tree.province)) == 3


def test_a_preview_names_who_changes_who_comes_who_leaves_and_why(tree, spread):
    found(tree)
    close_unit(unit=tree.zone, on=TODAY, by=None)
    preview = queries.preview_resolve(spread)
    assert [(line.name, line.was, line.will) for line in preview.came] == [("敦化", None, 16)]
    assert [(line.name, line.was, line.will, line.why) for line in preview.left] == [("延吉高新区", 16, None, "已撤销")]
    assert preview.came[0].why.startswith("新设单位")
    assert preview.changed == []


def test_a_preview_says_the_amplification_before_and_after(tree, spread):
    target = Target.objects.get(commitment=spread.commitment, unit=tree.prefecture)
    Target.objects.filter(pk=target.pk).update(value=40)
    levels = {step.level: (step.was, step.will) for step in queries.preview_resolve(target).levels}
    assert levels[Level.PREFECTURE] == (1.25, 1.0)


def test_a_preview_asks_the_same_for_few_and_for_many(tree, spread, goal, django_assert_num_queries):
    small = goal(4, title="小")
    actions.cascade(target=small, rule=Rule.EQUAL, by=None)
    for target in (small, spread):
        with django_assert_num_queries(8):
            queries.preview_resolve(target)


def test_a_large_tree_is_solved_again_by_a_job(tree, spread):
    found(tree)
    job = actions.resolve_later(target=spread, reason="新设", by=None)
    assert actions.resolve_later(target=spread, reason="新设", by=None) == job
    assert jobs.work_once("w")
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    assert why(tree.prefecture) == []


def test_a_job_gives_a_target_another_value_too(tree, spread):
    actions.resolve_later(target=spread, reason="加了", value=120, misread=True, by=None)
    assert jobs.work_once("w")
    live = Target.objects.get(commitment=spread.commitment, unit=tree.province, withdrawn=None)
    assert (live.value, live.commitment.value) == (120, 120)


def test_a_job_writes_nothing_but_what_was_agreed_to(tree, spread):
    found(tree)
    mark = queries.preview_resolve(spread).mark
    job = actions.resolve_later(target=spread, reason="新设", mark=mark, by=None)
    found_unit(name="珲春市", parent=tree.prefecture, level=Level.COUNTY, on=TODAY, by=None)
    jobs.work_once("w")
    assert "预览以后" in Job.objects.get(pk=job.pk).sentence


def test_a_job_that_cannot_says_why(tree, spread):
    job = actions.resolve_later(target=spread, reason="新设", by=None)
    jobs.work_once("w")
    assert "都不用变" in Job.objects.get(pk=job.pk).sentence


# The chain of asks


def test_the_chain_of_asks_above_a_unit_with_the_factor_of_each_step(tree, goal):
    target = goal(80, shape="coverage", over="township", measure="%")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.TOWNSHIP, by=None)
    last = Target.objects.get(commitment=target.commitment, unit=tree.township)
    chain = queries.chain_of(last)
    assert [(ask.unit.short, ask.factor) for ask in chain] == [
        ("吉林", 1.0), ("延边", 1.0), ("和龙", 1.25), ("龙城镇", None),
    ]  # fmt: skip


def test_a_plan_of_ones_own_that_asks_for_more_is_shown_beside(tree, goal):
    target = goal(1000, unit=tree.nation, indicator="fairs")
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    own = goal(620, indicator="fairs")
    share = Target.objects.get(commitment=target.commitment, unit=tree.province)
    ask = queries.chain_of(share)[-1]
    assert (ask.own.target, ask.own.factor) == (own, 1.24)
    assert [(one.target.unit, one.factor) for one in queries.most_amplified(tree.nation)] == [(tree.province, 1.24)]


def test_a_chain_takes_three_queries(tree, spread, django_assert_num_queries):
    last = Target.objects.get(commitment=spread.commitment, unit=tree.county)
    with django_assert_num_queries(2):
        queries.chain_of(last)
