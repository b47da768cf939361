"""Writing a record, keeping a place and a register, as somebody at a computer or with a phone does."""

from __future__ import annotations

import re

import pytest

from sangzi.programmes.models import Record
from tests.web.work import begin_work

from .conftest import overflow, sign_in

WRITTEN = re.compile(r"/desk/records/\d+/")


@pytest.fixture
def work(tree):
    return begin_work(tree)


def choose_hours(page):
    page.goto("/desk/records/")
    page.get_by_role("link", name="写纪实").first.click()
    page.get_by_role("link", name="服务时长").click()


def test_a_record_is_written_and_seen_to_move_the_figures(page, member, work):
    sign_in(page, member)
    choose_hours(page)
    page.get_by_label("数量（小时）").fill("3")
    page.get_by_role("textbox", name="姓名、拼音首字母或完整电话").press_sequentially("zxs")
    page.get_by_label("张*三").check()
    page.get_by_label("说明").fill("扫雪")
    page.get_by_role("button", name="写入", exact=True).click()
    page.wait_for_url(WRITTEN)
    said = page.locator(".say").inner_text()
    assert "已写入纪实" in said
    assert "3" in said.partition("变了的数据")[2]


def test_a_name_that_is_searched_for_stands_in_no_address(page, member, work):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    sign_in(page, member)
    choose_hours(page)
    page.get_by_role("textbox", name="姓名、拼音首字母或完整电话").press_sequentially("张小三")
    page.get_by_label("张*三").wait_for()
    assert ("POST", f"{page.url.partition('/desk/')[0]}/desk/find/person/?field=person") in asked
    assert not [url for _method, url in asked if "%E5%BC%A0" in url or "张" in url]


def test_two_quick_clicks_write_one_record(page, member, work):
    sign_in(page, member)
    choose_hours(page)
    page.get_by_role("textbox", name="姓名、拼音首字母或完整电话").press_sequentially("zxs")
    page.get_by_label("张*三").check()
    page.get_by_role("button", name="写入", exact=True).dblclick()
    page.wait_for_url(WRITTEN)
    assert Record.objects.count() == 1


def test_without_script_the_form_comes_back_with_those_found(opened, member, work):
    page = opened(java_script_enabled=False)
    sign_in(page, member)
    choose_hours(page)
    page.get_by_role("textbox", name="姓名、拼音首字母或完整电话").fill("张小三")
    page.get_by_role("button", name="写入", exact=True).click()
    page.get_by_label("张*三").check()
    page.get_by_role("button", name="写入", exact=True).click()
    page.wait_for_url(WRITTEN)
    assert Record.objects.get().person == work.person


def test_a_record_is_reversed_and_struck_through(page, member, work):
    record = work.record()
    sign_in(page, member)
    page.goto(f"/desk/records/{record.pk}/")
    page.get_by_role("link", name="冲销").click()
    page.get_by_label("原因").fill("登错了日期")
    page.get_by_role("button", name="确认冲销").click()
    page.wait_for_url(f"**/desk/records/{record.pk}/?unit=*")
    page.goto("/desk/records/")
    decoration = "getComputedStyle(document.querySelector('.struck td .number')).textDecorationLine"
    assert page.evaluate(decoration) == "line-through"


def test_a_masked_value_is_shown_once(page, member, work):
    sign_in(page, member)
    page.goto(f"/desk/people/{work.person.pk}/")
    page.get_by_label("电话").check()
    page.get_by_label("理由").fill("通知到岗时间")
    page.get_by_role("button", name="显示一次").click()
    assert "13812341234" in page.locator(".say-warning").inner_text()
    page.goto(f"/desk/people/{work.person.pk}/")
    assert "13812341234" not in page.content()


def test_no_page_is_wider_than_a_phone(phone, member, work):
    record, opening = work.record(place=work.home), work.offer()
    pages = [
        "/desk/records/",
        "/desk/records/add/",
        f"/desk/records/add/?round={work.rounds['volunteering'].pk}&kind=hours",
        f"/desk/records/{record.pk}/",
        f"/desk/records/{record.pk}/reverse/",
        "/desk/places/",
        "/desk/places/add/?type=youth-home",
        f"/desk/places/{work.home.pk}/",
        "/desk/registers/",
        "/desk/registers/volunteers/",
        "/desk/registers/role-models/add/?new=1",
        f"/desk/people/{work.person.pk}/",
        "/desk/programmes/",
        "/desk/programmes/return-home/?view=openings",
        f"/desk/rounds/{work.rounds['return-home'].pk}/",
        f"/desk/openings/{opening.pk}/take/",
        "/desk/library/",
        "/desk/library/publish/",
    ]
    sign_in(phone, member)
    wide = {}
    for address in pages:
        phone.goto(address)
        wide[address] = overflow(phone)
    assert wide == dict.fromkeys(pages, 0)
