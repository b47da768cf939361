"""How far it is with telling a crowd what a published run gave them, on the page of the run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.kernel.models import AuditLine, Job
from sangzi.programmes import actions, keeping
from sangzi.programmes.models import Milestone, Run

TELLING = "正在通知每个人"
OUTDATED = "结果不再作数；请重新试算"


@pytest.fixture
def made(posts, lead):
    """A run that has a result."""
    for number in range(3):
        actions.admit(application=posts.apply(number), now=timezone.now(), by=lead)
    type(posts.round).objects.filter(pk=posts.round.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    posts.round.refresh_from_db()
    actions.draw_lots(round=posts.round, seed="20260715", now=timezone.now(), by=lead)
    return actions.try_allotment(round=posts.round, now=timezone.now(), by=lead)


@pytest.fixture
def published(made, lead):
    """The same, published, of which a worker has told nobody yet."""
    actions.publish_run(run=made, now=timezone.now(), by=lead)
    keeping.tell_later(made, lead)
    return Run.objects.get(pk=made.pk)


def address(run, rest=""):
    return f"/desk/rounds/{run.round_id}/allotment/runs/{run.number}/{rest}"


def test_the_result_and_how_far_the_telling_is_stand_on_the_page(visit, lead, published):
    Job.objects.update(done_parts=1_000, all_parts=3_000, doing="逐个通知")
    page = visit(lead).get(address(published)).content.decode()
    assert all(words in page for words in ("公布的结果", TELLING, 'max="3000" value="1000"'))
    assert TELLING in visit(lead).get(address(published, "progress/")).content.decode()


def test_a_run_that_no_longer_counts_says_so_and_offers_no_publishing(visit, lead, auditor, made, posts):
    client = visit(lead)
    assert address(made, "publish/") in client.get(address(made)).content.decode()
    actions.withdraw(application=posts.round.applications.first(), now=timezone.now(), by=None)
    page = client.get(address(made)).content.decode()
    assert all(words in page for words in (OUTDATED, "照它另试"))
    assert address(made, "publish/") not in page
    refused = client.get(address(made, "publish/"))
    assert (refused.status_code, OUTDATED in refused.content.decode()) == (409, True)
    assert OUTDATED in visit(auditor).get(address(made)).content.decode()


def test_once_everybody_was_told_the_page_is_read_anew(visit, lead, published):
    Job.objects.update(state="done")
    assert "HX-Redirect" in visit(lead).get(address(published, "progress/")).headers
    assert TELLING not in visit(lead).get(address(published)).content.decode()


def test_telling_that_failed_says_so_and_the_result_stays(visit, lead, published):
    Job.objects.update(state="failed", sentence="试了5次都中断了")
    page = visit(lead).get(address(published)).content.decode()
    assert ("试了5次都中断了" in page, "公布的结果" in page, TELLING in page) == (True, True, False)
    assert "作废这次试算" not in page


@pytest.fixture
def halted(published):
    """One of three was told when workers gave up."""
    told = published.round.applications.order_by("pk").first()
    Milestone.objects.filter(step="allotment").exclude(application=told).delete()
    Job.objects.filter(kind=keeping.TELLING).update(state="failed", attempts=5, sentence="试了5次都中断了")
    return published


def test_whoever_may_publish_sees_how_many_were_not_told_and_lets_it_go_on(visit, lead, halted):
    client = visit(lead)
    page = client.get(address(halted)).content.decode()
    assert all(words in page for words in ("通知停下了", "已通知1人，还有2人没有通知到", "试了5次", "继续通知"))
    answer = client.post(address(halted, "resume/"), follow=True).content.decode()
    assert ("正在继续通知" in answer, TELLING in answer, "通知停下了" in answer) == (True, True, False)
    assert Job.objects.get(kind=keeping.TELLING).state == "waiting"


def test_pressed_twice_it_says_that_it_goes_on_already(visit, lead, halted):
    client = visit(lead)
    client.post(address(halted, "resume/"))
    assert "没有停下的事" in client.post(address(halted, "resume/"), follow=True).content.decode()
    assert AuditLine.objects.filter(act="programmes.resume_run", by=lead).count() == 1


def test_who_may_not_publish_sees_no_button_and_lets_nothing_go_on(visit, auditor, halted):
    client = visit(auditor)
    page = client.get(address(halted)).content.decode()
    assert ("通知停下了" in page, "resume/" in page) == (True, False)
    assert client.post(address(halted, "resume/")).status_code in (403, 404)
    assert Job.objects.get(kind=keeping.TELLING).state == "failed"


def test_after_the_end_of_the_round_it_goes_on_and_after_its_cancelling_it_does_not(visit, lead, halted):
    client, rounds = visit(lead), type(halted.round).objects
    rounds.update(state="closed")
    assert "resume/" in client.get(address(halted)).content.decode()
    rounds.update(state="cancelled")
    page = client.get(address(halted)).content.decode()
    assert ("不用再通知结果" in page, "resume/" in page) == (True, False)
    assert client.post(address(halted, "resume/")).status_code == 409


@pytest.fixture
def stuck(made, lead, monkeypatch):
    """One that a worker is to publish; `stuck(attempts, sentence)`: it failed."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    actions.publish_run(run=made, now=timezone.now(), by=lead)

    def fail(attempts, sentence):
        Job.objects.filter(kind=keeping.PUBLISHING).update(state="failed", attempts=attempts, sentence=sentence)
        return Run.objects.get(pk=made.pk)

    return fail


def test_publishing_that_was_given_up_goes_on_by_its_button(visit, lead, stuck):
    run, client = stuck(5, "试了5次都中断了"), visit(lead)
    page = client.get(address(run)).content.decode()
    assert all(words in page for words in ("公布停下了", "没有人看到结果", "继续公布", "作废这次试算"))
    assert ("publish/" in page, client.get(address(run, "publish/")).status_code) == (False, 409)
    assert "正在公布" in client.post(address(run, "resume/"), follow=True).content.decode()


def test_publishing_that_was_refused_is_asked_for_again(visit, lead, stuck):
    run, client = stuck(1, "报名还没有截止"), visit(lead)
    page = client.get(address(run)).content.decode()
    assert ("报名还没有截止" in page, "resume/" in page, "publish/" in page) == (True, False, True)
    client.post(address(run, "publish/"))
    assert Job.objects.filter(kind=keeping.PUBLISHING, state="waiting").count() == 1


def test_computing_that_was_given_up_goes_on_by_its_button(visit, lead, made):
    Run.objects.filter(pk=made.pk).update(state="working")
    job = keeping.enqueue(keeping.TRYING, made, lead)
    Job.objects.filter(pk=job.pk).update(state="failed", attempts=5, sentence="试了5次都中断了")
    client = visit(lead)
    assert "继续试算" in client.get(address(made)).content.decode()
    assert "正在继续试算" in client.post(address(made, "resume/"), follow=True).content.decode()
