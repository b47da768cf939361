"""Whose line in a register ends is told before and after, once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.notices.lines import tell_of_lines
from sangzi.notices.models import Notice
from sangzi.people.actions import lapse_lines
from sangzi.people.models import Entry, Person

from .conftest import NOW

TODAY = timezone.localdate(NOW)


@pytest.fixture
def line(tian, tree):
    """A line that ends in twenty days."""
    given = {"register": "volunteers", "unit": tree.township, "since": TODAY - timedelta(days=700)}
    person = Person.objects.get(account=tian)
    return Entry.objects.create(person=person, lapses=TODAY + timedelta(days=20), **given)


def told_after(*days):
    """The keys of what was told, when the morning of each day has come."""
    for day in days:
        now = NOW + timedelta(days=day)
        lapse_lines(today=timezone.localdate(now), by=None)
        tell_of_lines(now)
    return [notice.key.split(":")[0] for notice in Notice.objects.order_by("pk")]


def test_a_line_is_told_two_weeks_before_it_ends_and_once_it_has(line):
    assert told_after(0, 5) == []
    assert told_after(6, 7, 19) == ["line-ends"]
    assert told_after(20, 21, 40) == ["line-ends", "line-ended"]
    assert "志愿者" in Notice.objects.latest("pk").headline


def test_a_worker_that_was_away_tells_later(line):
    assert told_after(28) == ["line-ended"]


def test_who_left_or_renewed_is_told_nothing(line):
    Entry.objects.update(until=TODAY, lapses=TODAY + timedelta(days=300))
    assert told_after(6, 20, 299) == []
