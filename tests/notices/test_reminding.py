"""Reminders: at their time, once, moved and dropped with what they are about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sangzi.notices import reminders
from sangzi.notices.actions import forget, forget_about, remind
from sangzi.notices.models import Notice, Reminder
from sangzi.notices.remembering import tell_due
from sangzi.notices.reminders import Telling, local_time, resolves
from sangzi.notices.tasks import post

from .conftest import KIND, NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
answers: list[Telling | None] = []
asked: list[tuple[str, datetime]] = []


@resolves("test.deadline")
def deadline(about, now):
    asked.append((about, now))
    return answers[0]


@pytest.fixture(autouse=True)
def answer(tian):
    asked.clear()
    answers[:] = [Telling([tian], KIND, "“%(round)s”明天截止", told={"round": "返家乡"}, link="/me/")]


def set_for(at, key="round:12:day-before", about="round:12"):
    return remind(key=key, kind="test.deadline", about=about, at=at, by=None)


def test_a_reminder_is_told_at_its_time_and_once():
    set_for(NOW + HOUR)
    assert [tell_due(NOW), tell_due(NOW + HOUR), tell_due(NOW + 2 * HOUR)] == [0, 1, 0]
    (notice,) = Notice.objects.all()
    assert (notice.headline, notice.link, notice.about) == ("“返家乡”明天截止", "/me/", "round:12")


def test_the_clock_tells_it():
    set_for(NOW)
    post(NOW)
    assert Notice.objects.count() == 1


def test_a_moved_reminder_waits_for_its_new_time():
    set_for(NOW)
    set_for(NOW + HOUR)
    assert [tell_due(NOW), tell_due(NOW + HOUR)] == [0, 1]
    assert Reminder.objects.count() == 1


def test_one_that_was_told_and_is_moved_later_is_told_again():
    set_for(NOW)
    tell_due(NOW)
    set_for(NOW + HOUR)
    assert tell_due(NOW + HOUR) == 1
    assert Notice.objects.count() == 2


def test_setting_the_same_again_tells_nothing_again():
    set_for(NOW)
    tell_due(NOW)
    set_for(NOW)
    assert tell_due(NOW + HOUR) == 0


def test_what_is_dropped_is_not_told():
    set_for(NOW)
    assert [forget(key="round:12:day-before", by=None), forget(key="round:12:day-before", by=None)] == [True, False]
    assert tell_due(NOW) == 0


def test_everything_about_a_cancelled_round_is_dropped():
    set_for(NOW)
    set_for(NOW + HOUR, key="round:12:last-hour")
    set_for(NOW, key="round:13:day-before", about="round:13")
    assert forget_about(about="round:12", by=None) == 2
    assert list(Reminder.objects.values_list("about", flat=True)) == ["round:13"]


def test_what_has_nothing_to_say_any_more_says_nothing():
    answers[:] = [None]
    set_for(NOW)
    assert tell_due(NOW + HOUR) == 0
    assert asked == [("round:12", NOW + HOUR)]
    assert Reminder.objects.get().done == NOW + HOUR


def test_a_resolver_that_fails_leaves_the_reminder_for_the_next_turn(monkeypatch):
    set_for(NOW)
    answers.clear()
    with pytest.raises(IndexError):
        tell_due(NOW)
    assert Reminder.objects.get().done is None


def test_a_kind_that_nobody_resolves_is_refused_at_once():
    with pytest.raises(ValueError, match=r"test\.unheard"):
        remind(key="k", kind="test.unheard", about="round:1", at=NOW, by=None)


def test_a_kind_of_a_newer_version_waits(monkeypatch):
    set_for(NOW)
    monkeypatch.delitem(reminders._resolvers, "test.deadline")
    assert tell_due(NOW) == 0
    assert Reminder.objects.get().done is None


def test_times_are_those_of_the_place():
    assert local_time(date(2026, 3, 8)) == datetime(2026, 3, 8, 1, 0, tzinfo=UTC)
