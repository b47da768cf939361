"""What comes round by itself: in its turn, once, by one worker, and again after a time without any."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from sangzi.kernel import clock, jobs
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Job

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 5, 4, 0, 30, tzinfo=UTC)  # 12:00:30 in Shanghai
seen: list[datetime] = []
fault: list[Exception] = []


@clock.every(minutes=5)
def look(now):
    seen.append(now)
    if fault:
        raise fault[0]


@clock.daily(at=time(3, 10))
def sweep(now):
    seen.append(now)


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    ours = {clock.kind_of(one) for one in (look, sweep)}
    monkeypatch.setattr(clock, "_works", {kind: work for kind, work in clock._works.items() if kind in ours})
    seen.clear()
    fault.clear()


def row(run=look) -> Job:
    return Job.objects.get(key=clock.kind_of(run))


def turn_has_come(run=look) -> None:
    Job.objects.filter(key=clock.kind_of(run)).update(lease_until=timezone.now() - timedelta(hours=7))


def test_turns_are_counted_from_midnight_of_the_place():
    clock.arm(NOON)
    assert row(look).lease_until == datetime(2026, 3, 5, 4, 5, tzinfo=UTC)
    assert row(sweep).lease_until == datetime(2026, 3, 5, 19, 10, tzinfo=UTC)


def test_arming_twice_makes_no_second_row():
    clock.arm(NOON)
    clock.arm(NOON + timedelta(days=1))
    assert Job.objects.count() == 2
    assert row().lease_until < NOON + timedelta(days=1)


def test_nothing_runs_before_its_turn():
    clock.arm(timezone.now())
    assert not jobs.work_once("worker")


def test_many_missed_turns_are_made_up_for_by_one():
    clock.arm(timezone.now())
    turn_has_come()
    assert jobs.work_once("worker")
    assert not jobs.work_once("worker")
    assert len(seen) == 1
    assert row().lease_until > timezone.now()


def test_only_one_worker_has_a_turn():
    clock.arm(timezone.now())
    turn_has_come()
    assert jobs.claim("first", timezone.now()) == row()
    assert jobs.claim("second", timezone.now()) is None


def test_a_refusal_ends_the_turn_and_the_next_one_comes():
    fault.append(BadInput("张三的电话不对。"))
    clock.arm(timezone.now())
    turn_has_come()
    jobs.work_once("worker")
    assert (row().state, row().attempts, row().sentence) == ("waiting", 0, "")


def test_a_fault_repeats_the_turn_soon():
    fault.append(RuntimeError("broken"))
    clock.arm(timezone.now())
    turn_has_come()
    jobs.work_once("worker")
    assert (row().state, row().attempts) == ("waiting", 1)
    assert row().lease_until < timezone.now() + jobs.BACK_OFF * 2


def test_what_was_given_up_comes_round_again_with_the_next_start():
    clock.arm(NOON)
    Job.objects.update(state="failed", attempts=99)
    clock.arm(NOON)
    assert (row().state, row().attempts) == ("waiting", 0)


def test_work_can_be_hurried():
    now = timezone.now()
    clock.arm(now)
    clock.hurry(look, now)
    assert jobs.work_once("worker")
    assert len(seen) == 1


def test_more_often_than_each_minute_is_refused():
    with pytest.raises(ValueError, match="every minute"):
        clock.every(minutes=0)
