"""Applications in a real browser: by keyboard from the list to the decision, and on a phone."""

from __future__ import annotations

from sangzi.programmes.models import Application
from tests.web.rounds.conftest import posts  # noqa: F401  (a fixture)

from .conftest import overflow, sign_in


def listed(page, posts):  # noqa: F811
    page.goto(f"/desk/rounds/{posts.round.pk}/applications/?unit=222406104")


def test_two_are_chosen_refused_and_taken_back_by_keyboard(page, member, posts):  # noqa: F811
    for number in range(3):
        posts.apply(number)
    sign_in(page, member)
    listed(page, posts)
    for key in "jxjxr":
        page.keyboard.press(key)
    page.get_by_role("button", name="材料不齐").click()
    page.get_by_role("button", name="确认不通过").click()
    page.get_by_role("button", name="撤销这一批").wait_for()
    assert Application.objects.filter(state="refused").count() == 2
    page.get_by_role("button", name="撤销这一批").click()
    page.get_by_text("恢复为待审核").wait_for()
    assert Application.objects.filter(state="submitted").count() == 3


def test_the_list_fits_a_phone_and_its_counts_arrive(phone, member, posts):  # noqa: F811
    posts.apply(0)
    sign_in(phone, member)
    listed(phone, posts)
    phone.locator(".chips .number").first.wait_for()
    assert overflow(phone) == 0
    phone.get_by_role("link", name="赵*").click()
    phone.get_by_role("button", name="通过").wait_for()
    assert overflow(phone) == 0
