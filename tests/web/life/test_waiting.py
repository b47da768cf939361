"""What follows a placement and waits for staff stands on the to-do list, each kind by itself, until it is done."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from sangzi.programmes.actions import (
    accept_report,
    answer_challenge,
    attend_many,
    cancel_session,
    challenge,
    claim_service,
    close_round,
    confirm_service,
    file_report,
    hold_session,
    publish_notice,
    return_report,
)
from sangzi.programmes.queries.work import work_at
from sangzi.scoreboard.todo import to_do
from tests.web.stage import count_all

from .test_desk_pages import WHOLE

MOST_QUERIES = 8


@pytest.fixture
def opening(life, today):
    round_ = life.round(WHOLE, opens=today - timedelta(days=100), closes=today + timedelta(days=100))
    return life.opening(round_=round_, on=today - timedelta(days=90))


@pytest.fixture
def placement(life, opening, today):
    application = life.application(opening.round)
    return life.placement(opening, since=today - timedelta(days=90), application=application)


@pytest.fixture
def lesson(opening, placement, today):
    """A session of yesterday."""
    return hold_session(opening=opening, on=today - timedelta(days=1), now=timezone.now(), by=None)


def waiting(unit, today):
    return {one.kind: one.number for one in work_at(unit, today)}


def hours(placement, today, key="h"):
    given = {"on": today, "quantity": Decimal(1), "note": "", "key": key, "now": timezone.now(), "by": None}
    return claim_service(placement=placement, **given)


def report(placement):
    return file_report(placement=placement, report="final", answers={"done": "走访"}, now=timezone.now(), by=None)


def objected(placement, today):
    round_ = placement.opening.round
    notice = publish_notice(
        round=round_,
        applications=[placement.application],
        title="公示",
        text="",
        opens=today,
        now=timezone.now(),
        by=None,
    )
    return challenge(notice=notice, text="请再核实一下", contact="", application=None, now=timezone.now(), by=None)


def test_reports_and_hours_wait_apart(placement, today):
    report(placement)
    for key in ("a", "b"):
        hours(placement, today, key)
    assert waiting(placement.opening.unit, today) == {"report": 1, "hours": 2}


def test_what_was_taken_or_given_back_waits_no_more(placement, today):
    given, now = hours(placement, today), timezone.now()
    confirm_service(report=given, now=now, by=None)
    return_report(report=report(placement), reason="请写人数", now=now, by=None)
    assert waiting(placement.opening.unit, today) == {}
    again = report(placement)
    assert waiting(placement.opening.unit, today) == {"report": 1}
    accept_report(report=again, now=now, by=None)
    assert waiting(placement.opening.unit, today) == {}


def test_an_objection_waits_with_who_runs_the_round_until_it_is_answered(placement, today):
    one, round_ = objected(placement, today), placement.opening.round
    assert waiting(round_.unit, today) == {"challenge": 1}
    assert waiting(placement.opening.unit, today) == {}
    answer_challenge(challenge=one, answer="属实", upheld=False, now=timezone.now(), by=None)
    assert waiting(round_.unit, today) == {}


def test_an_objection_is_to_be_answered_also_when_its_round_is_over(placement, today):
    one, round_ = objected(placement, today), placement.opening.round
    report(placement)
    close_round(round=round_, now=timezone.now(), by=None)
    assert waiting(round_.unit, today) == {"challenge": 1}
    assert waiting(placement.opening.unit, today) == {}
    answer_challenge(challenge=one, answer="属实", upheld=False, now=timezone.now(), by=None)
    assert waiting(round_.unit, today) == {}


def test_a_session_waits_from_the_day_after_until_somebody_is_marked(placement, lesson, today):
    unit = placement.opening.unit
    assert waiting(unit, lesson.on) == {}
    assert waiting(unit, today) == {"attend": 1}
    attend_many(session=lesson, who=[f"person-{placement.person_id}"], today=today, by=None)
    assert waiting(unit, today) == {}


def test_a_session_that_was_called_off_waits_for_nobody(placement, lesson, today):
    cancel_session(session=lesson, reason="下雨", now=timezone.now(), by=None)
    assert waiting(placement.opening.unit, today) == {}


def test_a_session_of_nobody_or_of_long_ago_waits_for_nobody(life, opening, today):
    hold_session(opening=opening, on=today - timedelta(days=1), now=timezone.now(), by=None)
    assert waiting(opening.unit, today) == {}
    life.placement(opening, since=opening.on)
    assert waiting(opening.unit, today) == {"attend": 1}
    assert waiting(opening.unit, today + timedelta(days=70)) == {}


def test_the_number_of_queries_is_fixed(placement, lesson, today, django_assert_max_num_queries):
    report(placement)
    hours(placement, today)
    with django_assert_max_num_queries(MOST_QUERIES):
        work_at(placement.opening.unit, today)


def test_each_line_leads_to_where_it_is_done(visit, member, county_officer, placement, lesson, today):
    count_all()
    report(placement)
    hours(placement, today)
    objected(placement, today)
    key = placement.opening.round_id
    client, unit = visit(county_officer), placement.opening.unit
    below = client.get(f"/desk/todo/?unit={unit.code}").content.decode()
    own = client.get(f"/desk/todo/?unit={placement.opening.round.unit.code}").content.decode()
    for page, words, address in (
        (below, "有报告等验收", f"/desk/rounds/{key}/serving/"),
        (below, "有服务时长等确认", f"/desk/rounds/{key}/serving/"),
        (below, "场次过了还没有签到", f"/desk/rounds/{key}/sessions/"),
        (own, "有公示异议等答复", f"/desk/rounds/{key}/public-notices/"),
    ):
        assert (words in page, address in page) == (True, True), words
    assert "有服务时长等确认" not in own


def test_a_stranger_learns_of_none_of_it(visit, tree, stranger, placement, lesson, today):
    report(placement)
    client, unit = visit(stranger), placement.opening.unit
    assert client.get(f"/desk/todo/?unit={unit.code}").status_code == 404
    assert to_do(tree.other_province, today).items == ()
    assert client.get(f"/desk/rounds/{placement.opening.round_id}/serving/").status_code == 404


def test_who_may_only_look_sees_the_line_and_cannot_do_it(visit, auditor, placement, today):
    given = hours(placement, today)
    client, unit = visit(auditor), placement.opening.unit
    assert "有服务时长等确认" in client.get(f"/desk/todo/?unit={unit.code}").content.decode()
    assert client.post(f"/desk/reports/{given.pk}/accept/").status_code == 403
