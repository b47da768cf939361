"""What anybody may check: certificates by number, public notices and their objections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.programmes.actions import answer_challenge, finish, issue, publish_notice, revoke
from sangzi.programmes.models import Challenge, PublicNotice, Round
from tests.programmes.life.conftest import programme

CERTIFICATE = {"title": "证书", "title_en": "C", "says": "{name}", "record": "hours"}


@pytest.fixture
def paper(life, today):
    definition = programme({"kind": "service", "record": "hours"}, certificate=CERTIFICATE)
    opening = life.opening(round_=life.round(definition, opens=today, closes=None), on=today)
    placement = life.placement(opening, since=today)
    finish(placement=placement, on=today, today=today, now=timezone.now(), by=None)
    return issue(placement=placement, now=timezone.now(), by=None)


@pytest.fixture
def notice(life, today):
    honour = {"kind": "honour", "notice": 5}
    round_ = life.round(programme(honour), opens=today, closes=None)
    entry = life.application(round_)
    given = {"title": "拟表彰", "opens": today, "now": timezone.now(), "by": None}
    return publish_notice(round=round_, applications=[entry], **given)


def checked(client, number):
    answer = client.get(f"/check/{number}/")
    return answer.status_code, answer.content.decode()


def test_a_genuine_certificate_is_told_with_a_masked_name(client, paper):
    status, page = checked(client, paper.number)
    assert (status, "是真的，有效" in page) == (200, True)
    assert ("张*三" in page, "张小三" in page) == (True, False)


def test_a_revoked_certificate_is_told_to_be_void(client, paper):
    revoke(certificate=paper, reason="写错", now=timezone.now(), by=None)
    assert "已经撤销，无效" in checked(client, paper.number)[1]


def test_a_sample_is_told_to_be_one(client, paper):
    Round.objects.update(sample=True)
    assert "不是真的证书" in checked(client, paper.number)[1]


@pytest.mark.parametrize(("number", "sentence"), [("SZ2026-000001-0", "校验码"), ("SZ2020-000009-7", "")])
def test_a_number_that_is_none_is_told_so(client, paper, number, sentence):
    status, page = checked(client, number)
    assert (status, sentence in page) == (404, True)
    assert "是真的" not in page


def test_a_notice_shows_masked_names_to_anybody(client, notice):
    assert "拟表彰" in client.get("/notices/").content.decode()
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    assert ("张*三" in page, "张小三" in page) == (True, False)


def test_anybody_objects_without_an_account(client, notice):
    client.post(f"/notices/{notice.pk}/", {"text": "此人不在本村居住", "contact": "139", "about": ""})
    assert Challenge.objects.get().contact == "139"


def test_a_machine_that_fills_in_everything_is_refused(client, notice):
    client.post(f"/notices/{notice.pk}/", {"text": "此人不在本村居住", "website": "http://x"})
    assert Challenge.objects.count() == 0


def test_an_objection_is_read_by_nobody_but_its_answer_by_all(client, notice):
    one = Challenge.objects.create(notice=notice, text="隐秘的异议内容", made=timezone.now())
    assert "隐秘的异议内容" not in client.get(f"/notices/{notice.pk}/").content.decode()
    answer_challenge(challenge=one, answer="已核实属实", upheld=False, now=timezone.now(), by=None)
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    assert ("已核实属实" in page, "隐秘的异议内容" in page) == (True, False)


def test_after_the_notice_there_is_no_form(client, notice, today):
    PublicNotice.objects.update(opens=today - timedelta(days=9), closes=today - timedelta(days=1))
    assert "提出异议" not in client.get(f"/notices/{notice.pk}/").content.decode()


def test_what_has_not_begun_is_not_shown(client, notice, today):
    PublicNotice.objects.update(opens=today + timedelta(days=1), closes=today + timedelta(days=9))
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
