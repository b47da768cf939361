"""Signing in and out."""

from __future__ import annotations

import pytest

from sangzi.kernel.models import Account, AuditLine
from sangzi.units.models import Assignment
from tests.cast import PASSWORD, SINCE


@pytest.fixture
def sample(tree):
    account = Account.objects.create_user("try", None, name="和龙市负责人", sample=True)
    Assignment.objects.create(account=account, unit=tree.county, role="lead", since=SINCE)
    return account


def test_name_and_password_open_the_desk(client, lead):
    answer = client.post("/sign-in/", {"username": "lead", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert AuditLine.objects.filter(act="accounts.sign-in", by=lead).count() == 1


@pytest.mark.parametrize("username", ["lead", "nobody"])
def test_a_wrong_pair_does_not_tell_which_half_was_wrong(client, lead, username):
    answer = client.post("/sign-in/", {"username": username, "password": "wrong"})
    assert answer.status_code == 422
    assert "账号或密码不对" in answer.content.decode()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_server(client, lead, wanted):
    answer = client.post("/sign-in/", {"username": "lead", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == "/desk/"


def test_sample_accounts_are_buttons_only_where_there_are_some(client, lead):
    assert "示例账号" not in client.get("/sign-in/").content.decode()


def test_a_sample_account_needs_no_password(client, sample):
    assert "和龙市负责人" in client.get("/sign-in/").content.decode()
    client.post("/sign-in/sample/", {"account": "try"})
    assert client.get("/desk/units/222406/").status_code == 200


def test_a_real_account_cannot_be_entered_as_a_sample(client, lead):
    assert client.post("/sign-in/sample/", {"account": "lead"}).status_code == 422
    assert client.get("/me/").status_code == 302


def test_signing_out_takes_a_post(visit, lead):
    client = visit(lead)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/me/").status_code == 302
