"""The methods of allotment beside others, each in a process of its own, on the same instances.

    python -m benchmarks.allotment --size M --shape geographic --quotas
    python -m benchmarks.allotment --size M --shape all --engines sangzi ortools
    python -m benchmarks.allotment --size M --again            after a change of 1% of the applicants
    python -m benchmarks.allotment --size S --engines stable matching

Every engine must come to the same objective, and its placement must keep every bound; otherwise this stops with a
sentence. The ratio is how many times as long as the first engine the others took.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.clock import machine, shown
from sangzi.engines.matching.instance import Instance, write

from .once import ENGINES
from .shapes import SHAPES, SIZES, build, changed

CHANGED = 0.01
WITHOUT_TREE = ("matching",)


def main() -> None:
    asked = _asked()
    print(machine())
    engines = [engine for engine in asked.engines if not _is_missing(engine)]
    for size in asked.size:
        for shape in SHAPES if "all" in asked.shape else asked.shape:
            for quotas in (False, True) if asked.quotas is None else (asked.quotas,):
                able = [engine for engine in engines if not (quotas and engine in WITHOUT_TREE)]
                _compare(build(shape, size, quotas=quotas, seed=asked.seed), able, asked, f"{shape} {size}", quotas)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", nargs="+", choices=SIZES, default=["S"])
    parser.add_argument("--shape", nargs="+", choices=[*SHAPES, "all"], default=["geographic"])
    parser.add_argument("--quotas", action=argparse.BooleanOptionalAction, help="with or without; both by default")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=["sangzi", "ortools", "lemon", "highs"])
    parser.add_argument("--runs", type=int, default=3, help="processes of each engine; the best one counts")
    parser.add_argument("--again", action="store_true", help="solve, change 1%% of the applicants, solve again")
    parser.add_argument("--patience", type=float, default=600, help="seconds after which an engine is given up")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _is_missing(engine: str) -> bool:
    words = importlib.import_module(f".{ENGINES[engine]}", __package__).missing()
    if words:
        print(f"  left out: {words}")
    return bool(words)


def _compare(instance: Instance, engines: list[str], asked: argparse.Namespace, name: str, quotas: bool) -> None:
    print(
        f"\n{name} {'with' if quotas else 'without'} quotas{', 1% changed' if asked.again else ''}: "
        f"{instance.applicants:,} applicants, {instance.openings:,} openings, {instance.edges:,} edges"
    )
    print(
        f"  {'':<28}{'CPU time':>12}{'ratio':>9}{'objective':>18}{'placed':>11}{'gap':>5}{'peak MiB':>10}", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder), instance, again=asked.again, seed=asked.seed)
        _rows(engines, files, asked)


def _files(folder: Path, instance: Instance, *, again: bool, seed: int) -> list[str]:
    write(folder / "instance.npz", instance)
    if not again:
        return [str(folder / "instance.npz")]
    write(folder / "changed.npz", changed(instance, CHANGED, seed)[0])
    return [str(folder / "changed.npz"), str(folder / "instance.npz")]


def _rows(engines: list[str], files: list[str], asked: argparse.Namespace) -> None:
    first: dict[str, object] | None = None
    for engine in engines:
        found = _best(engine, files, asked)
        if found is None:
            print(f"  {_name(engine):<28} gave up after {asked.patience:,.0f} s", flush=True)
            continue
        first = first or found
        _row(_name(engine), found, found["seconds"] / first["seconds"])
        if found["faults"] or found["objective"] != first["objective"]:
            sys.exit(f"{_name(engine)}: {'; '.join(found['faults']) or 'another objective than the first'}.")


def _best(engine: str, files: list[str], asked: argparse.Namespace) -> dict | None:
    command = [sys.executable, "-m", f"{__package__}.once", engine, *files]
    runs = []
    for _run in range(asked.runs):
        try:
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=asked.patience)
        except subprocess.TimeoutExpired:
            return None
        runs.append(json.loads(told.stdout))
    return min(runs, key=lambda run: run["seconds"])


def _name(engine: str) -> str:
    return importlib.import_module(f".{ENGINES[engine]}", __package__).NAME


def _row(name: str, found: dict, ratio: float) -> None:
    objective = "infeasible" if found["objective"] is None else f"{found['objective']:,}"
    placed = "" if found["placed"] is None else f"{found['placed']:,}"
    gap = "" if found["gap"] is None else found["gap"]
    figures = f"{shown(found['seconds']):>12}{ratio:>9.1f}{objective:>18}{placed:>11}{gap:>5}{found['peak']:>10,.0f}"
    note = f"\n      {found['note']}" if found["note"] else ""
    print(f"  {name:<28}{figures}{note}", flush=True)


if __name__ == "__main__":
    main()
