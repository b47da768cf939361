"""The source as the tests of the house read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "sangzi"


@dataclass(frozen=True)
class Function:
    """A function or method, and where it stands."""

    where: str
    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    lines: int


def modules(folder: Path = PACKAGE) -> Iterator[Path]:
    """All Python files but migrations, which a machine writes once."""
    return (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(folder: Path = PACKAGE) -> Iterator[Function]:
    for path in modules(folder):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{short(path)}:{node.lineno} {node.name}"
                yield Function(where, node.name, node, (node.end_lineno or node.lineno) - node.lineno + 1)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
