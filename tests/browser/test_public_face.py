"""The public face on a phone: a home is chosen, a post found, applied for with a draft; a guardian, a team, a bed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sangzi.programmes.models import Application
from tests.cast import PASSWORD
from tests.programmes.made_rounds import declared, first_come, with_beds
from tests.web.open.conftest import fair as _fair

from .conftest import overflow

fair = _fair
CONSENT = {"kind": "consent"}
SENT = re.compile(r"/me/applications/\d+/\?sent(#.*)?$")


def enter(page, username="student"):
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("/me/|/desk/"))


def hand_in(page):
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交报名").wait_for()
    if page.get_by_role("checkbox").count():
        page.get_by_role("checkbox").check()
    page.get_by_role("button", name="提交报名").click()
    page.wait_for_url(SENT)


@pytest.fixture
def posts(fair):
    round_ = fair.round(CONSENT, first_come(), title="暑期返乡", summary="六周")
    for title in ("乡镇文书", "景区讲解", "电商助理"):
        fair.opening(round_, title=title)
    return round_


def test_from_choosing_a_home_to_a_post(phone, posts, fair):
    phone.goto("/")
    phone.get_by_label("家乡的县（市、区）名称或拼音首字母").fill("hls")
    phone.get_by_role("button", name="找家乡").click()
    phone.get_by_role("button", name="和龙市").click()
    assert "和龙，欢迎回家" in phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_role("link", name="暑期返乡").click()
    for title in ("景区讲解", "乡镇文书"):
        phone.get_by_role("link", name=title).click()
        phone.get_by_role("button", name="加入我的志愿").click()
        assert overflow(phone) == 0
        phone.get_by_role("link", name="暑期返乡").click()
    enter(phone)
    phone.goto(f"/me/apply/{posts.pk}/")
    assert [one.split()[0] for one in phone.locator(".wish-text").all_inner_texts()] == ["景区讲解", "乡镇文书"]
    phone.get_by_label("学校").fill("延边大学")
    phone.locator("[data-saved]", has_text="草稿已保存").wait_for()
    phone.reload()
    assert phone.get_by_label("学校").input_value() == "延边大学"
    phone.get_by_label("联系电话").fill("13900000001")
    phone.get_by_role("button", name="上移“乡镇文书”").click()
    hand_in(phone)
    assert "已经录取" in phone.locator(".offer-box").inner_text()
    assert Application.objects.get().placements.get().opening.title == "乡镇文书"


def test_without_script_a_draft_is_saved_mended_and_handed_in(opened, posts, fair):
    page = opened(java_script_enabled=False)
    enter(page)
    page.goto(f"/me/apply/{posts.pk}/")
    page.get_by_label("加一个志愿").select_option(label="电商助理 · 和龙")
    page.get_by_role("button", name="加入", exact=True).click()
    page.get_by_label("联系电话").fill("12")
    page.get_by_role("button", name="下一步：核对").click()
    assert "不是11位手机号" in page.locator(".wrong", has_text="手机号").inner_text()
    page.get_by_label("学校").fill("延边大学")
    page.get_by_label("联系电话").fill("13900000001")
    hand_in(page)
    assert "电商助理" in page.get_by_role("main").inner_text()


def test_a_minors_guardian_answers_by_a_link(phone, opened, fair):
    fair.person.born = date(2012, 1, 1)
    fair.person.save()
    round_ = fair.round(definition=declared(CONSENT, first_come()))
    fair.opening(round_)
    enter(phone)
    phone.goto(f"/me/apply/{round_.pk}/")
    phone.get_by_role("button", name="下一步：核对").click()
    phone.get_by_label("监护人姓名").fill("田父")
    phone.get_by_label("监护人手机号").fill("13900000009")
    phone.get_by_role("button", name="生成给监护人的链接").click()
    link = phone.get_by_label("把这个链接转给监护人").input_value()
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="提交报名").click()
    phone.wait_for_url(SENT)
    guardian = opened()
    guardian.goto(link)
    guardian.get_by_label("您的姓名").fill("田父")
    guardian.get_by_role("checkbox").check()
    guardian.get_by_role("button", name="同意", exact=True).click()
    guardian.get_by_text("您已答复：同意").wait_for()
    phone.reload()
    assert "已经录取" in phone.locator(".offer-box").inner_text()


def test_a_bed_is_booked_where_nights_are_free(phone, fair):
    dated = {"dated": True, "longest": 7}
    round_ = fair.round(definition=declared(first_come(), openings=dated))
    today = timezone.localdate()
    opening = fair.opening(round_, title="青年驿站", on=today, until=today + timedelta(days=30))
    with_beds(opening, {today + timedelta(days=n): 2 for n in range(20)})
    enter(phone)
    phone.goto(f"/me/apply/{round_.pk}/")
    phone.get_by_label("入住日期").fill((today + timedelta(days=3)).isoformat())
    phone.get_by_label("离开日期").fill((today + timedelta(days=5)).isoformat())
    hand_in(phone)
    assert list(opening.slots.filter(taken=1).values_list("on", flat=True)) == [
        today + timedelta(days=n) for n in (3, 4)
    ]


@pytest.mark.parametrize(
    "address", ["/", "/home/", "/return/", "/roots/", "/build/", "/give/", "/openings/", "/privacy/"]
)
def test_open_pages_fit_a_phone_and_name_their_fields(phone, posts, address):
    phone.goto(address)
    assert overflow(phone) == 0
    nameless = phone.eval_on_selector_all(
        "main input:not([type=hidden]), main select, main textarea",
        "those => those.filter(one => !one.labels.length && !one.getAttribute('aria-label')).length",
    )
    assert nameless == 0
