"""Sessions are set, moved and called off; everybody who has a place is told."""

from __future__ import annotations

from datetime import date, time

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.notices.models import Notice
from sangzi.programmes.actions.attendance import attend
from sangzi.programmes.actions.sessions import cancel_session, change_session

from .conftest import JUNE, MAY, at

TRAINING = {"kind": "training", "record": "lesson"}


@pytest.fixture
def opening(life):
    return life.opening(TRAINING)


def told(person):
    return [notice.headline for notice in Notice.objects.filter(person=person).order_by("pk")]


def test_who_has_a_place_is_told_of_a_session_of_its_moving_and_of_its_end(life, opening):
    life.placement(opening)
    session = life.session(opening)
    change_session(session=session, on=JUNE, now=at(), by=None)
    cancel_session(session=session, reason="下雨", now=at(), by=None)
    assert told(life.people[0]) == ["新的场次：文书", "场次有变动：文书", "场次取消：文书"]
    assert told(life.people[1]) == []


def test_a_change_makes_the_calendar_event_a_newer_one(life, opening):
    session = life.session(opening)
    assert change_session(session=session, on=JUNE, now=at(), by=None).changes == 1
    assert cancel_session(session=session, reason="下雨", now=at(), by=None).changes == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"on": date(2027, 1, 1)}, "已于2026年12月31日结束"),
        ({"on": date(2026, 5, 5)}, "从2026年5月6日到不限"),
        ({"starts": time(10), "ends": time(9)}, "结束时间要晚于开始时间"),
        ({"ends": time(9)}, "结束时间要晚于开始时间"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(life, opening, given, sentence):
    with pytest.raises(BadInput, match=sentence):
        life.session(opening, **given)


def test_a_session_that_somebody_attended_keeps_its_day_and_stays(life, opening):
    life.placement(opening)
    session = life.session(opening)
    attend(session=session, person=life.people[0], now=at(), by=None)
    with pytest.raises(Conflict, match="日期不能再改"):
        change_session(session=session, on=JUNE, now=at(), by=None)
    with pytest.raises(Conflict, match="不能取消"):
        cancel_session(session=session, reason="错", now=at(), by=None)


def test_a_cancelled_session_is_cancelled_once_and_for_a_reason(life, opening):
    session = life.session(opening, on=MAY)
    with pytest.raises(BadInput, match="写明原因"):
        cancel_session(session=session, reason=" ", now=at(), by=None)
    cancel_session(session=session, reason="下雨", now=at(), by=None)
    with pytest.raises(Conflict, match="已经取消"):
        cancel_session(session=session, reason="下雨", now=at(), by=None)
