"""Migrations: none missing, each named for what it does, none leaning on code that will change."""

from __future__ import annotations

import ast

import pytest

from .source import PACKAGE, parsed, short

FILES = sorted(PACKAGE.glob("*/migrations/0*.py"))
# Kept for ever, because migrations stand on them.
LASTING = {"sangzi.kernel.append_only"}


def test_every_app_with_models_has_migrations():
    kept = (*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models/"))
    assert {path.relative_to(PACKAGE).parts[0] for path in kept} == {path.parent.parent.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_migration_is_named_for_what_it_does(path):
    assert "initial" not in path.stem
    assert "auto" not in path.stem


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_migration_imports_nothing_that_will_change(path):
    imported = {node.module or "" for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(parsed(path)) if isinstance(node, ast.Import) for name in node.names}
    ours = {name for name in imported if name.startswith("sangzi")}
    assert ours <= LASTING
