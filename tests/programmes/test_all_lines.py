"""Every application of a round, a part at a time: nobody left out, and no more held when there are more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sangzi.people.models import Person
from sangzi.programmes.models import Application
from sangzi.programmes.queries.application_lists import all_lines
from tests.kernel.worksheets.test_memory import held_at_most

from .made_rounds import declared, round_of

PART = 50
ROOM = 64 * 1024


@pytest.fixture
def crowded(tree):
    """Makes a round with so many applications, in one statement."""

    def of(number):
        round_ = round_of(declared(), tree.county)
        now = timezone.now()
        persons = Person.objects.bulk_create(Person(name=f"张{at}", home=tree.township) for at in range(number))
        usual = {"round": round_, "unit": tree.township, "state": "submitted", "made": now, "changed": now}
        rows = (Application(person=one, key=f"all-{one.pk}", **usual) for one in persons)
        Application.objects.bulk_create(rows)
        return Application.objects.filter(round=round_)

    return of


def walked(found):
    return [line.pk for line in all_lines(found, (), PART)]


def test_each_comes_once_the_newest_first(crowded):
    found = crowded(2 * PART + 1)
    assert walked(found) == list(found.order_by("-pk").values_list("pk", flat=True))


def test_four_times_as_many_hold_the_same_memory(crowded):
    few, more = crowded(3 * PART), crowded(12 * PART)
    count = lambda found: held_at_most(lambda: sum(1 for _line in all_lines(found, (), PART)))  # noqa: E731
    count(few)
    assert count(more) < count(few) + ROOM
