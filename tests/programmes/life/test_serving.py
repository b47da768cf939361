"""The work itself: who arrived, which hours count, how it ends."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.notices.models import Notice
from sangzi.programmes.actions.serving import (
    break_off,
    claim_service,
    confirm_arrival,
    confirm_service,
    finish,
    log_service,
    refuse_service,
)
from sangzi.programmes.models import Record
from tests.programmes.telling import held, listening, told_of, without_zeros

from .conftest import JULY, JUNE, MAY, at, programme

SERVICE = {"kind": "service", "record": "hours"}
ONBOARD = SERVICE | {"onboard": True}


@pytest.fixture
def placement(life):
    return life.placement(life.opening(SERVICE))


def claim(placement, key="c", quantity=Decimal(3), on=MAY):
    return claim_service(placement=placement, on=on, quantity=quantity, note="讲课", key=key, now=at(JUNE), by=None)


def log(placement, **given):
    usual = {"on": MAY, "quantity": Decimal(2), "key": "k", "today": JUNE, "by": None}
    return log_service(placement=placement, **usual | given)


def done(placement, on=JUNE):
    return finish(placement=placement, on=on, today=JULY, now=at(JULY), by=None)


def left(placement, on=JUNE):
    return break_off(placement=placement, on=on, reason="搬家", today=JULY, now=at(JULY), by=None)


def test_hours_of_a_claim_count_once_they_are_confirmed(placement):
    report = claim(placement)
    assert Record.objects.count() == 0
    first, second = (confirm_service(report=report, now=at(JUNE), by=None) for _ in range(2))
    assert (first, first.quantity, Record.objects.count()) == (second, 3, 1)


def test_a_claim_sent_twice_is_one(placement):
    assert claim(placement) == claim(placement)


def test_a_claim_that_is_refused_counts_nothing_and_the_person_is_told_why(placement):
    report = refuse_service(report=claim(placement), reason="那天闭馆", now=at(JUNE), by=None)
    assert (report.remark, Record.objects.count()) == ("那天闭馆", 0)
    assert Notice.objects.get(person=placement.person).words == "那天闭馆"


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(25)])
def test_more_hours_than_a_day_has_are_not_claimed(placement, quantity):
    with pytest.raises(BadInput, match="的数量"):
        claim(placement, quantity=quantity)


def test_hours_before_the_placement_are_not_claimed(life):
    placement = life.placement(life.opening(SERVICE), since=JUNE)
    with pytest.raises(BadInput, match="不在服务期间"):
        claim(placement)


def test_where_arrival_is_confirmed_nothing_counts_before_it(life):
    placement = life.placement(life.opening(ONBOARD))
    with pytest.raises(BadInput, match="还没有登记到岗"):
        log(placement)
    confirm_arrival(placement=placement, on=MAY, today=JUNE, by=None)
    assert log(placement).quantity == 2


def test_one_arrives_once(placement):
    assert confirm_arrival(placement=placement, on=MAY, today=JUNE, by=None).state == "serving"
    with pytest.raises(Conflict, match="可以登记到岗"):
        confirm_arrival(placement=placement, on=MAY, today=JUNE, by=None)


def test_who_finished_keeps_the_seat(life, placement):
    done(placement)
    placement.opening.refresh_from_db()
    assert (placement.state, placement.ended, placement.opening.taken) == ("finished", JUNE, 1)
    with pytest.raises(Conflict, match="已经结束"):
        done(placement)


def test_who_breaks_off_frees_the_seat_and_the_reason_stays(placement):
    left(placement)
    placement.opening.refresh_from_db()
    assert (placement.state, placement.until, placement.reason) == ("broken", JUNE, "搬家")
    assert placement.opening.taken == 0


@pytest.mark.parametrize("act", [done, left])
@pytest.mark.parametrize("on", [MAY, JUNE])
def test_figures_follow_the_end(life, act, on):
    round_ = life.round(programme({"kind": "pairing", "most": 3}, SERVICE), programme="mentoring")
    placement = life.placement(life.opening(round_=round_, offered_by=life.people[3]))
    before = {fact: Counter(held(fact)) for fact in ("programmes.placed", "programmes.paired")}
    with listening() as told:
        act(placement, on)
    for fact, rows in before.items():
        rows.update(told_of(told, fact))
        assert without_zeros(rows) == held(fact)


def test_hours_after_the_end_do_not_count(placement):
    done(placement, on=MAY)
    with pytest.raises(BadInput, match="不在服务期间"):
        log(placement, on=JUNE)
    assert log(placement).on == MAY
