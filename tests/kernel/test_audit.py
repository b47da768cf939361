"""The audit chain holds, and every way of breaking it is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sangzi.kernel import audit
from sangzi.kernel.models import AuditHead, AuditLine
from tests.flush import without_triggers

pytestmark = pytest.mark.django_db


def write(chain: int, times: int) -> None:
    with transaction.atomic():
        for number in range(times):
            audit.append(chain=chain, act="test.write", about=f"test:{number}", by=None, detail={"number": number})


def tamper(statement: str) -> None:
    """As somebody would who owns the database: without the triggers."""
    with connection.cursor() as cursor, without_triggers(cursor):
        cursor.execute(statement)


def found() -> list[tuple[int, int]]:
    return [(breach.chain, breach.seq) for breach in audit.verify()]


@pytest.fixture
def chains(db):
    write(1, 5)
    write(2, 3)


def test_untouched_chains_are_whole(chains):
    assert found() == []


def test_chains_that_do_not_exist_are_whole(db):
    assert found() == []


def test_lines_are_numbered_from_one_in_each_chain(chains):
    assert list(AuditLine.objects.filter(chain=2).values_list("seq", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        audit.append(chain=1, act="test.write", about="", by=None)


@pytest.mark.parametrize("change", ["act = 'x'", "about = 'x'", "detail = '{}'", "at = '2020-01-01 00:00:00+00:00'"])
def test_an_edited_line_is_found(chains, change):
    tamper(f"UPDATE kernel_auditline SET {change} WHERE chain = 1 AND seq = 3")
    assert found() == [(1, 3)]


def test_a_line_put_on_another_account_is_found(chains, member):
    tamper(f"UPDATE kernel_auditline SET by_id = {member.pk} WHERE chain = 1 AND seq = 3")
    assert found() == [(1, 3)]


def test_a_removed_line_is_found(chains):
    tamper("DELETE FROM kernel_auditline WHERE chain = 1 AND seq = 3")
    assert found() == [(1, 4)]


def test_a_cut_end_is_found(chains):
    tamper("DELETE FROM kernel_auditline WHERE chain = 1 AND seq > 3")
    assert found() == [(1, 5)]


def test_an_emptied_chain_is_found(chains):
    tamper("DELETE FROM kernel_auditline WHERE chain = 2")
    assert found() == [(2, 3)]


def test_two_lines_that_changed_places_are_found(chains):
    for old, new in ((3, -3), (4, 3), (-3, 4)):
        tamper(f"UPDATE kernel_auditline SET seq = {new} WHERE chain = 1 AND seq = {old}")
    assert {seq for _, seq in found()} == {3, 4, 5}


def test_an_inserted_line_is_found(chains):
    tamper("UPDATE kernel_auditline SET seq = seq + 100 WHERE chain = 1 AND seq > 3")
    tamper("UPDATE kernel_auditline SET seq = seq - 99 WHERE chain = 1 AND seq > 100")
    columns = "at, act, about, detail, previous, hash"
    tamper(
        f"INSERT INTO kernel_auditline (chain, seq, {columns})"
        f" SELECT 1, 4, {columns} FROM kernel_auditline WHERE chain = 1 AND seq = 2"
    )
    assert (1, 4) in found()


def test_a_line_added_past_the_end_is_found(chains):
    last = AuditLine.objects.get(chain=1, seq=5)
    AuditLine.objects.create(chain=1, seq=6, at=last.at, act="x", about="x", previous=last.hash, hash="0" * 64)
    assert (1, 6) in found()


def test_lines_moved_to_another_chain_are_found(chains):
    tamper("UPDATE kernel_auditline SET chain = 3 WHERE chain = 2")
    AuditHead.objects.filter(chain=2).update(chain=3)
    assert {chain for chain, _ in found()} >= {3}


@pytest.mark.parametrize("statement", ["UPDATE kernel_auditline SET act = 'x'", "DELETE FROM kernel_auditline"])
def test_the_database_refuses_to_touch_a_line(chains, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditLine.objects.filter(chain=1).exists()
        connection.cursor().execute(statement)
    assert found() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_truncate_lines(chains):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE kernel_auditline")


def test_a_line_is_three_statements_on_a_known_chain(chains, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):
        audit.append(chain=1, act="test.write", about="", by=None)


def lines_of(chain, number):
    told = {"at": timezone.now(), "by": None, "act": "test.write", "about": "test:1", "detail": "{}"}
    return [AuditLine(chain=chain, **told) for _number in range(number)]


def test_many_chains_grow_together_and_are_whole(chains):
    with transaction.atomic():
        audit.extend_all({2: lines_of(2, 2), 7: lines_of(7, 3), 1: lines_of(1, 1)})
    assert found() == []
    assert dict(AuditHead.objects.values_list("chain", "seq")) == {1: 6, 2: 5, 7: 3}


def test_a_hundred_known_chains_cost_what_one_costs(db, django_assert_num_queries):
    chains = range(1, 101)
    for chain in chains:
        write(chain, 1)
    with transaction.atomic(), django_assert_num_queries(3):
        audit.extend_all({chain: lines_of(chain, 1) for chain in chains})
    assert found() == []
