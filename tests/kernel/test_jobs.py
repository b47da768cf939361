"""Jobs: asked for once, held by one worker, ended with a result or a sentence."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine, Job
from sangzi.kernel.progress import LostLeaseError, Progress, held

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=2)


@jobs.task("test.write", attempts=3)
def write(job, arguments, progress):
    progress(1, 2, "写第一行")

    def change():
        audit.append(chain=9, act="test.write", about=f"job:{job.pk}", by=None, detail=arguments)
        if arguments.get("breaks"):
            raise RuntimeError(arguments["breaks"])
        return {"written": 1}

    return change


@jobs.task("test.refuse")
def refuse(_job, _arguments, _progress):
    raise BadInput("第 3 行没有名称。")


def ask(key="one", kind="test.write", **arguments):
    return jobs.enqueue(kind=kind, key=key, arguments=arguments, by=None)


def test_the_same_key_is_the_same_job():
    assert ask("a") == ask("a")
    assert Job.objects.count() == 1


def test_the_same_key_for_another_job_is_refused():
    ask("a", row=1)
    with pytest.raises(Conflict, match="请换一个编号"):
        ask("a", row=2)


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(ValueError, match=r"test\.unheard"):
        ask(kind="test.unheard")


@pytest.mark.django_db(transaction=True)
def test_no_job_remains_of_a_change_that_was_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        ask()
        raise RuntimeError
    assert not Job.objects.exists()


def test_a_job_is_claimed_by_one_worker():
    job, now = ask(), timezone.now()
    assert jobs.claim("first", now) == job
    assert jobs.claim("second", now) is None


def test_a_lease_that_ran_out_lets_another_worker_in():
    job, now = ask(), timezone.now()
    jobs.claim("first", now)
    assert jobs.claim("second", now + LATER) == job


def test_jobs_are_done_in_the_order_they_were_asked_for():
    first, second = ask("b"), ask("a")
    assert [jobs.claim("w", timezone.now()), jobs.claim("w", timezone.now())] == [first, second]


def test_a_job_leaves_its_result_and_its_change():
    job = ask()
    assert jobs.work_once("w")
    job.refresh_from_db()
    assert (job.state, json.loads(job.result), job.done_parts, job.all_parts) == ("done", {"written": 1}, 2, 2)
    assert AuditLine.objects.filter(chain=9).count() == 1


def test_the_worker_that_was_overtaken_changes_nothing():
    ask()
    slow = jobs.claim("first", timezone.now())
    jobs.claim("second", timezone.now() + LATER)
    with pytest.raises(LostLeaseError):
        jobs.finish(slow, lambda: pytest.fail("the change was made"), Progress())


def test_a_second_claim_by_the_same_worker_is_another_claim():
    ask()
    before = jobs.claim("w", timezone.now())
    after = jobs.claim("w", timezone.now() + LATER)
    assert not held(before).exists()
    assert held(after).exists()


def test_a_refusal_ends_the_job_with_its_sentence():
    job = ask(kind="test.refuse")
    jobs.work_once("w")
    job.refresh_from_db()
    assert (job.state, job.sentence) == ("failed", "第 3 行没有名称。")


def test_a_job_that_breaks_is_tried_again_later_and_leaves_nothing(caplog):
    job = ask(breaks="王小明")
    jobs.work_once("w")
    job.refresh_from_db()
    assert (job.state, job.attempts, AuditLine.objects.count()) == ("waiting", 1, 0)
    assert jobs.claim("w", timezone.now()) is None


def test_a_job_that_breaks_every_time_stops_with_a_sentence(caplog):
    job = ask(breaks="王小明")
    for attempt in range(3):
        jobs.run(jobs.claim("w", timezone.now() + attempt * LATER))
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.sentence.startswith("试了 3 次都没有完成（RuntimeError）")


def test_what_breaks_a_job_is_logged_without_its_message(caplog):
    ask(breaks="王小明")
    jobs.work_once("w")
    assert "RuntimeError" in caplog.text
    assert "王小明" not in caplog.text


def test_a_job_whose_workers_all_died_stops_with_a_sentence():
    job, now = ask(), timezone.now()
    for attempt in range(4):
        jobs.claim("w", now + attempt * LATER)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.sentence.startswith("试了 3 次都中断了")


def test_a_failed_job_can_begin_anew():
    job = ask(kind="test.refuse")
    jobs.work_once("w")
    jobs.retry(job)
    assert jobs.claim("w", timezone.now()) == job


def test_a_job_that_is_done_cannot_begin_anew():
    job = ask()
    jobs.work_once("w")
    with pytest.raises(Conflict):
        jobs.retry(job)


def test_a_kind_that_this_version_does_not_know_is_left_alone():
    Job.objects.create(kind="test.from-a-newer-version", key="x")
    assert jobs.claim("w", timezone.now()) is None


def test_progress_stops_a_job_that_was_overtaken():
    progress = Progress()
    progress.lost = True
    with pytest.raises(LostLeaseError):
        progress(1)
