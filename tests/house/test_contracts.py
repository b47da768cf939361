"""The import contracts catch what they are there for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from .source import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
BREACHES = {
    "Imports run downwards only": ("kernel/errors.py", "import sangzi.units.models"),
    "Engines know neither Django nor pydantic": ("engines/rollup/tree.py", "import pydantic"),
    "Engines do not know one another": ("engines/rollup/tree.py", "import sangzi.engines.apportion"),
    "Doors reach engines only through the apps": ("web/apps.py", "import sangzi.engines.rollup"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The source in another folder, to be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder) -> str:
    """What import-linter says of the source in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    return subprocess.run(LINT, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def test_the_source_keeps_all_contracts(copy):
    assert f"Contracts: {len(BREACHES)} kept, 0 broken." in lint(copy)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_caught(copy, contract):
    file, breach = BREACHES[contract]
    path = copy / "src" / "sangzi" / file
    sound = path.read_text("utf-8")
    path.write_text(f"{sound}\n{breach}\n", "utf-8")
    try:
        assert f"{contract} BROKEN" in lint(copy)
    finally:
        path.write_text(sound, "utf-8")


def test_a_part_without_a_place_is_caught(copy):
    (copy / "src" / "sangzi" / "elsewhere").mkdir()
    (copy / "src" / "sangzi" / "elsewhere" / "__init__.py").touch()
    try:
        assert "Imports run downwards only BROKEN" in lint(copy)
    finally:
        shutil.rmtree(copy / "src" / "sangzi" / "elsewhere")
