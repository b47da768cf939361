"""The whole circle in real Chromium: a plan, its commitments, targets, a record, figures and lights, a brief."""

from __future__ import annotations

import re
import threading

import docx
import pytest
from docx.oxml.ns import qn

from sangzi.kernel import jobs
from sangzi.plans.models import Commitment, Target
from tests.web.stage import count_all, fairs, today

from .conftest import sign_in

PLAN = (
    "青年服务年度要点\n一、办好青禾集市\n{year}年，全省举办青禾集市不少于4场。\n"
    "二、建好青年之家\n到{year}年底，青年之家乡镇覆盖率达到80%。\n"
)


@pytest.fixture
def worker(transactional_db):
    """Somebody who does the jobs, as `sangzi serve` has beside it."""
    stop = threading.Event()
    thread = threading.Thread(target=jobs.work, args=(stop,), kwargs={"idle": 0.1})
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def desk(opened, tree, lead, member, worker):
    """The desks of the province's lead and of an officer of one township; a round of fairs is open to all."""
    fairs(tree.province)
    count_all()
    desks = {"province": opened(accept_downloads=True), "township": opened()}
    sign_in(desks["province"], lead)
    sign_in(desks["township"], member)
    return desks


def add_plan(page):
    page.goto("/desk/plans/")
    page.get_by_role("link", name="添加规划").first.click()
    page.get_by_label("或者把文字粘贴在这里").fill(PLAN.format(year=today().year))
    page.get_by_label("标题").fill("青年服务年度要点")
    page.get_by_role("button", name="添加并读取").click()
    page.locator(".commitment").first.wait_for(timeout=30_000)


def confirm(page, quote, indicator):
    """Say that a sentence asks for something, and which indicator counts it."""
    card = page.locator(".plan-list .commitment", has_text=quote)
    key = card.get_attribute("data-commitment")
    card = page.locator(f".plan-list #f{key}")
    card.get_by_role("button", name="确认", exact=True).click()
    card.get_by_role("button", name="恢复为待确认").wait_for()
    if not card.locator(f".measured a[href*='/figures/{indicator}/']").count():
        card.locator(".measured").get_by_role("link", name=re.compile("选")).click()
        card.locator(f".fits input[value={indicator}]").check()
        card.get_by_role("button", name="选定", exact=True).click()
        card.locator(f".measured a[href*='/figures/{indicator}/']").wait_for()


def share_out(page, indicator, rule):
    """Down to the townships."""
    target = Target.objects.get(commitment__indicator=indicator, parent=None)
    page.goto(f"/desk/targets/{target.pk}/cascade/")
    page.get_by_label(rule).check()
    page.get_by_label("分解到哪一级").select_option("4")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="确认分解").click()
    page.locator(".say-success").wait_for()


def board_line(page, title):
    """What the board of the unit at hand says of a demand: its figure and its light."""
    page.goto("/desk/board/")
    line = page.locator(".board-line", has_text=title)
    return line.locator(".board-figure .figure-large").inner_text(), line.locator(".light").inner_text()


def write_fair(page):
    page.goto("/desk/records/")
    page.get_by_role("link", name="写纪实").first.click()
    page.get_by_role("link", name="集市", exact=True).click()
    page.get_by_role("button", name="写入", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/records/\d+/"))


def issue_brief(page, folder):
    """One click; then the file."""
    page.goto("/desk/briefs/")
    page.get_by_role("button", name="生成本月简报").click()
    page.get_by_role("link", name="下载 Word 文件").wait_for(timeout=60_000)
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载 Word 文件").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def links_of(path, title) -> dict[str, str]:
    """Text to address of what is linked in the last line of a document's tables that begins with a title."""
    document = docx.Document(path)
    rows = [row for table in document.tables for row in table.rows if row.cells[0].text == title]
    return {
        "".join(text.text for text in link.iter(qn("w:t"))): document.part.rels[link.get(qn("r:id"))].target_ref
        for link in rows[-1]._tr.iter(qn("w:hyperlink"))
    }


def test_a_sentence_becomes_a_number_that_leads_back_to_it(desk, tmp_path):
    province, township = desk["province"], desk["township"]
    add_plan(province)
    confirm(province, "青禾集市不少于4场", "fairs")
    confirm(province, "青年之家乡镇覆盖率达到80%", "youth-home-coverage")
    share_out(province, "fairs", "平均分配：")
    share_out(province, "youth-home-coverage", "逐级同值")

    township.goto("/desk/targets/")
    demands = township.locator(".demand", has_text="全省举办青禾集市不少于4场")
    assert "和龙分来" in demands.inner_text()
    before = board_line(township, "青禾集市场次")
    write_fair(township)
    after = board_line(township, "青禾集市场次")
    assert (before[0], after) == ("0场", ("1场", "已完成"))
    assert before[1] != after[1]
    assert board_line(province, "青禾集市场次")[0] == "1场"

    path = issue_brief(province, tmp_path)
    assert path.name.startswith("吉林省")
    link = re.search(r"/desk/receipts/\d+/$", links_of(path, "青禾集市场次")["1场"])
    province.goto(link[0])
    assert "1场" in province.locator(".figure-large").inner_text()
    province.get_by_role("link", name="青年服务年度要点").click()
    province.wait_for_url("**/desk/plans/**")
    key = Commitment.objects.get(indicator="fairs").pk
    assert "不少于4场" in province.locator(f".mark[data-commitment='{key}']").first.inner_text()
