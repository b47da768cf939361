"""The roll-up against the DHIS2 way on PostgreSQL: `python -m benchmarks.dhis2 [--facts N]`.

The DHIS2 way: one wide row a fact, with a column for the ancestor at every level, built anew from the stored values,
one index a dimension column, and every question answered by grouping that table by a level's column.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks import clock, generated, postgres
from sangzi.engines.rollup import Tree, columns, roll_up_columns

DEPTH = len(generated.SIZES)
UIDS = [f"uidlevel{n}" for n in range(1, DEPTH + 1)]
PERIODS = ["monthly", "quarterly", "sixmonthly", "yearly"]
WIDE = {
    "dx": "char(11) not null",
    "co": "char(11) not null",
    "ao": "char(11) not null",
    "pestartdate": "date",
    "peenddate": "date",
    "year": "int not null",
    "pe": "text not null",
    "ou": "char(11) not null",
    "oulevel": "int",
    "id": "text",
    **dict.fromkeys(UIDS, "char(11)"),
    **dict.fromkeys(PERIODS, "text"),
    "approvallevel": "int",
    "daysxvalue": "double precision",
    "daysno": "int not null",
    "value": "double precision",
    "textvalue": "text",
}
PERIOD_TABLE = (
    "create unlogged table periods as select n as periodid, first as startdate,"
    " (first + interval '1 month' - interval '1 day')::date as enddate,"
    " extract(day from first + interval '1 month' - interval '1 day')::int as daysno, 2025 as year,"
    " to_char(first, 'YYYYMM') as monthly, to_char(first, 'YYYY\"Q\"Q') as quarterly,"
    " '2025S' || (n / 6 + 1) as sixmonthly, '2025' as yearly"
    " from (select n, (date '2025-01-01' + n * interval '1 month')::date as first from generate_series(0, 11) n) m"
)
INDEXED = ["dx", "co", "ao", "pestartdate", "peenddate", "year", "pe", "ou", "oulevel", *UIDS, *PERIODS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=10_000_000)
    asked = parser.parse_args()
    bin_dir = postgres.programs()
    if bin_dir is None:
        sys.exit("Skipped: no PostgreSQL programs here; install the Debian package postgresql.")
    print(f"{clock.machine()}; {asked.facts:,} facts", flush=True)
    parent, level = generated.nation()
    tree = Tree.from_parents(parent, level)
    rows = generated.facts(tree, asked.facts)
    with postgres.server(bin_dir) as address, psycopg.connect(address, autocommit=True) as database:
        _measure(database, tree, rows)


def _measure(database: psycopg.Connection, tree: Tree, rows: generated.Facts) -> None:
    load_seconds, _ = clock.best(lambda: _load(database, tree, rows), 1)
    clock.line("(source tables loaded; not counted)", load_seconds)
    print("The DHIS2 way")
    build = sum(_timed(name, database, statements) for name, statements in _building())
    clock.line("built, together", build)
    size = database.execute("select pg_total_relation_size('analytics_2025')").fetchone()
    answer, answers = _answers(database)
    clock.line("answered for six levels", answer, f"{(size or [0])[0] / 2**30:.1f} GiB with indexes")
    print("The roll-up")
    numbered, own = clock.best(lambda: Tree.from_parents(tree.parent, tree.level))
    laid, facts = clock.best(lambda: columns(own, rows.measure, rows.node, rows.value, generated.MEASURES))
    rolled, totals = clock.best(lambda: roll_up_columns(own, facts))
    clock.line("units numbered and facts laid out", numbered + laid)
    clock.line("rolled up, all six levels", rolled)
    _check(tree, totals, answers)
    ours, theirs = numbered + laid + rolled, build + answer
    print("Same figures.")
    _compared("Building and answering", theirs, ours)
    _compared("Answering alone, with both built", answer, rolled)


def _compared(what: str, theirs: float, ours: float) -> None:
    print(f"{what}: {clock.shown(theirs)} against {clock.shown(ours)}: {theirs / ours:,.0f} times.", flush=True)


def _load(database: psycopg.Connection, tree: Tree, rows: generated.Facts) -> None:
    """What is there before any analytics: units, data elements, periods, categories and stored values."""
    database.execute("create table unit (id bigint primary key, uid char(11), parent bigint, level int)")
    _copy(database, "unit", (np.arange(len(tree)), _uids("u", np.arange(len(tree))), tree.parent, tree.level + 1))
    database.execute(
        "create table element (id bigint primary key, uid char(11), aggregation text, domain text, type text)"
    )
    database.execute(
        "insert into element select n, 'd' || lpad(n::text, 10, '0'), 'SUM', 'AGGREGATE', 'INTEGER'"
        " from generate_series(0, %s) n",
        [generated.MEASURES - 1],
    )
    database.execute("create table category (id bigint primary key, uid char(11))")
    database.execute("insert into category values (1, 'c0000000001')")
    database.execute(
        "create table datavalue (dataelementid bigint, periodid bigint, sourceid bigint, categoryoptioncomboid bigint,"
        " attributeoptioncomboid bigint, value text, lastupdated timestamp, deleted boolean)"
    )
    _copy_values(database, rows)
    database.execute(
        "alter table datavalue add primary key"
        " (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)"
    )
    database.execute("vacuum analyze")


def _copy_values(database: psycopg.Connection, rows: generated.Facts) -> None:
    """Stored values in the order of arrival, in portions that fit in memory as text."""
    for begin in range(0, rows.node.size, 500_000):
        part = slice(begin, begin + 500_000)
        n = rows.node[part].size
        ones, when, no = np.ones(n, dtype=int), np.repeat(np.array("2025-12-31"), n), np.repeat(np.array("f"), n)
        _copy(
            database,
            "datavalue",
            (rows.measure[part], rows.month[part], rows.node[part], ones, ones, rows.value[part], when, no),
        )


def _copy(database: psycopg.Connection, table: str, columns_: Iterable[NDArray[np.generic]]) -> None:
    text = "\n".join("\t".join(row) for row in zip(*(c.astype(str).tolist() for c in columns_), strict=True))
    with database.cursor().copy(f"copy {table} from stdin") as copy:
        copy.write(text + "\n")


def _uids(letter: str, number: NDArray[np.int64]) -> NDArray[np.str_]:
    return np.char.add(letter, np.char.zfill(number.astype(str), 10))


def _building() -> Iterable[tuple[str, list[str]]]:
    """The steps of building the analytics table, as DHIS2 takes them."""
    yield "table of units with a column a level", _unit_structure()
    yield "tables of periods, elements and categories", _small_structures()
    wide = ", ".join(f"{name} {kind}" for name, kind in WIDE.items())
    yield "wide table filled", [f"create unlogged table analytics ({wide})", _partition(), _fill()]
    yield (
        f"{len(INDEXED) + 2} indexes",
        [
            *(f"create index on analytics_2025 using btree ({name})" for name in INDEXED),
            "create index on analytics_2025 using btree (dx, co)",
            "create index on analytics_2025 using btree (dx, ao)",
        ],
    )
    yield "analysed", ["analyze analytics_2025"]


def _partition() -> str:
    return (
        "create unlogged table analytics_2025 (check (year = 2025), check (pestartdate < date '2026-01-01'))"
        " inherits (analytics)"
    )


def _unit_structure() -> list[str]:
    """Level by level, every unit taking over its parent's columns; ragged trees allowed."""
    uids = ", ".join(f"{uid} char(11)" for uid in UIDS)
    statements = [
        f"create unlogged table units (organisationunitid bigint primary key, uid char(11), level int, {uids})"
    ]
    for level in range(1, DEPTH + 1):
        own = ", ".join("u.uid" if n == level else f"p.{uid}" for n, uid in enumerate(UIDS, 1))
        statements.append(
            f"insert into units select u.id, u.uid, u.level, {own}"
            f" from unit u left join units p on p.organisationunitid = u.parent where u.level = {level}"
        )
    return [*statements, "create unique index on units (uid)", "analyze units"]


