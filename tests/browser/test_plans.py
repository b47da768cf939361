"""The planner's desk in real Chromium: from a pasted plan to a target shared out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sangzi.kernel import jobs
from sangzi.plans import actions
from sangzi.plans.models import Commitment, Target

from .conftest import overflow, sign_in

TEXT = (
    "一、林草工作要点\n2024年，建设不少于30个社区苗圃。全年举办不少于12场青年宣讲。\n"
    + "".join(f"第{number}段，讲一讲怎样把树种好、把草护好，不提要求。\n" for number in range(40))
    + "二、联系方式\n联系人：柳青禾 0431-88880000\n三、培训\n全年培训不少于200名护林员。\n"
)


@pytest.fixture
def plan(tree, lead):
    """A plan of the province, read."""
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=lead, year=2024)
    return actions.read_plan(plan=added.plan, by=lead)


@pytest.fixture
def desk(page, lead, plan):
    """The plan's page, open before its unit's lead."""
    sign_in(page, lead)
    page.goto(f"/desk/plans/{plan.pk}/")
    return page


def states(plan):
    return list(plan.commitments.order_by("start").values_list("state", flat=True))


def card(page, plan, at):
    key = plan.commitments.order_by("start")[at].pk
    return page.locator(f".plan-list #f{key}")


def open_form(page):
    """The form in place of a card, once the script has scrolled to it and put the cursor into it."""
    form = page.locator(".commitment-form")
    form.locator(":focus").wait_for()
    return form


def test_a_pasted_plan_shows_its_progress_and_then_its_commitments(page, lead):
    sign_in(page, lead)
    page.goto("/desk/plans/")
    page.get_by_role("link", name="添加规划").first.click()
    page.get_by_label("或者把文字粘贴在这里").fill(TEXT)
    page.get_by_label("标题").fill("林草工作要点")
    page.get_by_role("button", name="添加并读取").click()
    page.get_by_role("heading", name="正在读取").wait_for()
    assert jobs.work_once("w")
    page.locator(".commitment").first.wait_for()
    expect(page.locator(".commitment")).to_have_count(3)


def test_a_card_is_confirmed_in_place_and_the_text_follows(desk, plan):
    card(desk, plan, 0).get_by_role("button", name="确认", exact=True).click()
    desk.locator(".mark-confirmed").wait_for()
    assert "已确认 1" in desk.locator(".plan-counts").inner_text().replace("\n", " ")
    assert states(plan) == ["confirmed", "proposed", "proposed"]


def test_what_was_confirmed_is_taken_back_in_place(desk, plan):
    card(desk, plan, 0).get_by_role("button", name="确认", exact=True).click()
    card(desk, plan, 0).get_by_role("button", name="恢复为待确认").click()
    card(desk, plan, 0).get_by_role("button", name="确认", exact=True).wait_for()
    assert states(plan) == ["proposed"] * 3


def test_the_keyboard_walks_confirms_dismisses_and_restores(desk, plan):
    desk.keyboard.press("j")
    desk.keyboard.press("c")
    card(desk, plan, 0).get_by_text("已确认").wait_for()
    desk.keyboard.press("j")
    desk.keyboard.press("d")
    card(desk, plan, 1).get_by_text("已排除").wait_for()
    desk.keyboard.press("k")
    desk.keyboard.press("u")
    card(desk, plan, 0).get_by_text("待确认", exact=True).wait_for()
    assert states(plan) == ["proposed", "dismissed", "proposed"]


def test_the_keyboard_corrects_and_nothing_typed_starts_an_act(desk, plan):
    desk.keyboard.press("j")
    desk.keyboard.press("e")
    title = open_form(desk).get_by_label("指标名称")
    title.fill("")
    title.press_sequentially("jcd")
    desk.locator(".commitment-form").get_by_label("目标值").fill("35")
    desk.get_by_role("button", name="保存更正").click()
    card(desk, plan, 0).get_by_text("已更正").wait_for()
    corrected = plan.commitments.order_by("start").first()
    assert (corrected.title, corrected.value) == ("jcd", 35)


def test_a_wrong_correction_is_said_in_the_form(desk, plan):
    card(desk, plan, 0).get_by_role("link", name="更正").click()
    open_form(desk).get_by_label("目标值").fill("许多")
    desk.get_by_role("button", name="保存更正").click()
    desk.locator(".commitment-form .wrong").wait_for()
    assert "请填写数字" in desk.locator(".commitment-form").inner_text()


def test_a_form_is_left_without_a_change(desk, plan):
    card(desk, plan, 0).get_by_role("link", name="更正").click()
    open_form(desk).get_by_role("link", name="取消").click()
    card(desk, plan, 0).get_by_role("button", name="确认", exact=True).wait_for()
    assert not plan.commitments.filter(corrected=True).exists()


def test_an_indicator_is_bound_in_place(desk, plan):
    card(desk, plan, 1).locator(".measured").get_by_role("link").click()
    desk.locator(".fits input[value=speaker-talks]").check()
    desk.get_by_role("button", name="选定", exact=True).click()
    card(desk, plan, 1).get_by_role("link", name="换").wait_for()
    assert plan.commitments.order_by("start")[1].indicator == "speaker-talks"


def test_the_keys_are_explained(desk):
    desk.keyboard.press("?")
    assert "下一条" in desk.get_by_role("dialog").inner_text()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_a_mark_leads_to_its_card_and_back(desk, plan):
    last = plan.commitments.order_by("start").last().pk
    desk.locator(f".mark[data-commitment='{last}']").first.click()
    assert card(desk, plan, 2).evaluate("card => card.classList.contains('at')")
    card(desk, plan, 2).get_by_role("link", name="看原文").click()
    assert desk.evaluate("location.hash") == f"#c{last}"


def test_the_list_stays_in_sight_beside_a_long_text(desk, plan):
    desk.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)")
    expect(desk.locator(".plan-counts")).to_be_in_viewport()


def test_everything_is_decided_without_script(opened, lead, plan):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.goto(f"/desk/plans/{plan.pk}/")
    card(page, plan, 0).get_by_role("button", name="确认", exact=True).click()
    assert "已确认“" in page.locator(".says").inner_text()
    card(page, plan, 0).get_by_role("button", name="恢复为待确认").click()
    card(page, plan, 0).get_by_role("link", name="更正").click()
    page.get_by_label("目标值").fill("31")
    page.get_by_role("button", name="保存更正").click()
    assert plan.commitments.order_by("start").first().value == 31


def test_on_a_phone_a_mark_jumps_to_its_card_and_nothing_is_too_wide(phone, lead, plan):
    sign_in(phone, lead)
    phone.goto(f"/desk/plans/{plan.pk}/")
    first = plan.commitments.order_by("start").first().pk
    phone.locator(f".mark[data-commitment='{first}']").first.tap()
    expect(card(phone, plan, 0)).to_be_in_viewport()
    assert overflow(phone) == 0


def test_a_target_is_shared_out_by_hand_with_a_live_total(page, lead, tree, plan):
    target = actions.confirm(commitment=plan.commitments.order_by("start").first(), by=lead)
    sign_in(page, lead)
    page.goto(f"/desk/targets/{target.pk}/cascade/")
    page.get_by_label("手工指定：").check()
    page.locator(f"#hand-{tree.prefecture.pk}").press_sequentially("22")
    page.locator("#preview").get_by_text("手工指定 1 家").wait_for()
    assert "8" in page.locator("#preview tr", has_text="长春").inner_text()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认分解").click()
    page.get_by_text("已分解给 2 个单位").wait_for()
    assert Target.objects.get(unit=tree.prefecture).value == 22


def test_what_is_wrong_by_hand_is_said_while_typing(page, lead, tree, plan):
    target = actions.confirm(commitment=plan.commitments.order_by("start").first(), by=lead)
    sign_in(page, lead)
    page.goto(f"/desk/targets/{target.pk}/cascade/")
    page.get_by_label("手工指定：").check()
    page.locator(f"#hand-{tree.prefecture.pk}").fill("31")
    page.locator("#preview [role=alert]").wait_for()
    assert "超过了总数 30" in page.locator("#preview").inner_text()


def test_a_township_sees_on_a_phone_what_is_asked_of_it(phone, member, lead, plan):
    commitment = plan.commitments.order_by("start").first()
    Commitment.objects.filter(pk=commitment.pk).update(shape="each", over="township", value=1)
    commitment.refresh_from_db()
    target = actions.confirm(commitment=commitment, by=lead)
    actions.cascade_down(target=target, rule="same", to_level=4, by=lead)
    sign_in(phone, member)
    phone.goto("/desk/targets/")
    assert "和龙分来" in phone.locator(".demand").inner_text()
    phone.get_by_role("link", name="看原文").click()
    phone.wait_for_url("**/desk/plans/**")
    assert overflow(phone) == 0
