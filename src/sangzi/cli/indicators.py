"""`sangzi indicators`: list the indicators made at the desk, and write them as definition files."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.scoreboard.declarations import latest_rows
from sangzi.scoreboard.models import Declaration
from sangzi.units.queries import unit_by_code


@click.group()
def command() -> None:
    """Indicators that units made at the desk."""


@command.command("list")
@click.option("--unit", "code", help="Only those made in the unit of this code, or below it.")
def list_all(code: str | None) -> None:
    """Print key, version, unit and title of each."""
    for row, title in _chosen(code):
        state = _("已停用") if row.withdrawn else _("第 %(n)s 版") % {"n": row.version}
        click.echo(f"{row.key}  {state}  {row.unit.name}  {title}")


@command.command()
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="A folder.")
@click.option("--unit", "code", help="Only those made in the unit of this code, or below it.")
def export(folder: Path, code: str | None) -> None:
    """Write each as KEY.toml, as it would stand in the folder `indicators` of SANGZI_DEFINITIONS.

    A file of the same key takes the row's place from then on; the key and all receipts stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = [row for row, _title in _chosen(code) if not row.withdrawn]
    for row in written:
        (folder / f"{row.key}.toml").write_text(row.definition, encoding="utf-8")
    click.echo(_("已写出 %(n)s 个指标到 %(folder)s。") % {"n": len(written), "folder": folder})


def _chosen(code: str | None) -> list[tuple[Declaration, str]]:
    found = latest_rows()
    if code is not None:
        path = unit_by_code(code).path
        found = [(row, title) for row, title in found if row.unit.path.startswith(path)]
    if not found:
        raise BadInput(_("没有在工作台上建立的指标。"))
    return found
