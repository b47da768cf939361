"""Reading through the JSON interface shows what the pages show, to the same people."""

from datetime import date

import pytest
from django.utils import timezone

from sangzi.plans import actions as plans
from sangzi.scoreboard import actions
from sangzi.scoreboard.indicators import indicators


def test_units_are_found_within_the_scope_alone(api, member, lead):
    found = [api(who).get("/api/v1/units/?q=222406").json() for who in (member, lead)]
    assert [sorted(unit["code"] for unit in units) for units in found] == [
        ["222406104", "222406104201", "222406104202"],
        ["222406", "222406101", "222406104", "222406104201", "222406104202"],
    ]


def test_a_unit_outside_is_answered_as_if_it_were_not_there(api, stranger):
    answers = [api(stranger).get(f"/api/v1/units/{code}/") for code in ("222406", "999999")]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].json()["error"]["sentence"] == answers[1].json()["error"]["sentence"]


def test_every_indicator_has_a_figure(api, lead):
    figures = api(lead).get("/api/v1/figures/").json()
    assert [figure["indicator"] for figure in figures] == list(indicators())


def test_a_kept_receipt_gives_the_same_number_again(api, lead, tree):
    indicator = indicators()["youth-homes"]
    kept = actions.issue_receipt(
        indicator=indicator, unit=tree.county, as_of=date(2025, 3, 31), commitment=None, now=timezone.now(), by=lead
    )
    assert api(lead).get(f"/api/v1/receipts/{kept.pk}/").json()["same"] is True


def test_a_receipt_of_another_province_is_not_found(api, stranger, lead, tree):
    indicator = indicators()["youth-homes"]
    kept = actions.issue_receipt(
        indicator=indicator, unit=tree.county, as_of=date(2025, 3, 31), commitment=None, now=timezone.now(), by=lead
    )
    assert api(stranger).get(f"/api/v1/receipts/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "field"), [("figures/?as_of=tomorrow", "as_of"), ("units/", "q"), ("figures/?indikator=x", "indikator")]
)
def test_a_wrong_field_is_named(api, lead, address, field):
    answer = api(lead).get(f"/api/v1/{address}")
    assert (answer.status_code, list(answer.json()["error"]["context"]["fields"])) == (422, [field])


@pytest.mark.parametrize("address", ["figures/", "board/", "units/?q=a", "receipts/1/", "plans/1/commitments/"])
def test_nobody_reads_without_signing_in(client, db, address):
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not-signed-in")


def test_what_is_to_be_done_comes_in_order_and_by_department(api, lead, tree):
    text = "一、要点\n2026年，建设不少于30个苗圃（责任部门：青年发展部）。\n"
    plan = plans.read_plan(plan=plans.add_plan(unit=tree.province, title="要点", text=text, by=lead).plan, by=lead)
    office = plan.commitments.get().duties.get().department
    found = api(lead).get(f"/api/v1/todo/?department={office.pk}").json()
    assert [(line["kind"], line["number"], line["plan"]) for line in found] == [("confirm", 1, plan.pk)]


def test_a_department_of_another_unit_is_not_there(api, lead):
    assert api(lead).get("/api/v1/todo/?department=99").status_code == 404
