"""The planner's desk by keyboard, by mouse, by touch and without script: split, merge, add, many at once, reload."""

from __future__ import annotations

import io

import docx
import pytest
from playwright.sync_api import expect

from sangzi.kernel import jobs
from sangzi.plans import actions
from sangzi.plans.models import Commitment, Plan

from .conftest import overflow, sign_in

TEXT = (
    "2024年林草工作要点\n一、建设\n建设不少于30个社区苗圃。省市两级分别举办4场、6场青年宣讲。\n"
    "二、培训\n全年培训不少于200名护林员。推出“青春专线条，方便群众。\n三、其他\n护林小屋一户一策，春季开门。\n"
)


@pytest.fixture
def plan(tree, lead):
    """A plan of the province, read; one of its numbers is lost."""
    added = actions.add_plan(unit=tree.province, title="林草工作要点", text=TEXT, by=lead, year=2024)
    return actions.read_plan(plan=added.plan, by=lead)


@pytest.fixture
def desk(page, lead, plan):
    """The plan's page, open before its unit's lead."""
    sign_in(page, lead)
    page.goto(f"/desk/plans/{plan.pk}/")
    return page


def about(page, words):
    """The card whose title has these words."""
    return page.locator(".plan-list article.commitment", has=page.locator("h3", has_text=words))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def go_to(page, words):
    """By j, until the card with these words is at hand."""
    for _turn in range(12):
        press(page, "j")
        if page.locator(".commitment.at", has_text=words).count():
            return
    raise AssertionError(f"no card about {words}")


