"""Two plans side by side: sides, verdicts, shares, and what a person said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangzi.kernel.errors import BadInput
from sangzi.plans import actions
from sangzi.plans.actions.counterparts import pair_freely, pair_up, set_apart
from sangzi.plans.models import Commitment, Plan
from sangzi.plans.queries.comparing import compare_plans, plans_beside, sides


@pytest.fixture
def edition(tree):
    """Makes a read plan with (title, value) statements."""

    def make(unit, year, *statements, **fields):
        plan = Plan.objects.create(unit=unit, title=f"要点{year}", year=year, digest=f"{unit.pk}-{year}", state="read")
        for at, (title, value) in enumerate(statements):
            told = {"status": "target", "shape": "count", "measure": "个", "quote": f"{title}{value}个", **fields}
            Commitment.objects.create(plan=plan, title=title, value=value, start=at, end=at + 1, **told)
        return plan

    return make


def verdicts(laid, **options):
    found = compare_plans(*laid, **options)
    return {(line.left or line.right).title: line.verdict for line in found.lines}


def test_the_earlier_edition_stands_on_the_left(tree, edition):
    old, new = edition(tree.province, 2024), edition(tree.province, 2025)
    assert sides(new, old) == (old, new, "editions")


def test_a_plan_that_follows_another_stands_to_its_right_whatever_the_years(tree, edition):
    old, new = edition(tree.province, 2025), edition(tree.province, 2024)
    new.follows = old
    assert sides(new, old) == (old, new, "editions")


def test_the_upper_plan_stands_on_the_left(tree, edition):
    own, upper = edition(tree.county, 2025), edition(tree.province, 2025)
    assert sides(own, upper) == (upper, own, "levels")


def test_an_edition_tells_new_dropped_raised_and_lowered(tree, edition):
    old = edition(tree.province, 2024, ("社区苗圃", 30), ("护林讲堂", 12), ("河长驿站", 5))
    new = edition(tree.province, 2025, ("社区苗圃", 40), ("护林讲堂", 10), ("儿童书屋", 3))
    assert verdicts(sides(old, new)) == {
        "社区苗圃": "more", "护林讲堂": "less", "河长驿站": "dropped", "儿童书屋": "new"
    }  # fmt: skip


def test_a_dismissed_statement_is_not_compared(tree, edition):
    old, new = edition(tree.province, 2024, ("社区苗圃", 30)), edition(tree.province, 2025)
    old.commitments.update(state="dismissed")
    assert verdicts(sides(old, new)) == {}


def test_results_are_compared_when_asked_for(tree, edition):
    old, new = edition(tree.province, 2024, ("社区苗圃", 30), status="result"), edition(tree.province, 2025)
    assert (verdicts(sides(old, new)), len(verdicts(sides(old, new), results=True))) == ({}, 1)


def test_a_lower_plan_is_held_against_its_share(tree, edition):
    upper = edition(tree.province, 2025, ("社区苗圃", 30))
    own = edition(tree.prefecture, 2025, ("社区苗圃", 12))
    goal = actions.confirm(commitment=upper.commitments.get(), by=None)
    actions.cascade(target=goal, rule="by-hand", hand={tree.prefecture.pk: 10}, by=None)
    (line,) = compare_plans(*sides(upper, own)).lines
    assert (line.verdict, line.share, line.ratio) == ("amplified", Decimal(10), 1.2)


def test_a_count_that_was_not_cascaded_is_taken_up_in_part(tree, edition):
    upper, own = edition(tree.province, 2025, ("社区苗圃", 30)), edition(tree.county, 2025, ("社区苗圃", 3))
    assert verdicts(sides(upper, own)) == {"社区苗圃": "part"}


def test_a_later_deadline_falls_short(tree, edition):
    upper = edition(tree.province, 2025, ("社区苗圃", 3), deadline=date(2025, 6, 30), shape="each", over="township")
    own = edition(tree.county, 2025, ("社区苗圃", 3), deadline=date(2025, 12, 31), shape="each", over="township")
    assert verdicts(sides(upper, own)) == {"社区苗圃": "short"}


def test_two_that_a_person_paired_stand_on_one_line(tree, edition):
    old, new = edition(tree.province, 2024, ("河长驿站", 5)), edition(tree.province, 2025, ("儿童书屋", 3))
    pair_up(one=old.commitments.get(), other=new.commitments.get(), by=None)
    (line,) = compare_plans(*sides(old, new)).lines
    assert (line.verdict, line.by_hand) == ("less", True)


def test_two_that_a_person_set_apart_stand_alone_until_taken_back(tree, edition):
    old, new = edition(tree.province, 2024, ("河长驿站", 5)), edition(tree.province, 2025, ("河长驿站", 3))
    set_apart(one=old.commitments.get(), plan=new, by=None)
    apart = [line.verdict for line in compare_plans(*sides(old, new)).lines]
    pair_freely(one=old.commitments.get(), plan=new, by=None)
    assert (apart, verdicts(sides(old, new))) == (["dropped", "new"], {"河长驿站": "less"})


def test_pairing_anew_takes_the_other_away_from_its_first_partner(tree, edition):
    old = edition(tree.province, 2024, ("河长驿站", 5), ("苗圃", 5))
    new = edition(tree.province, 2025, ("儿童书屋", 3))
    first, second = old.commitments.order_by("start")
    pair_up(one=first, other=new.commitments.get(), by=None)
    pair_up(one=second, other=new.commitments.get(), by=None)
    assert verdicts(sides(old, new)) == {"河长驿站": "dropped", "苗圃": "less"}


def test_two_of_one_plan_cannot_be_paired(tree, edition):
    old = edition(tree.province, 2024, ("河长驿站", 5), ("苗圃", 5))
    with pytest.raises(BadInput, match="同一份规划"):
        pair_up(one=old.commitments.first(), other=old.commitments.last(), by=None)


def test_a_comparison_takes_three_queries_however_long_the_plans(tree, edition):
    many = [(f"第{at}项事情", at) for at in range(40)]
    laid = sides(edition(tree.province, 2024, *many), edition(tree.county, 2025, *many))
    with CaptureQueriesContext(connection) as asked:
        compare_plans(*laid)
    assert len(asked) == 3


def test_editions_are_offered_first_then_plans_above_then_below(tree, edition):
    own = edition(tree.prefecture, 2025)
    old, above, below = edition(tree.prefecture, 2024), edition(tree.province, 2025), edition(tree.county, 2025)
    assert list(plans_beside(Plan.objects.all(), own)) == [old, above, below]


def test_what_a_plan_follows_is_offered_before_all(tree, edition):
    own, old, above = edition(tree.prefecture, 2025), edition(tree.prefecture, 2024), edition(tree.province, 2025)
    own.carries_out = above
    assert list(plans_beside(Plan.objects.all(), own)) == [above, old]


def test_adding_order_decides_between_editions_without_a_year(tree, edition):
    first, second = edition(tree.province, 1), edition(tree.province, 2)
    Plan.objects.update(year=None)
    Plan.objects.filter(pk=second.pk).update(added=datetime(2020, 1, 1, tzinfo=UTC))
    first.refresh_from_db()
    second.refresh_from_db()
    assert sides(first, second).left == second
