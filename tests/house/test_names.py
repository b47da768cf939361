"""Names say what a thing is; some words say nothing."""

from __future__ import annotations

import ast
import re

from .source import PACKAGE, modules, parsed, short

SAYS_NOTHING = {
    "manager",
    "handler",
    "helper",
    "helpers",
    "util",
    "utils",
    "processor",
    "data",
    "info",
    "common",
    "misc",
}
TERMS = {"common"}  # the lowest common ancestor is called so everywhere
DJANGOS = {"get_context_data", "value_from_datadict", "value_omitted_from_data"}


def words(name: str) -> set[str]:
    """CamelCase and snake_case taken apart."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def test_no_file_has_a_name_that_says_nothing():
    assert [short(path) for path in modules() if words(path.stem) & SAYS_NOTHING] == []


def test_no_class_and_no_function_has_a_name_that_says_nothing():
    named = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, named) and words(node.name) & (SAYS_NOTHING - TERMS) and node.name not in DJANGOS
    ]
    assert found == []


def test_every_engine_module_and_public_function_is_explained():
    engines = PACKAGE / "engines"
    silent = [
        f"{short(path)} {getattr(node, 'name', '')}".strip()
        for path in modules(engines)
        for node in [parsed(path), *parsed(path).body]
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
