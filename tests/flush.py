"""Lets the emptying of tables between transactional tests pass the append-only triggers."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection, transaction


def let_pass() -> None:
    """Wrap the connection's flush, and nothing else: tests themselves meet the triggers."""
    operations = type(connection.ops)
    if not hasattr(operations.execute_sql_flush, "lets_pass"):
        operations.execute_sql_flush = _wrapped(operations.execute_sql_flush)


def _wrapped(flush):
    def execute_sql_flush(self, statements):
        with transaction.atomic(), self.connection.cursor() as cursor, without_triggers(cursor):
            flush(self, statements)

    execute_sql_flush.lets_pass = True
    return execute_sql_flush


@contextmanager
def without_triggers(cursor):
    """Take the triggers away, and put them back."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        cursor.execute(statement)
