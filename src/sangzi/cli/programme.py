"""`sangzi programme`: check and try a definition, what definitions cover, whom a need finds, whether seats add up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.definitions import BadDefinition, read
from sangzi.kernel.wording import title_of
from sangzi.people.queries import person_card
from sangzi.programmes import soundness, trial
from sangzi.programmes.access import get_opening_for
from sangzi.programmes.definitions import ProgrammeType, known_programme
from sangzi.programmes.meaning import complaints
from sangzi.programmes.queries.suggestions import found_for
from sangzi.programmes.reference import page_of
from sangzi.programmes.scope import coverage, uncovered
from sangzi.programmes.suggesting import Suggested
from sangzi.scoreboard.declared import counting
from sangzi.units.access import Grant, Scope
from sangzi.units.models import Assignment
from sangzi.units.queries import unit_by_slug

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


@command.command(name="page")
@click.argument("programme")
def page(programme: str) -> None:
    """Print the reference page (Markdown) of a definition file, or of a declared programme by its key."""
    definition = _meant(programme)
    click.echo("\n".join(page_of(definition, counting(definition.key))))


@command.command(name="try")
@click.argument("programme")
def try_(programme: str) -> None:
    """Walk a definition file (or a declared programme by its key) from offer to close, and leave nothing behind."""
    definition = _meant(programme)
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


@command.command()
@click.argument("opening", type=int)
@click.option("--unit", "code", required=True, help="Code of the unit whose staff would read it, or u and its key.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def suggest(opening: int, code: str, *, as_json: bool) -> None:
    """Say whom an opening finds for the staff of a unit: people who agreed to it, names masked, the best first."""
    scope = Scope((Grant(unit_by_slug(code).path, Assignment.Role.OFFICER),))
    there = get_opening_for(scope, opening)
    found = found_for(there, scope, timezone.localdate())
    for one in found.suggested:
        told = _told(one)
        words = "  ".join((str(told["entry"]), told["name"], told["home"], told["register"], told["why"]))
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else words)
    if as_json:
        return
    if not found.suggested:
        click.echo(_("没有找到同意被联系、又合适的人。"))
    if found.elsewhere:
        told = {"unit": there.round.unit.short, "n": found.elsewhere}
        click.echo(_("主办单位%(unit)s找到%(n)d位，可以由主办单位邀请。") % told)


def _told(one: Suggested) -> dict[str, Any]:
    """Somebody who is suggested, as far as the page shows them; `entry` is the key of their line."""
    person = one.entry.person
    assert person is not None  # persons alone are suggested
    card = person_card(person)
    why, home = one.why.sentence, card.home.short
    return {"entry": one.entry.pk, "name": card.name, "home": home, "register": one.entry.register, "why": why}


def _meant(programme: str) -> ProgrammeType:
    """The definition in a file, or the declared one of a key."""
    path = Path(programme)
    return _well_made(path) if path.suffix == ".toml" else known_programme(programme)


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
