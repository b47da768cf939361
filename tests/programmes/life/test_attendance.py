"""Attendance is counted once, by code or by list; persons apart from person-times."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.notices.models import Notice
from sangzi.programmes.actions.attendance import attend, attend_many, object_to_record, take_back
from sangzi.programmes.attendances import attendees, marked, present
from sangzi.programmes.models import Member, Record
from tests.programmes.telling import held, listening, told_of

from .conftest import JUNE, LESSON, MAY, at, programme

TRAINING = {"kind": "training", "record": "lesson"}
SERVICE = {"kind": "service", "record": "hours"}


@pytest.fixture
def opening(life):
    return life.opening(TRAINING)


def there(life, session, person=0, on=MAY):
    return attend(session=session, person=life.people[person], now=at(on), by=None)


def test_a_scan_is_counted_once(life, opening):
    life.placement(opening)
    session = life.session(opening)
    assert there(life, session) == there(life, session)
    assert Record.objects.count() == 1


def test_scan_and_list_of_the_same_person_are_one_attendance(life, opening):
    life.placement(opening)
    session = life.session(opening)
    there(life, session)
    assert attend_many(session=session, who=[attendees(session)[0].key], today=MAY, by=None) == 0
    assert len(marked(session)) == 1


def test_person_times_are_counted_apart_from_persons(life, opening):
    for person in (0, 1):
        life.placement(opening, person)
    with listening() as told:
        for session in (life.session(opening), life.session(opening, on=JUNE)):
            who = [one.key for one in attendees(session)]
            assert attend_many(session=session, who=who, today=JUNE, by=None) == 2
    times = [move.amount for move in told if move.fact == "programmes.records"]
    persons = {move.person for move in told if move.fact == "programmes.people"}
    assert (sum(times), len(persons)) == (400, 2)


def test_a_shift_counts_its_hours(life):
    opening = life.opening(SERVICE)
    life.placement(opening)
    session = life.session(opening, starts=time(9), ends=time(11, 30))
    assert there(life, session).quantity == Decimal("2.50")


def test_who_has_no_place_is_not_counted(life, opening):
    life.placement(opening)
    with pytest.raises(BadInput, match="名单里没有您"):
        there(life, life.session(opening), person=1)


def test_one_signs_in_on_the_day_itself_only(life, opening):
    life.placement(opening)
    with pytest.raises(BadInput, match="只能当天"):
        there(life, life.session(opening), on=JUNE)


def test_members_of_a_team_who_agreed_are_expected(life, opening):
    application = life.application(opening.round, kind="team", name="一队")
    Member.objects.create(application=application, person=life.people[1], name="李四", agreed=at())
    Member.objects.create(application=application, person=life.people[2], name="王五")
    life.placement(opening, application=application)
    expected = [one.person for one in attendees(life.session(opening))]
    assert expected == life.people[:2]


def test_who_left_before_the_day_is_not_expected(life, opening):
    life.placement(opening, until=JUNE)
    assert [len(attendees(life.session(opening, on=day))) for day in (MAY, JUNE)] == [1, 0]


def test_a_wrong_attendance_is_taken_back_and_may_be_written_again(life, opening):
    life.placement(opening)
    session = life.session(opening)
    there(life, session)
    key = attendees(session)[0].key
    take_back(session=session, who=key, reason="没有来", by=None)
    assert marked(session) == {}
    with pytest.raises(Conflict, match="没有此人的签到"):
        take_back(session=session, who=key, reason="没有来", by=None)
    there(life, session)
    assert len(marked(session)) == 1
    assert Record.objects.count() == 3


def test_a_programme_that_counts_nobody_takes_no_attendance(life):
    opening = life.opening({"kind": "training"})
    life.placement(opening)
    with pytest.raises(BadInput, match="不用签到"):
        there(life, life.session(opening))


def test_where_nobody_is_named_the_record_leads_to_nobody(life):
    nameless = LESSON | {"person": "none"}
    opening = life.opening(definition=programme(TRAINING, records=(nameless,)))
    life.placement(opening)
    session = life.session(opening)
    assert there(life, session).person is None
    session.code = "another"  # as when the round is purged
    assert present(session, attendees(session)) == {}


def test_a_person_objects_to_a_record_and_the_unit_is_told(life, opening, member):
    life.placement(opening)
    record = there(life, life.session(opening))
    object_to_record(record=record, reason="那天我不在", now=at(), by=member)
    notice = Notice.objects.get(unit=life.tree.township)
    assert "那天我不在" in notice.words
    assert notice.link == f"/desk/records/{record.pk}/"


def test_figures_follow_attendance(life):
    opening = life.opening(SERVICE)
    life.placement(opening)
    with listening() as told:
        there(life, life.session(opening))
    assert told_of(told, "programmes.people") == held("programmes.people")
