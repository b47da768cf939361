"""From a first try to a published result in a browser, at a desk and on a phone, and what the student then reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.programmes.actions import draw_lots, try_allotment
from sangzi.programmes.models import Application, ApplicationState, Run
from tests.programmes.made_rounds import apply_for, declared, opening_in, people_of, round_of

from .conftest import overflow, sign_in
from .walks.pages import enter

UNSCREENED = {"kind": "screening", "by_hand": False}
METHOD = {
    "kind": "allotment", "method": "optimal", "fit": {"placed": 100, "wishes": [60, 40]}, "accept_hours": 48,
}  # fmt: skip
TWO_A_VILLAGE = {"kind": "per-unit", "level": "village", "most": 2}


@pytest.fixture
def drawn(tree):
    """Four students who would all rather be in the village, where two may be; one more seat is in the county."""
    now = timezone.now()
    definition = declared(UNSCREENED, METHOD, applications={"wishes": 2}, rules=[TWO_A_VILLAGE])
    round_ = round_of(definition, tree.province, title="暑期实践", closes=None, apply_until=now - timedelta(days=1))
    wishes = [
        opening_in(round_, unit, capacity, title=title, on=timezone.localdate() + timedelta(days=9))
        for unit, capacity, title in ((tree.village, 4, "村里的文书岗"), (tree.county, 1, "县里的宣传岗"))
    ]
    for person in people_of(tree.village, 4, born=date(2003, 1, 1)):
        person.account = Account.objects.create(username=person.name, name=person.name)
        person.save(update_fields=["account"])
        apply_for(round_, person, *wishes, now=now - timedelta(days=3))
    return draw_lots(round=round_, seed="20735", now=now, by=None)


def try_three_a_village(page):
    page.get_by_text("换一种办法或规则").click()
    page.get_by_label("规则的上限").fill("3")
    page.get_by_label("名称", exact=True).fill("每村三人")
    page.get_by_role("button", name="这样试算").click()
    page.get_by_role("heading", name="试算 2 · 每村三人").wait_for()


def publish(page, reason):
    page.get_by_role("link", name="公布", exact=True).click()
    page.get_by_text("会通知4名申请人：4人得到名额，0人没有。").wait_for()
    page.get_by_label("原因").fill(reason)
    page.get_by_role("button", name="确认公布，并通知每个人").click()
    page.get_by_role("heading", name="公布的结果").wait_for()


def test_two_are_tried_compared_and_one_is_published_to_the_students(page, lead, drawn):
    sign_in(page, lead)
    page.goto(f"/desk/rounds/{drawn.pk}/allotment/")
    page.get_by_role("button", name="试算", exact=True).click()
    page.get_by_text("这就是最好的结果").wait_for()
    page.get_by_role("link", name="全部试算").click()
    try_three_a_village(page)
    page.get_by_role("link", name="全部试算").click()
    for number in (1, 2):
        page.get_by_role("checkbox", name=f"选中试算 {number}").check()
    page.get_by_role("button", name="比较选中的两次").click()
    page.get_by_text("从左边换成右边，总分会多").wait_for()
    # Whoever had nothing gets the third seat of the village; the form begins close to the first, so nobody else moves.
    page.get_by_text("从左边换成右边，1 人会不同。").wait_for()
    page.get_by_text("动的人不能再少").wait_for()
    page.get_by_role("main").get_by_role("link", name="试算 2 · 每村三人").first.click()
    publish(page, "村里住得下三个人")
    placed = Application.objects.filter(state=ApplicationState.OFFERED)
    assert (placed.count(), list(Run.objects.order_by("number").values_list("state", flat=True))) == (
        4,
        ["made", "published"],
    )
    in_county = placed.get(placements__opening__title="县里的宣传岗")
    enter(page, in_county.person.account)
    page.goto(f"/me/applications/{in_county.pk}/why/")
    assert "县里的宣传岗" in page.get_by_role("main").inner_text()


def test_the_pages_fit_a_phone_and_need_no_script(opened, lead, drawn):
    phone = opened({"width": 390, "height": 844}, java_script_enabled=False)
    sign_in(phone, lead)
    phone.goto(f"/desk/rounds/{drawn.pk}/allotment/")
    phone.get_by_role("button", name="试算", exact=True).click()
    phone.get_by_role("button", name="复算").click()
    phone.get_by_text("从头再算，每个人得到的都一样").wait_for()
    phone.get_by_role("link", name="全部试算").click()
    try_three_a_village(phone)
    phone.goto(f"/desk/rounds/{drawn.pk}/allotment/runs/compare/?run=1&run=2")
    phone.get_by_role("heading", name="谁会不同").wait_for()


@pytest.mark.parametrize("rest", ["", "runs/1/", "runs/compare/?left=1&right=2", "runs/2/publish/"])
def test_nothing_is_wider_than_a_phone(phone, lead, drawn, rest):
    for most in (2, 3):
        try_allotment(round=drawn, now=timezone.now(), by=lead, rules=[{"most": most}], name=f"每村最多{most}人" * 3)
    sign_in(phone, lead)
    phone.goto(f"/desk/rounds/{drawn.pk}/allotment/{rest}")
    assert overflow(phone) == 0
