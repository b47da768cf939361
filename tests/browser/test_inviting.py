"""A need finds an expert in a browser: invited at the desk, answered on a phone, read at the desk; and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person, save_profile
from sangzi.programmes import actions
from tests.cast import PASSWORD
from tests.web.rounds.test_suggestions import ANSWERS, expert, steward  # noqa: F401  (fixtures among them)
from tests.web.work import BEGUN, TODAY

from .conftest import PHONE, overflow, sign_in

TITLE = "苹果树腐烂病"


@pytest.fixture
def round_(tree):
    days = {"opens": BEGUN, "closes": TODAY + timedelta(days=60)}
    return actions.open_round(programme="needs", unit=tree.province, title="需求榜", by=None, **days)


@pytest.fixture
def second(tree):
    """Another expert of the county: of vines."""
    account = Account.objects.create_user("second", PASSWORD, name="贾葡萄")
    person = add_person(name="贾葡萄", home=tree.township, today=TODAY, by=None)
    person.account = account
    person.save(update_fields=["account"])
    fields = {"subject": "葡萄栽培与果树嫁接"}
    return save_profile(register="experts", person=person, unit=tree.township, fields=fields, today=TODAY, by=account)


@pytest.fixture
def desk(page, steward, expert, second, round_):  # noqa: F811
    """The page of a need that the steward has posted, with both experts."""
    sign_in(page, steward)
    page.goto(f"/desk/rounds/{round_.pk}/offer/")
    page.locator("[name=title]").fill(TITLE)
    page.get_by_label("哪方面").select_option("技术")
    page.get_by_label("难在哪里").fill(ANSWERS["problem"])
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="谁能帮上忙")).to_be_visible()
    return page


def invite(desk):
    """The best of those suggested, who now stands among the invited."""
    found = desk.locator("#suggested tbody tr")
    expect(found).to_have_count(2)
    expect(found.first.get_by_text("病虫害")).to_be_visible()
    found.first.get_by_role("link", name="邀请").click()
    desk.get_by_label("附言").fill("想请您来看看")
    desk.get_by_role("button", name="邀请").click()
    expect(desk.get_by_text("已邀请。对方答复以后会通知您。")).to_be_visible()
    expect(found.first.get_by_text("等待答复")).to_be_visible()


def arrive(phone, account, address):
    """On a phone, from the address of a notice through signing in."""
    phone.goto(address)
    phone.get_by_label("账号").fill(account.username)
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录").click()
    phone.wait_for_url(f"**{address}")
    assert overflow(phone) <= 0


def answer(phone, account, button):
    """From one's own first page to the invitation, and one of its two buttons."""
    arrive(phone, account, "/me/applications/")
    phone.get_by_role("link", name=TITLE).first.click()
    expect(phone.get_by_text("想请您来看看")).to_be_visible()
    assert overflow(phone) <= 0
    phone.get_by_label("回话").fill("周末可以")
    phone.get_by_role("button", name=button).click()


@pytest.mark.parametrize(("script", "button", "stands"), [(True, "愿意帮忙", "愿意帮忙"), (False, "谢绝", "已谢绝")])
def test_the_expert_answers_on_a_phone_and_the_steward_reads_it(opened, desk, expert, script, button, stands):  # noqa: F811
    invite(desk)
    phone = opened(PHONE, java_script_enabled=script)
    answer(phone, expert.account, button)
    expect(phone.locator(".sign").get_by_text(stands)).to_be_visible()
    desk.reload()
    line = desk.locator("#suggested tr").filter(has_text="周末可以")
    expect(line.get_by_text(stands)).to_be_visible()
    expect(line.get_by_role("link", name="联系")).to_have_count(1 if stands == "愿意帮忙" else 0)
    expect(line.get_by_role("link", name="撤回邀请")).to_have_count(0)


def test_an_invitation_is_taken_back_and_the_phone_says_so(opened, desk, expert):  # noqa: F811
    invite(desk)
    desk.get_by_role("link", name="撤回邀请").click()
    expect(desk.get_by_text("对方会收到通知，不用再答复")).to_be_visible()
    desk.get_by_role("button", name="撤回邀请").click()
    expect(desk.locator("#suggested").get_by_text("邀请已撤回")).to_be_visible()
    phone = opened(PHONE)
    arrive(phone, expert.account, "/me/asked/")
    expect(phone.get_by_text("邀请已撤回")).to_be_visible()
    phone.get_by_role("link", name=TITLE).first.click()
    expect(phone.get_by_text("您不用再答复")).to_be_visible()
    expect(phone.get_by_role("button", name="愿意帮忙")).to_have_count(0)
    assert overflow(phone) <= 0
