"""`sangzi units`: look at the tree, and bring one in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from django.utils.translation import gettext as _

from sangzi.cli.bars import Bars
from sangzi.cli.usage import Day
from sangzi.scoreboard.queries import is_stale
from sangzi.units import queries
from sangzi.units.actions import Imported, import_units, load_bundle
from sangzi.units.actions.statistics import import_statistics
from sangzi.units.imports.reports import report_beside, write_report
from sangzi.units.imports.tables import read_table
from sangzi.units.models import Unit
from sangzi.units.queries.statistics import sheet_of
from sangzi.units.statistics import read_statistics


@click.group()
def command() -> None:
    """Look at the tree of units, and bring one in."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", type=Day(), help="Day of the import in the tree's history.")
@click.option("--report", type=click.Path(path_type=Path), help="Where the error sheet goes; beside FILE by default.")
def import_(file: Path, on: date | None, report: Path | None) -> None:
    """Import a tree from FILE, a CSV or XLSX with the columns code, name, parent and level. All rows or none."""
    with Bars() as progress:
        done = import_units(path=file, by=None, on=on, progress=progress, report=report)
    _say(done)


@command.command()
@click.option("--villages/--no-villages", default=True, help="Also the villages of Jilin.")
def load(villages: bool) -> None:
    """Load the bundled tree of China into an empty database."""
    with Bars() as progress:
        done = load_bundle(by=None, villages=villages, progress=progress)
    _say(done)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--partly", is_flag=True, help="Import the good rows although others are wrong.")
@click.option("--preview", is_flag=True, help="Say what would be imported, and write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Where the error sheet goes; beside FILE by default.")
def statistics(file: Path, *, partly: bool, preview: bool, report: Path | None) -> None:
    """Import numbers about units from FILE, a CSV or XLSX with the columns unit, key, year, value and source."""
    sheet = sheet_of(read_statistics(list(read_table(file))), None)
    told = {"added": len(sheet.added), "changed": len(sheet.changed), "same": sheet.same, "wrong": len(sheet.mistakes)}
    click.echo(_("新增 %(added)s，更新 %(changed)s，相同 %(same)s，有错 %(wrong)s 行") % told)
    if sheet.mistakes:
        sheet_of_errors = report or report_beside(file)
        write_report(file, sheet_of_errors, sheet.mistakes)
        click.echo(_("错误表：%(path)s") % {"path": sheet_of_errors})
    if not preview:
        import_statistics(sheet=sheet, at=None, by=None, partly=partly)
        click.echo(_("已写入"))


@command.command()
@click.argument("code")
@click.option("--on", type=Day(), help="Count what there was on that day.")
def show(code: str, on: date | None) -> None:
    """Show the unit with CODE (or u and its key): where it hangs, what is below it, and its history."""
    unit = queries.unit_by_slug(code)
    above = " > ".join(over.short for over in queries.ancestors(unit))
    click.echo(f"{unit.name}  {unit.slug}  {unit.get_level_display()}")
    click.echo(above or _("最上级单位"))
    for level, number in queries.count_by_level(unit, on).items():
        click.echo(f"  {level}: {number}")
    for line in queries.history(unit):
        event = line.event
        click.echo(f"{_day(line.date)}  {event.get_kind_display()}  {event.document} {event.note}".rstrip())


@command.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
def search(text: str, limit: int) -> None:
    """Find units by name, pinyin initials or code."""
    found = queries.search(text, limit=limit)
    above = queries.trails(found)
    for unit in found:
        click.echo(f"{unit.slug:14} {unit.name}  {_trail(above[unit.pk])}")
    if not found:
        click.echo(_("没有找到“%(text)s”。") % {"text": text})


def _say(done: Imported) -> None:
    click.echo(_("导入%(added)s个单位；已有%(same)s个，略过%(left_out)s个占位行。") % vars(done))
    if is_stale():
        click.echo(_("数据要按新的单位树重算：sangzi serve 运行时自动进行，也可以现在运行 sangzi figures rebuild。"))


def _trail(above: list[Unit]) -> str:
    return " > ".join(unit.short for unit in above)


def _day(on: date | None) -> str:
    return on.isoformat() if on else "—"
