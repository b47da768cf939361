"""`sangzi figures`: print a unit's figures, compute all anew, or prove that they are right."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput
from sangzi.scoreboard import actions
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator, indicators
from sangzi.scoreboard.past import figures_on
from sangzi.scoreboard.shown import shown
from sangzi.scoreboard.verification import differences
from sangzi.units.models import Unit
from sangzi.units.queries import unit_by_code


@click.group(invoke_without_command=True)
@click.option("--unit", "code", help="Code of the unit.")
@click.option("--indicator", "key", help="Key of one indicator; all when left out.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Any day; today when left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, code: str | None, key: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Figures of a unit, computed from records."""
    if ctx.invoked_subcommand:
        return
    if not code:
        raise click.UsageError("--unit CODE")
    unit = unit_by_code(code)
    day = as_of.date() if as_of else timezone.localdate()
    wanted = _wanted(key)
    found = figures_on(wanted, [unit.pk], day)
    for indicator in wanted:
        click.echo(_line(indicator, unit, found[indicator.key, unit.pk], day, as_json))


@command.command()
def verify() -> None:
    """Compute every total anew and compare with what records moved one by one."""
    found = list(differences(_progress))
    _progress(1, 1, "")
    click.echo("", err=True)
    for difference in found[:20]:
        where = f"{difference.measure} unit {difference.unit} month {difference.month}"
        click.echo(f"{where}: {difference.stored} ≠ {difference.computed}")
    if found:
        click.echo(_("有 %(n)s 处不一致。请运行 sangzi figures rebuild，并把以上内容报给维护者。") % {"n": len(found)})
        sys.exit(1)
    click.echo(_("逐条累加与整体重算完全一致。"))


@command.command()
def rebuild() -> None:
    """Compute every total anew."""
    done = actions.rebuild(now=timezone.now(), by=None, progress=_progress)
    click.echo(_("\n已重算 %(n)s 行合计。") % {"n": done.rows})


def _wanted(key: str | None) -> list[Indicator]:
    if key is None:
        return list(indicators().values())
    if key not in indicators():
        raise BadInput(_("没有指标“%(key)s”。已有：%(known)s") % {"key": key, "known": "、".join(indicators())})
    return [indicators()[key]]


def _line(indicator: Indicator, unit: Unit, figure: Figure, day: date, as_json: bool) -> str:
    if as_json:
        return json.dumps(_row(indicator, unit, figure, day), ensure_ascii=False)
    return f"{indicator.title}  {shown(indicator, figure)}"


def _row(indicator: Indicator, unit: Unit, figure: Figure, day: date) -> dict[str, Any]:
    return {
        "indicator": indicator.key,
        "unit": unit.code,
        "as_of": day.isoformat(),
        "value": figure.number,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "shape": indicator.shape,
        "definition": indicator.digest,
    }


def _progress(done: int, whole: int, doing: str) -> None:
    click.echo(f"\r{done}/{whole} {doing:<60}", nl=False, err=True)
