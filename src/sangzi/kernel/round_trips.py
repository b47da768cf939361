"""Several statements in one round trip to the database, and hundreds of rows in one statement.

Django's own way asks the database once a statement, and adapts every value of every row by itself; where hundreds of
requests are answered together that is most of what they cost. On PostgreSQL the statements go out as one text, and rows
as one JSON value that the database takes apart by the types of the columns; each statement still sees what those before
it did. Elsewhere it is Django's way, one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, ForeignKey, Lookup, Model, QuerySet

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup

# Fields whose values are the same in Python, in JSON and for the database.
PLAIN: Final = {
    "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "DateField", "DateTimeField",
    "DecimalField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "SmallIntegerField",
    "TextField",
}  # fmt: skip


class Shape(NamedTuple):
    """What a statement writes: columns by Django's name of the attribute; of rows that are there, the key first."""

    model: type[Model]
    columns: tuple[str, ...]
    adds: bool


class Change(NamedTuple):
    """Rows to be written: of each a value for each column."""

    shape: Shape
    values: Sequence[Sequence[object]]


def inserting(model: type[Model], columns: Iterable[str], values: Iterable[Sequence[object]]) -> Change:
    """New rows, of which these columns are given; the others are left to the database."""
    return Change(Shape(model, tuple(columns), adds=True), [*values])


def changing(model: type[Model], columns: Iterable[str], values: Iterable[Sequence[object]]) -> Change:
    """Some columns of rows that are there: of each row its key, then a value for each column."""
    return Change(Shape(model, (_key(model).attname, *columns), adds=False), [*values])


def inserted(model: type[Model], rows: Iterable[Model]) -> Change:
    """New rows, all columns but the key, which the database gives; the rows in memory are not told of it."""
    columns = tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)
    return inserting(model, columns, map(attrgetter(*columns), rows))


def changed(model: type[Model], columns: Sequence[str], rows: Iterable[Model]) -> Change:
    """Some columns of rows that are there."""
    return changing(model, columns, map(attrgetter("pk", *columns), rows))


def write(changes: Iterable[Change]) -> None:
    """Make all changes, in their order. In a transaction, since a change that fails does not undo those before it.

    Raises `TypeError` for a model with columns that are not written as they are: generated, or of a kind of their own.
    """
    wanted = [change for change in changes if change.values]
    if not wanted:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                ";".join(_postgresql(change.shape) for change in wanted), [_as_json(change) for change in wanted]
            )
            return
        for change in wanted:
            cursor.executemany(_plain(change.shape), _adapted(change))


class Keys:
    """Keys of rows, as one value of a statement: `pk__among=Keys(...)`, so that its text is the same however many."""

    def __init__(self, keys: Iterable[int | str]) -> None:
        self.all = list(keys)


Query = Callable[[Keys], QuerySet[Any]]


def read(keys: Iterable[int | str], *queries: Query) -> list[list[Any]]:
    """The rows that each query finds by these keys, as models. In a transaction where rows are to be held.

    A query is put into words once, so that nothing in it may change but the keys. Raises `TypeError` for one of columns
    that Django would convert.
    """
    if connection.vendor != "postgresql":
        return [list(query(Keys(keys))) for query in queries]
    wanted = list(keys)
    text, params = _worded(queries)
    given: list[Any] = [wanted if param is _ANY else param for param in params]
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return [_models(_model(query), _one_answer(cursor)) for query in queries]


def _one_answer(cursor: Any) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = cursor.fetchall()
    cursor.nextset()
    return rows


def _models(model: type[Model], rows: Iterable[Sequence[object]]) -> list[Model]:
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in rows]


@cache
def _model(query: Query) -> type[Model]:
    return query(_ANY).model


