"""Calendars that are subscribed to, and the secret address of one's own."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.kernel import calendars
from sangzi.kernel.calendars import Event, feed
from sangzi.kernel.models import FeedAddress

NOW = dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC)
AT = dt.datetime(2026, 7, 10, 11, 30, tzinfo=dt.UTC)


def lines(*events: Event, title="我的日程") -> list[str]:
    return feed(title, events, now=NOW).decode().replace("\r\n ", "").split("\r\n")


def test_a_whole_day_ends_with_the_day_after():
    told = lines(Event("round:1", "报名截止", dt.date(2026, 7, 31)))
    assert "DTSTART;VALUE=DATE:20260731" in told
    assert "DTEND;VALUE=DATE:20260801" in told


def test_several_days_end_after_the_last():
    told = lines(Event("a", "培训", dt.date(2026, 7, 1), dt.date(2026, 7, 3)))
    assert "DTEND;VALUE=DATE:20260704" in told


def test_moments_stand_in_local_time_with_their_zone():
    told = lines(Event("session:1", "夜校", AT, AT + dt.timedelta(hours=2), place="文化馆"))
    assert "DTSTART;TZID=Asia/Shanghai:20260710T193000" in told
    assert "DTEND;TZID=Asia/Shanghai:20260710T213000" in told
    assert "TZID:Asia/Shanghai" in told
    assert "LOCATION:文化馆" in told


def test_what_moved_and_what_was_cancelled_is_told():
    told = lines(Event("s:1", "夜校", AT, sequence=3), Event("s:2", "夜校", AT, cancelled=True))
    assert [line for line in told if line.startswith(("SEQUENCE", "STATUS"))] == [
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
        "STATUS:CANCELLED",
    ]


def test_a_feed_is_the_same_until_something_changes():
    event = Event("a", "x", dt.date(2026, 7, 1))
    assert feed("t", [event], now=NOW) == feed("t", [event], now=NOW)


@given(st.text("甲a,;\\\n\r ", max_size=120), st.text("标题ab", max_size=60))
def test_lines_are_short_and_words_come_back_whole(more, title):
    content = feed(title, [Event("k", title, dt.date(2026, 1, 1), more=more)], now=NOW)
    assert max(map(len, content.split(b"\r\n"))) <= calendars.LINE
    told = content.decode().replace("\r\n ", "").split("\r\n")
    said = next((line for line in told if line.startswith("DESCRIPTION:")), "DESCRIPTION:")
    plain = said.removeprefix("DESCRIPTION:").replace("\\\\", "\0").replace("\\n", "\n")
    assert plain.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\") == more.replace("\r", "")


def test_nobody_ends_the_calendar_by_a_title():
    assert lines(Event("k", "x\r\nEND:VCALENDAR\0", AT)).count("END:VCALENDAR") == 1


def test_an_address_opens_ones_own_calendar_until_it_is_revoked(member):
    token = calendars.new_feed_address(now=NOW, by=member)
    assert calendars.account_of_feed(token) == member
    assert calendars.revoke_feed_address(now=NOW, by=member)
    assert calendars.account_of_feed(token) is None


def test_a_new_address_ends_the_one_before(member):
    old = calendars.new_feed_address(now=NOW, by=member)
    new = calendars.new_feed_address(now=NOW, by=member)
    assert [calendars.account_of_feed(token) for token in (old, new)] == [None, member]


def test_the_secret_itself_is_not_kept(member):
    token = calendars.new_feed_address(now=NOW, by=member)
    kept = FeedAddress.objects.values().get()
    assert token not in str(kept)
    assert calendars.feed_address_of(member).hash != token


@pytest.mark.parametrize("token", ["", "x", "a" * 500])
def test_a_guess_opens_nothing(member, token):
    calendars.new_feed_address(now=NOW, by=member)
    assert calendars.account_of_feed(token) is None


def test_a_closed_account_has_no_calendar(member):
    token = calendars.new_feed_address(now=NOW, by=member)
    member.is_active = False
    member.save()
    assert calendars.account_of_feed(token) is None
