"""Audit chains under many writers at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from sangzi.kernel import audit
from sangzi.kernel.models import AuditLine

from .processes import PATIENCE, all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

LINES = 20


def write(chain: int) -> None:
    for number in range(LINES):
        with transaction.atomic():
            audit.append(chain=chain, act="test.write", about=f"test:{number}", by=None)


def seqs(chain: int) -> list[int]:
    return list(AuditLine.objects.filter(chain=chain).order_by("seq").values_list("seq", flat=True))


def test_eight_writers_on_one_chain_leave_no_gap():
    assert all_at_once(8, lambda _number: write(1)) == [None] * 8
    assert seqs(1) == list(range(1, 8 * LINES + 1))
    assert list(audit.verify()) == []


def test_writers_on_two_chains_leave_no_gap_in_either():
    assert all_at_once(8, lambda number: write(1 + number % 2)) == [None] * 8
    assert seqs(1) == seqs(2) == list(range(1, 4 * LINES + 1))
    assert list(audit.verify()) == []


def test_a_change_that_is_rolled_back_leaves_no_line_and_no_gap():
    def write_or_break(number: int) -> None:
        with transaction.atomic():
            audit.append(chain=1, act="test.write", about="", by=None)
            if number % 2:
                raise ArithmeticError

    all_at_once(8, write_or_break)
    assert seqs(1) == [1, 2, 3, 4]
    assert list(audit.verify()) == []


def test_chains_verify_while_others_write():
    breaches = []

    def write_or_verify(number: int) -> None:
        if number:
            write(number % 3)
        else:
            breaches.extend(breach for _ in range(LINES) for breach in audit.verify())

    assert all_at_once(5, write_or_verify) == [None] * 5
    assert breaches == []


@pytest.mark.postgres
def test_writers_of_different_chains_do_not_queue():
    held, release = threading.Event(), threading.Event()

    def hold(number: int) -> None:
        with transaction.atomic():
            if number == 0:
                audit.append(chain=1, act="test.write", about="", by=None)
                held.set()
                assert release.wait(PATIENCE)
                return
            assert held.wait(PATIENCE)
            connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
            audit.append(chain=2, act="test.write", about="", by=None)
        release.set()

    assert all_at_once(2, hold) == [None, None]
