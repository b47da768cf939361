"""A province gives its seats in a browser: lots, two tries, a comparison, the result, a seat given up, a check.

With `make crowd` the province is whole: 76,000 students and 18,000 posts, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from benchmarks import crowd
from sangzi.programmes.models import Run
from tests.browser.conftest import overflow, sign_in
from tests.cast import PASSWORD

from .conftest import PATIENCE
from .ground import assignment_of, seat_and_next, with_account

SANGZI = [sys.executable, "-c", "from sangzi.cli import main; main()"]
pytestmark = pytest.mark.crowd


def test_lots_two_tries_a_comparison_the_result_and_a_seat_given_up(laid, worker, desk_of, phone_of, watch, tmp_path):
    desk = desk_of()
    sign_in(desk, laid.steward)
    draw(desk, laid.round, watch)
    try_both(desk, laid.round, watch)
    compare(desk, watch)
    publish(desk, watch)
    assert crowd.wrongs(laid.round) == []
    give_up(*seat_and_next(), phone_of, watch)
    check_again(desk_of(), laid, tmp_path, watch)
    come_from_elsewhere(desk_of(), laid)


def draw(desk, round_, watch):
    """Supply, demand and rules are seen, then lots are drawn."""
    with watch.step("the page of the allotment"):
        desk.goto(f"/desk/rounds/{round_.pk}/allotment/")
    with watch.step("supply and demand counted"):
        desk.get_by_text("志愿（第一志愿）").first.wait_for()
    desk.get_by_label("抽签种子").fill("20260701")
    with watch.step("lots drawn"):
        desk.get_by_role("button", name="抽签", exact=True).click()
        desk.get_by_text("已抽签。").wait_for()


def try_both(desk, round_, watch):
    """As announced, then with fewer in a county; how far it is can be seen, and the result comes by itself."""
    with watch.step("tried as announced"):
        desk.get_by_role("button", name="试算", exact=True).click()
        desk.get_by_role("heading", name="正在试算").wait_for()
        desk.get_by_text("这就是最好的结果").wait_for()
    with watch.step("the page of a run"):
        desk.reload()
    desk.get_by_role("link", name="全部试算").click()
    desk.get_by_text("换一种办法或规则").click()
    most = desk.get_by_label("规则的上限")
    most.fill(str(int(most.input_value()) // 2))
    desk.get_by_label("名称", exact=True).fill("各县少一些")
    with watch.step("tried with fewer in a county"):
        desk.get_by_role("button", name="这样试算").click()
        desk.get_by_text("这就是最好的结果").wait_for()
    desk.get_by_role("link", name="全部试算").click()


def compare(desk, watch):
    boxes = desk.get_by_role("checkbox", name="选中试算")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    with watch.step("compared"):
        desk.get_by_role("button", name="比较选中的两次").click()
        desk.get_by_text("从左边换成右边，总分要少").wait_for()
    expect(desk.locator("#moved tbody tr")).not_to_have_count(0)
    desk.get_by_role("main").get_by_role("link", name="试算 1", exact=True).first.click()


def publish(desk, watch):
    with watch.step("what publishing will do"):
        desk.get_by_role("link", name="公布", exact=True).click()
        desk.get_by_text("名申请人：").wait_for()
    with watch.step("published"):
        desk.get_by_role("button", name="确认公布，并通知每个人").click()
        desk.get_by_role("heading", name="正在公布").wait_for()
        desk.get_by_role("heading", name="公布的结果").wait_for()
    with watch.step("everybody told"):
        expect(desk.get_by_role("heading", name="正在通知每个人")).to_have_count(0, timeout=PATIENCE)


def give_up(seated, waiting, phone_of, watch):
    """Somebody waits and reads why; somebody gives a seat up; whoever waited for it is asked, and takes it."""
    hers, his = phone_of(), phone_of()
    with_account(seated), with_account(waiting)
    with watch.step("signed in on a phone, with the result"):
        sign_in_for(hers, waiting)
    hers.get_by_text("候补第1位").first.wait_for()
    with watch.step("why it came to this"):
        hers.get_by_role("link", name="为什么").click()
        hers.get_by_text("候补第1位").first.wait_for()
    assert overflow(hers) <= 0
    sign_in_for(his, seated)
    with watch.step("a seat given up, and given to the next"):
        his.get_by_role("button", name="放弃").click()
        his.get_by_text("名额会给候补的下一位").wait_for()
    hers.goto(f"/me/applications/{waiting.pk}/")
    assert overflow(hers) <= 0
    hers.get_by_role("button", name="接受").click()
    hers.get_by_text("已确认接受").wait_for()


def check_again(desk, laid, folder, watch):
    """The auditor has the run computed again here, and elsewhere from the file."""
    sign_in(desk, laid.auditor)
    desk.goto(f"/desk/rounds/{laid.round.pk}/allotment/runs/1/")
    with watch.step("checked again"):
        desk.get_by_role("button", name="复算").click()
        desk.get_by_text("从头再算，每个人得到的都一样").wait_for()
    with watch.step("the input downloaded"), desk.expect_download() as download:
        desk.get_by_role("link", name="下载输入").click()
    download.value.save_as(folder / "input.npz")
    with watch.step("computed elsewhere"):
        command = [*SANGZI, "allot", "input.npz", "--method", "optimal", "--out", "result.npz"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run = Run.objects.get(round=laid.round, number=1)
    assert np.load(folder / "result.npz")["assignment"].tolist() == assignment_of(run)


def come_from_elsewhere(desk, laid):
    sign_in(desk, laid.stranger)
    for rest in ("", "runs/1/", "runs/1/input/", "runs/compare/?left=1&right=2"):
        answer = desk.request.get(f"/desk/rounds/{laid.round.pk}/allotment/{rest}")
        assert answer.status == 404, rest


def sign_in_for(page, application):
    """Through the form that stands before one's own application."""
    page.goto(f"/me/applications/{application.pk}/")
    page.get_by_label("账号").fill(application.person.account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**/me/applications/{application.pk}/")
