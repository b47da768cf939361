"""Lights are judged against the trajectory on the day; without one, by time as ever."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.kernel.errors import BadInput
from sangzi.kernel.facts import Movement
from sangzi.plans import actions
from sangzi.plans.actions.trajectories import Base, set_trajectory
from sangzi.plans.models import Commitment, Plan, Rule, Trajectory
from sangzi.plans.ways import Way
from sangzi.scoreboard.indicators import indicators
from sangzi.scoreboard.lights import Course, light
from sangzi.scoreboard.queries import board, children_board, standing_and_trend
from sangzi.scoreboard.seasons import season_of

Kind = Trajectory.Kind
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
SUMMER = date(2025, 6, 30)
WHOLE = 100


@given(st.floats(0, 2) | st.none(), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_an_even_trajectory_changes_no_light(progress, on):
    even = Course(*YEAR, Way(Kind.EVEN, *YEAR))
    assert light(progress, even, on) == light(progress, Course(*YEAR), on)
    assert even.due(on) == Course(*YEAR).gone(on)


@pytest.fixture
def homes(ledger, tree):
    """Forty homes asked of the province within 2025, and twenty-one there in June."""
    plan = Plan.objects.create(unit=tree.province, title="要点", text="文", digest="d", state="read", year=2025)
    commitment = Commitment.objects.create(
        plan=plan, title="小屋", value=40, measure="个", shape="count", status="target", start=0, end=1,
        quote="文", indicator="homes", deadline=YEAR[1],
    )  # fmt: skip
    ledger.write(Movement("t.stock", "a", tree.village.pk, date(2024, 5, 1), 11 * WHOLE))
    ledger.write(Movement("t.stock", "a", tree.village.pk, date(2025, 3, 1), 10 * WHOLE))
    return actions.confirm(commitment=commitment, by=None)


def follow(target, kind, **more):
    return set_trajectory(target=target, kind=kind, begins=YEAR[0], ends=YEAR[1], by=None, **more)


def standing(tree, unit=None, on=SUMMER):
    return board(unit or tree.province, on).asked[0].standing


def test_by_time_alone_half_is_due_in_summer(homes, tree):
    found = standing(tree)
    assert found.light == "on-track"
    assert float(found.expected) == pytest.approx(40 * 180 / 364)


def test_a_milestone_that_asks_for_more_changes_the_light(homes, tree):
    follow(homes, Kind.MILESTONES, milestones=[(SUMMER, Decimal(36))])
    found = standing(tree)
    assert (found.expected, found.gone, found.light) == (36, 0.9, "behind")


def test_a_milestone_that_asks_for_less_changes_it_too(homes, tree):
    assert standing(tree, on=date(2025, 11, 30)).light == "behind"
    follow(homes, Kind.MILESTONES, milestones=[(date(2025, 11, 30), Decimal(20))])
    assert standing(tree, on=date(2025, 11, 30)).light == "on-track"


def test_a_base_is_where_the_way_begins(homes, tree):
    follow(homes, Kind.EVEN, base=Base(Decimal(11), "figure:homes:2024-12-31"))
    found = standing(tree)
    assert found.progress == pytest.approx(10 / 29)
    assert found.expected == 11 + 29 * Fraction(180, 364)
    assert found.light == "slow"


def test_a_share_begins_at_its_own_figure(homes, tree):
    follow(homes, Kind.EVEN, base=Base(Decimal(11), "figure:homes:2024-12-31"))
    actions.cascade(target=homes, rule=Rule.EQUAL, by=None)
    assert standing(tree, tree.prefecture).course.way.base == 11
    assert standing(tree, tree.other_prefecture).course.way.base == 0


def test_the_board_the_figure_page_and_the_children_agree(homes, tree):
    follow(homes, Kind.MILESTONES, milestones=[(SUMMER, Decimal(25))])
    actions.cascade(target=homes, rule=Rule.EQUAL, by=None)
    share = homes.shares.get(unit=tree.prefecture)
    beside = {
        line.unit: line.standing
        for line in children_board(tree.province, indicators()["homes"], homes.commitment, SUMMER)
    }
    alone, _trend = standing_and_trend(indicators()["homes"], tree.prefecture, share, SUMMER, 12)
    own = standing(tree, tree.prefecture)
    assert (own.light, own.expected) == (alone.light, alone.expected) == ("done", 13)
    assert (beside[tree.prefecture].light, beside[tree.other_prefecture].expected) == ("done", 12)


def test_past_years_give_the_season(ledger, tree):
    for month, amount in ((3, 30), (9, 10)):
        for year in (2023, 2024):
            ledger.write(Movement("t.flow", "a", tree.village.pk, date(year, month, 1), amount * WHOLE))
    season = season_of(indicators()["sessions"], tree.province, date(2025, 3, 1))
    assert (season[2], season[8], sum(season)) == (Decimal("0.75"), Decimal("0.25"), 1)


def test_less_than_a_year_of_past_is_refused(ledger, tree):
    ledger.write(Movement("t.flow", "a", tree.village.pk, date(2024, 6, 1), WHOLE))
    with pytest.raises(BadInput, match="只有 7 个月的记录，不足一年"):
        season_of(indicators()["sessions"], tree.province, date(2025, 1, 1))


def test_a_board_with_trajectories_costs_a_few_queries_more(homes, tree, django_assert_max_num_queries):
    follow(homes, Kind.MILESTONES, milestones=[(SUMMER, Decimal(25))])
    actions.cascade_down(target=homes, rule=Rule.EQUAL, to_level=4, by=None)
    with django_assert_max_num_queries(8):
        board(tree.township, SUMMER)
