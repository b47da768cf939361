"""Somebody scans the code on the wall with a phone; staff see that they are there."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from sangzi.kernel.models import Account
from sangzi.people.actions import add_person
from sangzi.programmes.actions import hold_session
from tests.cast import PASSWORD
from tests.programmes.life.conftest import Life, programme

from .conftest import sign_in


@pytest.fixture
def session(tree):
    """A lesson of today in a township, where somebody with an account has a place."""
    today = timezone.localdate()
    person = add_person(name="张小三", home=tree.village, today=today, by=None)
    person.account = Account.objects.create_user("zhang", PASSWORD, name="张小三")
    person.save(update_fields=["account"])
    life = Life(tree, [person], count(1))
    definition = programme({"kind": "training", "record": "lesson"})
    round_ = life.round(definition, opens=today - timedelta(days=9), closes=None)
    opening = life.opening(round_=round_, on=today - timedelta(days=9))
    life.placement(opening, since=today - timedelta(days=9))
    return hold_session(opening=opening, on=today, now=timezone.now(), by=None, title="第一课")


@pytest.mark.parametrize("script", [True, False])
def test_a_code_one_sign_in_one_button(opened, session, member, script):
    phone = opened({"width": 390, "height": 844}, java_script_enabled=script)
    phone.goto(f"/me/attend/{session.code}/")
    phone.get_by_label("账号").fill("zhang")
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录").click()
    phone.get_by_role("button", name="我到了").click()
    phone.get_by_text("已登记，您到了。").wait_for()
    desk = opened()
    sign_in(desk, member)
    desk.goto(f"/desk/sessions/{session.pk}/")
    desk.get_by_text("1 / 1 人").wait_for()
