"""A worker killed in the middle loses no job and does none twice."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from sangzi.kernel import audit, jobs, pulse
from sangzi.kernel.models import AuditLine, Job

from .processes import PATIENCE, process, wait_until
from .slow_worker import CHAIN, KIND, LEASE, STEP, STEPS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WORKER = "tests.races.slow_worker"
KILLS = 10


def ask(times: int, **arguments: int) -> list[int]:
    return [jobs.enqueue(kind=KIND, key=f"slow-{n}", arguments=arguments, by=None).pk for n in range(times)]


def states() -> Counter[str]:
    return Counter(Job.objects.filter(kind=KIND).values_list("state", flat=True))


def kill_one_worker_in_the_middle(kind: str, moment: float) -> None:
    attempts = sum(Job.objects.values_list("attempts", flat=True))
    with process(WORKER, kind):
        wait_until(lambda: sum(Job.objects.values_list("attempts", flat=True)) > attempts)
        time.sleep(moment)


def test_every_job_ends_once_in_effect_however_often_its_worker_is_killed():
    asked = ask(3)
    moments = random.Random(1)
    for _ in range(KILLS):
        kill_one_worker_in_the_middle("lease", moments.uniform(0, 2 * STEPS * STEP))
    with process(WORKER, "lease"), process(WORKER, "lease"):
        wait_until(lambda: states() == {"done": len(asked)})
    effects = Counter(AuditLine.objects.filter(chain=CHAIN).values_list("about", flat=True))
    assert effects == {f"job:{pk}": 1 for pk in asked}
    assert list(audit.verify()) == []


def test_without_a_lease_the_same_kill_loses_the_job():
    ask(2)
    kill_one_worker_in_the_middle("careless", STEP)
    with process(WORKER, "careless"):
        wait_until(lambda: states()["done"])
        time.sleep(2 * STEPS * STEP)
    assert states() == {"running": 1, "done": 1}


def test_a_worker_that_is_alive_keeps_its_job_past_the_lease():
    ask(1, steps=3 * int(LEASE.total_seconds() / STEP))
    with process(WORKER, "lease"), process(WORKER, "lease"):
        wait_until(lambda: Job.objects.get().done_parts)
        assert Job.objects.get().state == "running"
        wait_until(lambda: states()["done"])
    assert Job.objects.get().attempts == 1


def test_without_a_heartbeat_workers_take_a_long_job_from_one_another():
    ask(1, steps=3 * int(LEASE.total_seconds() / STEP))
    with process(WORKER, "heartless"), process(WORKER, "heartless"):
        wait_until(lambda: Job.objects.get().attempts > 2)
    assert not AuditLine.objects.exists()


def write_without_a_pause(seconds: float) -> None:
    """A long transaction of somebody else, beside which no heartbeat passes; with the shortest pause after it."""
    with transaction.atomic():
        Job.objects.filter(kind="no such kind").update(doing="")
        time.sleep(seconds)


@pytest.mark.sqlite
def test_while_the_one_writer_is_at_it_a_lease_runs_out_and_nobody_takes_the_job():
    ask(1, steps=6 * int(LEASE.total_seconds() / STEP))
    with process(WORKER, "lease"):
        wait_until(lambda: states()["running"])
        write_without_a_pause(3 * LEASE.total_seconds())
        late = timezone.now() + 10 * LEASE  # however late it is by now: the process lives
        assert jobs.claim("another", late) is None
        wait_until(lambda: states()["done"])
    assert Job.objects.get().attempts == 1


@pytest.mark.sqlite
def test_when_its_process_is_killed_the_lock_is_free_and_the_job_is_taken():
    (key,) = ask(1, steps=1000)
    with process(WORKER, "lease"):
        wait_until(lambda: pulse.is_alive(key))
    assert not pulse.is_alive(key)
    assert jobs.claim("another", timezone.now() + 10 * LEASE).pk == key


def test_a_worker_that_is_told_to_stop_ends_the_job_at_hand_and_begins_no_other():
    ask(2, steps=20)
    with process(WORKER, "command") as worker:
        wait_until(lambda: states()["running"])
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    assert states() == {"done": 1, "waiting": 1}
