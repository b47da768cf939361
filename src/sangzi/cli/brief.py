"""`sangzi brief`: issue a unit's brief for a month."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.briefs.actions import issue_brief
from sangzi.briefs.queries import file_of
from sangzi.cli.usage import Month
from sangzi.scoreboard.months import month_of
from sangzi.units.queries import unit_by_slug


@click.command()
@click.option("--unit", "code", required=True, help="Code of the unit, or u and its key.")
@click.option("--month", type=Month(), help="The month to tell of; the present one when left out.")
@click.option("--template", default="monthly", show_default=True, help="Key of the brief in definitions/briefs.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also copy the document to FILE.")
def command(*, code: str, month: date | None, template: str, out: Path | None) -> None:
    """Issue a unit's brief for a month as DOCX; every number in it leads to its receipt."""
    today = timezone.localdate()
    brief = issue_brief(
        unit=unit_by_slug(code),
        month=month_of(month or today),
        template=template,
        today=today,
        now=timezone.now(),
        by=None,
    )
    path = file_of(brief)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        path = Path(shutil.copyfile(path, out))
    told = {"title": brief.title, "number": brief.number, "numbers": brief.quotes.count(), "file": path}
    click.echo(_("%(title)s（第 %(number)s 期）：%(numbers)s 处数字都有凭据。\n%(file)s") % told)
