"""From an invitation to a profile to being found, as the people do who do it."""

from __future__ import annotations

import pytest

from sangzi.people.models import Entry, Invitation

from .conftest import overflow, sign_in


@pytest.fixture
def link(page, tree, county_officer):
    """A link that staff made."""
    sign_in(page, county_officer)
    page.goto("/desk/registers/rural-talent/")
    page.get_by_role("link", name="邀请").click()
    page.get_by_role("button", name="得到链接").click()
    return page.get_by_label("把这个链接转给对方").input_value()


def join(phone):
    phone.get_by_role("link", name="注册并填写").click()
    phone.get_by_label("姓名").fill("田一禾")
    phone.get_by_label("手机号").fill("13812341234")
    phone.get_by_label("设一个密码").fill("mulberry and catalpa")
    phone.get_by_label("家乡").fill("和龙市")
    phone.get_by_label("我同意桑梓").check()
    phone.get_by_role("button", name="注册").click()


def test_who_is_invited_fills_in_themselves_on_a_phone_and_is_found_by_skill(page, phone, link):
    phone.goto(link)
    assert overflow(phone) <= 0
    join(phone)
    phone.get_by_label("领域").select_option("种植")
    phone.get_by_label("专长").fill("果树修剪和病虫害防治")
    phone.get_by_label("我同意上面选定的").check()
    assert overflow(phone) <= 0
    phone.get_by_role("button", name="保存").click()
    phone.wait_for_url("**/me/profile/")
    assert overflow(phone) <= 0
    assert Invitation.objects.get().person == Entry.objects.get().person
    page.goto("/desk/registers/who-can/")
    page.get_by_label("要解决什么").fill("苹果树得了腐烂病")
    page.locator("main").get_by_role("button", name="查找").click()
    assert "腐烂病→病虫害" in page.locator("table").inner_text()
