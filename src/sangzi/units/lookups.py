"""`path__within`: a subtree, or any other prefix, as a condition that an index answers on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    TextLookup = Lookup[Any]
else:
    TextLookup = Lookup

LAST = "\U0010ffff"  # sorts after every character that can follow a prefix


class Within(TextLookup):
    """The value begins with the given prefix, upper and lower case told apart.

    SQLite compares bytes, so a prefix is a range. PostgreSQL may sort by a language, so there it is a
    LIKE without leading wildcard, which the varchar_pattern_ops index of Django's `db_index` answers.
    """

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", (*params, _like_prefix(str(self.rhs)))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        return f"({left} >= %s AND {left} < %s)", (*params, prefix, *params, prefix + LAST)


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


def _like_prefix(prefix: str) -> str:
    for special in "\\%_":
        prefix = prefix.replace(special, "\\" + special)
    return prefix + "%"


def register() -> None:
    """Make the lookups known to every CharField."""
    CharField.register_lookup(Within)
    CharField.register_lookup(Holds)
