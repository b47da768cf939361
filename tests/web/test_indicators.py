"""An indicator is made from a commitment: seen before it is kept, warned of doubles, bound at once."""

from __future__ import annotations

import pytest

from sangzi.plans import actions
from sangzi.scoreboard.indicators import indicators, indicators_of
from sangzi.scoreboard.models import Declaration
from tests.web.stage import count_all, open_home

TEXT = "一、要点\n2026年，80%的乡镇建有青年之家。\n举办护林课不少于12场。\n"
FORM = {
    "title": "有两个青年之家的乡镇",
    "what": "places.open|youth-home",
    "shape": "coverage",
    "over": "township",
    "at_least": "2",
}


@pytest.fixture
def plan(tree, lead):
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, by=lead, year=2026)
    return actions.read_plan(plan=added.plan, by=lead)


@pytest.fixture
def asked(plan):
    return plan.commitments.filter(shape="coverage").first()


def form(client, asked=None):
    return client.get("/desk/indicators/add/" + (f"?commitment={asked.pk}" if asked else "")).content.decode()


def test_the_form_is_filled_in_from_the_commitment_with_todays_number(visit, asked, tree, lead):
    open_home(tree.township)
    page = form(visit(lead), asked)
    assert 'value="places.open|youth-home" selected' in page
    assert "50.0%" in page  # one of two townships


def test_the_same_computation_is_warned_of(visit, asked, lead):
    assert "已有算法相同的指标" in form(visit(lead), asked)


def test_nothing_is_kept_by_looking(visit, asked, lead):
    answer = visit(lead).post(f"/desk/indicators/add/?commitment={asked.pk}", {**FORM, "try": "yes"})
    assert (answer.status_code, Declaration.objects.count()) == (200, 0)


def test_kept_it_measures_the_commitment_and_stands_on_the_board(visit, asked, tree, lead):
    count_all()
    actions.confirm(commitment=asked, by=lead)
    client = visit(lead)
    client.post(f"/desk/indicators/add/?commitment={asked.pk}", {**FORM, "keep": "yes"})
    asked.refresh_from_db()
    assert indicators_of(tree.province)[asked.indicator].title == FORM["title"]
    assert FORM["title"] in client.get("/desk/board/").content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"over": ""}, "要选是哪一级单位"),
        ({"what": "places.open|no-such"}, "选的不在列出的里面；请重新选。"),
        ({"title": ""}, "没有填写；请填写。"),
        ({"at_least": "0"}, "不能小于1；请改大。"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(visit, asked, lead, changed, sentence):
    answer = visit(lead).post("/desk/indicators/add/", {**FORM, **changed, "keep": "yes"})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_persons_have_no_coverage(visit, lead):
    wrong = {**FORM, "what": "programmes.people|student-aid/aided", "keep": "yes"}
    assert "按人数不能算覆盖" in visit(lead).post("/desk/indicators/add/", wrong).content.decode()


def test_it_is_changed_and_withdrawn_by_its_own_unit_only(visit, tree, lead, county_officer):
    visit(lead).post("/desk/indicators/add/", {**FORM, "keep": "yes"})
    key = Declaration.objects.get().key
    assert visit(county_officer).post(f"/desk/indicators/{key}/withdraw/").status_code == 403
    visit(lead).post(f"/desk/indicators/{key}/change/", {**FORM, "at_least": "3", "keep": "yes"})
    visit(lead).post(f"/desk/indicators/{key}/withdraw/")
    assert list(Declaration.objects.order_by("version").values_list("version", "withdrawn")) == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert key not in indicators()


def test_all_versions_can_be_read(visit, lead):
    visit(lead).post("/desk/indicators/add/", {**FORM, "keep": "yes"})
    key = Declaration.objects.get().key
    assert "at_least = 2" in visit(lead).get(f"/desk/indicators/{key}/versions/").content.decode()


def test_a_stranger_finds_none_of_it(visit, asked, lead, stranger):
    visit(lead).post("/desk/indicators/add/", {**FORM, "keep": "yes"})
    key = Declaration.objects.get().key
    client = visit(stranger)
    assert client.get(f"/desk/indicators/{key}/versions/").status_code == 404
    assert client.get(f"/desk/indicators/add/?commitment={asked.pk}").status_code == 404
    assert client.get(f"/desk/figures/{key}/").status_code == 404


def test_an_officer_makes_none(visit, county_officer):
    assert visit(county_officer).get("/desk/indicators/add/").status_code == 403


def test_all_unbound_statements_are_bound_one_by_one(visit, plan, asked, lead):
    client = visit(lead)
    page = client.get(f"/desk/plans/{plan.pk}/bind/").content.decode()
    assert 'value="youth-home-coverage"' in page
    client.post(f"/desk/plans/{plan.pk}/bind/{asked.pk}/", {"indicator": "youth-home-coverage"})
    asked.refresh_from_db()
    assert asked.indicator == "youth-home-coverage"
    assert f'id="f{asked.pk}"' not in client.get(f"/desk/plans/{plan.pk}/bind/").content.decode()
