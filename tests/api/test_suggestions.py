"""Whom a need finds, through the JSON interface: as on the page, masked, for who works there; invited, answered."""

from __future__ import annotations

import json

import pytest

from sangzi.api.document import document
from sangzi.kernel.models import AuditLine
from sangzi.programmes.models import Approach
from tests.cast import appoint
from tests.web.rounds.test_suggestions import expert, need, steward  # noqa: F401  (fixtures)


def send(client, address, told):
    return client.post(f"/api/v1/{address}", json.dumps(told), content_type="application/json")


@pytest.fixture
def at(need):  # noqa: F811
    return f"openings/{need.pk}/"


@pytest.fixture
def desk(api, steward, expert):  # noqa: F811
    return api(steward)


def suggested(client, at):
    return client.get(f"/api/v1/{at}suggestions/").json()


def invited(client, at):
    (found,) = suggested(client, at)["suggested"]
    return send(client, f"{at}invitations/", {"entry": found["entry"], "note": "想请您来看看"}).json()


def test_who_fits_is_told_masked_and_why(desk, at, expert):  # noqa: F811
    (found,) = suggested(desk, at)["suggested"]
    assert (found["register_key"], found["home"], found["name"]) == ("experts", expert.home_id, "甄*家")
    assert found["why"].startswith("擅长：")


def test_the_page_and_the_interface_name_the_same_people(desk, at, need):  # noqa: F811
    page = desk.get(f"/desk/openings/{need.pk}/").content.decode()
    for one in suggested(desk, at)["suggested"]:
        assert f"/desk/openings/{need.pk}/invite/{one['entry']}/" in page
        assert (one["name"] in page, one["why"] in page) == (True, True)


def test_nothing_of_a_person_beside_the_masked_name_is_told(desk, at, expert):  # noqa: F811
    said = desk.get(f"/api/v1/{at}suggestions/").content.decode()
    assert [part in said for part in (expert.name, expert.phone, str(expert.account_id) + '"')] == [False] * 3


@pytest.mark.parametrize("rest", ["suggestions/", "invitations/"])
def test_who_only_looks_or_works_elsewhere_is_told_nothing(api, tree, at, expert, rest):  # noqa: F811
    auditor, other = appoint("auditor", tree.county, "auditor"), appoint("other", tree.other_county, "lead")
    assert [api(one).get(f"/api/v1/{at}{rest}").status_code for one in (auditor, other)] == [403, 404]
    assert api(expert.account).get(f"/api/v1/{at}{rest}").status_code == 403


def test_a_township_is_told_how_many_the_round_would_find(api, tree, need, at, expert):  # noqa: F811
    need.unit = tree.other_township
    need.save(update_fields=["unit"])
    told = suggested(api(appoint("clerk", tree.other_township, "lead")), at)
    assert (told["suggested"], told["elsewhere"]) == ([], 1)


def test_somebody_is_invited_once_and_listed(desk, at):
    made = invited(desk, at)
    assert (made["state"], made["note"]) == ("asked", "想请您来看看")
    assert suggested(desk, at)["suggested"] == []
    assert [one["id"] for one in desk.get(f"/api/v1/{at}invitations/").json()] == [made["id"]]


def test_who_may_not_be_found_is_not_invited(desk, at):
    assert send(desk, f"{at}invitations/", {"entry": 0}).status_code == 404
    assert not Approach.objects.exists()


def test_the_person_reads_it_and_answers_for_themselves(api, desk, at, expert):  # noqa: F811
    made, own = invited(desk, at), api(expert.account)
    assert [one["id"] for one in own.get("/api/v1/invitations/").json()] == [made["id"]]
    address = f"invitations/{made['id']}/answer/"
    assert send(desk, address, {"answer": "willing"}).status_code == 404
    assert send(own, address, {"answer": "willing", "reply": "周末可以"}).json()["state"] == "willing"
    assert [one["reply"] for one in desk.get(f"/api/v1/{at}invitations/").json()] == ["周末可以"]


def test_an_invitation_is_taken_back_and_then_not_answered(api, desk, at, expert):  # noqa: F811
    made = invited(desk, at)
    assert send(desk, f"{at}invitations/{made['id']}/withdraw/", {}).json()["state"] == "withdrawn"
    late = send(api(expert.account), f"invitations/{made['id']}/answer/", {"answer": "willing"})
    assert (late.status_code, "已经撤回" in late.json()["error"]["sentence"]) == (409, True)
    assert AuditLine.objects.filter(act="programmes.withdraw_approach").count() == 1


def test_what_is_told_is_described():
    told = document()
    shape = told["components"]["schemas"]["SuggestionShape"]
    assert set(shape["properties"]) == {"entry", "name", "home", "home_name", "register_key", "why"}
    assert told["paths"]["/api/v1/openings/{opening}/suggestions/"]["get"]["x-audience"] == "staff"
