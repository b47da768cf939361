"""Records: written once, never changed, reversed once; what cannot be true is refused in a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.places.actions import close_place
from sangzi.programmes.actions import reverse_record
from sangzi.programmes.facts import record_rows
from sangzi.programmes.models import Record

from .conftest import MAY, TODAY
from .telling import held, told_of


def test_a_record_says_what_its_kind_says_when_nothing_else_is_said(stage):
    record = stage.record()
    assert (record.tag, record.quantity, record.on) == ("fairs/fair", Decimal(1), MAY)


def test_the_same_request_twice_is_one_record(stage, told):
    assert stage.record() == stage.record()
    assert Record.objects.count() == len(told) == 1


def test_a_key_does_not_serve_for_two_records(stage):
    stage.record()
    with pytest.raises(Conflict, match="已用于另一条纪实"):
        stage.record(kind="stall", quantity=Decimal(12))


def test_a_record_cannot_be_changed_or_removed(stage):
    record = stage.record()
    for statement in ("UPDATE programmes_record SET quantity = 9", "DELETE FROM programmes_record"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            transaction.get_connection().cursor().execute(statement)
    record.refresh_from_db()
    assert record.quantity == 1


def test_a_reversal_takes_back_the_quantity_on_the_same_day(stage, told):
    record = stage.record(kind="sales", quantity=Decimal("12.34"))
    reversal = reverse_record(record=record, reason="重复登记", by=None)
    assert (reversal.quantity, reversal.on) == (Decimal("-12.34"), MAY)
    assert held("programmes.records") == {} == told_of(told, "programmes.records")


def test_a_record_is_reversed_once_and_a_reversal_never(stage):
    record = stage.record()
    reversal = reverse_record(record=record, reason="重复登记", by=None)
    with pytest.raises(Conflict, match="已经冲销过"):
        reverse_record(record=record, reason="重复登记", by=None)
    with pytest.raises(BadInput, match="本身是冲销"):
        reverse_record(record=reversal, reason="重复登记", by=None)


def test_a_reversal_needs_a_reason(stage):
    with pytest.raises(BadInput, match="要写明原因"):
        reverse_record(record=stage.record(), reason=" ", by=None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "sails"}, "没有“sails”这类纪实；请从集市、摊位、销售额中选择"),
        ({"on": date(2024, 10, 1)}, "还没有到"),
        ({"on": date(2023, 12, 31)}, "从2024年1月1日开始"),
        ({"quantity": Decimal(0)}, "不在0以上"),
        ({"quantity": Decimal(-3)}, "不在0以上"),
        ({"quantity": Decimal("NaN")}, "不在0以上"),
        ({"quantity": Decimal(2)}, "1场以内"),
        ({"kind": "sales", "quantity": Decimal("0.005")}, "超过两位小数"),
        ({"key": ""}, "提交编号"),
    ],
)
def test_what_cannot_be_recorded_is_told_in_a_sentence(stage, given, sentence):
    with pytest.raises(BadInput, match=sentence):
        stage.record(**given)
    assert not Record.objects.exists()


def test_a_record_before_its_unit_existed_or_after_it_closed_is_refused(stage):
    township = stage.tree.township
    township.founded = date(2024, 6, 1)
    with pytest.raises(BadInput, match="龙城镇成立于2024年6月1日"):
        stage.record(unit=township)
    township.founded, township.closed = None, MAY
    with pytest.raises(BadInput, match="龙城镇已于2024年5月6日撤销"):
        stage.record(unit=township)


def test_a_unit_outside_the_round_is_refused(stage):
    with pytest.raises(BadInput, match="石龙镇不在其下"):
        stage.record(unit=stage.tree.ragged_township)


def test_a_record_for_a_place_that_is_closed_is_refused(stage):
    close_place(place=stage.home, on=date(2024, 4, 1), today=TODAY, by=None)
    with pytest.raises(BadInput, match="阵地“港湾”在2024年5月6日没有开放"):
        stage.record("harbour-activities", "session", place=stage.home)
    assert stage.record("harbour-activities", "session", place=stage.home, on=date(2024, 3, 31)).pk


def test_a_place_of_another_unit_is_refused(stage):
    with pytest.raises(BadInput, match="阵地“港湾”属于龙城镇，不属于头道镇"):
        stage.record("harbour-activities", "session", place=stage.home, unit=stage.tree.other_township)


@pytest.mark.parametrize(
    ("programme", "kind", "given", "sentence"),
    [
        ("harbour-activities", "session", {}, "要写明阵地"),
        ("volunteering", "hours", {}, "要写明人员"),
        ("fairs", "fair", {"person": 0}, "不登记人员"),
    ],
)
def test_a_person_or_place_is_there_just_when_the_kind_wants_it(stage, programme, kind, given, sentence):
    named = {field: stage.people[number] for field, number in given.items()}
    with pytest.raises(BadInput, match=sentence):
        stage.record(programme, kind, **named)


def test_people_are_counted_by_records_that_stand(stage, told):
    one, two = stage.people[:2]
    kept = stage.record("volunteering", "hours", person=one, key="a", quantity=Decimal("2.5"))
    taken_back = stage.record("volunteering", "hours", person=two, key="b")
    reverse_record(record=taken_back, reason="登错人", by=None)
    assert held("programmes.people") == {("volunteering/hours", kept.unit_id, MAY.toordinal(), one.pk): 100}
    assert told_of(told, "programmes.people") == held("programmes.people")


def test_hundredths_are_exact_although_sqlite_keeps_binary_fractions(stage):
    amounts = [Decimal("0.29"), Decimal("1.13"), Decimal("4999.99"), Decimal("0.01")]
    for number, amount in enumerate(amounts):
        stage.record(kind="sales", quantity=amount, key=str(number))
    rows = record_rows("fairs/sales")
    assert sorted(rows.amount.tolist()) == [1, 29, 113, 499999]
