"""What was promised to be deleted is gone from every column; what figures need stays."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, models

from sangzi.notices.models import Notice
from sangzi.people.models import Person
from sangzi.programmes.actions.attendance import attend
from sangzi.programmes.actions.purging import purge_evidence, purge_rounds, purged_on
from sangzi.programmes.actions.reports import give_feedback
from sangzi.programmes.models import (
    Application,
    ApplicationState,
    Feedback,
    GuardianRequest,
    Member,
    Milestone,
    Opening,
    Placement,
    Record,
    Side,
)
from tests.programmes.telling import held, listening, told_of, without_zeros

from .conftest import JUNE, MAY, at, programme

PLANTED = "父亲务工年入三万二千元整"
MEANS = {"key": "means", "title": "家庭收入", "title_en": "Income", "kind": "long", "keep": 30}
AID = ({"kind": "applications", "fields": [MEANS]}, {"kind": "payment", "record": "paid", "keep": 60})
MEETING = (
    {"kind": "applications"}, {"kind": "training", "record": "hours"}, {"kind": "feedback"},
    {"kind": "close", "purge": 0},
)  # fmt: skip


def columns_holding(value):
    """Every text column of every table where a value stands, alone or inside a longer text."""
    tables = [one for model in apps.get_models(include_auto_created=True) for one in [model._meta]]
    texts = (models.CharField, models.TextField)
    found = []
    for meta in tables:
        for field in (one for one in meta.local_concrete_fields if isinstance(one, texts)):
            with connection.cursor() as cursor:
                sql = f'SELECT COUNT(*) FROM "{meta.db_table}" WHERE "{field.column}" LIKE %s'
                cursor.execute(sql, [f"%{value}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{meta.db_table}.{field.column}")
    return found


def naming(person):
    """Every foreign key of a programme's tables that leads to a person."""
    found = []
    for model in apps.get_app_config("programmes").get_models():
        leading = [one.name for one in model._meta.local_concrete_fields if one.related_model is Person]
        found += [f"{model.__name__}.{one}" for one in leading if model.objects.filter(**{one: person}).exists()]
    return found


@pytest.fixture
def aided(life):
    round_ = life.round(programme(*AID))
    evidence = json.dumps({"means": PLANTED}, ensure_ascii=False)
    return life.application(round_, state=ApplicationState.PLACED, evidence=evidence, changed=at(MAY))


def swept(on):
    return purge_evidence(now=at(on), by=None)


def test_means_data_stays_until_the_time_to_appeal_is_over(aided):
    assert swept(MAY + timedelta(days=59)) == 0
    assert columns_holding(PLANTED) == ["programmes_application.evidence"]


def test_after_it_nothing_of_the_means_data_is_left_anywhere(aided):
    assert swept(MAY + timedelta(days=60)) == 1
    assert columns_holding(PLANTED) == []
    assert Application.objects.get().state == ApplicationState.PLACED


def test_figures_stay_when_means_data_goes(life, aided):
    life.placement(life.opening(round_=aided.round), application=aided)
    before = held("programmes.placed")
    with listening() as told:
        swept(date(2026, 12, 1))
    assert (held("programmes.placed"), told) == (before, [])


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.WAITING])
def test_what_is_not_decided_keeps_its_evidence(aided, state):
    Application.objects.update(state=state)
    assert swept(date(2026, 12, 1)) == 0


@pytest.fixture
def meeting(life):
    """A meeting of May that two signed up for, one came, and one said how it was."""
    round_ = life.round(programme(*MEETING), closes=MAY)
    opening = life.opening(round_=round_, capacity=5)
    for person in (0, 1):
        told = {"answers": json.dumps({"wish": PLANTED}, ensure_ascii=False), "name": PLANTED, "reason": PLANTED}
        application = life.application(round_, person, state=ApplicationState.PLACED, **told)
        Member.objects.create(application=application, person=life.people[2], name="王五", agreed=at())
        Milestone.objects.create(application=application, step="applications", outcome="placed", note=PLANTED, at=at())
        GuardianRequest.objects.create(
            application=application, name=PLANTED, phone="1", relation="父", token=str(person), asked=at(), expires=at()
        )
        placement = life.placement(opening, person, application=application)
    Opening.objects.filter(pk=opening.pk).update(taken=2)
    attend(session=life.session(opening), person=life.people[0], now=at(), by=None)
    answers = {"overall": "很好", "words": PLANTED}
    give_feedback(placement=placement, side=Side.APPLICANT, answers=answers, now=at(), by=None)
    return round_


def test_after_a_meeting_nothing_tells_who_was_there(life, meeting):
    assert naming(life.people[0]) != []
    assert purge_rounds(now=at(JUNE), by=None) == 1
    assert [naming(person) for person in life.people] == [[], [], [], []]
    assert columns_holding(PLANTED) == []
    assert Notice.objects.filter(person__isnull=False).count() == 0


def test_after_a_meeting_the_counts_stay(meeting):
    purge_rounds(now=at(JUNE), by=None)
    meeting.refresh_from_db()
    assert json.loads(meeting.terms)["purged"] == {"applications": 2, "placements": 2, "on": "2026-06-01"}
    assert (Opening.objects.get().taken, Application.objects.count(), Placement.objects.count()) == (2, 2, 2)
    assert sum(Record.objects.values_list("quantity", flat=True)) == 1


def test_figures_follow_the_deletion(meeting):
    facts = (
        "programmes.records",
        "programmes.people",
        "programmes.placed",
        "programmes.applied",
        "programmes.applicants",
    )
    before = {fact: held(fact) for fact in facts}
    with listening() as told:
        purge_rounds(now=at(JUNE), by=None)
    for fact, rows in before.items():
        for key, amount in told_of(told, fact).items():
            rows[key] = rows.get(key, 0) + amount
        assert without_zeros(rows) == held(fact)


def test_nothing_is_deleted_while_the_meeting_lasts(meeting):
    assert purge_rounds(now=at(MAY), by=None) == 0
    assert Feedback.objects.count() == 1


def test_a_round_is_purged_once(meeting):
    purge_rounds(now=at(JUNE), by=None)
    assert purge_rounds(now=at(JUNE), by=None) == 0
    meeting.refresh_from_db()
    assert purged_on(meeting) == "2026-06-01"


def test_one_round_is_purged_without_the_others(life, meeting):
    other = life.round(programme({"kind": "close", "purge": 7}), closes=MAY)
    assert purge_rounds(now=at(JUNE), by=None, of=other) == 1
    meeting.refresh_from_db()
    assert (purged_on(meeting), Feedback.objects.count()) == ("", 1)


def test_a_round_that_promised_nothing_keeps_what_it_has(life):
    life.application(life.round(programme({"kind": "close"}), closes=MAY), answers='{"a": "b"}')
    assert purge_rounds(now=at(JUNE), by=None) == 0
    assert Application.objects.get().answers == '{"a": "b"}'
