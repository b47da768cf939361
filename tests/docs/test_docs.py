"""The docs say what is there: no more, no less."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sangzi.cli import COMMANDS, main
from sangzi.kernel.settings_list import SETTINGS
from tests.house.source import PACKAGE, ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
WHERE = DOCS / "where-things-are.md"
# What a page may name although it is not kept: made at install or at run time.
MADE = {".venv", "var"}


def text_of(*pages: Path) -> str:
    return "\n".join(page.read_text("utf-8") for page in pages)


def everything() -> str:
    return text_of(*PAGES)


def named_paths(text: str) -> set[str]:
    """What stands between backquotes and looks like a path of this repository."""
    quoted = re.findall(r"`([\w.{},*/-]+)`", text)
    return {path for path in quoted if "/" in path and not path.startswith("/") and path.split("/")[0] not in MADE}


def exists(path: str) -> bool:
    """From the root, or from the package, as people write it; `*` and `{a,b}` mean that each is there."""
    choice = re.search(r"\{([^}]*)\}", path)
    if choice:
        return all(exists(path.replace(choice.group(0), one)) for one in choice.group(1).split(","))
    return any(any(base.glob(path.rstrip("/"))) for base in (ROOT, PACKAGE))


def test_where_things_are_names_many_places():
    assert len(named_paths(text_of(WHERE))) >= 20


def test_every_path_in_where_things_are_exists():
    assert sorted(path for path in named_paths(text_of(WHERE)) if not exists(path)) == []


def test_every_part_of_the_package_is_in_where_things_are():
    parts = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {
        f"engines/{path.parent.name}" for path in PACKAGE.glob("engines/*/__init__.py")
    }
    text = text_of(WHERE)
    assert sorted(part for part in parts if f"{part}/" not in text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    ours = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in ours if not (page.parent / link).exists()] == []


def commands() -> list[str]:
    """Every command and subcommand, as it is typed after `sangzi`."""
    context = click.Context(main)
    found = []
    for name in COMMANDS:
        command = main.get_command(context, name)
        subcommands = command.commands if isinstance(command, click.Group) else {}
        found += [f"{name} {subcommand}" for subcommand in subcommands] or [name]
    return found


def test_every_command_can_be_loaded_and_says_what_it_does():
    context = click.Context(main)
    assert [name for name in COMMANDS if not main.get_command(context, name).help] == []


def test_every_command_is_in_the_docs():
    text = everything()
    assert [command for command in commands() if f"sangzi {command}" not in text] == []


def test_the_docs_name_no_command_that_is_not_there():
    named = set(re.findall(r"`(?:[\w./=-]+ )*?(?:\.venv/bin/)?sangzi ([a-z]+)", everything()))
    assert sorted(named - COMMANDS.keys()) == []


def test_every_setting_is_in_the_docs_with_its_default():
    rows = [line for line in everything().splitlines() if line.startswith("|")]
    for setting in SETTINGS:
        found = [row for row in rows if f"`{setting.name}`" in row]
        assert found, f"{setting.name} stands in no table of the docs"
        assert any(setting.default in row for row in found), f"{setting.name}: the docs do not say {setting.default!r}"


def test_the_docs_name_no_setting_that_is_not_there():
    named = set(re.findall(r"\bSANGZI_[A-Z_]+\b", everything()))
    assert sorted(named - {setting.name for setting in SETTINGS} - {"SANGZI_NO_SKIPS"}) == []


@pytest.mark.parametrize("folder", sorted(path.name for path in (PACKAGE / "definitions").iterdir() if path.is_dir()))
def test_every_definition_is_in_the_reference(folder):
    keys = [path.stem for path in sorted((PACKAGE / "definitions" / folder).glob("*.toml"))]
    text = text_of(*sorted((DOCS / "reference").rglob("*.md")))
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_every_dependency_has_a_line_in_its_decision():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + [line for extra in project["optional-dependencies"].values() for line in extra]
    names = [re.split(r"[\[><=,~! ]", line)[0] for line in wanted]
    text = text_of(DOCS / "decisions" / "0002-dependencies.md").lower()
    assert [name for name in names if name not in text.replace("psycopg 3", "psycopg")] == []


def test_every_word_of_the_glossary_stands_once():
    words = re.findall(r"^\| (\w[\w ]*) \|", text_of(DOCS / "glossary.md"), flags=re.MULTILINE)
    assert len(words) > 20
    assert len(words) == len(set(words))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_in_the_docs_is_there(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"`(?:\w+=\S+ )*make ([a-z-]+)", text_of(page))) <= targets


def test_the_walk_through_shows_what_the_reader_says():
    said = CliRunner().invoke(main, ["plan", "read", str(ROOT / "examples" / "plans" / "songling-2026.txt")]).stdout
    (shown,) = re.findall(r"```text\n(.*?)```", text_of(DOCS / "a-plan-of-your-own.md"), flags=re.DOTALL)
    assert said.startswith(shown)
    assert f"{said.splitlines()[0].split('，')[-1].split(' ')[0]} statements" in text_of(DOCS / "a-plan-of-your-own.md")
