"""One notice for a crowd: one statement that reads the recipients and writes their rows, so that none is loaded."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from sangzi.kernel.models import Account
from sangzi.people.models import Person
from sangzi.units.models import Unit

from .models import Notice

FIELDS: dict[type, str] = {Account: "account_id", Person: "person_id", Unit: "unit_id"}
MARKS: dict[type, str] = {Account: "/a", Person: "/p", Unit: "/u"}
_NOT_SHARED = frozenset({"id", "key", *FIELDS.values()})


def key_for(key: str, recipient: Account | Person | Unit) -> str:
    """The key of the notice that one recipient has."""
    return f"{key}{MARKS[type(recipient)]}{recipient.pk}"


def insert_for(recipients: QuerySet[Any], same: Notice) -> int:
    """A copy of `same` for each recipient; returns how many. Who was told under its key already keeps what they have.

    The database itself passes over those, also when another transaction tells them at this moment.
    """
    shared = [field for field in Notice._meta.concrete_fields if field.attname not in _NOT_SHARED]
    values = [field.get_db_prep_save(getattr(same, field.attname), connection) for field in shared]
    named = [connection.ops.quote_name(str(field.column)) for field in shared]
    keys, parameters = recipients.order_by().annotate(told_pk=F("pk")).values_list("told_pk").query.sql_with_params()
    places = ", ".join(["%s"] * len(shared))
    # Names of our own tables and columns, and a query of Django's; every value is a parameter. SQLite needs a WHERE
    # before ON CONFLICT to tell it from a join.
    into = f"{connection.ops.quote_name(Notice._meta.db_table)} ({', '.join(named)}, {FIELDS[recipients.model]}, key)"
    own_key = "CAST(%s AS text) || CAST(told.told_pk AS text)"
    found = f"SELECT {places}, told.told_pk, {own_key} FROM ({keys}) AS told WHERE 1 = 1"  # noqa: S608
    statement = f"INSERT INTO {into} {found} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, same.key + MARKS[recipients.model], *parameters])
        return int(cursor.rowcount)
