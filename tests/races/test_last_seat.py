"""Scarce seats: as many people as ask at once, never one more than there are."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from sangzi.kernel.errors import Conflict
from sangzi.people.models import Person
from sangzi.programmes.actions import offer, open_round, release_place, take_place
from sangzi.programmes.models import Opening, Placement
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

SEATS, ASKING = 5, 30
MAY = date(2024, 5, 6)


@pytest.fixture
def opening(tree):
    rebuild(now=timezone.now(), by=None)
    round_ = open_round(programme="return-home", unit=tree.province, title="一批", opens=date(2024, 1, 1), by=None)
    return offer(round=round_, unit=tree.county, title="文书", on=MAY, capacity=SEATS, by=None)


@pytest.fixture
def people(tree):
    return Person.objects.bulk_create(Person(name=f"张{n}", home=tree.township) for n in range(ASKING))


def take(opening, person, key):
    return take_place(opening=Opening.objects.get(pk=opening.pk), person=person, on=MAY, by=None, key=key)


def take_carelessly(opening, person, key):
    """Reads, then writes: the code that this project must never contain, kept to show that the race is real."""
    with transaction.atomic():
        now = Opening.objects.get(pk=opening.pk)
        if now.taken >= now.capacity:
            raise Conflict("满")
        time.sleep(0.01)  # anything may happen between the reading and the writing
        placement = Placement.objects.create(opening=now, person=person, since=MAY, key=key)
        Opening.objects.filter(pk=now.pk).update(taken=now.taken + 1)
    return placement


def race(take, opening, people) -> list[object]:
    return all_at_once(len(people), lambda number: take(opening, people[number], f"key-{number}"))


def test_every_seat_is_taken_once_and_the_rest_are_told(opening, people):
    outcomes = race(take, opening, people)
    assert sum(isinstance(outcome, Placement) for outcome in outcomes) == SEATS
    assert sum(isinstance(outcome, Conflict) and "已满" in outcome.sentence for outcome in outcomes) == ASKING - SEATS


def test_the_count_of_seats_is_the_number_of_placements(opening, people):
    race(take, opening, people)
    opening.refresh_from_db()
    assert (opening.taken, Placement.objects.count()) == (SEATS, SEATS)


@pytest.mark.postgres
def test_code_that_reads_and_then_writes_oversells(opening, people):
    race(take_carelessly, opening, people)
    assert Placement.objects.count() > SEATS


def test_one_person_who_clicks_many_times_has_one_seat(opening, people):
    placements = all_at_once(20, lambda _number: take(opening, people[0], "one-form"))
    assert {placement.pk for placement in placements} == {Placement.objects.get().pk}
    assert Opening.objects.get().taken == 1


def test_one_person_who_asks_from_two_forms_has_one_seat(opening, people):
    all_at_once(20, lambda number: take(opening, people[0], f"form-{number}"))
    assert (Placement.objects.count(), Opening.objects.get().taken) == (1, 1)


def test_a_seat_given_back_many_times_at_once_is_one_free_seat(opening, people):
    placement = take(opening, people[0], "a")
    outcomes = all_at_once(10, lambda _number: release_place(placement=_fresh(placement), on=date(2024, 6, 1), by=None))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9
    assert Opening.objects.get().taken == 0


def test_the_figures_agree_after_the_race(opening, people):
    race(take, opening, people)
    assert list(differences()) == []


def _fresh(placement):
    return Placement.objects.select_related("opening", "person").get(pk=placement.pk)
