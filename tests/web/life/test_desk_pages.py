"""The desk's pages about what follows a placement: shown to who may see, changed by who may change."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from sangzi.programmes.actions import appoint, claim_service, declare, finish, hold_session, issue, publish_notice
from sangzi.programmes.models import (
    Certificate,
    Feedback,
    Honour,
    Judge,
    Payment,
    Placement,
    PublicNotice,
    Record,
    Session,
)
from tests.programmes.life.conftest import programme

REPORT = {
    "key": "final", "title": "总结", "title_en": "Final", "due": 3,
    "fields": [{"key": "done", "title": "做了什么", "title_en": "Done"}],
}  # fmt: skip
WHOLE = programme(
    {"kind": "applications"},
    {"kind": "judging", "judges": 1},
    {"kind": "training", "record": "lesson"},
    {"kind": "service", "record": "hours", "reports": [REPORT]},
    {"kind": "payment", "record": "paid", "parts": 2},
    {"kind": "feedback"},
    {"kind": "honour", "levels": ["一等奖"], "record": "prize", "notice": 1},
    {"kind": "close"},
    certificate={"title": "证书", "title_en": "C", "says": "{name}{quantity}{measure}", "record": "hours"},
)
PAGES = ("sessions", "serving", "judging", "public-notices", "payments", "certificates", "feedback")


@pytest.fixture
def round_(life, today):
    return life.round(WHOLE, opens=today - timedelta(days=30), closes=today + timedelta(days=200))


@pytest.fixture
def placement(life, round_, today):
    opening = life.opening(round_=round_, on=today - timedelta(days=20))
    application = life.application(round_)
    return life.placement(opening, since=today - timedelta(days=20), application=application)


@pytest.fixture
def session(placement, today):
    return hold_session(opening=placement.opening, on=today, now=timezone.now(), by=None, title="第一课")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_for_those_who_work_there(visit, county_officer, stranger, placement, session, page):
    address = f"/desk/rounds/{placement.opening.round_id}/{page}/"
    assert visit(county_officer).get(address).status_code == 200
    assert visit(stranger).get(address).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_list_takes_as_many_queries_for_ten_as_for_one(
    visit, county_officer, life, placement, page, today, django_assert_max_num_queries
):
    client, address = visit(county_officer), f"/desk/rounds/{placement.opening.round_id}/{page}/"
    client.get(address)
    for person in (1, 2, 3):
        life.placement(placement.opening, person, since=today)
        hold_session(opening=placement.opening, on=today, now=timezone.now(), by=None)
    with django_assert_max_num_queries(24):
        client.get(address)


def test_a_session_is_set_from_a_form(visit, member, placement, today):
    form = {"opening": placement.opening_id, "on": today.isoformat(), "starts": "19:00", "ends": "20:30", "title": "课"}
    answer = visit(member).post(f"/desk/rounds/{placement.opening.round_id}/sessions/add/", form)
    assert (answer.status_code, Session.objects.get().title) == (302, "课")


def test_staff_tick_who_was_there(visit, member, placement, session):
    client = visit(member)
    assert "张*三" in client.get(f"/desk/sessions/{session.pk}/").content.decode()
    client.post(f"/desk/sessions/{session.pk}/tick/", {"who": f"person-{placement.person_id}"})
    assert Record.objects.get().person == placement.person


def test_a_wrong_tick_is_taken_back_with_a_reason(visit, member, placement, session):
    client, who = visit(member), f"person-{placement.person_id}"
    client.post(f"/desk/sessions/{session.pk}/tick/", {"who": who})
    client.post(f"/desk/sessions/{session.pk}/untick/?who={who}", {"reason": "看错了"})
    assert sum(Record.objects.values_list("quantity", flat=True)) == 0


def test_the_poster_leads_to_the_page_with_one_button(visit, member, session):
    answer = visit(member).get(f"/desk/sessions/{session.pk}/poster/").content.decode()
    assert f"/me/attend/{session.code}/" in answer
    assert "<svg" in answer


def test_a_stranger_marks_nobody(visit, stranger, placement, session):
    answer = visit(stranger).post(f"/desk/sessions/{session.pk}/tick/", {"who": f"person-{placement.person_id}"})
    assert (answer.status_code, Record.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    ("verb", "form"),
    [("arrive", {}), ("finish", {}), ("break-off", {"reason": "搬家"})],
)
def test_a_placement_goes_its_way(visit, member, placement, verb, form, today):
    answer = visit(member).post(f"/desk/placements/{placement.pk}/{verb}/", {"on": today.isoformat(), **form})
    states = {"arrive": "serving", "finish": "finished", "break-off": "broken"}
    assert (answer.status_code, Placement.objects.get().state) == (302, states[verb])


def test_hours_that_wait_are_confirmed_from_the_list(visit, member, placement, today):
    given = {"on": today, "quantity": Decimal(3), "note": "讲课", "key": "c", "now": timezone.now(), "by": None}
    report = claim_service(placement=placement, **given)
    client = visit(member)
    assert "讲课" in client.get(f"/desk/rounds/{placement.opening.round_id}/serving/").content.decode()
    client.post(f"/desk/reports/{report.pk}/accept/?list=1")
    assert Record.objects.get().quantity == 3


def test_a_part_is_paid_from_a_form(visit, member, placement, today):
    form = {"part": 1, "amount": "100", "on": today.isoformat(), "payer": "青基会", "voucher": "1"}
    visit(member).post(f"/desk/placements/{placement.pk}/pay/", form)
    assert Payment.objects.get().amount == 100


def test_certificates_are_issued_and_given_away_as_a_file(visit, member, placement, today):
    finish(placement=placement, on=today, today=today, now=timezone.now(), by=None)
    client, address = visit(member), f"/desk/rounds/{placement.opening.round_id}/certificates"
    client.post(f"{address}/issue/")
    answer = client.get(f"/desk/certificates/{Certificate.objects.get().pk}/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert client.get(f"{address}/bundle/").content.startswith(b"PK")


def test_what_one_of_few_said_is_not_shown_to_the_place(visit, member, county_officer, placement):
    Feedback.objects.create(placement=placement, side="applicant", answers='{"words": "不好说"}', at=timezone.now())
    address = f"/desk/rounds/{placement.opening.round_id}/feedback/"
    assert "不好说" not in visit(member).get(address).content.decode()
    assert "不好说" in visit(county_officer).get(address).content.decode()


def test_a_township_does_not_see_the_judges_of_the_county(visit, member, county_officer, placement):
    Judge.objects.create(round=placement.opening.round, account=county_officer)
    assert visit(member).get(f"/desk/rounds/{placement.opening.round_id}/judging/").status_code == 403


def test_a_judge_is_asked_by_the_name_they_sign_in_with(visit, county_officer, lead, placement):
    address = f"/desk/rounds/{placement.opening.round_id}/judging/appoint/"
    client = visit(county_officer)
    assert client.post(address, {"username": "nobody"}).status_code == 422
    client.post(address, {"username": "lead"})
    assert Judge.objects.get().account == lead


def test_a_result_that_is_not_ready_says_so_beside_the_form(visit, county_officer, lead, placement):
    judge = appoint(round=placement.opening.round, account=lead, now=timezone.now(), by=None)
    declare(judge=judge, text="", recusals=[], now=timezone.now(), by=lead)
    answer = visit(county_officer).post(f"/desk/rounds/{placement.opening.round_id}/judging/close/", {"seed": ""})
    assert (answer.status_code, "还有1名评委没有提交" in answer.content.decode()) == (422, True)


def test_a_notice_is_published_and_then_honoured(visit, county_officer, placement, today):
    client, address = visit(county_officer), f"/desk/rounds/{placement.opening.round_id}/public-notices"
    form = {"title": "公示", "opens": today.isoformat(), "applications": [placement.application_id]}
    client.post(f"{address}/publish/", form)
    notice = PublicNotice.objects.get()
    PublicNotice.objects.update(opens=today - timedelta(days=9), closes=today - timedelta(days=1))
    award = f"/desk/public-notices/{notice.pk}/honour/{placement.application_id}/"
    client.post(award, {"level": "一等奖", "on": today.isoformat()})
    assert Honour.objects.get().level == "一等奖"
    assert "一等奖" in client.get(f"/desk/public-notices/{notice.pk}/").content.decode()


def test_an_objection_is_answered_from_the_desk(visit, county_officer, placement, today):
    notice = publish_notice(
        round=placement.opening.round,
        applications=[placement.application],
        title="公示",
        opens=today,
        now=timezone.now(),
        by=None,
    )
    objection = notice.challenges.create(text="不属实的内容", made=timezone.now())
    visit(county_officer).post(f"/desk/challenges/{objection.pk}/answer/", {"answer": "已核实"})
    objection.refresh_from_db()
    assert objection.answer == "已核实"


def test_a_revoked_certificate_is_given_away_no_more(visit, member, placement, today):
    finish(placement=placement, on=today, today=today, now=timezone.now(), by=None)
    paper = issue(placement=placement, now=timezone.now(), by=None)
    client = visit(member)
    client.post(f"/desk/certificates/{paper.pk}/revoke/", {"reason": "写错"})
    assert client.get(f"/desk/certificates/{paper.pk}/pdf/").status_code == 404
