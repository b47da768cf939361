"""One record to fresh figures on all its ancestors: `python -m benchmarks.incremental [--facts N ...]`.

After a full roll-up of N facts, single records are added one at a time: a sum, a distinct person, a first month.
The time of one record must not depend on N, and afterwards the figures must be those of a full computation.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import clock, generated
from sangzi.engines.rollup import Tree, add, distinct, distinct_delta, first_months_delta, roll_up

RECORDS = 2_000
OTHERS = 3  # facts that the person has already


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    asked = parser.parse_args()
    print(clock.machine(), flush=True)
    tree = Tree.from_parents(*generated.nation())
    for count in asked.facts:
        _measure(tree, count)


def _measure(tree: Tree, count: int) -> None:
    rng = np.random.default_rng(3)
    node, person = rng.choice(tree.at_level(5), count + RECORDS), rng.integers(0, count // OTHERS, count + RECORDS)
    print(f"{count:,} facts")
    _sums(tree, node, count)
    _people(tree, node, person, count)


def _sums(tree: Tree, node: NDArray[np.int64], count: int) -> None:
    full, totals = clock.best(lambda: roll_up(tree, node[:count], np.ones(count, dtype=np.int64)), 1)
    clock.line("(full roll-up of one measure)", full)
    _each("one more fact in a sum", lambda row: add(totals, tree, int(node[row]), 1), range(count, node.size))
    _same(totals, roll_up(tree, node, np.ones(node.size, dtype=np.int64)))


def _people(tree: Tree, node: NDArray[np.int64], person: NDArray[np.int64], count: int) -> None:
    full, people = clock.best(lambda: distinct(tree, node[:count], person[:count]), 1)
    clock.line("(full count of distinct people)", full)
    others = _others(person, count)

    def count_in(row: int) -> None:
        people[distinct_delta(tree, int(node[row]), node[others[row - count]])] += 1

    _each("one more fact of a person", count_in, range(count, node.size))
    _same(people, distinct(tree, node, person))
    month = np.arange(node.size) % 12
    _each(
        "a first month that may move",
        lambda row: first_months_delta(tree, int(node[row]), 5, node[others[row - count]], month[others[row - count]]),
        range(count, node.size),
    )


def _others(person: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """For each new record the rows of the same person before it: what an index of a database would give."""
    by_person = np.argsort(person, kind="stable")
    ordered = person[by_person]
    rows = []
    for row in range(count, person.size):
        first, last = np.searchsorted(ordered, [person[row], person[row] + 1])
        mine = by_person[first:last]
        rows.append(mine[mine < row])
    return rows


def _each(name: str, act: Callable[[int], object], rows: Sequence[int]) -> None:
    """The median of single records, and what all but one in a hundred stay within."""
    taken = []
    for row in rows:
        began = time.perf_counter()
        act(row)
        taken.append(time.perf_counter() - began)
    clock.line(name, float(np.median(taken)), f"99 of 100 within {clock.shown(float(np.quantile(taken, 0.99)))}")


def _same(incremental: NDArray[np.int64], full: NDArray[np.int64]) -> None:
    if not np.array_equal(incremental, full):
        raise SystemExit("Incremental and full figures differ; these times are worth nothing.")


if __name__ == "__main__":
    main()
