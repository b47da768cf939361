"""Triggers that refuse to change or remove rows of an append-only table, on both databases.

One column may be let through: whose row it is, because two persons may turn out to be one. What it says stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
"""


def trigger_statements(table: str, vendor: str) -> list[str]:
    """The statements that make `table` append-only on a database of `vendor`."""
    if vendor == "sqlite":
        return [_SQLITE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [_POSTGRESQL.format(table=table)]


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes `table` append-only."""
    return migrations.RunPython(_create(table), _drop(table))


def let_through(table: str, column: str) -> migrations.RunPython:
    """A migration operation after which one column of an append-only table may change; all the others stay."""

    def narrow(_apps: Any, editor: Any) -> None:
        for statement in narrowed_statements(editor.connection, table, column):
            editor.execute(statement, params=None)

    def widen(apps: Any, editor: Any) -> None:
        _drop(table)(apps, editor)
        _create(table)(apps, editor)

    return migrations.RunPython(narrow, widen)


def narrowed_statements(connection: Any, table: str, column: str) -> list[str]:
    """The statements that put a trigger on every column but one in the place of the trigger on all of them."""
    with connection.cursor() as cursor:
        found = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    others = ", ".join(connection.ops.quote_name(name) for name in found if name != column)
    if connection.vendor == "sqlite":
        create = _SQLITE.format(table=table, verb="UPDATE").replace(f" ON {table}", f" OF {others} ON {table}")
        return [f"DROP TRIGGER IF EXISTS {table}_no_UPDATE", create]
    verbs = f"BEFORE DELETE OR UPDATE OF {others} ON {table}"
    return [
        f"DROP TRIGGER {table}_append_only ON {table}",
        f"CREATE TRIGGER {table}_append_only {verbs} FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
    ]


def _create(table: str) -> Callable[[Any, Any], None]:
    def create(_apps: Any, editor: Any) -> None:
        for statement in trigger_statements(table, editor.connection.vendor):
            editor.execute(statement, params=None)

    return create


def _drop(table: str) -> Callable[[Any, Any], None]:
    def drop(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")

    return drop
