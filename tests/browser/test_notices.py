"""The bell and what hangs on it, with a mouse, on a phone and without script."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sangzi.notices.models import Notice
from tests.notices.conftest import tell

from .conftest import PHONE, overflow, sign_in


@pytest.fixture
def told(member, tree):
    words = {"title": "“%(round)s”的报名延期到%(until)s", "text": "已经报名的不用再报。"}
    values = {"round": "返家乡社会实践·石国村岗位", "until": "3月9日18时"}
    tell(member, key="a", now=timezone.now(), told=values, link="/desk/plans/", **words)
    tell(tree.township, key="b", now=timezone.now(), title="头道镇退回了3个岗位")


def test_the_bell_counts_and_leads_to_the_list_and_on(page, member, told):
    sign_in(page, member)
    page.locator(".bell-count").wait_for()
    assert page.locator(".bell-count").inner_text().startswith("2")
    page.get_by_role("link", name="通知").click()
    page.get_by_role("button", name="返家乡社会实践").click()
    page.wait_for_url("**/desk/plans/")
    assert Notice.objects.filter(unread=True).count() == 1


def test_all_is_read_on_a_phone(phone, member, told):
    sign_in(phone, member)
    phone.goto("/me/notices/")
    assert overflow(phone) <= 0
    phone.get_by_role("button", name="全部标为已读").click()
    phone.get_by_text("2 条通知都已标为已读").wait_for()
    expect(phone.locator(".unread")).to_have_count(0)


def test_settings_are_kept_without_script(opened, member):
    page = opened(PHONE, java_script_enabled=False)
    sign_in(page, member)
    page.goto("/me/notices/settings/")
    page.get_by_label("邮箱", exact=True).fill("member@example.cn")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("电子邮件地址还没有确认").wait_for()
    assert page.get_by_label("邮箱", exact=True).input_value() == "member@example.cn"
