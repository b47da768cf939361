"""`sangzi plan`: read a plan's file. Starts without Django."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import click

from sangzi.cli import start_django
from sangzi.cli.bars import Bars
from sangzi.cli.plan_examples import examples, replay
from sangzi.kernel.early import CHINESE, language
from sangzi.kernel.spoken import spoken
from sangzi.plans.reading import Extracted, Found, Reading, read_file

_ = spoken
LONG = 200_000
"""Characters beyond which progress is shown."""
_COMPARATOR = {">=": "≥", "<=": "≤", "=": "＝", ">": "＞", "~": "约"}
_WIDTHS = (8, 10, 16, 12, 44)


@click.group()
def command() -> None:
    """Read work plans."""


command.add_command(examples)
command.add_command(replay)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="One JSON object a line instead of a table.")
@click.option("--year", type=click.IntRange(1900, 2200), help="The year the plan speaks in; read from it by default.")
def read(file: Path, *, jsonl: bool, year: int | None) -> None:
    """Print the measurable commitments of FILE (.txt, .html, .docx, .pdf)."""
    if language() != CHINESE:
        start_django()
    with Bars(_("读取规划")) as bars:
        extracted, reading = read_file(file, year, lambda done, whole: bars(done, whole, "") if whole > LONG else None)
    for line in _json_lines(reading) if jsonl else _table(file, extracted, reading):
        click.echo(line)
    for sentence in (*extracted.warnings, *(notice.sentence for notice in reading.warnings)):
        click.echo(f"! {sentence}", err=True)


def _json_lines(reading: Reading) -> list[str]:
    return [json.dumps(found.row(), ensure_ascii=False) for found in reading.commitments]


def _table(file: Path, extracted: Extracted, reading: Reading) -> list[str]:
    told = {"file": file.name, "year": reading.year, "chars": len(extracted.text), "count": len(reading.commitments)}
    head = (
        _("%(file)s，%(year)s 年：%(chars)s 字，%(count)s 条可衡量的表述")
        if reading.year
        else _("%(file)s：%(chars)s 字，%(count)s 条可衡量的表述")
    )
    lines = [head % told, ""]
    if reading.commitments:
        lines.append(_line([_("类别"), _("形态"), _("数值"), _("期限"), _("指标")]))
    for found in reading.commitments:
        lines.append(_line([*_fields(found), found.indicator]))
        lines.append(f"      {' '.join(found.quote.split())}{_owners(found)}")
    return lines


def _fields(found: Found) -> list[str]:
    upper = f"–{_number(found.value_max)}" if found.value_max is not None else ""
    amount = f"{_COMPARATOR[found.comparator]}{_number(found.value)}{upper}{found.unit or ''}"
    return [_status(found.status), _shape(found.shape), amount, found.deadline or ""]


def _status(status: str) -> str:
    return {"target": _("目标"), "result": _("结果"), "rule": _("规定")}[status]


def _shape(shape: str) -> str:
    return {
        "count": _("数量"),
        "coverage": _("覆盖"),
        "each": _("每个"),
        "share": _("占比"),
        "growth": _("增长"),
        "pairing": _("结对"),
        "frequency": _("频次"),
    }[shape]


def _number(value: float) -> str:
    return f"{value:,}"


def _owners(found: Found) -> str:
    return f"（{'、'.join(found.owners)}）" if found.owners else ""


def _line(cells: list[str]) -> str:
    return "".join(_padded(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _padded(words: str, width: int) -> str:
    """Filled up to a width in terminal columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
    return words + " " * max(1, width - taken)
