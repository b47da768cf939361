"""What each of the seven shapes means."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from sangzi.kernel.facts import Movement
from sangzi.people.models import Person
from sangzi.scoreboard.figures import moves_of, trend_of
from sangzi.scoreboard.past import figures_on
from tests.scoreboard.conftest import shapes

DAY = date(2025, 3, 10)
END = date(2025, 12, 31)


def flow(unit, on, amount=100):
    return Movement("t.flow", "a", unit.pk, on, amount)


def stock(unit, on=DAY, amount=100):
    return Movement("t.stock", "a", unit.pk, on, amount)


def test_a_stock_is_summed_from_the_beginning_and_goes_down_again(ledger, tree, figure):
    ledger.write(
        stock(tree.village, date(2023, 1, 1)), stock(tree.other_township), stock(tree.village, date(2025, 5, 1), -100)
    )
    assert [figure("homes", tree.province, day).value for day in (date(2024, 1, 31), date(2025, 3, 31), END)] == [
        1,
        2,
        1,
    ]


def test_a_yearly_count_begins_anew_in_january(ledger, tree, figure):
    ledger.write(flow(tree.village, date(2024, 12, 31), 250), flow(tree.village, date(2025, 1, 1), 300))
    assert figure("sessions", tree.nation).value == 3
    assert figure("sessions", tree.nation, date(2024, 12, 31)).value == Fraction(5, 2)


def test_a_person_seen_in_two_counties_is_one_person_above_them(ledger, tree, figure):
    person = Person.objects.first().pk
    for unit in (tree.village, tree.district, tree.village):
        ledger.write(Movement("t.people", "a", unit.pk, DAY, 100, person))
    assert [figure("students", unit).value for unit in (tree.county, tree.other_prefecture, tree.province)] == [1, 1, 1]


def test_a_person_is_counted_again_next_year(ledger, tree, figure):
    person = Person.objects.first().pk
    for year in (2024, 2025):
        ledger.write(Movement("t.people", "a", tree.village.pk, date(year, 2, 2), 100, person))
    assert [figure("students", tree.nation, date(year, 12, 31)).value for year in (2024, 2025)] == [1, 1]


def test_coverage_counts_units_that_themselves_satisfy_the_condition(ledger, rebuilt, tree, figure):
    ledger.write(stock(tree.village), stock(tree.other_village), stock(tree.county))
    covered = figure("coverage", tree.province)
    assert (covered.numerator, covered.denominator, covered.value) == (100, 200, 50)


def test_each_asks_for_the_number_in_every_unit(ledger, rebuilt, tree, figure):
    ledger.write(stock(tree.village), stock(tree.village), stock(tree.other_village))
    assert figure("each", tree.county).value == 50


def test_a_share_is_divided_after_adding_up(ledger, tree, figure):
    ledger.write(
        flow(tree.village, DAY, 300), stock(tree.village, amount=400), flow(tree.district, DAY), stock(tree.district)
    )
    assert figure("share", tree.province).value == 80


def test_nothing_to_divide_by_gives_no_number(ledger, tree, figure):
    assert figure("share", tree.province).value is None


def test_growth_compares_the_same_months_of_two_years(ledger, tree, figure):
    ledger.write(
        flow(tree.village, date(2024, 2, 1), 400),
        flow(tree.village, date(2024, 11, 1), 900),
        flow(tree.village, DAY, 500),
    )
    assert figure("growth", tree.county, date(2025, 3, 31)).value == 25


def test_frequency_is_the_share_of_months_that_reached_the_number(ledger, tree, figure):
    for month in (1, 2, 3):
        ledger.write(flow(tree.village, date(2025, month, 5)), flow(tree.village, date(2025, month, 6), 50 * month))
    kept = figure("frequency", tree.county, date(2025, 4, 30))
    assert (kept.numerator, kept.denominator, kept.value) == (2, 4, 50)


def test_the_present_month_is_asked_for_only_once_it_is_met(ledger, tree, figure):
    ledger.write(flow(tree.village, date(2025, 1, 5), 200))
    assert figure("frequency", tree.county, date(2025, 2, 10)).value == 100


@pytest.mark.parametrize("key", shapes())
def test_the_last_point_of_a_trend_is_the_figure(ledger, rebuilt, tree, figure, key):
    for day in range(0, 500, 35):
        ledger.write(
            flow(tree.village, date(2024, 6, 1) + timedelta(day)),
            stock(tree.township, date(2024, 6, 1) + timedelta(day)),
        )
    moves = moves_of([shapes()[key]], tree.county.pk, END)
    points = trend_of(shapes()[key], tree.county.pk, END, 12, moves)
    assert len(points) == 12
    assert points[-1] == figure(key, tree.county)


def test_a_day_inside_a_month_leaves_out_what_came_later(ledger, rebuilt, tree):
    ledger.write(flow(tree.village, date(2025, 3, 5)), flow(tree.village, date(2025, 3, 20)))
    wanted = shapes()["sessions"]
    found = figures_on([wanted], [tree.nation.pk], date(2025, 3, 10))
    assert found["sessions", tree.nation.pk].value == 1


@pytest.mark.parametrize("key", shapes())
def test_facts_and_totals_give_the_same_figure_at_a_months_end(ledger, rebuilt, tree, figure, key):
    person = Person.objects.first().pk
    ledger.write(
        flow(tree.village, date(2024, 3, 3), 300),
        flow(tree.village, DAY, 700),
        stock(tree.village),
        stock(tree.village),
    )
    ledger.write(Movement("t.people", "a", tree.village.pk, DAY, 100, person))
    by_totals = figure(key, tree.province, date(2025, 3, 31))
    by_facts = figures_on([shapes()[key]], [tree.province.pk], date(2025, 3, 30))[key, tree.province.pk]
    assert (by_totals.numerator, by_totals.denominator) == (
        by_facts.numerator,
        by_facts.denominator,
    ) or key == "frequency"


def test_many_figures_cost_three_queries(ledger, rebuilt, tree, django_assert_num_queries):
    from sangzi.scoreboard.figures import figures

    with django_assert_num_queries(3):
        figures(list(shapes().values()), [tree.nation.pk, tree.province.pk, tree.county.pk], END)
