"""Cascades that live, in real Chromium: an objection and what it costs the others, a tree that changes."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from sangzi.plans import actions
from sangzi.plans.models import Objection, Target
from sangzi.units.actions import found_unit
from sangzi.units.models import Level
from tests import cast
from tests.web.test_targets import promise

from .conftest import overflow, sign_in


@pytest.fixture
def target(tree, lead):
    """A hundred nurseries of the province, shared out equally down to the counties."""
    target = actions.confirm(commitment=promise(tree.province, value=100), by=lead)
    actions.cascade_down(target=target, rule="equal", to_level=3, by=lead)
    return target


@pytest.fixture
def prefecture_lead(tree):
    return cast.appoint("prefecture_lead", tree.prefecture, "lead")


def value(target, unit):
    return int(Target.objects.get(commitment=target.commitment, unit=unit, withdrawn=None).value)


def row(page, name):
    return " ".join(page.locator("tr", has_text=name).last.inner_text().split())


def test_a_county_objects_the_prefecture_sees_who_pays_and_grants(
    opened, tree, target, county_officer, prefecture_lead
):
    county = opened()
    sign_in(county, county_officer)
    county.goto("/desk/targets/")
    county.get_by_role("link", name="提出异议").click()
    county.get_by_label("建议改为").fill("10")
    county.get_by_label("理由").fill("山多地少，人都出去了")
    county.get_by_role("button", name="提出异议").click()
    county.get_by_text("异议已提出").wait_for()

    above = opened()
    sign_in(above, prefecture_lead)
    above.goto("/desk/board/")
    above.get_by_role("link", name="去答复").click()
    above.get_by_role("link", name="和龙：17 不合适，建议 10").click()
    above.get_by_label("采纳：按建议的数定", exact=True).check()
    above.get_by_label("答复", exact=False).last.fill("情况属实")
    above.get_by_role("button", name="下一步").click()
    assert "17 20 +3" in row(above, "安图")
    assert value(target, tree.other_county) == 17
    above.get_by_role("button", name="确认答复").click()
    above.get_by_text("已答复“和龙”的异议").wait_for()
    assert (value(target, tree.county), value(target, tree.other_county)) == (10, 20)

    county.goto("/desk/targets/")
    county.get_by_role("link", name="来龙去脉").click()
    told = county.locator(".timeline").inner_text()
    assert [part in told for part in ("由 17 改为 10", "情况属实", "山多地少", "延边分来")] == [True] * 4


def test_after_a_tree_event_the_preview_says_who_changes_and_then_it_is_done(page, tree, target, lead):
    found_unit(name="敦化市", parent=tree.prefecture, level=Level.COUNTY, on=date(2025, 6, 1), by=None)
    sign_in(page, lead)
    page.goto(f"/desk/targets/{target.pk}/resolve/")
    assert "17 13 -4" in row(page, "和龙")
    assert "新设单位" in row(page, "敦化")
    page.get_by_label("为什么重新计算").fill("敦化设市")
    page.get_by_role("button", name="确认重新计算").click()
    page.get_by_text("已重新计算").wait_for()
    assert value(target, tree.county) == 13
    page.goto("/desk/targets/")
    expect(page.get_by_text("该重新计算的分解")).to_have_count(0)


def test_another_total_is_previewed_and_goes_all_the_way_down_without_script(opened, tree, target, lead):
    page = opened(java_script_enabled=False)
    sign_in(page, lead)
    page.goto(f"/desk/targets/{target.pk}/")
    page.get_by_role("link", name="改目标值").click()
    page.get_by_label("新的目标值").fill("120")
    page.get_by_label("为什么改").fill("省里加了")
    page.get_by_role("button", name="下一步").click()
    assert "50 60 +10" in row(page, "长春")
    page.get_by_role("button", name="确认改目标值").click()
    assert "目标已由 100 改为 120" in page.locator(".says").inner_text()
    assert value(target, tree.county) == 20


def test_on_a_phone_a_village_sees_the_chain_of_asks_and_objections_fit(phone, tree, target, lead, county_officer):
    share = Target.objects.get(commitment=target.commitment, unit=tree.county, withdrawn=None)
    actions.object_to(target=share, reason="山多地少", proposed=10, by=county_officer)
    objection = Objection.objects.get()
    sign_in(phone, county_officer)
    for address in (f"/desk/targets/{share.pk}/", f"/desk/objections/{objection.pk}/", "/desk/targets/amplified/"):
        phone.goto(address)
        assert overflow(phone) == 0, address
    phone.goto(f"/desk/targets/{share.pk}/")
    assert "向 2 个下级一共要 100" in phone.locator(".chain").inner_text()
