"""Every compiled loop of the engines is compiled at install: run by `run_all`, or called by one that is."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from sangzi.engines.matching import pairing

KERNELS = Path(pairing.__file__).parent / "kernels"
ENTERED = """
import sys
from numba.core.dispatcher import Dispatcher
from sangzi.programmes.placing.compiling import run_all

run_all()
for name, module in sorted(sys.modules.items()):
    if name.startswith("sangzi.engines."):
        for loop in vars(module).values():
            if isinstance(loop, Dispatcher) and loop.signatures and loop.py_func.__module__ == name:
                print(name.rpartition(".")[2] + "." + loop.py_func.__name__)
"""


def loops() -> dict[str, set[str]]:
    """Every function that is compiled, as module.name, with those it calls."""
    found = {}
    for path in sorted(KERNELS.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = {name.asname or name.name: f"{node.module}.{name.name}" for node, name in _imports(tree)}
        own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and _compiled(node)}
        names |= {name: f"{path.stem}.{name}" for name in own}
        for name, node in own.items():
            used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} & names.keys()
            found[f"{path.stem}.{name}"] = {names[one] for one in used} - {f"{path.stem}.{name}"}
    return found


def _imports(tree):
    taken = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.level]
    return [(node, name) for node in taken for name in node.names]


def _compiled(node):
    return any("njit" in ast.unparse(one) for one in node.decorator_list)


def test_every_loop_is_compiled_at_install():
    run = subprocess.run([sys.executable, "-c", ENTERED], capture_output=True, text=True, check=True, timeout=300)
    calls, reached = loops(), set(run.stdout.split())
    edge = set(reached)
    while edge:
        edge = {called for one in edge for called in calls.get(one, ())} - reached
        reached |= edge
    assert len(calls) > 50
    assert sorted(calls.keys() - reached) == []
