from decimal import Decimal

import pytest
from django.utils import translation

from sangzi.kernel.errors import BadInput
from sangzi.plans import actions, queries
from sangzi.plans.models import Rule, Target
from sangzi.units.models import Level


def test_a_unit_sees_what_is_asked_and_which_sentence_asked(tree, goal):
    target = goal(31, sentence="2024年，建设不少于30个社区苗圃。")
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    asked = queries.targets_of(tree.prefecture)[0]
    assert (asked.target.value, asked.giver, asked.plan.title) == (16, tree.province, "林草工作要点")
    assert (asked.sentence, asked.said) == ("2024年，建设不少于30个社区苗圃。", "不少于 16 个")


def test_what_a_unit_asked_of_itself_has_no_giver(tree, goal):
    goal(31)
    assert queries.targets_of(tree.province)[0].giver is None


def test_a_withdrawn_target_is_no_longer_asked(tree, goal):
    target = goal(31)
    actions.restore(commitment=target.commitment, by=None)
    assert queries.targets_of(tree.province) == []


def test_all_that_is_asked_takes_one_query_however_much_it_is(tree, goal, django_assert_num_queries):
    for value in range(10, 15):
        actions.cascade(target=goal(value, title=f"苗圃{value}"), rule=Rule.EQUAL, by=None)
    with django_assert_num_queries(1) as asked:
        assert len(queries.targets_of(tree.prefecture)) == 5
    assert '"plans_plan"."text"' not in asked.captured_queries[0]["sql"]


def test_what_is_asked_is_grouped_by_plan_the_highest_first(tree, goal):
    for unit in (tree.province, tree.nation):
        target = goal(40, unit=unit)
        actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.PREFECTURE, by=None)
    lots = queries.what_is_asked(tree.prefecture)
    assert [lot.plan.unit for lot in lots] == [tree.nation, tree.province]
    assert [len(lot.asked) for lot in lots] == [1, 1]


def test_a_township_is_asked_to_have_what_a_coverage_counts(tree, goal):
    target = goal(80, shape="coverage", over="township", measure="%")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.TOWNSHIP, by=None)
    above, own = queries.targets_of(tree.county)[0], queries.targets_of(tree.township)[0]
    assert (above.said, above.measure) == ("覆盖乡镇的比例不少于 80 %", "%")
    assert (own.said, own.measure) == ("本单位做到覆盖", "")


def test_what_is_asked_is_said_in_english_too(tree, goal):
    goal(31, period="year")
    with translation.override("en"):
        assert queries.targets_of(tree.province)[0].said == "every year at least 31 个"


def test_the_tree_of_a_cascade_sums_each_level(goal):
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    steps = queries.cascade_tree(target.commitment).steps
    assert [(step.level, step.units, step.total, step.givers) for step in steps] == [
        (1, 1, 100, 1),
        (2, 2, 100, 2),
        (3, 4, 100, 1),
        (4, 2, 17, 0),
    ]
    assert [step.amplification for step in steps] == [1.0, 1.0, 1.0, None]


def test_a_step_that_asks_for_more_shows_its_amplification(tree, goal):
    target = goal(100)
    shares = actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    Target.objects.filter(pk=shares[0].pk).update(value=100)
    assert queries.cascade_tree(target.commitment).steps[0].amplification == 1.5


def test_a_coverage_amplifies_where_every_township_must_have_it(goal):
    target = goal(80, shape="coverage", over="township", measure="%")
    actions.cascade_down(target=target, rule=Rule.SAME, to_level=Level.TOWNSHIP, by=None)
    steps = queries.cascade_tree(target.commitment).steps
    assert [step.amplification for step in steps] == [1.0, 1.0, 1.25, None]
    assert {step.total for step in steps} == {None}


def test_the_tree_takes_three_queries_however_many_units(goal, django_assert_num_queries):
    target = goal(100)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.VILLAGE, by=None)
    with django_assert_num_queries(3):
        queries.cascade_tree(target.commitment)


def test_a_preview_says_what_the_cascade_then_does(goal):
    target = goal(31)
    preview = queries.preview_cascade(target, Rule.EQUAL)
    made = actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    assert [(line.unit.id, line.share.value) for line in preview.shares] == [(t.unit_id, t.value) for t in made]
    assert (preview.total, preview.amplification) == (31, 1.0)


def test_a_preview_takes_four_queries_and_writes_nothing(goal, django_assert_num_queries):
    target = Target.objects.select_related("unit", "commitment").get(pk=goal(31).pk)
    with django_assert_num_queries(4):
        queries.preview_cascade(target, Rule.EQUAL)
    assert Target.objects.count() == 1


def test_a_preview_says_who_gets_the_remainder_and_why(goal):
    preview = queries.preview_cascade(goal(31), Rule.EQUAL)
    line = preview.remainder[0]
    assert line.unit.name == "延边"
    assert line.why == "按比例应得 15.5，零头排第 1；剩下的 1 份由零头最大的各得一份"


def test_a_preview_of_a_redo_shows_who_changes_by_how_much(goal):
    target = goal(30)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    preview = queries.preview_cascade(target, Rule.CHILDREN)
    assert [(line.was, line.change) for line in preview.shares] == [(15, 8), (15, -8)]
    assert preview.withdraws == 2


def test_a_preview_refuses_what_the_cascade_would(goal):
    with pytest.raises(BadInput, match="是总数"):
        queries.preview_cascade(goal(31), Rule.SAME)


def test_the_history_of_a_target_tells_its_cascades_the_latest_first(goal):
    target = goal(30)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    actions.redo_cascade(target=target, rule=Rule.CHILDREN, by=None)
    assert [cascade.rule for cascade in queries.history_of(target)] == [Rule.CHILDREN, Rule.EQUAL]


def test_plan_cards_count_by_state_in_one_query(tree, promise, django_assert_num_queries):
    actions.confirm(commitment=promise(1), by=None)
    actions.dismiss(commitment=promise(2), by=None)
    promise(3), promise(4)
    with django_assert_num_queries(1):
        card = queries.plan_cards(tree.province.plans.all())[0]
    assert (card.proposed, card.confirmed, card.dismissed) == (2, 1, 1)


def test_values_stay_exact(goal):
    made = actions.cascade(target=goal(Decimal("0.0003")), rule=Rule.EQUAL, by=None)
    assert [Target.objects.get(pk=share.pk).value for share in made] == [Decimal("0.0002"), Decimal("0.0001")]
