"""Conditions that an index answers on both databases: a subtree or any other prefix, and what is near a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, ForeignKey
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from .paths import keys

if TYPE_CHECKING:
    TextLookup = Lookup[Any]
else:
    TextLookup = Lookup

LAST = "\U0010ffff"  # sorts after every character that can follow a prefix


class Within(TextLookup):
    """The value begins with the given prefix, upper and lower case told apart."""

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return _begins(left, params, str(self.rhs), connection)


class Near(TextLookup):
    """The unit that a row names is the given one, lies below it, or stands above it.

    A database goes from those units to the rows, which is the shorter way where they are few: a county, a township.
    """

    lookup_name = "near"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        at_or_below, prefix = _begins('"path"', (), self.rhs.path, connection)
        above = keys(self.rhs.path)[:-1]
        those = f"{at_or_below} OR id IN ({', '.join(['%s'] * len(above))})" if above else at_or_below
        table = connection.ops.quote_name(self.rhs._meta.db_table)
        inside = f"SELECT id FROM {table} WHERE {those}"  # noqa: S608  (every value is a parameter)
        return f"{left} IN ({inside})", (*params, *prefix, *above)


class Holds(TextLookup):
    """The value contains the given text, without the case folding that makes SQLite's LIKE slow."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"strpos({left}, %s) > 0", (*params, str(self.rhs))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"instr({left}, %s) > 0", (*params, str(self.rhs))


def _begins(
    left: str, params: Sequence[Any], prefix: str, connection: BaseDatabaseWrapper
) -> tuple[str, tuple[Any, ...]]:
    """A text begins with a prefix.

    SQLite compares bytes, so a prefix is a range. PostgreSQL may sort by a language, so there it is a
    LIKE without leading wildcard, which the varchar_pattern_ops index of Django's `db_index` answers.
    """
    if connection.vendor == "sqlite":
        return f"({left} >= %s AND {left} < %s)", (*params, prefix, *params, prefix + LAST)
    return f"{left} LIKE %s", (*params, _like_prefix(prefix))


def _like_prefix(prefix: str) -> str:
    for special in "\\%_":
        prefix = prefix.replace(special, "\\" + special)
    return prefix + "%"


def register() -> None:
    """Make the lookups known to every CharField, and to every reference to a unit."""
    ForeignKey.register_lookup(Near)
    CharField.register_lookup(Within)
    CharField.register_lookup(Holds)
