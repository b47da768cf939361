"""Statistics come in: new numbers are added, changed ones replace those before, which stay as history."""

from __future__ import annotations

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account
from sangzi.units.models import Statistic, Unit
from sangzi.units.queries.statistics import Line, Sheet

_BATCH = 1000


class Brought(NamedTuple):
    """How many numbers were added, how many replaced others, how many were there already, how many rows were wrong."""

    added: int
    changed: int
    same: int
    left_out: int


def import_statistics(
    *, sheet: Sheet, at: Unit | None, by: Account | None, partly: bool = False, sample: bool = False
) -> Brought:
    """Write what a checked sheet brings; importing it twice changes nothing the second time.

    `at` is the unit in whose chain of audit it is noted (None: the installation's). Raises `BadInput` when rows are
    wrong and not all the same the good ones are wanted (`partly`), `Conflict` when somebody else imports at once.
    """
    if sheet.mistakes and not partly:
        told = {"number": len(sheet.mistakes), "good": len(sheet.lines)}
        raise BadInput(
            _("有 %(number)s 行不能导入，什么都没有写入；请改好后重新导入，或只导入其余 %(good)s 行。") % told,
            field="file",
        )
    brought = Brought(len(sheet.added), len(sheet.changed), sheet.same, len(sheet.mistakes))
    try:
        with transaction.atomic():
            _write(sheet, by, sample)
            _note(brought, sheet, at, by)
    except IntegrityError as error:
        raise Conflict(_("别人同时导入了同样的数据；请重新预览，再导入。")) from error
    return brought


def _write(sheet: Sheet, by: Account | None, sample: bool) -> None:
    replaced = [line.was.pk for line in sheet.changed if line.was is not None]
    now = timezone.now()
    for start in range(0, len(replaced), _BATCH):
        ended = Statistic.objects.filter(pk__in=replaced[start : start + _BATCH], replaced=None).update(replaced=now)
        if ended != len(replaced[start : start + _BATCH]):
            raise Conflict(_("别人同时导入了同样的数据；请重新预览，再导入。"))
    rows = [_row(line, by, sample) for line in (*sheet.added, *sheet.changed)]
    Statistic.objects.bulk_create(rows, batch_size=_BATCH)


def _row(line: Line, by: Account | None, sample: bool) -> Statistic:
    given = line.given
    return Statistic(
        unit=line.unit, key=given.key, year=given.year, value=given.value, source=given.source, by=by, sample=sample
    )


def _note(brought: Brought, sheet: Sheet, at: Unit | None, by: Account | None) -> None:
    keys = sorted({line.given.key for line in (*sheet.added, *sheet.changed)})
    if not keys:
        return
    audit.append(
        chain=audit.INSTALLATION if at is None else at.pk,
        act="units.import-statistics",
        about="statistics" if at is None else f"unit:{at.pk}",
        by=by,
        detail={**brought._asdict(), "keys": keys[:20]},
    )
