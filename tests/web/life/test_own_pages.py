"""A person's own pages: being there, hours, reports, feedback; judging; those whom one takes along."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sangzi.kernel.fields import canonical
from sangzi.kernel.models import LooseLine, Paper
from sangzi.kernel.papers import keep_paper, purge_papers
from sangzi.notices.models import Notice
from sangzi.programmes.actions import appoint, cancel_session, claim_service, declare, hold_session, log_service
from sangzi.programmes.actions.purging import purge_rounds
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Application, Feedback, Judge, Placement, Record, Report, Round, Score
from sangzi.web.me.telling import next_of
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


def test_what_can_no_longer_be_said_or_handed_in_is_not_asked_for(visit, own, placement, today):
    client, address = visit(own), f"/me/life/{placement.pk}/"
    before = client.get(address).content.decode()
    assert "说说感受" in before
    assert "总结" in before
    Placement.objects.update(since=today - timedelta(90), ended=today - timedelta(60), state="finished")
    Round.objects.update(closes=today - timedelta(1))
    after = client.get(address).content.decode()
    assert "说说感受" not in after
    assert "总结" not in after


def test_what_i_take_part_in_without_having_applied_leads_to_its_page(visit, own, placement):
    assert f'href="/me/life/{placement.pk}/"' in visit(own).get("/me/applications/").content.decode()


def test_an_attendance_and_hours_of_service_are_each_told_in_what_they_are_counted_in(
    visit, own, placement, session, today
):
    client = visit(own)
    client.post(f"/me/attend/{session.code}/")
    log_service(placement=placement, on=today, quantity=Decimal(3), key="k", today=today, by=None)
    page = client.get(f"/me/life/{placement.pk}/").content.decode()
    measures = {kind.key: kind.measure for kind in frozen(placement.opening.round.definition).records}
    assert measures["lesson"] != measures["hours"]
    assert all(f">{measures[key]}<" in page.split("已计入的")[1] for key in ("lesson", "hours"))


@pytest.mark.parametrize(
    ("state", "since", "says"),
    [
        ("held", 3, "请留意开始的时间和地点"),
        ("held", -3, "已经开始"),
        ("serving", -3, "已经开始"),
        ("finished", -3, "已经完成"),
        ("broken", -3, "已经中途结束"),
    ],
)
def test_what_comes_next_for_who_was_placed_is_of_today(state, since, says, today):
    now = timezone.now()
    placement = Placement(state=state, since=today + timedelta(since))
    assert says in next_of(Application(state="placed"), placement, now).sentence


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


PICTURED = REPORT | {
    "fields": [
        *REPORT["fields"],
        {"key": "photo", "title": "照片", "title_en": "Picture", "kind": "file", "required": True, "most": 1},
    ]
}  # fmt: skip


@pytest.fixture
def pictured(life, own, today):
    """A placement of mine whose report asks for a file."""
    definition = programme({"kind": "service", "record": "hours", "reports": [PICTURED]}, {"kind": "close", "purge": 0})
    round_ = life.round(definition, opens=today - timedelta(days=30), closes=today + timedelta(days=30))
    return life.placement(life.opening(round_=round_, on=today), since=today)


def pdf(name="照片.pdf"):
    return SimpleUploadedFile(name, f"%PDF-1.4 {name} %%EOF".encode())


def hand_in(client, placement, **sent):
    return client.post(f"/me/life/{placement.pk}/reports/final/", {"own_done": "走访", **sent})


def test_a_report_without_its_file_is_refused_beside_the_field(visit, own, pictured):
    answer = hand_in(visit(own), pictured)
    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert 'id="id_own_photo_error"' in answer.content.decode()


def test_a_report_carries_its_file_until_the_round_is_forgotten(visit, own, pictured):
    assert hand_in(visit(own), pictured, own_photo=pdf()).status_code == 302
    paper, report = Paper.objects.get(), Report.objects.get()
    assert paper.about == f"report:{report.pk}"
    assert paper.purge_on > pictured.opening.round.closes


def test_a_file_stays_with_the_form_when_another_answer_is_refused(visit, own, pictured):
    client = visit(own)
    page = hand_in(client, pictured, own_done="", own_photo=pdf()).content.decode()
    paper = Paper.objects.get()
    assert f'name="own_photo-kept" value="{paper.pk}"' in page
    hand_in(client, pictured, **{"own_photo-kept": paper.pk})
    assert Report.objects.get().answers == canonical({"done": "走访", "photo": str(paper.pk)})


def test_another_file_takes_the_place_of_the_first(visit, own, pictured, today):
    client = visit(own)
    for name in ("一.pdf", "二.pdf"):
        hand_in(client, pictured, own_photo=pdf(name))
    assert {one.name: one.purge_on <= today for one in Paper.objects.all()} == {"一.pdf": True, "二.pdf": False}


def test_a_file_that_must_be_there_cannot_be_taken_away(visit, own, pictured):
    client = visit(own)
    hand_in(client, pictured, own_photo=pdf())
    assert hand_in(client, pictured, **{"own_photo-away": "1"}).status_code == 422
    assert "photo" in Report.objects.get().answers


def test_the_file_of_somebody_else_is_not_carried(visit, own, member, pictured):
    other = keep_paper(
        file=BytesIO(b"%PDF-1.4 other %%EOF"), name="x.pdf", field="photo", now=timezone.now(), by=member
    )
    answer = hand_in(visit(own), pictured, **{"own_photo-kept": other.pk})
    assert (answer.status_code, "x.pdf" in answer.content.decode()) == (422, False)


def test_the_desk_opens_a_report_s_file_and_leaves_a_line(visit, own, member, stranger, auditor, pictured):
    hand_in(visit(own), pictured, own_photo=pdf())
    report, paper = Report.objects.get(), Paper.objects.get()
    address = f"/desk/reports/{report.pk}/papers/{paper.pk}/"
    page = visit(member).get(f"/desk/placements/{pictured.pk}/").content.decode()
    assert address in page
    assert b"".join(visit(member).get(address).streaming_content).startswith(b"%PDF")
    assert LooseLine.objects.filter(act="papers.open", about=f"paper:{paper.pk}").count() == 1
    assert [visit(one).get(address).status_code for one in (auditor, stranger)] == [403, 404]


def test_a_paper_of_another_report_is_not_opened(visit, own, member, pictured):
    hand_in(visit(own), pictured, own_photo=pdf())
    loose = keep_paper(file=BytesIO(b"%PDF-1.4 other %%EOF"), name="x.pdf", field="photo", now=timezone.now(), by=own)
    address = f"/desk/reports/{Report.objects.get().pk}/papers/{loose.pk}/"
    assert visit(member).get(address).status_code == 404


def test_what_a_round_forgets_takes_the_files_of_reports_along(visit, own, pictured):
    hand_in(visit(own), pictured, own_photo=pdf())
    later = timezone.now() + timedelta(days=40)
    purge_rounds(now=later, by=None)
    purge_papers(now=later)
    paper = Paper.objects.get()
    assert (paper.name, paper.purged) == ("", later)
