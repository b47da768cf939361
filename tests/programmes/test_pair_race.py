"""Many pairs of one person at the same moment are still one paired person, in the facts and in the figures."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from sangzi.people.models import Person
from sangzi.programmes.actions import offer, open_round, pair, release_place
from sangzi.programmes.models import Opening, Placement
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences
from tests.races.processes import all_at_once

from .telling import held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

MENTORS = 8
MAY, JUNE = date(2024, 5, 6), date(2024, 6, 1)


@pytest.fixture
def openings(tree):
    rebuild(now=timezone.now(), by=None)
    round_ = open_round(programme="mentoring", unit=tree.province, title="一批", opens=date(2024, 1, 1), by=None)
    mentors = Person.objects.bulk_create(Person(name=f"师{n}", home=tree.county) for n in range(MENTORS))
    units = [tree.township, tree.other_township]
    return [
        offer(round=round_, unit=units[number % 2], title="名额", on=MAY, capacity=3, offered_by=mentor, by=None)
        for number, mentor in enumerate(mentors)
    ]


@pytest.fixture
def founder(tree):
    return Person.objects.create(name="张三", home=tree.township)


def pair_with(opening, person, key):
    return pair(opening=Opening.objects.get(pk=opening.pk), person=person, on=MAY, by=None, key=key)


def test_a_person_paired_many_times_at_once_counts_once(openings, founder):
    outcomes = all_at_once(MENTORS, lambda number: pair_with(openings[number], founder, f"key {number}"))
    assert all(isinstance(outcome, Placement) for outcome in outcomes)
    assert list(held("programmes.paired").values()) == [100]
    assert list(differences()) == []


def test_a_person_unpaired_many_times_at_once_counts_no_more(openings, founder):
    pairs = [pair_with(opening, founder, str(opening.pk)) for opening in openings]
    fresh = [Placement.objects.select_related("opening", "person").get(pk=one.pk) for one in pairs]
    all_at_once(MENTORS, lambda number: release_place(placement=fresh[number], on=JUNE, by=None))
    assert sum(held("programmes.paired").values()) == 0
    assert list(differences()) == []