def select(page, words):
    """Selects words in the plan's text, as a mouse would."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector('.plan-text'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0 || !walker.currentNode.parentElement.closest('[data-start]')) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


def test_a_commitment_is_split_by_keyboard_and_put_back(desk, plan):
    go_to(desk, "苗圃")
    press(desk, "s")
    desk.get_by_role("heading", name="拆分：").wait_for()
    pieces = desk.locator("fieldset.piece")
    pieces.nth(0).get_by_label("指标名称").fill("省级苗圃")
    pieces.nth(0).get_by_label("目标值").fill("10")
    pieces.nth(1).get_by_label("指标名称").fill("县级苗圃")
    desk.get_by_role("button", name="拆成 2 条").click()
    about(desk, "省级苗圃").wait_for()
    assert about(desk, "省级苗圃").evaluate("card => card === document.activeElement")
    press(desk, "u")
    about(desk, "社区苗圃").wait_for()
    expect(about(desk, "县级苗圃")).to_have_count(0)
    assert not Commitment.objects.filter(rule="split").exists()


def test_a_piece_more_keeps_what_was_typed(desk, plan):
    go_to(desk, "苗圃")
    press(desk, "s")
    desk.locator("fieldset.piece").nth(0).get_by_label("指标名称").fill("省级苗圃")
    desk.get_by_role("button", name="再加一条").click()
    expect(desk.locator("fieldset.piece")).to_have_count(3)
    assert desk.locator("fieldset.piece").nth(0).get_by_label("指标名称").input_value() == "省级苗圃"


def test_marked_ones_are_merged_by_keyboard_even_after_a_reload(desk, plan):
    go_to(desk, "苗圃")
    press(desk, "m")
    desk.reload()
    expect(about(desk, "苗圃").get_by_role("checkbox")).to_be_checked()
    go_to(desk, "护林员")
    press(desk, "m", "Shift+M")
    desk.get_by_role("heading", name="合并 2 条").wait_for()
    desk.get_by_role("group", name="目标值").get_by_label("200").check()
    desk.get_by_role("button", name="合并成一条").click()
    about(desk, "苗圃").wait_for()
    merged = Commitment.objects.get(rule="merged")
    assert (merged.value, merged.merged_from.count()) == (200, 2)


def test_words_selected_in_the_text_become_a_commitment(desk, plan):
    select(desk, "护林小屋一户一策")
    press(desk, "a")
    desk.get_by_role("heading", name="添加条目").wait_for()
    assert desk.locator("blockquote").inner_text() == "护林小屋一户一策"
    desk.get_by_label("指标名称").fill("护林小屋")
    desk.get_by_label("目标值").fill("8")
    desk.get_by_role("button", name="添加", exact=True).click()
    about(desk, "护林小屋").wait_for()
    added = plan.commitments.get(source="hand")
    assert (TEXT[added.start : added.end], added.value) == ("护林小屋一户一策", 8)
    press(desk, "c")
    about(desk, "护林小屋").get_by_text("已确认").wait_for()


def test_a_selection_offers_a_button_for_the_mouse(desk, plan):
    select(desk, "护林小屋")
    desk.get_by_role("button", name="添加为条目").click()
    desk.get_by_role("heading", name="添加条目").wait_for()
    assert desk.locator("blockquote").inner_text() == "护林小屋"


def test_a_lost_number_is_filled_in_where_it_is_asked(desk, plan):
    lost = plan.commitments.get(value=None)
    desk.get_by_role("link", name="要您回答").click()
    card = desk.locator(f"#f{lost.pk}")
    card.get_by_label("目标值").fill("5")
    card.get_by_role("button", name="填上").click()
    card.get_by_role("button", name="确认", exact=True).click()
    card.get_by_text("已确认").wait_for()
    lost.refresh_from_db()
    assert (lost.value, lost.state) == (5, "confirmed")


def test_a_correction_being_typed_survives_a_reload(desk, plan):
    go_to(desk, "苗圃")
    press(desk, "e")
    form = desk.locator(".plan-list .commitment-form")
    form.get_by_label("指标名称").fill("写到一半的名称")
    desk.reload()
    form.get_by_text("已恢复上次没有保存的内容").wait_for()
    assert form.get_by_label("指标名称").input_value() == "写到一半的名称"
    form.get_by_role("link", name="取消").click()
    about(desk, "社区苗圃").wait_for()
    desk.reload()
    about(desk, "社区苗圃").wait_for()
    expect(form).to_have_count(0)


def test_a_text_being_pasted_survives_a_reload(page, lead):
    sign_in(page, lead)
    page.goto("/desk/plans/add/")
    page.get_by_label("或者把文字粘贴在这里").fill(TEXT)
    page.reload()
    assert page.get_by_label("或者把文字粘贴在这里").input_value() == TEXT


def test_what_was_typed_is_not_shown_to_the_next_account(page, lead, tree):
    from tests import cast

    other = cast.appoint("other_lead", tree.province, "lead")
    sign_in(page, lead)
    page.goto("/desk/plans/add/")
    page.get_by_label("或者把文字粘贴在这里").fill("只给自己看的")
    page.get_by_role("button", name="退出").click()
    sign_in(page, other)
    page.goto("/desk/plans/add/")
    assert page.get_by_label("或者把文字粘贴在这里").input_value() == ""


def test_the_sure_ones_are_confirmed_at_once_and_taken_back(desk, plan):
    desk.get_by_text("成批处理").click()
    desk.get_by_role("button", name="全部确认").click()
    desk.get_by_role("button", name="撤销这一批").wait_for()
    assert plan.commitments.filter(state="confirmed").exists()
    desk.get_by_role("button", name="撤销这一批").click()
    desk.get_by_text("恢复为待确认").first.wait_for()
    assert not plan.commitments.filter(state="confirmed").exists()


def test_the_commitments_are_searched_by_keyboard(desk, plan):
    press(desk, "/")
    desk.keyboard.type("护林员")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=*")
    expect(desk.locator(".plan-list article.commitment")).to_have_count(1)


def test_a_word_file_is_read_and_confirmed(page, lead, tree):
    paper = docx.Document()
    for line in TEXT.splitlines():
        paper.add_paragraph(line)
    kept = io.BytesIO()
    paper.save(kept)
    sign_in(page, lead)
    page.goto("/desk/plans/add/")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.get_by_label("规划文件").set_input_files([{"name": "要点.docx", "mimeType": kind, "buffer": kept.getvalue()}])
    page.get_by_role("button", name="添加并读取").click()
    page.get_by_role("heading", name="正在读取").wait_for()
    assert jobs.work_once("w")
    press_when_read(page)
    about(page, "苗圃").get_by_text("已确认").wait_for()
    assert Plan.objects.get().title == "要点"


def press_when_read(page):
    page.locator(".plan-list article.commitment").first.wait_for()
    go_to(page, "苗圃")
    press(page, "c")


def test_without_script_one_is_split_two_are_merged_and_one_is_added(opened, lead, plan):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.goto(f"/desk/plans/{plan.pk}/")
    about(page, "苗圃").get_by_role("link", name="拆分").click()
    page.get_by_role("button", name="拆成 2 条").click()
    for box in map(page.locator('[data-verb="mark"]').nth, range(2)):
        box.check()
    page.get_by_role("button", name="合并选中的").click()
    page.get_by_role("button", name="合并成一条").click()
    page.get_by_role("link", name="添加条目").click()
    page.get_by_label("正文里的这段话").fill("护林小屋 一户一策")
    page.get_by_role("button", name="在正文里找").click()
    page.get_by_label("指标名称").fill("护林小屋")
    page.get_by_role("button", name="添加", exact=True).click()
    assert set(plan.commitments.filter(source="hand").values_list("rule", flat=True)) == {"split", "merged", "by-hand"}


def test_a_thumb_finds_text_list_and_large_buttons_on_a_phone(phone, lead, plan):
    sign_in(phone, lead)
    phone.goto(f"/desk/plans/{plan.pk}/")
    phone.locator(".plan-ways").get_by_role("link", name="读出的条目").tap()
    expect(phone.locator(".standing")).to_be_in_viewport()
    button = about(phone, "苗圃").get_by_role("button", name="确认", exact=True)
    assert button.bounding_box()["height"] >= 44
    button.tap()
    about(phone, "苗圃").get_by_text("已确认").wait_for()
    for page in ("", "commitments/add/", "describe/", "paper/"):
        phone.goto(f"/desk/plans/{plan.pk}/{page}")
        assert overflow(phone) == 0
    first = plan.commitments.filter(state="proposed").first()
    phone.goto(f"/desk/plans/{plan.pk}/commitments/{first.pk}/split/")
    assert overflow(phone) == 0
