"""Those who have a place are reminded once, of what concerns them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangzi.notices.models import Notice
from sangzi.programmes.actions.records import write_record
from sangzi.programmes.actions.reports import file_report
from sangzi.programmes.definitions import ProgrammeType
from sangzi.programmes.reminding_placed import remind_of_reports, remind_of_sessions, remind_silent_pairs

from .conftest import JUNE, MAY, at, programme

REPORT = {
    "key": "final", "title": "总结", "title_en": "Final", "due": 30,
    "fields": [{"key": "done", "title": "做了什么", "title_en": "Done"}],
}  # fmt: skip
SERVICE = {"kind": "service", "record": "hours", "reports": [REPORT]}
PAIRING = {"kind": "pairing", "most": 3, "meets": 30}


@pytest.fixture
def declared(monkeypatch):
    """A definition stands as the one that is declared."""

    def stand(definition: ProgrammeType):
        monkeypatch.setattr("sangzi.programmes.reminding_placed.programmes", lambda: {"volunteering": definition})
        return definition

    return stand


def test_the_day_before_a_session_who_has_a_place_is_reminded_once(life):
    opening = life.opening({"kind": "training", "record": "lesson"})
    life.placement(opening)
    life.session(opening, on=JUNE)
    evening = at(JUNE - timedelta(days=1))
    assert [remind_of_sessions(evening), remind_of_sessions(evening), remind_of_sessions(at(JUNE))] == [1, 0, 0]


@pytest.mark.parametrize(("day", "told"), [(27, 1), (28, 0), (30, 1), (31, 0)])
def test_a_report_is_asked_for_before_it_is_due_and_on_the_day(life, declared, day, told):
    life.placement(life.opening(definition=declared(programme(SERVICE))))
    assert remind_of_reports(at(MAY + timedelta(days=day))) == told


def test_a_report_that_was_handed_in_is_asked_for_no_more(life, declared):
    placement = life.placement(life.opening(definition=declared(programme(SERVICE))))
    file_report(placement=placement, report="final", answers={}, now=at(), by=None)
    assert remind_of_reports(at(MAY + timedelta(days=30))) == 0


def test_both_sides_of_a_silent_pair_are_reminded_once_each_time(life, declared):
    definition = declared(programme(PAIRING, SERVICE))
    life.placement(life.opening(definition=definition, offered_by=life.people[3]))
    days = (29, 30, 31, 60)
    assert [remind_silent_pairs(at(MAY + timedelta(days=day))) for day in days] == [0, 2, 0, 2]
    assert {notice.person for notice in Notice.objects.all()} == {life.people[0], life.people[3]}


def test_a_pair_that_met_is_left_alone(life, declared):
    opening = life.opening(definition=declared(programme(PAIRING, SERVICE)), offered_by=life.people[3])
    life.placement(opening)
    given = {"kind": "hours", "on": JUNE, "key": "k", "today": date(2026, 6, 2), "by": None}
    write_record(round=opening.round, unit=opening.unit, person=life.people[0], **given)
    assert remind_silent_pairs(at(JUNE + timedelta(days=29))) == 0
