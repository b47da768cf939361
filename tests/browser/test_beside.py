"""Two plans side by side in real Chromium: chosen, narrowed, paired by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sangzi.plans import actions

from .conftest import overflow, sign_in

UPPER = "一、林草工作要点\n2025年底前，每个村建设1个社区苗圃。全省举办青年宣讲不少于12场。\n"
LOWER = "一、林草工作要点\n2025年底前，每个乡镇建设1个社区苗圃。举办护林比赛2场。\n"


@pytest.fixture
def two(tree, lead):
    """A plan of the province and one of a county below it, read."""
    plans = ((tree.province, UPPER, "全省要点"), (tree.county, LOWER, "县里要点"))
    added = [actions.add_plan(unit=unit, title=title, text=text, by=lead, year=2025) for unit, text, title in plans]
    return [actions.read_plan(plan=each.plan, by=lead) for each in added]


def test_a_planner_lays_a_lower_plan_beside_and_corrects_a_pair(page, lead, two):
    sign_in(page, lead)
    page.goto(f"/desk/plans/{two[0].pk}/")
    page.locator("main details > summary", has_text="更多").click()
    page.get_by_role("link", name="和另一份规划对照").click()
    page.get_by_role("link", name="县里要点").click()
    page.get_by_role("heading", name="两份规划对照").wait_for()
    row = page.locator(".beside-row").filter(has_text="苗圃").first
    assert "低于上级" in row.inner_text()
    talks = page.locator(".beside-row").filter(has=page.locator("h3", has_text="宣讲"))
    talks.get_by_text("改对应").click()
    talks.get_by_label("对应的条目").select_option(index=0)
    talks.get_by_role("button", name="保存").click()
    page.get_by_text("人工对应").wait_for()


def test_the_page_fits_a_phone(phone, lead, two):
    sign_in(phone, lead)
    phone.goto(f"/desk/plans/{two[0].pk}/beside/{two[1].pk}/?show=short")
    expect(phone.locator(".beside-row")).to_have_count(1)
    assert overflow(phone) == 0
