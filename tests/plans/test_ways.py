"""The arithmetic of ways: what share of a target is to be gone by a day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sangzi.plans.models import Trajectory
from sangzi.plans.ways import Way, shared_points

Kind = Trajectory.Kind
BEGINS, ENDS = date(2025, 1, 1), date(2026, 6, 30)
DAYS = st.dates(date(2024, 6, 1), date(2027, 1, 1))
INSIDE = st.dates(BEGINS + timedelta(days=1), ENDS - timedelta(days=1))
SEASONS = st.lists(st.integers(0, 50), min_size=12, max_size=12).filter(any)


@st.composite
def ways(draw):
    """A way of any kind between two days."""
    kind = draw(st.sampled_from(Kind.values))
    days = sorted(draw(st.sets(INSIDE, min_size=1, max_size=5)))
    shares = sorted(draw(st.fractions(0, 1)) for _day in days)
    season = tuple(Fraction(part) for part in draw(SEASONS))
    return Way(kind, BEGINS, ENDS, points=tuple(zip(days, shares, strict=True)), season=season)


@given(ways(), DAYS, DAYS)
def test_every_way_goes_forward_from_nothing_to_the_goal(way, one, other):
    earlier, later = sorted((one, other))
    assert 0 <= way.share(earlier) <= way.share(later) <= 1
    assert (way.share(BEGINS), way.share(ENDS)) == (0, 1)


@given(DAYS)
def test_an_even_way_is_the_share_of_the_days(on):
    gone = min(max(Fraction((on - BEGINS).days, (ENDS - BEGINS).days), Fraction(0)), Fraction(1))
    assert Way(Kind.EVEN, BEGINS, ENDS).share(on) == gone


@given(ways())
def test_a_way_through_milestones_passes_each_on_its_day(way):
    assume(way.kind == Kind.MILESTONES)
    assert [way.share(day) for day, _share in way.points] == [share for _day, share in way.points]


@given(SEASONS)
def test_a_season_gives_each_month_of_a_year_its_part(season):
    way = Way(Kind.SEASONAL, date(2024, 12, 31), date(2025, 12, 31), season=tuple(map(Fraction, season)))
    assert way.share(date(2025, 6, 30)) == Fraction(sum(season[:6]), sum(season))


def test_a_season_that_rests_in_all_months_of_a_way_leaves_it_even():
    way = Way(Kind.SEASONAL, date(2025, 1, 31), date(2025, 3, 31), season=(Fraction(1), *[Fraction(0)] * 11))
    assert way.share(date(2025, 3, 2)) == Fraction(30, 59)


@given(ways(), st.integers(0, 50), st.integers(0, 100), DAYS)
def test_expected_and_done_are_two_sides_of_one_way(way, base, goal, on):
    assume(base != goal)
    based = Way(way.kind, BEGINS, ENDS, way.points, way.season, based=True, base=Fraction(base))
    assert based.done(based.expected(on, Fraction(goal)), Fraction(goal)) == based.share(on)


def test_a_goal_at_the_base_is_gone_once_it_is_held():
    way = Way(Kind.EVEN, BEGINS, ENDS, based=True, base=Fraction(7))
    assert (way.done(Fraction(7), Fraction(7)), way.done(Fraction(6), Fraction(7))) == (1, 0)


def test_a_way_of_each_year_begins_anew_wherever_it_then_stands():
    way = Way(
        Kind.MILESTONES, date(2024, 2, 29), date(2024, 12, 31), ((date(2024, 6, 30), Fraction(1, 2)),), base=Fraction(3)
    )
    other = way.in_year(2025)
    assert (other.begins, other.ends, other.points[0][0]) == (date(2025, 2, 28), date(2025, 12, 31), date(2025, 6, 30))
    assert (other.base, way.in_year(2024)) == (None, way)


@st.composite
def totals_at_milestones(draw):
    values = draw(st.lists(st.integers(0, 60), min_size=1, max_size=8).filter(any))
    reached = sorted(draw(st.lists(st.integers(0, sum(values)), min_size=1, max_size=6)))
    days = [BEGINS + timedelta(days=30 * at) for at in range(1, len(reached) + 1)]
    return list(zip(days, reached, strict=True)), dict(enumerate(values))


@given(totals_at_milestones())
def test_inherited_milestones_add_up_to_the_totals_at_every_one(drawn):
    points, values = drawn
    shared = shared_points(points, values)
    for at, (_day, total) in enumerate(points):
        assert sum(milestones[at][1] for milestones in shared.values()) == total


@given(totals_at_milestones())
def test_inherited_milestones_never_fall_nor_pass_the_share(drawn):
    points, values = drawn
    for key, milestones in shared_points(points, values).items():
        reached = [value for _day, value in milestones]
        assert reached == sorted(reached)
        assert reached[-1] <= values[key]


@pytest.mark.parametrize("values", [{1: 0}, {1: 0, 2: 0}])
def test_parts_without_anything_to_do_have_nothing_to_reach(values):
    assert all(milestones == ((ENDS, 0),) for milestones in shared_points([(ENDS, 0)], values).values())
