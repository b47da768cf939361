"""The ground under all pages, as somebody at a computer or with a phone meets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, overflow, sign_in

PAGES = [
    "/",
    "/sign-in/",
    "/me/",
    "/me/password/",
    "/desk/units/220000/",
    "/desk/units/222406104/",
    "/desk/units/?q=和龙",
    "/desk/units/222406104/found/",
    "/desk/units/222406104/rename/",
    "/desk/units/222406104/move/",
    "/desk/units/222406104/merge/",
    "/desk/units/222406104/split/",
    "/desk/units/222406104/close/",
    "/desk/units/999999/",
]


def test_one_signs_in_and_stands_before_ones_own_unit(page, lead):
    sign_in(page, lead)
    assert page.locator(".menu-unit strong").inner_text() == "吉林"


def test_a_wrong_password_is_said_beside_the_form(page, lead):
    page.goto("/sign-in/")
    page.get_by_label("账号").fill("lead")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert "账号或密码不对" in page.get_by_role("alert").inner_text()


def test_a_unit_is_reached_by_its_initials(page, lead):
    sign_in(page, lead)
    page.get_by_role("searchbox").press_sequentially("hls")
    page.locator("[data-found] a", has_text="和龙市").click()
    page.wait_for_url("**unit=222406*")
    assert page.locator(".menu-unit strong").inner_text() == "和龙"


def test_arrow_keys_walk_through_what_was_found_and_escape_closes_it(page, lead):
    sign_in(page, lead)
    page.get_by_role("searchbox").press_sequentially("延边")
    page.locator("[data-found] a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('[data-found]') !== null")
    page.keyboard.press("Escape")
    expect(page.locator("[data-found] a")).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == "q"


def test_what_lies_outside_the_scope_is_not_found(page, stranger):
    sign_in(page, stranger)
    page.get_by_role("searchbox").press_sequentially("和龙")
    page.locator("[data-found] p").wait_for()
    assert "没有找到" in page.locator("[data-found]").inner_text()


def test_everything_can_be_read_and_switched_without_script(opened, lead):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.get_by_role("searchbox").fill("hls")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="和龙市").click()
    assert page.locator(".menu-unit strong").inner_text() == "和龙"


def test_the_keyboard_reaches_content_switcher_and_menu(page, lead):
    sign_in(page, lead)
    reached = []
    for _step in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()"))
    assert reached[0] == "跳到正文"
    assert "q" in reached
    assert "单位" in reached


def test_who_is_focused_is_outlined(page, lead):
    sign_in(page, lead)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_the_language_is_switched_and_switched_back(page, lead):
    sign_in(page, lead)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_text_grows_and_still_fits(phone, lead):
    sign_in(phone, lead)
    phone.get_by_role("button", name="特大").click()
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert overflow(phone) == 0


@pytest.mark.parametrize("size", [None, NARROW], ids=["phone", "narrow phone"])
def test_no_page_is_wider_than_a_phone(opened, phone, lead, size):
    page = opened(size) if size else phone
    sign_in(page, lead)
    wide = {}
    for address in PAGES:
        page.goto(address)
        wide[address] = overflow(page)
    assert wide == dict.fromkeys(PAGES, 0)


def test_a_phone_has_its_menu_below(phone, lead):
    sign_in(phone, lead)
    menu = phone.get_by_role("navigation", name="手机菜单")
    expect(menu).to_be_visible()
    expect(phone.get_by_role("navigation", name="主菜单")).to_be_hidden()


def test_what_drops_down_on_a_phone_stays_on_its_screen(phone, lead):
    sign_in(phone, lead)
    phone.goto("/desk/units/220000/")
    phone.locator("summary", has_text="变更").click()
    box = phone.locator(".drop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_paper_shows_the_content_alone(page, lead):
    sign_in(page, lead)
    page.goto("/desk/units/220000/")
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.get_by_role("link", name="延边朝鲜族自治州")).to_be_visible()


def test_a_unit_is_renamed_through_the_page_that_says_what_will_happen(page, lead, tree):
    sign_in(page, lead)
    page.goto("/desk/units/222406104/")
    page.locator("summary", has_text="变更").click()
    page.get_by_role("link", name="更名").click()
    page.get_by_label("新名称").fill("龙门镇")
    page.get_by_role("button", name="下一步").click()
    assert "改名为“龙门镇”" in page.locator(".effects").inner_text()
    page.get_by_role("button", name="确认更名").click()
    assert page.locator("h1").inner_text() == "龙门镇"
    assert "由“龙城镇”更名为“龙门镇”" in page.locator(".timeline").inner_text()


def test_a_parent_is_chosen_while_typing(page, lead):
    sign_in(page, lead)
    page.goto("/desk/units/222406104/move/")
    page.get_by_label("新的上级单位").press_sequentially("atx")
    option = page.locator("datalist option").first
    option.wait_for(state="attached")
    assert option.get_attribute("value") == "安图县（222426）"


def test_a_lost_connection_is_said(page, lead):
    sign_in(page, lead)
    page.route("**/unit-search/**", lambda route: route.abort())
    page.get_by_role("searchbox").press_sequentially("hls")
    page.get_by_role("alert").wait_for()
    assert "没有连上服务器" in page.get_by_role("alert").inner_text()
