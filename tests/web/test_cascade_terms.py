"""By whose numbers, by which method and within which bounds a target is shared out: the form's part of it."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.plans.manners import EVERY, Manner
from sangzi.plans.models import Method, Rule
from sangzi.units.models import Statistic

from .test_targets import body, promise, shares


@pytest.fixture
def target(tree, lead):
    """Thirty nurseries asked of the province by its own plan."""
    return actions.confirm(commitment=promise(tree.province), by=lead)


@pytest.fixture
def people(tree):
    """How many people live in one prefecture; of the other nobody knows."""
    for unit, value in ((tree.prefecture, 2_000_000), (tree.county, 6), (tree.other_county, 3), (tree.zone, 1)):
        Statistic.objects.create(unit=unit, key="population", year=2023, value=value, source="示例", sample=True)


def place(target):
    return f"/desk/targets/{target.pk}/cascade/"


def sent(**more):
    return {"rule": "figure", "to_level": "2", "figure": "statistic:population:2023", **more}


def test_who_has_no_number_is_named_in_the_form(visit, lead, target, people):
    answer = visit(lead).post(place(target), sent())
    assert answer.status_code == 422 or "wrong" in answer.context
    assert "“长春”没有用来分配的数据" in body(answer)


def test_the_choice_says_of_how_many_a_figure_is_known(visit, lead, target, people):
    assert "常住人口（2023年）（2 家中 1 家有数）" in body(visit(lead).get(place(target)))


def test_what_a_figure_lacks_is_pasted_below_it(visit, lead, target, people):
    visit(lead).post(place(target), sent(pasted="长春 100万", confirmed="yes"))
    assert shares(target) == {"延边": 20, "长春": 10}


def test_a_pasted_list_alone_is_shared_by_and_comes_back_when_it_is_done_anew(visit, lead, target):
    client = visit(lead)
    client.post(
        place(target), sent(figure="", pasted="延边州\t1\n220100, 5".replace("延边州", "延边"), confirmed="yes")
    )
    assert shares(target) == {"延边": 5, "长春": 25}
    page = client.get(place(target))
    assert "长春 5" in body(page)
    assert [int(line.share.value) for line, *_rest in page.context["lines"]] == [5, 25]


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("火星 3", "第 1 行的单位“火星 3”不在下级里"),
        ("延边", "读不出单位和数"),
        ("延边 1\n222400 2", "第 2 行重复"),
        ("延边 -1", "读不出单位和数"),
    ],
)
def test_a_list_that_cannot_be_used_is_said_beside_its_field(visit, lead, target, pasted, words):
    answer = visit(lead).post(place(target), sent(figure="", pasted=pasted))
    assert answer.status_code == 422
    assert words in body(answer)


def test_floors_caps_and_the_method_are_kept_and_shown(visit, lead, tree, target):
    more = {"floor": "2", f"cap-{tree.prefecture.pk}": "9", "method": "sainte-lague", "confirmed": "yes"}
    visit(lead).post(place(target), {"rule": "children", "to_level": "2", **more})
    assert shares(target) == {"延边": 9, "长春": 21}
    kept = target.cascades.get()
    assert (kept.method, kept.floors, kept.caps) == ("sainte-lague", '{"": "2"}', f'{{"{tree.prefecture.pk}": "9"}}')
    page = body(visit(lead).get(place(target)))
    assert "圣拉古法" in page
    assert "超过上限，只给到上限" in page


def test_bounds_that_cannot_be_met_are_said_in_chinese_with_names(visit, lead, target):
    answer = visit(lead).post(place(target), {"rule": "equal", "to_level": "2", "floor": "16"})
    assert answer.status_code == 422
    assert "下限合计 32，超过了总数 30" in body(answer)
    assert "The floors add up" not in body(answer)


def test_by_hand_the_rest_may_follow_a_figure(visit, lead, tree, target, people):
    hand = {f"hand-{tree.other_prefecture.pk}": "4"}
    visit(lead).post(place(target), sent(rule="by-hand", confirmed="yes", **hand))
    assert shares(target) == {"延边": 26, "长春": 4}


def test_one_each_and_the_rest_by_a_figure(visit, lead, target, people):
    visit(lead).post(place(target), sent(rule="one-each", pasted="长春 0", confirmed="yes"))
    assert shares(target) == {"延边": 29, "长春": 1}


def test_by_a_figure_a_total_goes_down_several_levels_at_once(visit, lead, target):
    client, terms = visit(lead), sent(figure="units:county", to_level="3")
    assert [int(step.total) for step in client.post(place(target), terms).context["levels"]] == [30, 30]
    client.post(place(target), terms | {"confirmed": "yes"})
    assert shares(target) == {"延边": 23, "长春": 7}
    below = target.shares.get(unit__short="延边").shares.filter(withdrawn=None)
    assert sorted(int(share.value) for share in below) == [7, 8, 8]


def test_a_figure_of_an_indicator_asks_for_its_day(visit, lead, target):
    answer = visit(lead).post(place(target), sent(figure="indicator:hope-rooms", day=""))
    assert "请选择取哪一天的数" in body(answer)


def test_a_stored_figure_with_its_day_comes_back(visit, lead, tree, target):
    weights = {tree.prefecture.pk: 1, tree.other_prefecture.pk: 1}
    manner = Manner("units:county", Method.LARGEST_REMAINDER, {EVERY: 1})
    actions.cascade(target=target, rule=Rule.FIGURE, weights=weights, manner=manner, by=lead)
    form = visit(lead).get(place(target)).context["form"]
    assert (form.given["figure"], form.given["floor"], form.figure_said) == ("units:county", "1", "县级单位数")
