"""Lines of registers: entered once, ended once, counted exactly."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.people.actions import add_partner, add_person, enter_register, leave_register
from sangzi.people.models import Entry
from tests.programmes.telling import held, told_of

TODAY = date(2024, 9, 30)
MAY = date(2024, 5, 6)


@pytest.fixture
def person(tree):
    return add_person(name="张 小三", home=tree.village, phone="13812341234", today=TODAY, by=None)


def enter(person, unit, **given):
    usual = {"register": "speakers", "since": MAY, "today": TODAY, "by": None}
    return enter_register(person=person, unit=unit, **usual | given)


def test_a_line_is_counted_from_its_first_day_to_its_last(tree, person, told):
    entry = enter(person, tree.township)
    leave_register(entry=entry, until=date(2024, 8, 1), today=TODAY, by=None)
    day = date.toordinal
    at = tree.township.pk
    assert held("people.entries") == {
        ("speakers", at, day(MAY), 0): 100,
        ("speakers", at, day(date(2024, 8, 1)), 0): -100,
    }
    assert told_of(told, "people.entries") == held("people.entries")


def test_the_same_line_twice_is_one_line_and_one_count(tree, person, told):
    assert enter(person, tree.township) == enter(person, tree.township)
    assert Entry.objects.count() == 1
    assert len(told) == 1


def test_a_person_stands_in_a_register_once(tree, person):
    enter(person, tree.township)
    with pytest.raises(Conflict, match="已经在名册“青年宣讲员”里"):
        enter(person, tree.other_township)


def test_who_left_may_come_back(tree, person):
    leave_register(entry=enter(person, tree.township), until=date(2024, 6, 1), today=TODAY, by=None)
    again = enter(person, tree.other_township, since=date(2024, 7, 1))
    assert again.until is None


def test_a_line_ends_once(tree, person):
    entry = enter(person, tree.township)
    leave_register(entry=entry, until=TODAY, today=TODAY, by=None)
    with pytest.raises(Conflict, match="已经移出名册"):
        leave_register(entry=entry, until=TODAY, today=TODAY, by=None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"register": "speeker"}, "没有名为“speeker”的名册"),
        ({"since": date(2019, 12, 31)}, "龙城镇成立于2020年1月1日"),
        ({"since": date(2024, 10, 1)}, "还没有到"),
        ({"fields": {"colour": "红"}}, "没有“colour”这一项"),
        ({"fields": {"trained": "去年"}}, "“培训日期”要写成2025-03-01这样的日期"),
        ({"register": "role-models"}, "“类别”没有填写"),
        ({"register": "role-models", "fields": {"kind": "明星"}}, "“类别”只能填：农村产业发展、"),
        ({"register": "founder-backbone", "fields": {"jobs": "NaN"}}, "“带动就业人数”要填数字"),
        ({"register": "volunteer-associations"}, "登记的是合作方"),
    ],
)
def test_what_cannot_be_entered_is_told_in_a_sentence(tree, person, given, sentence):
    with pytest.raises(BadInput, match=sentence):
        enter(person, tree.township, **given)
    assert not Entry.objects.exists()


def test_a_line_is_not_entered_after_its_unit_has_closed(tree, person):
    tree.township.closed = date(2024, 4, 1)
    with pytest.raises(BadInput, match="已于2024年4月1日撤销"):
        enter(person, tree.township)


def test_a_partner_stands_in_a_register_of_partners(tree):
    partner = add_partner(name="和龙青年创业协会", kind="协会", home=tree.county, today=TODAY, by=None)
    entry = enter(None, tree.county, register="youth-enterprise-organisations", partner=partner)
    assert entry.partner == partner


def test_a_credit_code_with_a_wrong_check_digit_is_refused(tree):
    with pytest.raises(BadInput, match="校验位不对"):
        add_partner(name="甲", kind="企业", home=tree.county, credit_code="91350100M000100Y44", today=TODAY, by=None)
    right = add_partner(
        name="甲", kind="企业", home=tree.county, credit_code="91350100M000100Y43", today=TODAY, by=None
    )
    assert right.pk
    with pytest.raises(Conflict, match="已经登记过"):
        add_partner(name="乙", kind="企业", home=tree.county, credit_code="91350100M000100Y43", today=TODAY, by=None)


def test_personal_values_stay_out_of_the_audit_chain(tree, person):
    enter(person, tree.township, fields={"topics": "乡村振兴"})
    written = "".join(f"{line.about}{line.detail}" for line in AuditLine.objects.all())
    assert all(value not in written for value in ("张", "小三", "1381234", "乡村振兴"))
