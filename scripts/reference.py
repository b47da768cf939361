"""Writes docs/reference from what is declared: definitions, facts, settings, commands.

`python scripts/reference.py` writes the pages, `python scripts/reference.py --check` says which are out of date.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

os.environ.setdefault("SANGZI_HOME", tempfile.mkdtemp(prefix="sangzi-reference-"))

import click

from sangzi.cli import COMMANDS, main, start_django

start_django()

from sangzi.briefs.definitions import templates  # noqa: E402  (needs Django)
from sangzi.kernel import facts  # noqa: E402
from sangzi.kernel.settings_list import SETTINGS  # noqa: E402
from sangzi.kernel.working_days import holidays  # noqa: E402
from sangzi.library.definitions import item_kinds  # noqa: E402
from sangzi.people.definitions import registers  # noqa: E402
from sangzi.people.skill_words import skill_words  # noqa: E402
from sangzi.places.definitions import place_types  # noqa: E402
from sangzi.programmes.definitions import ProgrammeType, programmes  # noqa: E402
from sangzi.programmes.reference import page_of  # noqa: E402
from sangzi.programmes.scope import coverage, uncovered  # noqa: E402
from sangzi.scoreboard.declared import counting, from_files  # noqa: E402
from sangzi.scoreboard.definition import Indicator, Term  # noqa: E402

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
MADE = "Made by `scripts/reference.py` from what is declared; do not edit."


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    names = list(heads)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def page(title: str, sentence: str, *parts: Iterable[str]) -> str:
    lines = [f"# {title}", "", f"{sentence} {MADE}", ""]
    for part in parts:
        lines += [*part, ""]
    return "\n".join(lines).rstrip() + "\n"


def indicator_page() -> str:
    rows = (
        (f"`{one.key}`", one.title, one.title_en, one.shape, _counts(one), one.summary_en)
        for one in from_files().values()
    )
    heads = ("Key", "中文", "English", "Shape", "Counts", "Meaning")
    sentence = f"{len(from_files())} indicators in the seven shapes that plans use."
    return page("Indicators", sentence, table(heads, rows))


def _counts(one: Indicator) -> str:
    counted = _term(one.measure)
    if one.over:
        return f"{one.over}s with at least {one.at_least} of {counted}"
    if one.denominator:
        return f"{counted} over {_term(one.denominator)}"
    return f"{counted}, {one.reading}" if one.shape == "count" else counted


def _term(term: Term) -> str:
    return f"{term.fact}[{term.tag}]"


def programme_page() -> str:
    rows = (
        (
            f"[`{one.key}`](programmes/{one.key}.md)",
            one.title,
            one.title_en,
            one.capability,
            ", ".join(step.kind for step in one.steps),
            ", ".join(f"{kind.key} ({kind.unit_en})" for kind in one.records),
        )
        for one in programmes().values()
    )
    heads = ("Key", "中文", "English", "Capability", "Steps", "Records")
    return page("Programmes", f"{len(programmes())} kinds of work.", table(heads, rows))


def page_of_programme(one: ProgrammeType) -> str:
    """One programme, with the indicators that count it."""
    return "\n".join([*page_of(one, counting(one.key)), "", MADE]) + "\n"


def coverage_page() -> str:
    rows = (
        (
            item.key,
            item.name,
            "<br>".join(f"{cover.title} (`{cover.folder}/{cover.key}`)" for cover in covers)
            or f"{item.by} ([read]({os.path.relpath(FOLDER.parent.parent / item.see, FOLDER)}))",
        )
        for item, covers in coverage().items()
    )
    sentence = f"{len(coverage())} things that plans name, and what serves each; {len(uncovered())} without. "
    sentence += "Also `sangzi programme coverage`."
    return page("Coverage", sentence, table(("Item", "名称", "Served by"), rows))


def register_page() -> str:
    rows = (
        (f"`{one.key}`", one.title, one.title_en, one.of, ", ".join(field.key for field in one.fields) or "—")
        for one in registers().values()
    )
    return page("Registers", f"{len(registers())} registers.", table(("Key", "中文", "English", "Of", "Fields"), rows))


def place_page() -> str:
    rows = (
        (f"`{one.key}`", one.title, one.title_en, one.capacity_word_en or "—", ", ".join(one.levels))
        for one in place_types().values()
    )
    heads = ("Key", "中文", "English", "Capacity", "Kept at")
    return page("Places", f"{len(place_types())} types of place.", table(heads, rows))


def library_page() -> str:
    rows = ((f"`{one.key}`", one.title, one.title_en, one.summary_en) for one in item_kinds().values())
    return page("Library", f"{len(item_kinds())} kinds of item.", table(("Key", "中文", "English", "What"), rows))


def holiday_page() -> str:
    rows = ((f"`{one.key}`", one.title, len(one.free), len(one.worked), one.source) for one in holidays().values())
    heads = ("Year", "中文", "Weekdays that are free", "Days at weekends that are worked", "Source")
    return page("Holidays", "Public holidays, by which working days are counted.", table(heads, rows))


def skill_page() -> str:
    rows = ((f"`{one.key}`", one.title, one.title_en, len(one.same)) for one in skill_words().values())
    heads = ("Key", "中文", "English", "Words with others that say the same")
    return page("Skills", "Words by which the search for somebody who can help understands a need.", table(heads, rows))


def brief_page() -> str:
    rows = ((f"`{one.key}`", one.title, one.title_en) for one in templates().values())
    return page("Briefs", "Documents in which every number is a figure.", table(("Key", "中文", "English"), rows))


def fact_page() -> str:
    rows = ((f"`{one.key}`", one.title, one.kind, len(list(one.tags()))) for one in facts.known().values())
    sentence = "What the apps are willing to be counted by. A flow is summed over a period, a stock from the start, "
    sentence += "people are counted once a calendar year."
    return page("Facts", sentence, table(("Key", "中文", "Kind", "Tags"), rows))


def setting_page() -> str:
    rows = ((f"`{one.name}`", f"`{one.default}`" if one.default else "empty", one.means) for one in SETTINGS)
    return page("Settings", "Environment variables.", table(("Name", "Default", "Meaning"), rows))


def command_page() -> str:
    return page("Commands", "What `sangzi` can do.", table(("Command", "What it does"), _commands()))


def _commands() -> Iterator[tuple[str, str]]:
    context = click.Context(main)
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        if command is None:
            continue
        yield f"`sangzi {name}`", _first_line(command)
        if isinstance(command, click.Group):
            for below, sub in sorted(command.commands.items()):
                yield f"`sangzi {name} {below}`", _first_line(sub)


def _first_line(command: click.Command) -> str:
    return (command.help or "").strip().splitlines()[0]


PAGES = {
    "briefs.md": brief_page,
    "commands.md": command_page,
    "coverage.md": coverage_page,
    "facts.md": fact_page,
    "holidays.md": holiday_page,
    "indicators.md": indicator_page,
    "library.md": library_page,
    "places.md": place_page,
    "programmes.md": programme_page,
    "registers.md": register_page,
    "settings.md": setting_page,
    "skills.md": skill_page,
}


def pages() -> dict[str, str]:
    """Every page by its name, as it would be written now."""
    made = {name: make() for name, make in PAGES.items()}
    return made | {f"programmes/{one.key}.md": page_of_programme(one) for one in programmes().values()}


def outdated() -> list[str]:
    """The pages that are not as they would be written now, and those that nothing would write."""
    made = pages()
    stray = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md")} - made.keys()
    return sorted([name for name, text in made.items() if not _same(FOLDER / name, text)] + [*stray])


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text


def write() -> None:
    for name in set(outdated()) - pages().keys():
        (FOLDER / name).unlink()
    for name, text in pages().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(f"docs/reference/{name} is out of date" for name in outdated()) or 0)
    write()
