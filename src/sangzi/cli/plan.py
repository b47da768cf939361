"""`sangzi plan`: read a plan's file. Starts without Django."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import click

from sangzi.cli.plan_examples import examples, replay
from sangzi.plans.reading import Extracted, Found, Reading, read_file

_STATUS = {"target": "目标", "result": "结果", "rule": "规定"}
_SHAPE = {
    "count": "数量",
    "coverage": "覆盖",
    "each": "每个",
    "share": "占比",
    "growth": "增长",
    "pairing": "结对",
    "frequency": "频次",
}
_COMPARATOR = {">=": "≥", "<=": "≤", "=": "＝", ">": "＞", "~": "约"}
_COLUMNS = (("类别", 6), ("形态", 6), ("数值", 16), ("期限", 12), ("指标", 44))


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
    extracted, reading = read_file(file, year)
    for line in _json_lines(reading) if jsonl else _table(file, extracted, reading):
        click.echo(line)
    for sentence in (*extracted.warnings, *(notice.sentence for notice in reading.warnings)):
        click.echo(f"! {sentence}", err=True)


def _json_lines(reading: Reading) -> list[str]:
    return [json.dumps(found.row(), ensure_ascii=False) for found in reading.commitments]


def _table(file: Path, extracted: Extracted, reading: Reading) -> list[str]:
    year = f"，{reading.year} 年" if reading.year else ""
    lines = [f"{file.name}{year}：{len(extracted.text)} 字，{len(reading.commitments)} 条可衡量的表述", ""]
    if reading.commitments:
        lines.append(_line([title for title, _ in _COLUMNS]))
    for found in reading.commitments:
        lines.append(_line([*_fields(found), found.indicator]))
        lines.append(f"      {' '.join(found.quote.split())}{_owners(found)}")
    return lines


def _fields(found: Found) -> list[str]:
    upper = f"–{_number(found.value_max)}" if found.value_max is not None else ""
    amount = f"{_COMPARATOR[found.comparator]}{_number(found.value)}{upper}{found.unit or ''}"
    return [_STATUS[found.status], _SHAPE[found.shape], amount, found.deadline or ""]


def _number(value: float) -> str:
    return f"{value:,}"


def _owners(found: Found) -> str:
    return f"（{'、'.join(found.owners)}）" if found.owners else ""


def _line(cells: list[str]) -> str:
    return "".join(_padded(cell, width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)).rstrip()


def _padded(words: str, width: int) -> str:
    """Filled up to a width in terminal columns; a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
    return words + " " * max(1, width - taken)
