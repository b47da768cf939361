"""Whose numbers a total is shared by, and that a stored figure is read again by anyone."""

from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput
from sangzi.plans import actions, weighing
from sangzi.plans.manners import EVERY, Manner, manner_of
from sangzi.plans.models import Method, Rule
from sangzi.plans.queries import preview_descent
from sangzi.plans.receivers import right_below
from sangzi.units.models import Level, Statistic

pytestmark = pytest.mark.django_db


@pytest.fixture
def below(tree):
    """The province's prefectures."""
    return right_below(tree.province, Level.VILLAGE)


@pytest.fixture
def people(tree):
    """How many people live where; nobody knows it of the district."""
    numbers = {tree.prefecture: 2_000_000, tree.other_prefecture: 1_000_000, tree.county: 9, tree.other_county: 1}
    for unit, value in numbers.items():
        Statistic.objects.create(unit=unit, key="population", year=2023, value=value, source="示例", sample=True)


def shares(targets):
    return {target.unit.short: int(target.value) for target in targets}


def test_units_of_a_level_are_counted_however_deep(tree, below):
    found = weighing.weights_for("units:township", below)
    assert found.weights == {tree.prefecture.pk: 2}
    assert [one.name for one in found.missing] == ["长春"]


def test_a_statistic_weighs_and_says_who_has_none(tree, below, people):
    found = weighing.weights_for("statistic:population:2023", below)
    assert found.weights == {tree.prefecture.pk: 2_000_000, tree.other_prefecture.pk: 1_000_000}
    assert [one.name for one in weighing.weights_for("statistic:population:2022", below).missing] == ["延边", "长春"]


def test_a_figure_is_said_in_words(db):
    assert weighing.say("statistic:population:2023") == "常住人口（2023年）"
    assert weighing.say("units:village") == "村级单位数"
    assert weighing.say("") == ""


@pytest.mark.parametrize("figure", ["moon:1", "units:moon", "statistic:population", "indicator:none:2024-12-31"])
def test_a_figure_that_means_nothing_is_refused(below, figure):
    with pytest.raises(BadInput, match="没有“"):
        weighing.weights_for(figure, below)


def test_a_cascade_by_population_keeps_by_whose_numbers(tree, goal, people):
    target = goal(30)
    manner = Manner("statistic:population:2023", Method.SAINTE_LAGUE, {EVERY: 1}, {tree.prefecture.pk: 18})
    made = actions.cascade(target=target, rule=Rule.FIGURE, manner=manner, by=None)
    assert shares(made) == {"延边": 18, "长春": 12}
    kept = target.cascades.get()
    assert manner_of(kept) == Manner(
        "statistic:population:2023", "sainte-lague", {EVERY: "1"}, {tree.prefecture.pk: "18"}
    )


def test_who_has_no_number_is_named_and_not_taken_for_zero(tree, goal, people):
    Statistic.objects.filter(unit=tree.other_prefecture).delete()
    with pytest.raises(BadInput, match="“长春”没有用来分配的数据；没有数据不等于零"):
        actions.cascade(target=goal(30), rule=Rule.FIGURE, manner=Manner("statistic:population:2023"), by=None)


def test_what_a_figure_lacks_may_be_given_by_hand(tree, goal, people):
    Statistic.objects.filter(unit=tree.other_prefecture).delete()
    weights = {tree.other_prefecture.pk: 4_000_000, tree.prefecture.pk: 7}
    manner = Manner("statistic:population:2023")
    made = actions.cascade(target=goal(30), rule=Rule.FIGURE, manner=manner, weights=weights, by=None)
    assert shares(made) == {"延边": 10, "长春": 20}


def test_who_is_fixed_by_hand_needs_no_number(tree, goal, people):
    Statistic.objects.filter(unit=tree.other_prefecture).delete()
    manner, hand = Manner("statistic:population:2023"), {tree.other_prefecture.pk: 4}
    made = actions.cascade(target=goal(30), rule=Rule.FIGURE, manner=manner, hand=hand, by=None)
    assert shares(made) == {"延边": 26, "长春": 4}


def test_a_figure_goes_down_level_by_level(tree, goal, people):
    target = goal(30, unit=tree.prefecture)
    tree.zone.closed = tree.zone.since
    tree.zone.save()
    manner = Manner("statistic:population:2023")
    previewed = preview_descent(target, Rule.FIGURE, Level.COUNTY, manner=manner)
    actions.cascade_down(target=target, rule=Rule.FIGURE, to_level=Level.COUNTY, manner=manner, by=None)
    assert shares(target.shares.all()) == {"和龙": 27, "安图": 3}
    assert [(step.units, step.total) for step in previewed] == [(2, Decimal(30))]


def test_figures_that_may_be_chosen_tell_how_many_units_they_know(below, people):
    offered = {one.figure: one.known for _source, choices in weighing.choices(below) for one in choices}
    assert offered["statistic:population:2023"] == 2
    assert offered["units:township"] is None


def test_a_source_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        weighing.declare(weighing.known()["units"])
