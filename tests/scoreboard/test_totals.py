"""Totals moved one by one equal totals computed at once."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sangzi.kernel.facts import Movement
from sangzi.kernel.movements import later, settle
from sangzi.people.models import Person
from sangzi.scoreboard import actions
from sangzi.scoreboard.increments import apply
from sangzi.scoreboard.models import Total
from sangzi.scoreboard.verification import differences
from sangzi.units.models import Unit

START = date(2023, 11, 1)


def some_movement(chance: random.Random, units: list[int], people: list[int]) -> Movement:
    fact = chance.choice(["t.flow", "t.stock", "t.people"])
    amount = 100 if fact == "t.people" else chance.choice([100, 100, 200, -100, 50])
    person = chance.choice(people) if fact == "t.people" else 0
    return Movement(fact, "a", chance.choice(units), START + timedelta(chance.randrange(900)), amount, person)


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_movements_leaves_no_difference(ledger, rebuilt, seed):
    chance = random.Random(seed)
    units = list(Unit.objects.values_list("pk", flat=True))
    people = list(Person.objects.values_list("pk", flat=True))
    for _ in range(25):
        batch = [some_movement(chance, units, people) for _ in range(chance.choice([1, 1, 3]))]
        ledger.write(*batch)
        seen = [movement for movement in ledger.rows if movement.fact == "t.people"]
        if seen and chance.random() < 0.3:
            gone = chance.choice(seen)
            ledger.write(gone._replace(amount=-gone.amount))
    assert list(differences()) == []


@pytest.mark.parametrize("seed", range(12))
def test_movements_counted_later_mix_with_those_counted_at_once(ledger, rebuilt, seed):
    chance = random.Random(seed)
    units = list(Unit.objects.values_list("pk", flat=True))
    people = list(Person.objects.values_list("pk", flat=True))[:3]
    for _ in range(25):
        tell = chance.choice([apply, later])
        ledger.write(*(some_movement(chance, units, people) for _ in range(chance.choice([1, 1, 3]))), tell=tell)
        if chance.random() < 0.3:
            settle(limit=2)
        if chance.random() < 0.05:
            actions.rebuild(now=timezone.now(), by=None)
    assert list(differences()) == []


def test_a_spoilt_total_is_found(ledger, rebuilt, tree):
    ledger.write(Movement("t.flow", "a", tree.village.pk, START, 100))
    spoilt = Total.objects.filter(unit=tree.county).first()
    Total.objects.filter(pk=spoilt.pk).update(amount=spoilt.amount + 1)
    assert [(found.unit, found.stored - found.computed) for found in differences()] == [(tree.county.pk, 1)]


def test_a_closed_unit_no_longer_counts(ledger, tree, figure):
    ledger.write(Movement("t.stock", "a", tree.township.pk, START, 100))
    Unit.objects.filter(pk=tree.township.pk).update(closed=date(2025, 6, 1))
    actions.rebuild(now=timezone.now(), by=None)
    before, after = (figure("coverage", tree.nation, day) for day in (date(2025, 5, 31), date(2025, 6, 30)))
    assert (before.numerator, before.denominator) == (100, 300)
    assert (after.numerator, after.denominator) == (0, 200)


def test_work_for_one_movement_does_not_grow_with_what_is_there(ledger, rebuilt, tree, django_assert_max_num_queries):
    for day in range(60):
        ledger.write(Movement("t.flow", "a", tree.village.pk, START + timedelta(day), 100))
    with django_assert_max_num_queries(12):
        ledger.write(Movement("t.stock", "a", tree.village.pk, START, 100))
