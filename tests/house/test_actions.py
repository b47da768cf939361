"""Every change goes through an action, and every action says who."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest

from .source import PACKAGE, modules, parsed, short

APPS = sorted(path.parent.name for path in PACKAGE.glob("*/models.py"))
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}


def actions_of(app: str) -> dict[str, object]:
    """The public verbs of an app; none when it has no actions."""
    if not any((PACKAGE / app).glob("actions*")):
        return {}
    module = importlib.import_module(f"sangzi.{app}.actions")
    return {
        name: verb
        for name, verb in vars(module).items()
        if inspect.isfunction(verb) and not name.startswith("_") and verb.__module__.startswith(module.__name__)
    }


def test_apps_have_actions():
    assert len([app for app in APPS if actions_of(app)]) > len(APPS) / 2


@pytest.mark.parametrize("app", APPS)
def test_actions_take_their_arguments_by_name_and_know_who_acts(app):
    for name, verb in actions_of(app).items():
        parameters = inspect.signature(verb).parameters.values()
        assert {p.kind for p in parameters} == {inspect.Parameter.KEYWORD_ONLY}, f"{app}.{name}"
        assert "by" in {p.name for p in parameters}, f"{app}.{name}"


@pytest.mark.parametrize("layer", ["web", "api", "cli"])
def test_doors_write_nothing_themselves(layer):
    writes = [
        f"{short(path)}:{node.lineno}"
        for path in modules(PACKAGE / layer)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node.func)
    ]
    assert writes == []


def _writes(call: ast.Attribute) -> bool:
    return call.attr in WRITES or (call.attr == "update" and ".objects" in ast.unparse(call.value))