@cache
def _worded(queries: tuple[Query, ...]) -> tuple[str, list[object]]:
    """The text of all queries, and how many times the keys stand in it."""
    compilers = [query(_ANY).query.get_compiler(connection=connection) for query in queries]
    told = [compiler.as_sql() for compiler in compilers]
    params = [param for _sql, given in told for param in given]
    columns = [column for compiler in compilers for column, *_rest in compiler.select]
    if compilers[0].get_converters(columns):
        raise TypeError(f"{queries} ask for columns that Django converts")
    return ";".join(sql for sql, _given in told), params


_ANY: Final = Keys(())


@Field.register_lookup
@ForeignKey.register_lookup
class _Among(AnyLookup):
    """Whether a value is one of some keys."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(self.rhs.all))  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs if self.rhs is _ANY else self.rhs.all)


def _as_json(change: Change) -> str:
    names = [field.column for field in _fields(change.shape)]
    return _encode([dict(zip(names, row, strict=True)) for row in change.values])


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written as it is")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_as_text).encode


def _adapted(change: Change) -> list[tuple[Any, ...]]:
    """The values as the database takes them; column by column, since most of a column are what they should be."""
    columns: list[list[Any]] = [
        _prepared(field, column)
        for field, column in zip(_fields(change.shape), zip(*change.values, strict=True), strict=True)
    ]
    ordered = columns if change.shape.adds else [*columns[1:], columns[0]]
    return list(zip(*ordered, strict=True))


def _prepared(field: Field[Any, Any], values: Iterable[object]) -> list[Any]:
    taken, known = _taken(field), dict[object, Any]()
    return [value if type(value) in taken else _once(field, value, known) for value in values]


def _once(field: Field[Any, Any], value: object, known: dict[object, Any]) -> Any:
    """The value as the database takes it: of thousands of rows most have the same day."""
    if value not in known:
        known[value] = field.get_db_prep_save(value, connection)
    return known[value]


@cache
def _taken(field: Field[Any, Any]) -> tuple[type, ...]:
    """Values of these types are taken as they are."""
    kind = (field.target_field if isinstance(field, ForeignKey) else field).get_internal_type()
    if kind in ("CharField", "TextField"):
        return str, type(None)
    return (int, type(None)) if kind.endswith(("IntegerField", "AutoField")) else (type(None),)


def _key(model: type[Model]) -> Field[Any, Any]:
    assert model._meta.pk is not None
    return model._meta.pk


@cache
def _fields(shape: Shape) -> list[Field[Any, Any]]:
    by_name = {field.attname: field for field in shape.model._meta.concrete_fields}
    fields = [by_name[name] for name in shape.columns]
    for field in fields:
        _refuse_unplain(field)
    return fields


def _refuse_unplain(field: Field[Any, Any]) -> None:
    target = field.target_field if isinstance(field, ForeignKey) else field
    kept = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or field.generated
    if kept or target.get_internal_type() not in PLAIN:
        raise TypeError(f"{field} is not written as it is")


def _quoted(names: Iterable[str | None]) -> list[str]:
    return [connection.ops.quote_name(name) for name in names if name]


@cache
def _plain(shape: Shape) -> str:
    (table,) = _quoted([shape.model._meta.db_table])
    names = _quoted(field.column for field in _fields(shape))
    if shape.adds:
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
    settings = ", ".join(f"{name} = %s" for name in names[1:])
    return f"UPDATE {table} SET {settings} WHERE {names[0]} = %s"  # noqa: S608  (the names are the models')


@cache
def _postgresql(shape: Shape) -> str:
    fields = _fields(shape)
    (table,) = _quoted([shape.model._meta.db_table])
    names = _quoted(field.column for field in fields)
    typed = ", ".join(f"{name} {field.db_type(connection)}" for name, field in zip(names, fields, strict=True))
    told = f"json_to_recordset(%s::json) AS told({typed})"
    if shape.adds:
        listed = ", ".join(names)
        return f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {told}"  # noqa: S608
    settings = ", ".join(f"{name} = told.{name}" for name in names[1:])
    return f"UPDATE {table} AS here SET {settings} FROM {told} WHERE here.{names[0]} = told.{names[0]}"  # noqa: S608
