"""Trajectories are set, kept as history, and followed by the shares below."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.plans import actions
from sangzi.plans.actions.trajectories import Base, set_trajectory, withdraw_trajectory
from sangzi.plans.models import Rule, Trajectory
from sangzi.plans.queries.trajectories import course_of_target, courses_of, trajectories_of
from sangzi.units.models import Level

pytestmark = pytest.mark.django_db

Kind = Trajectory.Kind
BEGINS, ENDS = date(2024, 1, 1), date(2024, 12, 31)
SPRING, SUMMER = date(2024, 3, 31), date(2024, 6, 30)


def milestones(*pairs):
    return [(day, Decimal(value)) for day, value in pairs]


def give(target, kind=Kind.MILESTONES, **more):
    if kind == Kind.MILESTONES:
        more.setdefault("milestones", milestones((SPRING, 4), (SUMMER, 20)))
    given = {"begins": BEGINS, "ends": ENDS, "by": None, **more}
    return set_trajectory(target=target, kind=kind, **given)


def below(target):
    return list(target.shares.filter(withdrawn=None).select_related("unit", "commitment").order_by("pk"))


def test_without_a_trajectory_time_alone_counts(goal):
    assert course_of_target(goal(31)) is None


def test_a_target_goes_through_its_milestones(goal):
    target = goal(40)
    give(target)
    course = course_of_target(target)
    assert course.own
    assert course.way.expected(SUMMER, Fraction(40)) == 20
    assert course.way.expected(ENDS, Fraction(40)) == 40


def test_a_new_trajectory_leaves_the_old_one_as_history(goal, lead):
    target = goal(40)
    give(target)
    give(target, Kind.EVEN, by=lead)
    assert [(one.kind, one.withdrawn is None) for one in trajectories_of(target)] == [
        ("even", True),
        ("milestones", False),
    ]
    assert AuditLine.objects.filter(act="plans.set-trajectory", about=f"target:{target.pk}").count() == 2


def test_a_trajectory_taken_back_leaves_time_alone(goal):
    target = goal(40)
    give(target)
    withdraw_trajectory(target=target, by=None)
    assert course_of_target(target) is None
    with pytest.raises(Conflict, match="没有自己的轨迹"):
        withdraw_trajectory(target=target, by=None)


def test_shares_follow_and_their_milestones_add_up(goal, tree):
    target = goal(31)
    give(target, milestones=milestones((SPRING, 4), (SUMMER, 17)))
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    found = courses_of(below(target))
    reached = [[int(value) for _day, value in found[share.pk].milestones] for share in below(target)]
    assert [sum(at) for at in zip(*reached, strict=True)] == [4, 17]
    assert not any(course.own for course in found.values())


def test_at_every_level_the_milestones_add_up(goal, tree):
    target = goal(31)
    give(target, milestones=milestones((SUMMER, 17)))
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    every = list(target.commitment.targets.filter(withdrawn=None).select_related("unit", "commitment"))
    found = courses_of(every)
    for above in every:
        shares = [found[one.pk].milestones[0][1] for one in every if one.parent_id == above.pk]
        assert not shares or sum(shares) == found[above.pk].milestones[0][1]


def test_a_share_with_its_own_trajectory_follows_that(goal, tree):
    target = goal(31)
    give(target, Kind.EVEN)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    first, second = below(target)
    give(first, milestones=milestones((SUMMER, 1)))
    found = courses_of([first, second])
    assert (found[first.pk].own, found[first.pk].way.kind) == (True, "milestones")
    assert (found[second.pk].own, found[second.pk].way.kind) == (False, "even")


def test_a_share_of_a_based_way_looks_up_its_own_base(goal, tree):
    target = goal(31)
    give(target, Kind.EVEN, base=Base(Decimal(10), "figure:homes:2023-12-31"))
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    assert course_of_target(target).way.base == 10
    way = course_of_target(below(target)[0]).way
    assert (way.based, way.base) == (True, None)


def test_a_floor_follows_by_shares_of_the_way(goal, tree):
    target = goal(80, shape="coverage", over="township", measure="%")
    give(target, milestones=milestones((SUMMER, 20)))
    actions.cascade(target=target, rule=Rule.SAME, by=None)
    assert course_of_target(below(target)[0]).way.share(SUMMER) == Fraction(1, 4)


def test_nothing_set_costs_one_query_and_anything_few(
    goal, tree, django_assert_num_queries, django_assert_max_num_queries
):
    target = goal(31)
    actions.cascade_down(target=target, rule=Rule.EQUAL, to_level=Level.TOWNSHIP, by=None)
    every = list(target.commitment.targets.filter(withdrawn=None).select_related("unit", "commitment"))
    with django_assert_num_queries(1):
        assert courses_of(every) == {}
    give(target)
    with django_assert_max_num_queries(8):
        assert len(courses_of(every)) == len(every)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"milestones": []}, "至少一个节点"),
        ({"milestones": milestones((SUMMER, 20), (SPRING, 30))}, "按日期先后填写"),
        ({"milestones": milestones((SPRING, 20), (SUMMER, 10))}, "只能逐步增加"),
        ({"milestones": milestones((SPRING, 41))}, "和目标 40 之间"),
        ({"milestones": milestones((ENDS, 20))}, "结束那天就是目标本身"),
        ({"milestones": milestones((BEGINS, 20))}, "不在2024年1月1日之后"),
        ({"ends": BEGINS}, "不在开始日期2024年1月1日之后"),
        ({"ends": date(2025, 1, 1)}, "晚于目标的期限2024年12月31日"),
        ({"kind": "crooked"}, "没有“crooked”这种轨迹"),
        ({"kind": Kind.SEASONAL, "season": [Decimal(1)] * 11}, "要有十二个月的比重"),
        ({"base": Base(Decimal(40), "")}, "没有路要走"),
        ({"base": Base(Decimal(3), ""), "begins": date(2024, 1, 2)}, "要从某月 1 日开始"),
        ({"milestones": milestones((SPRING, 2)), "base": Base(Decimal(3), "")}, "前一个节点的 3"),
    ],
)
def test_a_way_that_leads_nowhere_is_refused(goal, more, words):
    with pytest.raises(BadInput, match=words):
        give(goal(40, deadline=ENDS), **more)


@pytest.mark.parametrize(("period", "words"), [("month", "每期重新算起"), ("year", "要在同一年里开始和结束")])
def test_what_is_asked_by_periods_goes_by_periods(goal, period, words):
    with pytest.raises(BadInput, match=words):
        give(goal(40, period=period), Kind.EVEN, ends=date(2025, 6, 30))


def test_at_most_has_a_way_only_down_from_a_base(goal):
    target = goal(30, comparator="<=")
    with pytest.raises(BadInput, match="只有从高往低走时才有轨迹"):
        give(target, Kind.EVEN)
    give(target, base=Base(Decimal(50), ""), milestones=milestones((SUMMER, 40)))
    assert course_of_target(target).way.expected(SUMMER, Fraction(30)) == 40


def test_a_withdrawn_target_takes_no_trajectory(goal):
    target = goal(40)
    actions.restore(commitment=target.commitment, by=None)
    with pytest.raises(Conflict, match="已经撤回"):
        give(target)
