"""A unit's board: what is asked of it, how it stands, and by which day it is judged."""

from datetime import date
from decimal import Decimal

import pytest

from sangzi.kernel.facts import Movement
from sangzi.plans.models import Commitment, Plan, Rule, Target
from sangzi.scoreboard.queries import board, children_board
from tests.scoreboard.conftest import shapes

NOW = date(2025, 6, 30)


@pytest.fixture
def ask(ledger, tree):
    """Have something asked of the county: ask("sessions", 5, period="year")."""

    def asked(indicator, value, plan="规划", **fields):
        document = Plan.objects.create(unit=tree.province, title=plan, year=2024, digest=plan)
        usual = {
            "start": 0,
            "end": 1,
            "quote": "句",
            "title": "事",
            "status": "target",
            "shape": "count",
            "comparator": ">=",
        }
        commitment = Commitment.objects.create(plan=document, indicator=indicator, state="confirmed", **usual | fields)
        return Target.objects.create(commitment=commitment, unit=tree.county, value=Decimal(value), rule=Rule.WHOLE)

    return asked


@pytest.fixture
def sessions(ledger, tree):
    """Five sessions in 2024, one in 2025."""
    days = [date(2024, month, 5) for month in range(1, 6)] + [date(2025, 2, 5)]
    ledger.write(*(Movement("t.flow", "a", tree.village.pk, day, 100) for day in days))


def lights(unit):
    return [(line.indicator.key, line.standing.light, line.standing.figure.number) for line in board(unit, NOW).asked]


def test_a_year_that_is_over_is_judged_by_that_year(ask, sessions, tree):
    ask("sessions", 5, period="year", deadline=date(2024, 12, 31))
    assert lights(tree.county) == [("sessions", "done", 5.0)]


def test_a_yearly_demand_without_end_is_judged_by_this_year(ask, sessions, tree):
    ask("sessions", 5, period="year")
    assert lights(tree.county) == [("sessions", "behind", 1.0)]


def test_equal_demands_of_two_plans_are_one_line(ask, sessions, tree):
    ask("sessions", 5, plan="全国规划", period="year")
    ask("sessions", 5, plan="省规划", period="year")
    assert [len(line.asked) for line in board(tree.county, NOW).asked] == [2]


def test_different_demands_on_one_indicator_are_two_lines(ask, sessions, tree):
    ask("sessions", 5, plan="全国规划", period="year")
    ask("sessions", 1, plan="省规划", period="year")
    assert lights(tree.county) == [("sessions", "behind", 1.0), ("sessions", "done", 1.0)]


def test_what_no_indicator_counts_is_listed_apart(ask, tree):
    ask("", 5)
    assert ([len(board(tree.county, NOW).uncounted)], lights(tree.county)) == ([1], [])


def test_children_stand_in_the_order_of_need(ledger, rebuilt, tree):
    ledger.write(Movement("t.stock", "a", tree.village.pk, date(2025, 1, 1), 100))
    lines = children_board(tree.county, shapes()["homes"], None, NOW)
    assert [(line.unit, line.standing.figure.number) for line in lines] == [
        (tree.township, 1.0),
        (tree.other_township, 0.0),
    ]


def test_a_board_costs_three_queries_however_much_is_asked(ask, sessions, tree, django_assert_num_queries):
    for turn in range(3):
        ask("sessions", 5 + turn, plan=f"规划{turn}")
        with django_assert_num_queries(3):
            board(tree.county, NOW)
