"""The page on which somebody else is nominated, and the page behind the nominee's link."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sangzi.programmes.models import Application
from tests.cast import appoint
from tests.programmes.made_rounds import declared

from .conftest import NAME

CONSENT = {"kind": "consent", "purpose": "公开事迹"}
GIVEN = {"name": "韩晓", "phone": "13900000007", "a-school": "延边大学", "key": "one"}


@pytest.fixture
def call(fair):
    made = fair.round(definition=declared(CONSENT, applications={"nominated": True, "fields": [NAME]}))
    fair.opening(made)
    return made


@pytest.fixture
def desk(client, tree):
    client.force_login(appoint("secretary", tree.village, "officer"))
    return client


def link_on(page):
    return page.context["entered"][0].link.removeprefix("http://testserver")


def test_a_secretary_is_led_to_nominate_and_a_visitor_is_not(client, desk, call):
    assert "推荐他人" in desk.get(f"/rounds/{call.pk}/").content.decode()
    client.logout()
    assert "推荐他人" not in client.get(f"/rounds/{call.pk}/").content.decode()


def test_the_name_is_masked_and_the_link_shown(desk, call):
    page = desk.post(f"/me/nominate/{call.pk}/", GIVEN, follow=True)
    assert "韩*" in page.content.decode()
    assert "韩晓" not in page.content.decode()
    assert link_on(page).startswith("/nominated/")


def test_the_nominee_reads_what_was_said_and_agrees(client, desk, call):
    link = link_on(desk.post(f"/me/nominate/{call.pk}/", GIVEN, follow=True))
    client.logout()
    assert "延边大学" in client.get(link).content.decode()
    page = client.post(link, {"name": "韩晓", "born": "1996-02-03", "read": "1", "act": "agree"}, follow=True)
    assert "您已同意" in page.content.decode()
    assert Application.objects.get().submitted is not None


def test_what_is_personal_is_asked_behind_the_link(client, desk, fair):
    account = NAME | {"key": "bank", "title": "账号", "personal": True}
    call = fair.round(definition=declared(CONSENT, applications={"nominated": True, "fields": [NAME, account]}))
    fair.opening(call)
    assert "账号" not in desk.get(f"/me/nominate/{call.pk}/").content.decode()
    link = link_on(desk.post(f"/me/nominate/{call.pk}/", GIVEN, follow=True))
    client.logout()
    given = {"name": "韩晓", "born": "1996-02-03", "read": "1", "act": "agree"}
    refused = client.post(link, given)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["a-bank"])
    assert "您已同意" in client.post(link, given | {"a-bank": "6222"}, follow=True).content.decode()


def test_a_minor_is_asked_for_a_guardian_whose_link_is_shown(client, desk, call):
    link = link_on(desk.post(f"/me/nominate/{call.pk}/", GIVEN, follow=True))
    client.logout()
    given = {"name": "韩晓", "born": f"{timezone.localdate().year - 16}-01-01", "read": "1", "act": "agree"}
    assert "guardian_name" in client.post(link, given).context["form"].fields
    guardian = {"guardian_name": "韩父", "guardian_phone": "13900000008", "guardian_relation": "父亲"}
    page = client.post(link, given | guardian, follow=True)
    assert "/guardian/" in page.context["guardian_link"]


def test_unread_is_not_agreed(client, desk, call):
    link = link_on(desk.post(f"/me/nominate/{call.pk}/", GIVEN, follow=True))
    page = client.post(link, {"name": "韩晓", "born": "1996-02-03", "act": "agree"})
    assert (page.status_code, Application.objects.get().state) == (422, "draft")


def test_what_is_missing_stands_beside_its_field(desk, call):
    page = desk.post(f"/me/nominate/{call.pk}/", GIVEN | {"phone": "12", "a-school": ""})
    assert (page.status_code, Application.objects.count()) == (422, 0)


def test_who_works_nowhere_is_told_who_may(client, fair, call):
    client.force_login(fair.student)
    assert client.get(f"/me/nominate/{call.pk}/").status_code == 403
