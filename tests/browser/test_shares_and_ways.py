"""A total goes down by population with at least one each, and a milestone changes the light, in real Chromium."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sangzi.plans.models import Trajectory
from sangzi.units.models import Statistic
from tests.web.stage import count_all, demand, open_home, today

from .conftest import overflow, sign_in


@pytest.fixture
def homes(tree, lead):
    """Ten Youth Homes asked of the province by the end of next year, two there, and nearly everybody in one city."""
    for unit in (tree.township, tree.other_township):
        open_home(unit)
    count_all()
    for unit, people in ((tree.prefecture, 10), (tree.other_prefecture, 990)):
        Statistic.objects.create(unit=unit, key="population", year=2025, value=people, source="示例", sample=True)
    end = today().replace(year=today().year + 1, month=12, day=31)
    return demand(tree.province, "youth-homes", 10, by=lead, period="", deadline=end, title="青年之家数", measure="个")


def shares(target):
    return {share.unit.short: int(share.value) for share in target.shares.filter(withdrawn=None).select_related("unit")}


def test_a_total_goes_down_by_population_with_at_least_one_each(page, lead, homes):
    sign_in(page, lead)
    page.goto(f"/desk/targets/{homes.pk}/cascade/?unit=220000")
    expect(page.get_by_label("按哪项数据")).to_be_hidden()
    page.get_by_label("按一项数据：").check()
    page.get_by_label("按哪项数据").select_option("statistic:population:2025")
    page.get_by_label("每家最少", exact=True).fill("1")
    expect(page.locator("#preview")).to_contain_text("不到下限，补到下限")
    page.get_by_role("button", name="下一步").click()
    assert shares(homes) == {}
    page.get_by_role("button", name="确认分解").click()
    page.get_by_text("已分解给 2 个单位").wait_for()
    assert shares(homes) == {"延边": 1, "长春": 9}


def test_a_milestone_is_set_and_the_light_changes(page, lead, homes):
    sign_in(page, lead)
    page.goto(f"/desk/targets/{homes.pk}/?unit=220000")
    before = page.locator(".way-due .light").inner_text()
    page.get_by_role("link", name="设置轨迹").click()
    page.get_by_label("节点日期").first.fill((today() + timedelta(days=1)).isoformat())
    page.get_by_label("节点应到的数").first.fill("1")
    page.locator("#drawn svg").wait_for()
    page.get_by_role("button", name="保存轨迹").click()
    page.get_by_text("已保存轨迹").wait_for()
    assert page.locator(".way-due .light").inner_text() == "正常" != before
    assert Trajectory.objects.get().milestones != "[]"


def test_what_was_typed_before_the_script_was_there_is_drawn_when_it_comes(page, lead, homes):
    sign_in(page, lead)
    held = []
    page.route("**/trajectory.js", lambda route: held.append(route))  # noqa: PLW0108  (Playwright marks what it is given)
    page.goto(f"/desk/targets/{homes.pk}/trajectory/?unit=220000", wait_until="commit")
    page.get_by_label("节点日期").first.fill((today() + timedelta(days=1)).isoformat())
    page.get_by_label("节点应到的数").first.fill("7")
    expect(page.locator("#drawn svg")).to_have_count(0)
    held.pop().continue_()
    expect(page.locator("#drawn svg")).to_be_visible()


def test_rows_of_milestones_come_and_go(page, lead, homes):
    sign_in(page, lead)
    page.goto(f"/desk/targets/{homes.pk}/trajectory/?unit=220000")
    rows = page.get_by_label("节点日期")
    before = rows.count()
    page.get_by_role("button", name="加一行").click()
    expect(rows).to_have_count(before + 1)
    page.get_by_role("button", name="删去这个节点").first.click()
    expect(rows).to_have_count(before)
    page.get_by_label("均匀推进").check()
    expect(rows.first).to_be_hidden()


def test_the_way_is_set_without_script(opened, lead, homes):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.goto(f"/desk/targets/{homes.pk}/trajectory/?unit=220000")
    before = page.get_by_label("节点日期").count()
    page.get_by_label("节点日期").first.fill((today() + timedelta(days=9)).isoformat())
    page.get_by_label("节点应到的数").first.fill("5")
    page.get_by_role("button", name="加一行").click()
    page.get_by_label("节点日期").nth(before).wait_for()
    page.get_by_role("button", name="保存轨迹").click()
    expect(page.get_by_text("已保存轨迹")).to_be_visible()


def test_pages_fit_a_phone(phone, lead, homes):
    sign_in(phone, lead)
    for place in (f"targets/{homes.pk}", f"targets/{homes.pk}/trajectory", f"targets/{homes.pk}/cascade", "statistics"):
        phone.goto(f"/desk/{place}/?unit=220000")
        assert overflow(phone) <= 0, place


def test_statistics_are_pasted_previewed_and_brought(page, lead, tree):
    sign_in(page, lead)
    page.goto("/desk/statistics/?unit=220000")
    page.get_by_role("link", name="导入").first.click()
    page.get_by_label("或者把表格粘贴在这里").fill(
        "单位\t指标\t年份\t数值\t来源\n延边\t常住人口\t2024\t190万\t示例\n火星市\t常住人口\t2024\t1\t示例"
    )
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("没有找到单位“火星市”")).to_be_visible()
    page.get_by_role("button", name="只导入没有错的行").click()
    page.get_by_text("新增 1，更新 0").wait_for()
    assert tree.prefecture.statistics.get().value == 1_900_000
