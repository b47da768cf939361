"""`sangzi figures`: print a unit's figures, compute all anew, or prove that they are right."""

from __future__ import annotations

import json
import sys
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.cli.bars import Bars
from sangzi.cli.usage import Day
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.facts import SCALE
from sangzi.kernel.wording import day_of, listed
from sangzi.scoreboard import actions
from sangzi.scoreboard.figures import Figure
from sangzi.scoreboard.indicators import Indicator, indicators_of
from sangzi.scoreboard.past import figures_on
from sangzi.scoreboard.queries import is_stale
from sangzi.scoreboard.shown import shown
from sangzi.scoreboard.verification import differences
from sangzi.units.models import Unit
from sangzi.units.queries import unit_by_code


@click.group(invoke_without_command=True)
@click.option("--unit", "code", help="Code of the unit.")
@click.option("--indicator", "key", help="Key of one indicator; all when left out.")
@click.option("--as-of", "as_of", type=Day(), help="Any day; today when left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(ctx: click.Context, code: str | None, key: str | None, as_of: date | None, as_json: bool) -> None:
    """Figures of a unit, computed from records."""
    if ctx.invoked_subcommand:
        return
    if not code:
        raise BadInput(_("请用 --unit 写明单位的代码，例如 sangzi figures --unit 220000。"))
    unit = unit_by_code(code)
    today = timezone.localdate()
    day = as_of or today
    _refuse_before(unit, day)
    _refuse_after(today, day)
    wanted = _wanted(unit, key)
    found = figures_on(wanted, [unit.pk], day)
    for indicator in wanted:
        click.echo(_line(indicator, unit, found[indicator.key, unit.pk], day, as_json))


@command.command()
def verify() -> None:
    """Compute every total anew and compare with what records moved one by one."""
    if is_stale():
        raise Conflict(_("单位树或指标定义变了，合计还没有随之重算；请先运行 sangzi figures rebuild，再来核对。"))
    with Bars(_("核对合计")) as bars:
        found = list(differences(bars))
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
    with Bars(_("重算合计")) as bars:
        done = actions.rebuild(now=timezone.now(), by=None, progress=bars)
    click.echo(_("已重算 %(n)s 行合计。") % {"n": done.rows})


def _refuse_before(unit: Unit, day: date) -> None:
    if unit.founded and day < unit.founded:
        told = {"unit": unit.short, "founded": day_of(unit.founded), "day": day_of(day)}
        raise BadInput(_("%(unit)s成立于%(founded)s，%(day)s时还没有数据；请把 --as-of 改为成立当天或以后。") % told)


def _refuse_after(today: date, day: date) -> None:
    if day > today:
        raise BadInput(_("%(day)s还没有到，算不出那一天的数据；请把 --as-of 改为今天或以前。") % {"day": day_of(day)})


def _wanted(unit: Unit, key: str | None) -> list[Indicator]:
    known = indicators_of(unit)
    if key is None:
        return list(known.values())
    if key not in known:
        near = get_close_matches(key, known, n=3) or list(known)
        raise BadInput(_("没有指标“%(key)s”。相近的有：%(near)s") % {"key": key, "near": listed(near)})
    return [known[key]]


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
        "numerator": _amount(indicator, figure.numerator),
        "denominator": _amount(indicator, figure.denominator),
        "shape": indicator.shape,
        "definition": indicator.digest,
    }


def _amount(indicator: Indicator, kept: int | None) -> float | None:
    """In the indicator's own unit: amounts are kept in hundredths, months as they are."""
    if kept is None:
        return None
    amount = Fraction(kept, 1 if indicator.shape == "frequency" else SCALE)
    return amount.numerator if amount.denominator == 1 else float(amount)
