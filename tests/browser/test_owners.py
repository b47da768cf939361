"""Owners and indicators as a lead meets them: made from a commitment, merged, and done things vanish."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sangzi.kernel import jobs
from sangzi.plans import actions
from tests.web.stage import count_all, open_home

from .conftest import overflow, sign_in

TEXT = (
    "一、要点\n2026年，80%的乡镇建有两个青年之家（责任部门：省青基会）。\n"
    "全年举办青禾集市不少于12场（责任部门：省青基金会）。\n"
)


@pytest.fixture
def plan(tree, lead):
    open_home(tree.township)
    count_all()
    added = actions.add_plan(unit=tree.province, title="要点", text=TEXT, by=lead, year=2026)
    return actions.read_plan(plan=added.plan, by=lead)


def test_an_indicator_is_made_from_a_commitment_and_stands_on_the_board(page, lead, plan):
    asked = plan.commitments.get(shape="coverage")
    actions.confirm(commitment=asked, by=lead)
    sign_in(page, lead)
    page.goto(f"/desk/indicators/add/?commitment={asked.pk}")
    page.get_by_label("名称", exact=False).first.fill("有青年之家的乡镇")
    page.get_by_label("数什么").select_option("places.open|youth-home")
    page.get_by_role("button", name="看看现在的数").click()
    assert "50.0%" in page.locator("#tried").inner_text()
    page.get_by_role("button", name="建立并用来衡量这一条").click()
    jobs.work_once(jobs.new_worker())
    page.goto("/desk/board/")
    line = page.locator(".board").filter(has_text="有青年之家的乡镇")
    assert "50.0%" in line.inner_text()


def test_two_departments_are_merged(page, lead, plan):
    sign_in(page, lead)
    page.goto("/desk/departments/")
    page.get_by_role("button", name="合并为“省青基会”").click()
    assert "又写作 省青基金会" in page.locator("table").inner_text()
    page.get_by_role("button", name="拆开").click()
    expect(page.get_by_role("button", name="合并为“省青基会”")).to_have_count(1)


def test_what_is_done_is_gone_from_the_list(page, lead, plan):
    sign_in(page, lead)
    page.goto("/desk/todo/")
    waiting = (
        page.locator(".todo-lines li")
        .filter(has_text="等确认")
        .or_(page.locator(".todo-lines li").filter(has_text="看一看"))
    )
    expect(waiting).not_to_have_count(0)
    for commitment in plan.commitments.all():
        actions.confirm(commitment=commitment, by=lead)
    page.reload()
    expect(waiting).to_have_count(0)
    page.get_by_role("link", name="选指标").click()
    page.wait_for_url("**/bind/**")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.wait_for_function("document.querySelectorAll('[data-bind-card]').length === 1")


def test_the_menu_tells_how_much_waits(page, lead, plan):
    sign_in(page, lead)
    page.locator(".menu .menu-count").wait_for()
    assert page.locator(".menu .menu-count").inner_text().strip()[0].isdigit()


@pytest.mark.parametrize("address", ["/desk/todo/", "/desk/departments/", "/desk/indicators/", "/desk/indicators/add/"])
def test_a_phone_shows_them_without_scrolling_sideways(phone, lead, plan, address):
    sign_in(phone, lead)
    phone.goto(address)
    assert overflow(phone) == 0
