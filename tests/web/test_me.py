"""One's own account, language and size of text."""

from __future__ import annotations

import pytest

from sangzi.kernel.models import AuditLine
from tests.cast import PASSWORD

NEW = "桑梓之地 2026"


def test_the_account_page_says_where_one_works(visit, county_officer):
    page = visit(county_officer).get("/me/").content.decode()
    assert "和龙市" in page
    assert "工作人员" in page


def test_a_new_password_replaces_the_old_one_and_keeps_the_session(visit, lead):
    client = visit(lead)
    answer = client.post("/me/password/", {"old": PASSWORD, "new": NEW, "again": NEW}, follow=True)
    lead.refresh_from_db()
    assert lead.check_password(NEW)
    assert answer.status_code == 200
    assert AuditLine.objects.filter(act="accounts.change-password", by=lead).exists()


@pytest.mark.parametrize(
    ("old", "new", "again", "complaint"),
    [
        ("wrong", NEW, NEW, "原密码不对"),
        (PASSWORD, NEW, "other thing", "不一样"),
        (PASSWORD, "short", "short", "8"),
        (PASSWORD, "password123", "password123", "常见"),
    ],
)
def test_a_bad_new_password_is_refused_beside_its_field(visit, lead, old, new, again, complaint):
    answer = visit(lead).post("/me/password/", {"old": old, "new": new, "again": again})
    lead.refresh_from_db()
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert lead.check_password(PASSWORD)


def test_pages_are_chinese_whatever_the_browser_asks_for(client, db):
    assert "登录" in client.get("/sign-in/", headers={"Accept-Language": "en"}).content.decode()


def test_the_language_is_chosen_and_kept(visit, lead):
    client = visit(lead)
    answer = client.post("/language/", {"language": "en", "next": "/me/"})
    assert answer["Location"] == "/me/"
    assert "My account" in client.get("/me/").content.decode()
    lead.refresh_from_db()
    assert lead.language == "en"


def test_text_grows_on_demand(client, db):
    client.post("/text-size/", {"size": "text-largest"})
    assert 'class="no-script text-largest"' in client.get("/").content.decode()


@pytest.mark.parametrize(("address", "sent"), [("/language/", {"language": "fr"}), ("/text-size/", {"size": '"><'})])
def test_what_is_not_offered_is_refused(client, db, address, sent):
    assert client.post(address, sent).status_code == 422
