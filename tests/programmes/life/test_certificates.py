"""Certificates: for what was done, under a number with a check digit, once, revocable."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.kernel.errors import Conflict
from sangzi.programmes.actions.attendance import attend
from sangzi.programmes.actions.certificates import issue, issue_many, revoke
from sangzi.programmes.actions.records import reverse_record
from sangzi.programmes.actions.serving import finish, log_service
from sangzi.programmes.certificate_numbers import check_digit, cleaned, number_of
from sangzi.programmes.models import Certificate

from .conftest import JULY, JUNE, MAY, at, programme

SERVICE = {"kind": "service", "record": "hours"}
TRAINING = {"kind": "training", "record": "lesson", "passes": 50}
SAYS = "{name}于{since}至{until}在{unit}服务{quantity}{measure}。"


def certified(when="finished", *steps, record="hours"):
    certificate = {"title": "服务证书", "title_en": "Certificate", "says": SAYS, "record": record, "when": when}
    return programme(*(steps or (SERVICE,)), certificate=certificate)


@pytest.fixture
def placement(life):
    return life.placement(life.opening(definition=certified()))


def hours(placement, quantity, key="k"):
    return log_service(placement=placement, on=MAY, quantity=Decimal(quantity), key=key, today=JUNE, by=None)


def done(placement):
    return finish(placement=placement, on=JUNE, today=JUNE, now=at(JUNE), by=None)


def given_to(placement):
    return issue(placement=placement, now=at(JUNE), by=None)


def test_it_sums_confirmed_hours_without_what_was_reversed(placement):
    hours(placement, 3)
    reverse_record(record=hours(placement, 4, "wrong"), reason="写错", by=None)
    hours(placement, "2.5", "more")
    done(placement)
    assert given_to(placement).text == "张小三于2026年5月6日至2026年6月1日在龙城镇服务5.5小时。"


def test_who_has_not_finished_gets_none(placement):
    with pytest.raises(Conflict, match="还没有完成"):
        given_to(placement)


def test_asked_twice_it_is_one_certificate(placement):
    done(placement)
    assert given_to(placement) == given_to(placement)


def test_a_revoked_one_makes_room_for_another_number(placement):
    done(placement)
    first = given_to(placement)
    revoke(certificate=first, reason="姓名有误", now=at(JULY), by=None)
    second = given_to(placement)
    assert (second.number, first.number) == ("SZ2026-000002-5", "SZ2026-000001-7")


def test_of_many_those_who_earned_it_get_one_and_the_others_a_reason(life):
    opening = life.opening(definition=certified())
    placements = [life.placement(opening, person) for person in (0, 1)]
    done(placements[0])
    outcome = issue_many(placements=placements, now=at(JUNE), by=None)
    assert [one.placement for one in outcome.done] == [placements[0]]
    assert outcome.refused == [(placements[1], "还不能发证书：还没有完成。")]


@pytest.mark.parametrize(("attended", "earned"), [(1, True), (0, False)])
def test_a_training_is_certified_to_who_was_there_often_enough(life, attended, earned):
    opening = life.opening(definition=certified("placed", TRAINING, record="lesson"))
    placement = life.placement(opening)
    sessions = [life.session(opening), life.session(opening, on=JUNE)]
    for session in sessions[:attended]:
        attend(session=session, person=life.people[0], now=at(MAY), by=None)
    outcome = issue_many(placements=[placement], now=at(JUNE), by=None)
    assert bool(outcome.done) is earned


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("0794") == 5  # the example of ISO 7064


@pytest.mark.parametrize("typed", ["sz2026-000001-7", "SZ20260000017", " SZ2026—000001－7 "])
def test_a_number_is_found_however_it_is_typed(typed):
    assert cleaned(typed) == "SZ2026-000001-7"


@given(st.integers(2020, 2099), st.integers(1, 999_999), st.integers(0, 9), st.integers(1, 9))
def test_a_wrong_digit_is_found(year, count, place, shift):
    number = number_of(year, count)
    at_digit = [at for at, sign in enumerate(number) if sign.isdigit()][place]
    wrong = number[:at_digit] + str((int(number[at_digit]) + shift) % 10) + number[at_digit + 1 :]
    assert (cleaned(number), cleaned(wrong)) == (number, None)


def test_numbers_are_counted_by_year(placement):
    done(placement)
    given_to(placement)
    assert Certificate.objects.get().number.startswith("SZ2026-000001-")
