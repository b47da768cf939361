"""Records written at the same moment: each counted once, in every figure above."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from sangzi.kernel import audit
from sangzi.kernel.errors import Conflict
from sangzi.people.models import Person
from sangzi.programmes.actions import open_round, reverse_record, write_record
from sangzi.programmes.models import Record
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .processes import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

TODAY = date(2024, 9, 30)
WRITERS, EACH = 8, 4


@pytest.fixture(autouse=True)
def counted(tree):
    """The totals of the tree as it is before the race."""
    rebuild(now=timezone.now(), by=None)


@pytest.fixture
def fairs(tree):
    return open_round(programme="fairs", unit=tree.province, title="一批", opens=date(2024, 1, 1), by=None)


@pytest.fixture
def schooling(tree):
    """A programme whose records name a person, so that people are counted too."""
    return open_round(programme="student-aid", unit=tree.province, title="一批", opens=date(2024, 1, 1), by=None)


def fair(round_, unit, key, day=6, quantity=1):
    return write_record(
        round=round_,
        unit=unit,
        kind="fair",
        on=date(2024, 5, day),
        key=key,
        today=TODAY,
        by=None,
        quantity=Decimal(quantity),
    )


def test_a_form_sent_many_times_is_one_record(fairs, tree):
    records = all_at_once(20, lambda _number: fair(fairs, tree.township, "one-form"))
    assert {record.pk for record in records} == {Record.objects.get().pk}
    assert list(differences()) == []


def test_one_form_with_different_contents_is_one_record_and_refusals(fairs, tree):
    outcomes = all_at_once(10, lambda number: fair(fairs, tree.township, "one-form", day=1 + number))
    assert sum(isinstance(outcome, Record) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9


def test_a_record_reversed_many_times_at_once_is_reversed_once(fairs, tree):
    record = fair(fairs, tree.township, "a")
    outcomes = all_at_once(8, lambda _number: reverse_record(record=record, reason="登记错了", by=None))
    assert Record.objects.filter(reverses=record).count() == 1
    assert all(isinstance(outcome, Record | Conflict) for outcome in outcomes)
    assert list(differences()) == []


def test_writers_all_over_the_tree_leave_figures_that_agree(fairs, tree):
    units = [tree.township, tree.other_township, tree.county, tree.other_county, tree.ragged_township, tree.village]

    def write(number: int) -> None:
        for turn in range(EACH):
            fair(fairs, units[(number + turn) % 4], f"{number}-{turn}")

    assert all_at_once(WRITERS, write) == [None] * WRITERS
    assert Record.objects.count() == WRITERS * EACH
    assert list(differences()) == []
    assert list(audit.verify()) == []


def test_one_person_recorded_everywhere_at_once_is_counted_once(schooling, tree):
    person = Person.objects.create(name="张三", home=tree.township)
    units = [tree.township, tree.other_township, tree.county, tree.other_county]
    kind = schooling_kind(schooling)

    def write(number: int) -> None:
        for turn, unit in enumerate(units[number % 4 :] + units[: number % 4]):
            on, key = date(2024, 1 + number, 6), f"{number}-{turn}"
            write_record(round=schooling, unit=unit, kind=kind, on=on, key=key, today=TODAY, by=None, person=person)

    assert all_at_once(WRITERS, write) == [None] * WRITERS
    assert list(differences()) == []


def test_totals_computed_anew_while_others_write_agree(fairs, tree):
    def write_or_rebuild(number: int) -> None:
        if number == 0:
            rebuild(now=timezone.now(), by=None)
            return
        for turn in range(EACH):
            fair(fairs, tree.township if number % 2 else tree.other_county, f"{number}-{turn}")

    assert all_at_once(WRITERS, write_or_rebuild) == [None] * WRITERS
    assert list(differences()) == []


def schooling_kind(round_) -> str:
    from sangzi.programmes.definitions import frozen

    return next(kind.key for kind in frozen(round_.definition).records if kind.person != "none")
