"""Why it came to this: on a phone, from one's application to the reasons and back."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD
from tests.web.test_why import drawn  # noqa: F401  (a fixture)

from .conftest import PHONE, overflow


@pytest.mark.parametrize("script", [True, False])
def test_somebody_without_a_place_reads_why_and_where_they_stand(opened, drawn, script):  # noqa: F811
    phone, last = opened(PHONE, java_script_enabled=script), drawn[2]
    phone.goto(f"/me/applications/{last.pk}/")
    phone.get_by_label("账号").fill(last.person.account.username)
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录").click()
    phone.get_by_text("候补第1位").first.wait_for()
    assert overflow(phone) <= 0
    phone.get_by_role("link", name="为什么").click()
    phone.get_by_text("按签号先后第3个轮到，这里的1个名额都已经给了前面的申请人。").first.wait_for()
    assert overflow(phone) <= 0
    phone.get_by_role("link", name="一批").click()
    phone.wait_for_url(f"**/me/applications/{last.pk}/")
