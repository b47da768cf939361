"""Many rows and several statements in one round trip leave and find what Django's own way does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sangzi.kernel.models import Account, Job, LooseLine, LooseMovement
from sangzi.kernel.round_trips import changed, inserted, inserting, read, write

pytestmark = pytest.mark.django_db

ODD = ["", "“引号”", 'it\'s "so" \\ {1,2} %s ;', "两\n行\t", "𠮷", "null"]


def line(about: str, by: Account | None = None) -> LooseLine:
    at = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
    return LooseLine(chain=7, at=at, by=by, act="x", about=about, detail="{}", seal="s")


def lines(keys):
    return LooseLine.objects.filter(pk__among=keys).order_by("-pk")


def movements(keys):
    return LooseMovement.objects.filter(person__among=keys, fact="f")


def told(rows):
    return [(row.chain, row.at, row.by_id, row.about, row.seal) for row in rows]


def test_rows_are_written_as_they_are_in_their_order():
    account = Account.objects.create(username="a", name="甲")
    rows = [line(about, account if at % 2 else None) for at, about in enumerate(ODD)]
    with transaction.atomic():
        write([inserted(LooseLine, rows)])
    assert told(LooseLine.objects.order_by("pk")) == told(rows)


def test_only_the_named_columns_of_the_given_rows_change():
    first, second, other = LooseLine.objects.bulk_create([line("1"), line("2"), line("3")])
    first.about, second.about = ODD[2], "二"
    first.seal = "not this"
    with transaction.atomic():
        write([changed(LooseLine, ("about",), [first, second])])
    there = LooseLine.objects.order_by("pk").values_list("pk", "about", "seal")
    assert list(there) == [(first.pk, ODD[2], "s"), (second.pk, "二", "s"), (other.pk, "3", "s")]


def test_columns_that_are_not_given_are_left_to_the_database():
    row = ("f", "t", 1, date(2026, 3, 1), -5_000_000_000, 9)
    with transaction.atomic():
        write([inserting(LooseMovement, ("fact", "tag", "unit", "on", "amount", "person"), [row])])
    assert LooseMovement.objects.values_list("fact", "tag", "unit", "on", "amount", "person").get() == row


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        write([inserted(LooseLine, []), changed(LooseLine, ("about",), [])])


def test_a_model_that_fills_in_columns_itself_is_refused():
    with pytest.raises(TypeError, match="not written as it is"):
        write([inserted(Job, [Job(kind="a", key="a")])])


def test_each_query_finds_its_own_rows_by_the_same_keys():
    rows = LooseLine.objects.bulk_create([line("1"), line("2"), line("3")])
    keys = [row.pk for row in rows[:2]]
    here = {"fact": "f", "tag": "t", "unit": 1, "on": date(2026, 3, 1), "amount": 1}
    LooseMovement.objects.create(**here, person=keys[0])
    LooseMovement.objects.create(**here | {"fact": "g"}, person=keys[1])
    found, moved = read(keys, lines, movements)
    assert [row.about for row in found] == ["2", "1"]
    assert [row.person for row in moved] == [keys[0]]
    assert read([rows[2].pk], lines, movements) == [[rows[2]], []]
    assert read([], lines) == [[]]


def test_on_postgresql_it_is_one_statement_whatever_the_number():
    rows = LooseLine.objects.bulk_create([line("1"), line("2")])
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        read([rows[0].pk], lines, movements)
        write([changed(LooseLine, ("about",), rows), inserted(LooseLine, [line("4"), line("5")])])
    inside = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(inside) == (2 if connection.vendor == "postgresql" else len(inside))
