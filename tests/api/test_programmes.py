"""Openings, applications, placements and attendance through the JSON interface."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from sangzi.api.document import document
from sangzi.api.operations import OPERATIONS
from sangzi.api.programmes import form_of
from sangzi.api.urls import urlpatterns
from sangzi.kernel.models import Account
from sangzi.programmes.models import Application
from tests.cast import PASSWORD
from tests.web.rounds.conftest import ANSWERS, posts  # noqa: F401  (a fixture)


@pytest.fixture
def student(posts):  # noqa: F811  (the fixture above)
    person = posts.student()
    person.account = Account.objects.create_user("student", PASSWORD, name="student")
    person.save()
    return person.account


def send(client, address, told, key="key-12345"):
    return client.post(
        f"/api/v1/{address}", json.dumps(told), content_type="application/json", headers={"Idempotency-Key": key}
    )


def asked(posts, **told):  # noqa: F811
    return {"round": posts.round.pk, "answers": ANSWERS, "wishes": [one.pk for one in posts.openings]} | told


def test_anybody_finds_what_is_open(posts):  # noqa: F811
    told = Client().get("/api/v1/openings/?q=文书").json()
    assert [(one["title"], one["left"], one["standing"]) for one in told["items"]] == [("文书岗", 1, "open")]
    assert Client().get("/api/v1/openings/?q=没有").json()["items"] == []


def test_the_form_is_told_as_a_schema(posts):  # noqa: F811
    told = Client().get(f"/api/v1/rounds/{posts.round.pk}/form/").json()
    assert "school" in told["answers"]["required"]
    assert told["answers"]["properties"]["grade"]["enum"]


def test_every_answer_of_the_form_has_a_schema(posts):  # noqa: F811
    told = form_of(posts.round)
    assert set(told.answers["properties"]) == {one.key for one in told.fields}


def test_applying_twice_with_one_key_is_one_application(api, student, posts):  # noqa: F811
    first, second = (send(api(student), "applications/", asked(posts)).json() for _click in range(2))
    assert (first["id"], first["state"]) == (second["id"], "submitted")
    assert Application.objects.count() == 1


def test_applying_without_a_key_is_refused_with_a_sentence(api, student, posts):  # noqa: F811
    answer = send(api(student), "applications/", asked(posts), key="")
    assert (answer.status_code, answer.json()["error"]["context"]["field"]) == (422, "Idempotency-Key")


def test_a_wrong_answer_names_its_field(api, student, posts):  # noqa: F811
    answer = send(api(student), "applications/", asked(posts, answers=ANSWERS | {"days": "many"}))
    assert (answer.status_code, answer.json()["error"]["context"]["field"]) == (422, "days")


def test_ones_own_are_read_and_withdrawn_and_nobody_elses(api, student, posts, lead):  # noqa: F811
    made = send(api(student), "applications/", asked(posts)).json()
    assert api(student).get("/api/v1/applications/").json()["items"][0]["answers"]["school"] == "延边大学"
    assert send(api(lead), f"applications/{made['id']}/withdraw/", {}).status_code == 404
    assert send(api(student), f"applications/{made['id']}/withdraw/", {}).json()["state"] == "withdrawn"


def test_staff_list_and_decide_masked(api, member, stranger, auditor, posts):  # noqa: F811
    found = posts.apply(1)
    listed = api(member).get(f"/api/v1/rounds/{posts.round.pk}/applications/?state=submitted").json()
    assert listed["items"][0]["applicant"] == "钱*二"
    decisions = {
        who.username: send(api(who), f"applications/{found.pk}/decision/", {"decision": "admit"}).status_code
        for who in (stranger, auditor, member)
    }
    assert decisions == {"stranger": 404, "auditor": 403, "member": 200}


def test_a_refusal_needs_a_reason(api, member, posts):  # noqa: F811
    found = posts.apply(1)
    answer = send(api(member), f"applications/{found.pk}/decision/", {"decision": "refuse"})
    assert (answer.status_code, answer.json()["error"]["context"]["field"]) == (422, "reason")


def test_what_needs_an_account_says_so(posts):  # noqa: F811
    for address in ("applications/", "placements/", "sessions/"):
        assert Client().get(f"/api/v1/{address}").status_code == 401


NONSENSE = ("{}", "[]", "null", '{"round": "x"}', '{"round": -1, "answers": [], "wishes": {}}', "\x00", '{"code": 1}')


WRITING = [one for one in OPERATIONS if one.method == "POST" and urlpatterns]  # declared where addresses are


@pytest.mark.parametrize("one", WRITING, ids=lambda one: one.name)
def test_nonsense_is_refused_and_breaks_nothing(api, lead, posts, one):  # noqa: F811
    """Whatever is sent to whatever address that writes: a sentence, never an error of the server."""
    address = one.route
    for part, value in (("<int:", "0"), ("<str:", "x")):
        while part in address:
            head, _part, rest = address.partition(part)
            address = head + value + rest.partition(">")[2]
    client = api(lead)
    for body in NONSENSE:
        answer = client.post(
            f"/api/v1/{address}", body, content_type="application/json", headers={"Idempotency-Key": "k" * 9}
        )
        assert answer.status_code < 500
        assert answer.status_code != 200 or body == "{}"


def test_the_document_tells_of_keys_and_of_what_needs_no_account():
    paths = document()["paths"]
    headers = [one for one in paths["/api/v1/applications/"]["post"]["parameters"] if one["in"] == "header"]
    assert headers[0]["name"] == "Idempotency-Key"
    assert paths["/api/v1/openings/"]["get"]["security"] == []