def _small_structures() -> list[str]:
    return [
        PERIOD_TABLE,
        "create unique index on periods (periodid)",
        "create unlogged table elements as select * from element",
        "create unique index on elements (id)",
        "create unlogged table categories as select * from category",
        "create unique index on categories (id)",
        "analyze periods",
        "analyze elements",
        "analyze categories",
    ]


def _fill() -> str:
    """One row a stored value, joined with everything that it may ever be grouped by."""
    source = {
        "dx": "e.uid",
        "co": "c.uid",
        "ao": "a.uid",
        "pestartdate": "p.startdate",
        "peenddate": "p.enddate",
        "year": "p.year",
        "pe": "p.monthly",
        "ou": "u.uid",
        "oulevel": "u.level",
        "id": "concat_ws('-', e.uid, p.monthly, u.uid, c.uid, a.uid)",
        **{name: f"u.{name}" for name in UIDS},
        **{name: f"p.{name}" for name in PERIODS},
        "approvallevel": "0",
        "daysxvalue": "v.value::double precision * p.daysno",
        "daysno": "p.daysno",
        "value": "v.value::double precision",
        "textvalue": "null",
    }
    return (
        f"insert into analytics_2025 ({', '.join(source)}) select {', '.join(source.values())} from datavalue v"
        " join periods p on v.periodid = p.periodid"
        " join elements e on v.dataelementid = e.id"
        " join units u on v.sourceid = u.organisationunitid"
        " join categories c on v.categoryoptioncomboid = c.id"
        " join categories a on v.attributeoptioncomboid = a.id"
        " where p.year = 2025 and e.domain = 'AGGREGATE' and e.type in ('INTEGER', 'NUMBER') and not v.deleted"
        " and v.lastupdated < timestamp '2026-01-01' and v.value is not null and v.value <> '0'"
        " and v.value ~ '^-?[0-9]+([.][0-9]+)?$'"
    )


