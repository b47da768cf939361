"""Boards, figures, receipts and briefs, as somebody at a computer or with a phone meets them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from sangzi.briefs.actions import issue_brief
from sangzi.plans import actions as plans
from sangzi.scoreboard.months import label, month_of
from tests.web.stage import count_all, demand, fairs, hold_fair, nation_lead, open_home, today

from .conftest import NARROW, overflow, sign_in

FIGURE = "/desk/figures/youth-home-coverage/"


@pytest.fixture
def homes(tree):
    """Every township is asked for a Youth Home; one has it. Fairs are asked for as well, and one was held."""
    open_home(tree.township)
    more = {"shape": "each", "over": "township", "measure": "个", "title": "青年之家", "period": ""}
    target = demand(tree.province, "youth-home-coverage", 1, **more)
    plans.cascade_down(target=target, rule="same", to_level=4, by=None)
    demand(tree.province)
    hold_fair(fairs(tree.township), tree.township, today().replace(day=1))
    count_all()
    return target


def test_from_the_board_to_the_record(page, lead, homes):
    sign_in(page, lead)
    page.goto("/desk/board/")
    page.get_by_role("link", name="青禾集市场次").click()
    page.get_by_role("link", name="纪实数量").click()
    page.wait_for_url("**/desk/records/**")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_trend_is_drawn_with_the_target_dashed_across(page, lead, homes):
    sign_in(page, lead)
    page.goto(f"{FIGURE}?target={homes.pk}")
    page.locator(".chart-canvas svg path[stroke-dasharray]").first.wait_for(state="attached")
    drawn = page.locator(".chart-canvas svg").text_content()
    assert label(month_of(today()) - 23) in drawn
    assert "100%" in drawn


def test_children_are_walked_down_to_the_township(page, lead, homes):
    sign_in(page, lead)
    page.goto(f"{FIGURE}?target={homes.pk}")
    for name in ("延边", "和龙", "龙城镇"):
        page.locator(".tile").filter(has=page.get_by_text(name, exact=True)).click()
    assert page.locator(".menu-unit strong").inner_text() == "龙城镇"
    assert "已完成" in page.locator(".standing").inner_text()


def test_children_are_looked_at_in_three_ways(page, tree, homes):
    sign_in(page, nation_lead(tree))
    page.goto(FIGURE)
    page.get_by_role("link", name="面积图").click()
    larger, smaller = (page.locator(".patch", has_text=name).bounding_box() for name in ("吉林", "广东"))
    assert larger["width"] * larger["height"] > 1.5 * smaller["width"] * smaller["height"]
    page.get_by_role("link", name="表格").click()
    expect(page.locator("#children tbody tr")).to_have_count(2)


def test_a_field_of_the_areas_leads_to_its_unit(page, tree, homes):
    sign_in(page, nation_lead(tree))
    page.goto(f"{FIGURE}?view=map")
    page.locator(".patch", has_text="吉林").click()
    page.wait_for_url("**unit=220000**")
    assert page.locator(".menu-unit strong").inner_text() == "吉林"


def test_choosing_a_month_goes_there(page, lead, homes):
    sign_in(page, lead)
    page.goto("/desk/board/")
    before = label(month_of(today()) - 1)
    page.get_by_label("截至哪个月").last.select_option(before)
    page.wait_for_url(f"**until={before}**")
    page.get_by_role("link", name="今天").click()
    page.wait_for_url(re.compile(r"/board/(\?(?!.*until)|$)"))


def test_a_receipt_is_kept_and_computed_again(page, lead, homes):
    sign_in(page, lead)
    page.goto(FIGURE)
    page.get_by_role("link", name="查看凭据").click()
    page.get_by_role("button", name="留存这张凭据").click()
    page.wait_for_url(re.compile(r"/receipts/\d+/"))
    page.get_by_role("button", name="重新计算").click()
    assert "得到同一个数" in page.locator(".says").inner_text()


def test_everything_is_read_without_script(opened, lead, homes):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.goto(f"{FIGURE}?target={homes.pk}")
    page.get_by_text("逐月走势：数据表").click()
    expect(page.locator(".chart tbody tr")).to_have_count(24)
    page.get_by_role("link", name="看板", exact=True).first.click()
    page.locator("summary", has_text="哪句话提的").first.click()
    expect(page.locator(".said blockquote").first).to_be_visible()


def test_no_page_is_wider_than_a_phone(opened, tree, homes):
    page = opened(NARROW, has_touch=True, is_mobile=True)
    nation, now = nation_lead(tree), today()
    brief = issue_brief(unit=tree.province, month=month_of(now), today=now, now=homes.made, by=nation)
    day = now.isoformat()
    pages = [
        "/desk/board/?unit=220000",
        f"{FIGURE}?unit=220000&target={homes.pk}",
        f"{FIGURE}?unit=220000&target={homes.pk}&view=table",
        f"{FIGURE}?unit=000000&view=map",
        f"/desk/receipts/for/?unit=220000&indicator=youth-home-coverage&target={homes.pk}&as_of={day}",
        "/desk/briefs/?unit=220000",
        f"/desk/briefs/{brief.pk}/?unit=220000",
    ]
    sign_in(page, nation)
    wide = {}
    for address in pages:
        page.goto(address)
        wide[address] = overflow(page)
    assert wide == dict.fromkeys(pages, 0)
