"""A scan, a list and a double click at the same moment; certificates that look for a number together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from sangzi.people.actions import add_person
from sangzi.programmes.actions import attend, attend_many, finish, issue, pay
from sangzi.programmes.attendances import attendees
from sangzi.programmes.models import Certificate, Payment, Record
from tests.programmes.life.conftest import JUNE, MAY, Life, at, programme

from .processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture
def life(tree):
    names = ("张小三", "李四", "王五", "赵六")
    people = [add_person(name=name, home=tree.village, today=MAY, by=None) for name in names]
    return Life(tree, people, count(1))


def test_scan_list_and_double_click_are_one_attendance(life):
    opening = life.opening({"kind": "training", "record": "lesson"})
    life.placement(opening)
    session = life.session(opening)
    key = attendees(session)[0].key

    def mark(number: int) -> None:
        if number % 2:
            attend(session=session, person=life.people[0], now=at(), by=None)
        else:
            attend_many(session=session, who=[key], today=MAY, by=None)

    assert all_at_once(6, mark) == [None] * 6
    assert Record.objects.count() == 1


def test_certificates_that_are_issued_together_have_numbers_of_their_own(life):
    certificate = {"title": "证书", "title_en": "C", "says": "{name}", "record": "hours"}
    opening = life.opening(definition=programme({"kind": "service", "record": "hours"}, certificate=certificate))
    placements = [life.placement(opening, person) for person in range(4)]
    for placement in placements:
        finish(placement=placement, on=JUNE, today=JUNE, now=at(JUNE), by=None)

    def certify(number: int) -> None:
        issue(placement=placements[number // 2], now=at(JUNE), by=None)

    assert all_at_once(8, certify) == [None] * 8
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number[:14] for number in numbers] == [f"SZ2026-00000{one}-" for one in (1, 2, 3, 4)]


def test_a_part_sent_twice_at_once_is_paid_once(life):
    placement = life.placement(life.opening({"kind": "payment", "record": "paid"}))
    given = {"part": 1, "amount": Decimal(100), "on": date(2026, 5, 6), "payer": "青基会", "voucher": "1"}

    def give(_number: int) -> None:
        pay(placement=placement, **given, now=at(), by=None)

    assert all_at_once(4, give) == [None] * 4
    assert (Payment.objects.count(), Record.objects.count()) == (1, 1)
