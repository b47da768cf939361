"""Whole trees: the bundled one, and those of files. All rows or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.units import bundle
from sangzi.units.codes import is_official
from sangzi.units.imports.checks import Placed, place, stems
from sangzi.units.imports.planting import Progress, Seedlings, plant
from sangzi.units.imports.reports import report_beside, write_report
from sangzi.units.imports.rows import Rows, read_rows
from sangzi.units.imports.tables import read_table
from sangzi.units.models import Unit, UnitEvent

from .change import allocate, hold_tree

SHOWN = 3  # mistakes told in the sentence itself


class ImportRefused(BadInput):
    """Nothing was imported; `context` names the error sheet and the number of rows on it."""

    code = "import-refused"


@dataclass(frozen=True)
class Imported:
    """How many units came in, how many were already there, how many rows were placeholders of the source."""

    added: int
    same: int = 0
    left_out: int = 0


def import_units(
    *,
    path: Path,
    by: Account | None,
    on: date | None = None,
    progress: Progress | None = None,
    report: Path | None = None,
) -> Imported:
    """Import a tree, or a part of one, from a CSV or XLSX file; see `imports.columns` for the columns.

    Rows that the tree already has are passed over. When anything is wrong with any row nothing is imported, and
    an error sheet is written beside the file, or to `report`. `on` is the day of the event in the tree's history.
    """
    tell = progress or _silent
    tell(0, 0, _("读取文件"))
    rows = read_rows(read_table(path))
    with transaction.atomic():
        hold_tree()
        tell(0, len(rows.line), _("检查"))
        placed = place(rows, stems(), root=Unit.objects.filter(parent=None, closed=None).exists())
        if rows.mistakes:
            raise _refused(path, report or report_beside(path), rows.mistakes)
        if placed.order:
            _plant(_seedlings(rows, placed), path.name, on, by, tell)
    return Imported(len(placed.order), placed.same, rows.left_out)


def load_bundle(*, by: Account | None = None, villages: bool = True, progress: Progress | None = None) -> Imported:
    """Load the bundled tree of China into an empty database: down to townships, and the villages of Jilin."""
    china = bundle.read(bundle.CHINA)
    edition = date.fromisoformat(china.head["edition"][0])
    if villages:
        china.append(bundle.read(bundle.JILIN_VILLAGES))
    with transaction.atomic():
        hold_tree()
        if Unit.objects.exists():
            raise Conflict(_("已经有单位了；自带的全国单位树只能装入空的数据库。"))
        _plant(_bundled(china), china.head["source"][0], edition, by, progress or _silent)
    return Imported(len(china.names))


def _plant(seedlings: Seedlings, document: str, on: date | None, by: Account | None, progress: Progress) -> None:
    keys = allocate(len(seedlings.name))
    event = UnitEvent.objects.create(
        kind=UnitEvent.Kind.IMPORT, date=on, by=by, document=document[:200], first_unit=keys[0], last_unit=keys[-1]
    )
    plant(seedlings, keys, progress, _("写入单位"))
    facts.moved([facts.Movement(facts.TREE, UnitEvent.Kind.IMPORT, 0, on or date.min, 0)])
    audit.append(
        chain=audit.INSTALLATION,
        act="units.import",
        about=f"event:{event.pk}",
        by=by,
        detail={"document": document, "units": len(keys), "first": keys[0], "last": keys[-1]},
    )


def _seedlings(rows: Rows, placed: Placed) -> Seedlings:
    at = {row: place for place, row in enumerate(placed.order)}
    stems = [placed.stem[row] for row in placed.order]
    return Seedlings(
        name=[rows.name[row] for row in placed.order],
        code=[rows.code[row] for row in placed.order],
        level=[rows.level[row] for row in placed.order],
        official=[rows.official[row] for row in placed.order],
        founded=[rows.founded[row] for row in placed.order],
        short=[rows.short[row] for row in placed.order],
        row=[at.get(placed.row[row], -1) for row in placed.order],
        under=[stem.key if stem else 0 for stem in stems],
        under_path=[stem.path if stem else "" for stem in stems],
        under_short=[stem.short if stem else "" for stem in stems],
    )


def _bundled(tree: bundle.Bundled) -> Seedlings:
    number = len(tree.names)
    return Seedlings(
        name=tree.names,
        code=tree.codes,
        level=tree.levels,
        row=tree.parents,
        official=[is_official(code, level) for code, level in zip(tree.codes, tree.levels, strict=True)],
        founded=[None] * number,
        short=[""] * number,
        under=[0] * number,
        under_path=[""] * number,
        under_short=[""] * number,
    )


def _refused(path: Path, report: Path, mistakes: dict[int, list[str]]) -> ImportRefused:
    first = "；".join(
        _("第%(line)s行：%(reason)s") % {"line": line, "reason": "，".join(mistakes[line])}
        for line in sorted(mistakes)[:SHOWN]
    )
    told = {"number": len(mistakes), "first": first, "report": report.name}
    try:
        write_report(path, report, mistakes)
    except OSError:
        sentence = _("有%(number)s行不能导入，什么都没有写入；错误表写不进“%(report)s”。%(first)s。") % told
        return ImportRefused(sentence, rows=len(mistakes))
    sentence = _("有%(number)s行不能导入，什么都没有写入；错误表在“%(report)s”。%(first)s。") % told
    return ImportRefused(sentence, rows=len(mistakes), report=str(report))


def _silent(_done: int, _of: int, _doing: object) -> None:
    """For those who do not want to hear how far it is."""
