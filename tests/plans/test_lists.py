"""Lists of plans, the contents of one, passages, and what shares came to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sangzi.kernel.models import Job
from sangzi.plans import actions, queries
from sangzi.plans.models import Plan, Target
from sangzi.plans.queries.lists import heading


@pytest.fixture
def plans(tree):
    """One plan each of the nation, the province, the prefecture and the other province, in that order."""
    units = (tree.nation, tree.province, tree.prefecture, tree.other_province)
    return [actions.add_plan(unit=unit, title=unit.short, text=f"{unit.name}的计划", by=None).plan for unit in units]


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        ("own", {"吉林"}),
        ("above", {"全国"}),
        ("below", {"延边"}),
        ("", {"全国", "吉林", "延边"}),
        ("anywhere", {"全国", "吉林", "延边"}),
    ],
)
def test_plans_near_a_unit_are_its_own_those_below_and_those_above(tree, plans, where, titles):
    near = queries.plans_near(Plan.objects.all(), tree.province, where)
    assert set(near.values_list("title", flat=True)) == titles


def test_plans_turn_by_page_newest_first(plans, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = queries.plan_page(Plan.objects.all(), size=3)
    second = queries.plan_page(Plan.objects.all(), after=first.next, size=3)
    assert [card.plan.title for card in (*first.lines, *second.lines)] == ["广东", "延边", "吉林", "全国"]


def test_years_are_those_that_plans_are_for(tree):
    for year in (2023, 2025, 2023):
        text = f"{year}的计划{Plan.objects.count()}"
        actions.add_plan(unit=tree.province, title="计划", text=text, year=year, by=None)
    actions.add_plan(unit=tree.province, title="没有年份", text="计划", by=None)
    assert queries.plan_years(Plan.objects.all()) == [2025, 2023]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一、总体要求\n正文。", "一、总体要求"),
        ("1. 抓好苗圃。办好护林课。", "1. 抓好苗圃"),
        ("——服从大局，找准题目。先做这件。", "服从大局，找准题目"),
        ("2.建强★◆宣讲队。要讲。", "2.建强宣讲队"),
        ("长" * 40, "长" * 27 + "…"),
    ],
)
def test_a_heading_is_the_first_sentence_of_a_clause_without_ornaments(text, title):
    assert heading(text) == title


def test_shuffled_clauses_are_listed_as_their_numbers_say(tree):
    text = "2.办好护林课。全年举办不少于12场护林课。\n3.植树。\n1.建好苗圃。建设不少于30个社区苗圃。\n"
    plan = actions.read_plan(plan=actions.add_plan(unit=tree.province, title="乱", text=text, by=None).plan, by=None)
    titles = [one.title for one in queries.headings_of(plan, queries.masked_text(plan))]
    assert titles == ["1.建好苗圃", "2.办好护林课", "3.植树"]


def test_a_passage_is_the_paragraph_around_a_commitment(plan):
    read = actions.read_plan(plan=plan, by=None)
    commitment = read.commitments.order_by("start").first()
    passage = queries.passage_of(commitment)
    assert "".join(piece.text for piece in passage) == "2024年，建设不少于30个社区苗圃。举办不少于12场护林课。"
    assert [piece.text for piece in passage if piece.marks] == [commitment.quote]


def test_a_passage_hides_private_persons(tree):
    text = "联系人柳青禾，电话0431-88880000，全年举办不少于12场护林课。\n"
    added = actions.add_plan(unit=tree.province, title="联系", text=text, by=None).plan
    commitment = actions.read_plan(plan=added, by=None).commitments.get()
    assert "88880000" not in "".join(piece.text for piece in queries.passage_of(commitment))


@pytest.mark.parametrize(
    ("shape", "over", "rule"), [("count", "", "children"), ("count", "", "equal"), ("each", "township", "same")]
)
def test_a_descent_is_previewed_as_it_is_written(goal, shape, over, rule, django_assert_max_num_queries):
    target = Target.objects.select_related("unit", "commitment").get(pk=goal(30, shape=shape, over=over).pk)
    with django_assert_max_num_queries(2):
        previewed = queries.preview_descent(target, rule, 4)
    actions.cascade_down(target=target, rule=rule, to_level=4, by=None)
    written = queries.cascade_tree(target.commitment).steps[1:]
    assert [(step.level, step.units, step.total, step.least, step.most) for step in previewed] == [
        (step.level, step.units, step.total, step.least, step.most) for step in written
    ]


def test_what_was_given_on_is_summed_for_those_that_gave(goal):
    giver, other = goal(30), goal(20, title="护林课")
    actions.cascade(target=giver, rule="equal", by=None)
    given = queries.given_on([giver, other])
    assert given == {giver.pk: (2, Decimal(30), Decimal(15), Decimal(15))}


def test_a_unit_has_its_share_and_shares_stand_in_official_order(tree, goal):
    target = goal(30)
    actions.cascade(target=target, rule="equal", by=None)
    assert [share.unit for share in queries.shares_of(target)] == [tree.prefecture, tree.other_prefecture]
    assert queries.target_at(target.commitment, tree.prefecture).value == 15
    assert queries.target_at(target.commitment, tree.county) is None


def test_a_descent_done_anew_leaves_one_set_of_shares(goal):
    target = goal(30)
    actions.cascade_down(target=target, rule="equal", to_level=3, by=None)
    descent = actions.redo_cascade_down(target=target, rule="children", to_level=3, by=None)
    live = Target.objects.filter(commitment=target.commitment, withdrawn=None, unit__level=3)
    assert live.count() == descent.given[3]
    assert sum(live.values_list("value", flat=True)) == 30


def test_a_reading_whose_job_broke_down_begins_anew(plan):
    job = actions.read_later(plan=plan, by=None)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, attempts=5)
    assert actions.read_later(plan=plan, by=None).pk == job.pk
    assert Job.objects.get(pk=job.pk).state == Job.State.WAITING
