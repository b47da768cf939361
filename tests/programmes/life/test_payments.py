"""What was paid is written down in parts; a slip is reversed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.programmes.actions.payments import pay, take_payment_back
from sangzi.programmes.models import Payment, Record

from .conftest import JUNE, at

PAYMENT = {"kind": "payment", "record": "paid", "parts": 2}


@pytest.fixture
def placement(life):
    return life.placement(life.opening(PAYMENT, amount=Decimal(5000)))


def paid(placement, part=1, amount=3000, voucher="A1"):
    given = {"on": JUNE, "payer": "县青基会", "voucher": voucher, "now": at(JUNE), "by": None}
    return pay(placement=placement, part=part, amount=Decimal(amount), **given)


def test_a_part_paid_is_a_record_in_yuan(placement):
    record = paid(placement).record
    assert (record.kind, record.quantity, record.person) == ("paid", 3000, placement.person)


def test_the_same_part_sent_twice_is_one_payment(placement):
    assert paid(placement) == paid(placement)
    with pytest.raises(Conflict, match="第1次已经发放过"):
        paid(placement, voucher="A2")


def test_all_parts_stay_within_the_sum_of_the_place(placement):
    paid(placement)
    with pytest.raises(BadInput, match="再发2001元就超了"):
        paid(placement, 2, 2001)
    paid(placement, 2, 2000)
    assert Payment.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"part": 3}, "请填1到2"), ({"voucher": " "}, "凭证号"), ({"amount": 0}, "的数量")],
)
def test_a_payment_that_cannot_be_is_refused(placement, given, sentence):
    with pytest.raises(BadInput, match=sentence):
        paid(placement, **given)


def test_a_slip_is_taken_back_and_written_again(placement):
    take_payment_back(payment=paid(placement), reason="金额写错", now=at(JUNE), by=None)
    assert paid(placement, amount=2500).amount == 2500
    assert sum(Record.objects.values_list("quantity", flat=True)) == 2500
