"""A target that must not be passed: what is over it cannot be made good by waiting, and says so everywhere."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sangzi.kernel.facts import Movement
from sangzi.plans import actions
from sangzi.plans.actions.trajectories import Base, set_trajectory
from sangzi.plans.models import Commitment, Plan, Rule, Trajectory
from sangzi.scoreboard.figures import moves_of
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.periods import Known, periods_of
from sangzi.scoreboard.queries import board, children_board
from sangzi.scoreboard.todo import to_do

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
SUMMER = date(2025, 6, 30)
WHOLE = 100


def ceiling(tree, value, **more):
    plan = Plan.objects.create(unit=tree.province, title="要点", text="文", digest=str(value), state="read", year=2025)
    fields = {"shape": "count", "comparator": "<=", "deadline": YEAR[1], "indicator": "homes", "measure": "个", **more}
    commitment = Commitment.objects.create(
        plan=plan, title="小屋", value=value, status="target", start=0, end=1, quote="文", **fields
    )
    return actions.confirm(commitment=commitment, by=None)


@pytest.fixture
def twenty(ledger, tree):
    """Twenty homes in one village, since March."""
    ledger.write(Movement("t.stock", "a", tree.village.pk, date(2025, 3, 1), 20 * WHOLE))


def standing(tree, on=SUMMER):
    return board(tree.province, on).asked[0].standing


@pytest.mark.parametrize(
    ("value", "light", "used"),
    [(16, "exceeded", 1.25), (20, "near", 1.0), (22, "near", 20 / 22), (40, "on-track", 0.5)],
)
def test_the_light_is_by_what_is_used_not_by_time(twenty, tree, value, light, used):
    ceiling(tree, value)
    found = standing(tree)
    assert (found.light, found.progress) == (light, pytest.approx(used))
    assert (found.gone, found.expected, found.is_ceiling) == (None, None, True)


def test_waiting_mends_nothing_and_who_held_it_is_done(twenty, tree):
    ceiling(tree, 16)
    assert standing(tree, date(2026, 2, 1)).light == "exceeded"
    Commitment.objects.update(value=20)
    tree.province.targets.update(value=20)
    assert standing(tree, date(2026, 2, 1)).light == "done"


def test_what_is_over_its_ceiling_comes_first_on_the_board_and_the_list(twenty, ledger, tree):
    ledger.write(Movement("t.flow", "a", tree.village.pk, date(2024, 3, 1), WHOLE))
    ceiling(tree, 4000, indicator="sessions", comparator=">=", deadline=date(2025, 3, 31))
    ceiling(tree, 16)
    found = board(tree.province, SUMMER)
    assert [line.standing.light for line in found.asked] == ["exceeded", "overdue"]
    assert [light for light, _count in found.lights] == ["exceeded", "overdue"]
    assert [item.kind for item in to_do(tree.province, SUMMER).items][:2] == ["exceeded", "overdue"]


def test_among_children_the_one_furthest_over_comes_first(twenty, ledger, tree):
    ledger.write(Movement("t.stock", "a", tree.other_prefecture.pk, date(2025, 3, 1), 11 * WHOLE))
    target = ceiling(tree, 20)
    actions.cascade(target=target, rule=Rule.EQUAL, by=None)
    lines = children_board(tree.province, indicators()["homes"], target.commitment, SUMMER)
    assert [line.unit for line in lines[:2]] == [tree.prefecture, tree.other_prefecture]
    assert lines[0].standing.distance > lines[1].standing.distance > 0


def test_a_way_down_to_a_ceiling_is_a_way(twenty, tree):
    target = ceiling(tree, 10)
    base = Base(Decimal(30), "figure:homes:2024-12-31")
    set_trajectory(target=target, kind=Trajectory.Kind.EVEN, begins=YEAR[0], ends=YEAR[1], base=base, by=None)
    found = standing(tree)
    assert (found.light, found.progress, found.is_ceiling) == ("on-track", 0.5, False)
    assert found.expected == 30 - 20 * Fraction(180, 364)


def test_a_way_from_below_makes_no_ceiling_a_goal(twenty, tree):
    target = ceiling(tree, 16)
    base = Base(Decimal(11), "figure:homes:2024-12-31")
    set_trajectory(target=target, kind=Trajectory.Kind.EVEN, begins=YEAR[0], ends=YEAR[1], base=base, by=None)
    assert standing(tree).light == "exceeded"


def test_at_most_for_each_unit_still_asks_that_all_keep_to_it(twenty, tree):
    ceiling(tree, 1, shape="each", over="village")
    assert not standing(tree).is_ceiling


def test_every_period_says_whether_its_ceiling_was_held(ledger, tree):
    for month, amount in ((2, 5), (5, 3)):
        ledger.write(Movement("t.flow", "a", tree.village.pk, date(2025, month, 1), amount * WHOLE))
    target = ceiling(tree, 3, indicator="sessions", period="quarter", deadline=None)
    moves = moves_of([indicators()["sessions"]], tree.province.pk, SUMMER)
    found = periods_of(Known(indicators()["sessions"], tree.province, target, SUMMER, moves))
    assert [(one.begins.month, one.light) for one in found] == [(4, "near"), (1, "exceeded")]
