"""A person's own pages: being there, hours, reports, feedback; judging; those whom one takes along."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from sangzi.notices.models import Notice
from sangzi.programmes.actions import appoint, cancel_session, claim_service, declare, hold_session, log_service
from sangzi.programmes.models import Feedback, Judge, Record, Report, Score
from tests.programmes.life.conftest import programme

REPORT = {
    "key": "final", "title": "总结", "title_en": "Final", "due": 3,
    "fields": [{"key": "done", "title": "做了什么", "title_en": "Done", "required": True}],
}  # fmt: skip
SERVICE = {"kind": "service", "record": "hours", "reports": [REPORT]}
NAMED = {"key": "who", "title": "负责人", "title_en": "Head", "personal": True}
PLAIN = {"key": "idea", "title": "想法", "title_en": "Idea"}


@pytest.fixture
def round_(life, today):
    definition = programme({"kind": "training", "record": "lesson"}, SERVICE, {"kind": "feedback"})
    return life.round(definition, opens=today - timedelta(days=30), closes=None)


@pytest.fixture
def placement(life, own, round_, today):
    opening = life.opening(round_=round_, on=today - timedelta(days=20))
    return life.placement(opening, since=today - timedelta(days=20))


@pytest.fixture
def session(placement, today):
    return hold_session(opening=placement.opening, on=today, now=timezone.now(), by=None, title="第一课")


def test_one_button_says_that_i_am_here_once(visit, own, placement, session):
    client, address = visit(own), f"/me/attend/{session.code}/"
    assert "我到了" in client.get(address).content.decode()
    for _again in range(2):
        client.post(address)
    assert "已登记，您到了" in client.get(address).content.decode()
    assert Record.objects.count() == 1


def test_who_has_no_place_is_sent_to_the_staff(visit, own, life, round_, today):
    session = hold_session(opening=life.opening(round_=round_, on=today), on=today, now=timezone.now(), by=None)
    answer = visit(own).post(f"/me/attend/{session.code}/")
    assert (answer.status_code, "名单里没有您" in answer.content.decode()) == (422, True)


def test_a_cancelled_session_has_no_button(visit, own, session):
    cancel_session(session=session, reason="下雨", now=timezone.now(), by=None)
    assert "我到了" not in visit(own).get(f"/me/attend/{session.code}/").content.decode()


def test_a_code_that_was_drawn_anew_opens_nothing(visit, own, session):
    assert visit(own).get("/me/attend/none/").status_code == 404


def test_the_code_asks_a_visitor_to_sign_in(client, session):
    answer = client.get(f"/me/attend/{session.code}/")
    assert (answer.status_code, "/sign-in/" in answer["Location"]) == (302, True)


def test_my_list_shows_what_i_take_part_in_and_what_comes(visit, own, placement, session):
    page = visit(own).get("/me/life/").content.decode()
    assert "文书" in page
    assert "第一课" in page


def test_nobody_sees_anothers_life(visit, own, member, placement):
    assert visit(own).get(f"/me/life/{placement.pk}/").status_code == 200
    assert visit(member).get(f"/me/life/{placement.pk}/").status_code == 404


def test_hours_of_mine_wait(visit, own, placement, today):
    form = {"on": today.isoformat(), "quantity": "2", "note": "讲课", "key": "k"}
    client = visit(own)
    client.post(f"/me/life/{placement.pk}/hours/", form)
    assert (Report.objects.count(), Record.objects.count()) == (1, 0)
    assert "等待确认" in client.get(f"/me/life/{placement.pk}/").content.decode()


def test_a_report_keeps_what_was_typed_when_it_is_refused(visit, own, placement):
    client, address = visit(own), f"/me/life/{placement.pk}/reports/final/"
    assert client.post(address, {"own_done": ""}).status_code == 422
    client.post(address, {"own_done": "走访三户"})
    assert "走访三户" in client.get(address).content.decode()


def test_i_say_how_it_was_once(visit, own, placement):
    client, address = visit(own), f"/me/life/{placement.pk}/feedback/"
    client.post(address, {"own_overall": "很好"})
    answer = client.post(address, {"own_overall": "好"})
    assert (answer.status_code, Feedback.objects.count()) == (422, 1)


def test_i_object_to_a_record_of_mine(visit, own, life, placement, today):
    record = log_service(placement=placement, on=today, quantity=Decimal(2), key="k", today=today, by=None)
    client = visit(own)
    assert f"/me/records/{record.pk}/object/" in client.get(f"/me/life/{placement.pk}/").content.decode()
    client.post(f"/me/records/{record.pk}/object/", {"reason": "只有一小时"})
    assert Notice.objects.filter(unit=life.tree.township).count() == 1


def test_a_mentor_confirms_what_the_other_wrote(visit, own, life, round_, today):
    opening = life.opening(round_=round_, on=today, offered_by=life.people[0])
    placement = life.placement(opening, 1, since=today)
    report = claim_service(
        placement=placement, on=today, quantity=Decimal(1), note="聊", key="c", now=timezone.now(), by=None
    )
    client = visit(own)
    page = client.get(f"/me/life/taken/{placement.pk}/").content.decode()
    assert ("李*" in page, "李四" in page) == (True, False)
    client.post(f"/me/life/taken/{placement.pk}/claims/{report.pk}/")
    assert Record.objects.get().person == life.people[1]


@pytest.fixture
def contest(life, own, today):
    apply = {"kind": "applications", "fields": [NAMED, PLAIN]}
    round_ = life.round(programme(apply, {"kind": "judging", "judges": 1}), opens=today, closes=None)
    told = '{"who": "王五本人", "idea": "种木耳"}'
    return life.application(round_, 2, answers=told, name="王五队")


@pytest.fixture
def judge(contest, lead):
    judge = appoint(round=contest.round, account=lead, now=timezone.now(), by=None)
    declare(judge=judge, text="", recusals=[], now=timezone.now(), by=lead)
    return judge


def test_a_judge_sees_a_number_and_answers_that_name_nobody(visit, judge, lead, contest):
    page = visit(lead).get(f"/me/judging/{judge.pk}/entries/{contest.pk}/").content.decode()
    assert (f"{contest.pk}号" in page, "种木耳" in page) == (True, True)
    assert [word for word in ("王五", "王*", "石国村", "龙城镇") if word in page] == []


def test_a_judge_scores_and_seals(visit, judge, lead, contest):
    client = visit(lead)
    client.post(f"/me/judging/{judge.pk}/entries/{contest.pk}/", {"overall": "88"})
    client.post(f"/me/judging/{judge.pk}/seal/")
    assert (Score.objects.get().points, Judge.objects.get().done) == (88, "final")


def test_a_judge_declares_before_seeing_the_list(visit, lead, contest):
    judge = appoint(round=contest.round, account=lead, now=timezone.now(), by=None)
    client = visit(lead)
    assert "先申明利害关系" in client.get(f"/me/judging/{judge.pk}/").content.decode()
    client.post(f"/me/judging/{judge.pk}/declare/", {"recusals": [contest.pk]})
    assert "您回避：本人申明" in client.get(f"/me/judging/{judge.pk}/").content.decode()


def test_nobody_judges_for_another(visit, judge, county_officer):
    assert visit(county_officer).get(f"/me/judging/{judge.pk}/").status_code == 404
