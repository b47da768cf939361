"""The roll-up against DuckDB, and against the memory: `python -m benchmarks.rollup [--facts N]`.

24 measures, 665,277 units, six levels: every unit's total of every measure. DuckDB groups by the ancestor at each
level, from a native table and with two threads; the roll-up has one. The same figures, compared one by one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks import clock, generated
from sangzi.engines.rollup import Column, Tree, columns, roll_up_columns

DEPTH = len(generated.SIZES)
Answer = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=10_000_000)
    asked = parser.parse_args()
    print(f"{clock.machine()}; {asked.facts:,} facts", flush=True)
    tree = Tree.from_parents(*generated.nation())
    rows = generated.facts(tree, asked.facts)
    facts, totals, ours = _roll_up(tree, rows)
    _against_memory(tree, facts, totals, ours["rolled up into an array that is there"])
    _against_duckdb(tree, rows, totals, ours)


def _roll_up(tree: Tree, rows: generated.Facts) -> tuple[tuple[Column, ...], NDArray[np.int64], dict[str, float]]:
    print("The roll-up (one thread)")
    lay = partial(columns, tree, rows.measure, rows.node, rows.value, generated.MEASURES)
    seconds: dict[str, float] = {}
    seconds["units numbered"], _ = clock.best(lambda: Tree.from_parents(tree.parent, tree.level))
    seconds["facts laid out by measure (once, when loaded)"], facts = clock.best(lay)
    seconds["rolled up, all levels"], totals = clock.best(lambda: roll_up_columns(tree, facts), 15)
    seconds["rolled up into an array that is there"], _ = clock.best(lambda: roll_up_columns(tree, facts, totals), 15)
    for name, taken in seconds.items():
        clock.line(name, taken)
    return facts, totals, seconds


def _against_memory(tree: Tree, facts: tuple[Column, ...], totals: NDArray[np.int64], taken: float) -> None:
    """What must come from memory and go back to it, at the speed at which memory copies."""
    print("Against the memory")
    source, target = np.ones(32_000_000, dtype=np.int64), np.empty(32_000_000, dtype=np.int64)
    copied, _ = clock.best(lambda: np.copyto(target, source))
    bandwidth = 2 * source.nbytes / copied
    must = sum(column.position.nbytes + column.value.nbytes for column in facts) + totals.nbytes
    # In cache: clear, add (read and write a cell for each fact), run up (read, write), patch the inner, copy out.
    cells, inner = 8 * len(tree) * len(facts), 8 * tree.inner.size * len(facts)
    touched = must + 2 * 8 * sum(column.value.size for column in facts) + 4 * cells + 5 * inner
    print(f"  memory copies at {bandwidth / 1e9:.1f} GB/s (read and written)")
    print(f"  facts read and totals written: {must / 1e6:,.0f} MB = {must / bandwidth / taken:.0%} of the time")
    print(f"  with what stays in cache: {touched / 1e6:,.0f} MB at {touched / taken / 1e9:.1f} GB/s")


def _against_duckdb(tree: Tree, rows: generated.Facts, totals: NDArray[np.int64], ours: dict[str, float]) -> None:
    print(f"DuckDB {duckdb.__version__} (two threads; tables loaded before)")
    database = duckdb.connect()
    database.execute("set threads = 2")
    clock.line("(tables loaded and joined; not counted)", clock.best(lambda: _load(database, tree, rows), 1)[0])
    seconds = {
        "six GROUP BYs, ancestors in the row": _fastest(database, _per_level("wide"), tree, totals),
        "the same, stored in order of measure and unit": _fastest(database, _per_level("ordered"), tree, totals),
        "six GROUP BYs, joined with a table of ancestors": _fastest(database, _joined(), tree, totals),
        "one query with GROUPING SETS": _grouping_sets(database),
        "added up at their own units first, then six GROUP BYs": _own_first(database),
    }
    for name, taken in seconds.items():
        clock.line(name, taken)
    rolled, laid = ours["rolled up, all levels"], ours["facts laid out by measure (once, when loaded)"]
    print("Same figures. How many times faster: from facts laid out, and laying them out counted as well")
    for name, taken in seconds.items():
        print(f"  {name:<64} {taken / rolled:8.1f} {taken / (rolled + laid):8.1f}")


def _load(database: duckdb.DuckDBPyConnection, tree: Tree, rows: generated.Facts) -> None:
    """Native tables in the narrowest types: facts with and without their ancestors, and the ancestors of every unit."""
    above = generated.ancestors(tree).astype(np.int32)
    levels = {f"a{level}": above[:, level] for level in range(DEPTH)}
    database.register("numbers", {"m": rows.measure, "n": rows.node.astype(np.int32), "v": rows.value.astype(np.int32)})
    database.register("units", {"n": np.arange(len(tree), dtype=np.int32), **levels})
    empty_to_null = ", ".join(f"nullif(a{level}, -1) as a{level}" for level in range(DEPTH))
    database.execute("create table narrow as select * from numbers")
    database.execute(f"create table ancestor as select n, {empty_to_null} from units")
    database.execute("create table wide as select narrow.*, ancestor.* exclude (n) from narrow join ancestor using (n)")
    database.execute("create table ordered as select * from wide order by m, n")
    database.execute("analyze")


def _per_level(table: str) -> list[str]:
    return [
        f"select m, a{level} as n, sum(v)::bigint as s from {table} where a{level} is not null group by all"
        for level in range(DEPTH)
    ]


def _joined() -> list[str]:
    return [
        f"select m, a{level} as n, sum(v)::bigint as s from narrow join ancestor using (n)"
        f" where a{level} is not null group by all"
        for level in range(DEPTH)
    ]


def _fastest(database: duckdb.DuckDBPyConnection, questions: list[str], tree: Tree, totals: NDArray[np.int64]) -> float:
    """The sum over the levels of whichever is quicker: the answer as NumPy arrays, or as a table of DuckDB's own."""
    seconds = 0.0
    for level, question in enumerate(questions):
        fetched, answer = clock.best(lambda question=question: database.execute(question).fetchnumpy(), 3)
        stored, _ = clock.best(
            lambda question=question: database.execute(f"create or replace temp table t as {question}"), 3
        )
        seconds += min(fetched, stored)
        _check(level, answer, tree, totals)
    return seconds


def _check(level: int, answer: dict[str, NDArray[np.int64]], tree: Tree, totals: NDArray[np.int64]) -> None:
    theirs = np.zeros_like(totals)
    theirs[answer["m"], answer["n"]] = answer["s"]
    here = tree.at_level(level)
    if not np.array_equal(theirs[:, here], totals[:, here]):
        raise SystemExit(f"The figures of level {generated.LEVELS[level]} differ; this comparison is worth nothing.")


def _grouping_sets(database: duckdb.DuckDBPyConnection) -> float:
    sets = ", ".join(f"(m, a{level})" for level in range(DEPTH))
    names = ", ".join(f"a{level}" for level in range(DEPTH))
    question = f"select m, {names}, sum(v)::bigint as s from wide group by grouping sets ({sets})"
    return clock.best(lambda: database.execute(f"create or replace temp table t as {question}"), 3)[0]


def _own_first(database: duckdb.DuckDBPyConnection) -> float:
    """Facts first added up at their own units, in the hope that the six queries have less to read."""

    def run() -> None:
        names = ", ".join(f"a{level}" for level in range(DEPTH))
        database.execute(f"create or replace temp table own as select m, {names}, sum(v) as v from wide group by all")
        for question in _per_level("own"):
            database.execute(f"create or replace temp table t as {question}")

    return clock.best(run, 3)[0]


if __name__ == "__main__":
    main()
