"""Whose a record is may be put right; what it says may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from sangzi.people.actions import add_person
from sangzi.programmes.models import Record


def columns() -> list[str]:
    return [field.column for field in Record._meta.concrete_fields if field.column != "person_id"]


@pytest.fixture
def record(stage):
    return stage.record()


@pytest.mark.parametrize("column", columns())
def test_no_column_of_a_record_changes_but_whose_it_is(record, column):
    statement = f'UPDATE programmes_record SET "{column}" = "{column}"'
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_record_may_become_somebody_elses(record, tree):
    other = add_person(name="李四", home=tree.village, today=date(2024, 5, 6), by=None)
    assert Record.objects.update(person=other) == 1
