"""Loose audit lines are tied into their chains, and movements counted, a moment after they were written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from sangzi.kernel import audit, facts, loose, movements, sweeping
from sangzi.kernel.facts import Movement
from sangzi.kernel.models import AuditLine, LooseLine, LooseMovement

pytestmark = pytest.mark.django_db

MOVED = Movement("places.open", "youth-home", 1, date(2026, 3, 1), 100)


def note(number: int, chain: int = 7) -> None:
    loose.note(chain=chain, act="test.note", about=f"test:{number}", by=None, at=timezone.now(), detail={"n": number})


@pytest.fixture
def heard(monkeypatch):
    batches: list[list[Movement]] = []
    monkeypatch.setattr(facts, "_listeners", [batches.append])
    return batches


def test_tied_lines_stand_in_their_chain_in_the_order_of_writing():
    for number in range(5):
        note(number)
    assert loose.tie() == 5
    assert list(AuditLine.objects.filter(chain=7).order_by("seq").values_list("about", flat=True)) == [
        f"test:{number}" for number in range(5)
    ]


def test_chains_hold_after_lines_were_tied_beside_ordinary_ones():
    audit.append(chain=7, act="test.write", about="", by=None)
    note(1)
    note(2, chain=8)
    loose.tie()
    audit.append(chain=7, act="test.write", about="", by=None)
    assert list(audit.verify()) == []
    assert AuditLine.objects.filter(chain=7).count() == 3


def test_nothing_waits_after_tying():
    note(1)
    loose.tie()
    assert loose.tie() == 0
    assert not LooseLine.objects.exists()


@pytest.mark.parametrize("change", ["act = 'x'", "about = 'x'", "detail = '{}'", "chain = 9"])
def test_a_waiting_line_that_was_changed_is_found_and_never_tied(change):
    note(1)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_looseline SET {change}")
    assert loose.tie() == 0
    assert len(list(loose.breaches())) == 1


def test_at_most_so_many_lines_are_tied_in_one_turn():
    for number in range(5):
        note(number)
    assert [loose.tie(limit=3), loose.tie(limit=3), loose.tie(limit=3)] == [3, 2, 0]


def test_waiting_movements_are_told_once(heard):
    movements.later([MOVED, MOVED])
    assert movements.settle() == 2
    assert movements.settle() == 0
    assert heard == [[MOVED, MOVED]]


def test_what_waits_is_forgotten_when_all_is_counted_anew(heard):
    movements.later([MOVED])
    movements.forget_waiting()
    assert movements.settle() == 0
    assert heard == []


def test_a_movement_that_cannot_be_counted_keeps_waiting(monkeypatch):
    def refuse(_batch: list[Movement]) -> None:
        raise RuntimeError

    monkeypatch.setattr(facts, "_listeners", [refuse])
    movements.later([MOVED])
    with pytest.raises(RuntimeError):
        movements.settle()
    assert LooseMovement.objects.count() == 1


def test_the_sweeper_does_both(heard):
    note(1)
    movements.later([MOVED])
    assert sweeping.sweep() == 2
    assert sweeping.sweep() == 0
