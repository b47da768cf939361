"""How far it is with telling a crowd what a published run gave them, on the page of the run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.kernel.models import Job
from sangzi.programmes import actions, keeping
from sangzi.programmes.models import Run

TELLING = "正在通知每个人"


@pytest.fixture
def published(posts, lead):
    """A run that is published, of which a worker has told nobody yet."""
    for number in range(3):
        actions.admit(application=posts.apply(number), now=timezone.now(), by=lead)
    type(posts.round).objects.filter(pk=posts.round.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    posts.round.refresh_from_db()
    actions.draw_lots(round=posts.round, seed="20260715", now=timezone.now(), by=lead)
    run = actions.try_allotment(round=posts.round, now=timezone.now(), by=lead)
    actions.publish_run(run=run, now=timezone.now(), by=lead)
    keeping.tell_later(run, lead)
    return Run.objects.get(pk=run.pk)


def address(run, rest=""):
    return f"/desk/rounds/{run.round_id}/allotment/runs/{run.number}/{rest}"


def test_the_result_and_how_far_the_telling_is_stand_on_the_page(visit, lead, published):
    Job.objects.update(done_parts=1_000, all_parts=3_000, doing="逐个通知")
    page = visit(lead).get(address(published)).content.decode()
    assert all(words in page for words in ("公布的结果", TELLING, 'max="3000" value="1000"'))
    assert TELLING in visit(lead).get(address(published, "progress/")).content.decode()


def test_once_everybody_was_told_the_page_is_read_anew(visit, lead, published):
    Job.objects.update(state="done")
    assert "HX-Redirect" in visit(lead).get(address(published, "progress/")).headers
    assert TELLING not in visit(lead).get(address(published)).content.decode()


def test_telling_that_failed_says_so_and_the_result_stays(visit, lead, published):
    Job.objects.update(state="failed", sentence="试了5次都中断了")
    page = visit(lead).get(address(published)).content.decode()
    assert ("试了5次都中断了" in page, "公布的结果" in page, TELLING in page) == (True, True, False)
    assert "作废这次试算" not in page
