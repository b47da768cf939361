"""Several workers and several tellers at once: nobody is told twice, nobody is left out."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Lock

import pytest
from django.utils import timezone

from sangzi.kernel import clock, jobs
from sangzi.kernel.models import Job
from sangzi.notices import posting, routing
from sangzi.notices.actions import remind, tell_all
from sangzi.notices.channels import CHANNELS
from sangzi.notices.channels.shape import SENT
from sangzi.notices.models import Delivery, Notice, Reminder
from sangzi.notices.remembering import tell_due
from sangzi.notices.reminders import Telling, resolves
from sangzi.notices.tasks import post
from sangzi.people.models import Person
from tests.races.processes import all_at_once

from .conftest import KIND, NOW, reached, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WORKERS = 4


@resolves("test.race")
def everyone(_about, _now):
    return Telling(Person.objects.all(), KIND, "明天截止")


class Wire:
    key, title, size, asks_address, by_custom = "mail", "电报", 5, True, True

    def __init__(self):
        self.sent, self.lock = [], Lock()

    def is_ready(self):
        return True

    def complaints(self):
        return []

    def send(self, letters):
        with self.lock:
            self.sent += [letter.to for letter in letters]
        return [SENT] * len(letters)


@pytest.fixture
def wire(monkeypatch):
    wire = Wire()
    monkeypatch.setitem(CHANNELS, "mail", wire)
    return wire


@pytest.fixture
def crowd(tree):
    persons = Person.objects.bulk_create(Person(name=f"人{number}", home=tree.village) for number in range(40))
    for person in persons:
        reached(None, person=person, value=f"{person.pk}@example.cn")
    return persons


class NoProgress:
    def __call__(self, *_told):
        pass


def test_two_workers_at_one_lot_send_each_letter_once(crowd, wire):
    tell(*crowd)
    routing.route(NOW)
    posting.dispatch(NOW)
    lots = {*Delivery.objects.values_list("lot", flat=True)}
    outcomes = all_at_once(WORKERS, lambda _n: [posting.send_lot("mail", lot, NoProgress()) for lot in lots])
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Counter(wire.sent) == Counter(f"{person.pk}@example.cn" for person in crowd)


def test_turns_of_the_post_that_meet_make_one_delivery_each(crowd, wire):
    tell(*crowd)
    now = timezone.now()
    outcomes = all_at_once(WORKERS, lambda _n: post(now))
    while jobs.work_once("worker"):
        pass
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert sorted(wire.sent) == sorted(f"{person.pk}@example.cn" for person in crowd)


def test_tellers_with_the_same_key_tell_everyone_once(crowd, wire):
    def telling(_number):
        return tell_all(recipients=Person.objects.all(), kind=KIND, title="延期", key="k", now=NOW, by=None)

    outcomes = all_at_once(WORKERS, telling)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Notice.objects.count() == len(crowd)


def test_a_reminder_that_several_workers_find_is_told_once(crowd, wire):
    remind(key="r", kind="test.race", about="round:1", at=NOW, by=None)
    outcomes = all_at_once(WORKERS, lambda _n: tell_due(NOW + timedelta(hours=1)))
    assert sorted(outcomes) == [0, 0, 0, 1]
    assert Notice.objects.count() == len(crowd)
    assert Reminder.objects.get().done is not None


def test_workers_that_start_together_arm_the_clock_once():
    outcomes = all_at_once(WORKERS, lambda _n: clock.arm(NOW))
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Job.objects.filter(kind=clock.kind_of(post)).count() == 1


def test_one_turn_is_taken_by_one_worker():
    clock.arm(NOW)
    Job.objects.exclude(kind=clock.kind_of(post)).delete()
    claimed = all_at_once(WORKERS, lambda n: jobs.claim(f"worker {n}", timezone.now() + timedelta(days=1)))
    assert len([job for job in claimed if job is not None]) == 1
