"""`sangzi programme`: check a definition file, try it out, say what definitions cover and whether seats add up."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.definitions import BadDefinition, read
from sangzi.kernel.wording import title_of
from sangzi.programmes import soundness, trial
from sangzi.programmes.definitions import ProgrammeType, known_programme
from sangzi.programmes.meaning import complaints
from sangzi.programmes.scope import coverage, uncovered

WRONG = 1


@click.group()
def command() -> None:
    """Check, try and survey what programmes are declared."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say everything that is wrong with a definition file; exit 1 if something is."""
    definition = _well_made(file)
    click.echo(
        _("%(file)s：可以用。“%(title)s”，%(steps)d个步骤，%(records)d类纪实。")
        % {
            "file": file.name,
            "title": title_of(definition),
            "steps": len(definition.steps),
            "records": len(definition.records),
        }
    )


@command.command(name="try")
@click.argument("programme")
def try_(programme: str) -> None:
    """Walk a definition file (or a declared programme by its key) from offer to close, and leave nothing behind."""
    path = Path(programme)
    definition = _well_made(path) if path.suffix == ".toml" else known_programme(programme)
    click.echo(_("试办“%(title)s”：用试用的单位和人走一遍，结束后全部撤回。") % {"title": title_of(definition)})
    try:
        happened = trial.walk(definition, now=timezone.now())
    except trial.NotWalkable as stopped:
        _tell(stopped.context["walked"])
        raise
    _tell(happened)
    spent = sum(one.milliseconds for one in happened)
    click.echo(
        _("走通了：%(count)d件事，用时%(spent)d毫秒；没有留下任何内容。") % {"count": len(happened), "spent": spent}
    )


@command.command(name="coverage")
@click.option("--missing", is_flag=True, help="Only items that nothing serves.")
def covered(*, missing: bool) -> None:
    """List every item of the scope with the definitions that serve it; exit 1 if one has none."""
    for item, covers in coverage().items():
        if missing and (covers or item.by):
            continue
        served = "，".join(f"{cover.folder}/{cover.key}" for cover in covers) or item.by or _("没有")
        click.echo(f"{item.key}  {item.name}  {served}")
    left = uncovered()
    click.echo(_("%(all)d项，%(left)d项没有着落。") % {"all": len(coverage()), "left": len(left)})
    if left:
        raise SystemExit(WRONG)


@command.command()
def verify() -> None:
    """Say where seats, placements, applications and waiting lists do not agree; exit 1 if they do not somewhere."""
    found = list(soundness.breaches())
    for breach in found:
        click.echo(f"{breach.about}: {breach.says}", err=True)
    if found:
        raise SystemExit(WRONG)
    click.echo(_("名额、录取、报名和候补都对得上。"))


def _well_made(file: Path) -> ProgrammeType:
    """The definition in a file; with complaints about shape or meaning they are told and the command ends."""
    try:
        definition = read(file, ProgrammeType)
        wrong = complaints(definition)
    except BadDefinition as error:
        wrong = error.context["complaints"]
    if wrong:
        click.echo("\n".join(wrong), err=True)
        raise SystemExit(WRONG)
    return definition


def _tell(happened: list[trial.Happening]) -> None:
    for one in happened:
        click.echo(f"{one.on.isoformat()}  {one.step:<12}  {one.says}  ({one.milliseconds:.0f} ms)")