def _timed(name: str, database: psycopg.Connection, statements: list[str]) -> float:
    began = time.perf_counter()
    for statement in statements:
        database.execute(statement)
    seconds = time.perf_counter() - began
    clock.line(name, seconds)
    return seconds


def _answers(database: psycopg.Connection) -> tuple[float, list[bytes]]:
    """All 24 measures of the year for every unit of each level, as PostgreSQL sends them."""
    everything = ", ".join(f"'d{n:010}'" for n in range(generated.MEASURES))
    seconds, answers = 0.0, []
    for uid, name in zip(UIDS, generated.LEVELS, strict=True):
        question = (
            f"select dx, {uid}, yearly, sum(value) from analytics where dx in ({everything})"
            f" and yearly in ('2025') and {uid} is not null group by dx, {uid}, yearly"
        )
        once, answer = clock.best(lambda question=question: _sent(database, question), 2)
        clock.line(f"answered: {name}", once)
        seconds += once
        answers.append(answer)
    return seconds, answers


def _sent(database: psycopg.Connection, question: str) -> bytes:
    with database.cursor().copy(f"copy ({question}) to stdout") as copy:
        return b"".join(bytes(part) for part in copy)


def _check(tree: Tree, totals: NDArray[np.int64], answers: list[bytes]) -> None:
    """Stops with a sentence unless PostgreSQL's figures are the very same."""
    for level, answer in enumerate(answers):
        theirs = np.zeros_like(totals)
        cells = np.array(answer.split(), dtype="S12").reshape(-1, 4)
        measure, unit = (np.array([c[1:] for c in column]).astype(np.int64) for column in (cells[:, 0], cells[:, 1]))
        theirs[measure, unit] = cells[:, 3].astype(np.int64)
        here = tree.at_level(level)
        if not np.array_equal(theirs[:, here], totals[:, here]):
            raise SystemExit(
                f"The figures of level {generated.LEVELS[level]} differ; this comparison is worth nothing."
            )


if __name__ == "__main__":
    main()
