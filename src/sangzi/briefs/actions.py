"""What can be done with briefs: issue one, now or as a job."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sangzi.kernel import anchors, audit, jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account, Job
from sangzi.scoreboard.months import first_day, label, last_day
from sangzi.units.models import Unit

from . import typeset
from .compose import compose
from .definitions import Template, template_named
from .draft import Draft
from .matter import gather
from .models import Brief, Quote
from .parts import Derived, Document, Number, Part, text_of
from .proof import prove, receipts_of
from .queries import file_of, job_key, next_number
from .stored import to_json
from .vouched import vouch

TASK = "briefs.issue"
ANCHORS = "anchors.jsonl"  # the file that `sangzi audit anchor` writes as well
TRIES = 20
LANGUAGE = "zh-hans"  # briefs are Chinese documents, whoever asks for one

Progress = Callable[[int, int, str], None]


@transaction.atomic
def issue_brief(
    *,
    unit: Unit,
    month: int,
    template: str = "monthly",
    today: date,
    now: datetime,
    by: Account | None,
    progress: Progress | None = None,
) -> Brief:
    """Write a month's brief of a unit: receipts, document, file and audit line, all or nothing.

    `month` is year * 12 + month - 1; the present month is told as of today. Every call is a new issue.
    Raises `BadInput` for a month that has not begun, `UnlinkedNumber` for a number without a receipt.
    """
    chosen = template_named(template)
    _refuse_odd_month(unit, month, today)
    tell = progress or (lambda _done, _of, _doing: None)
    with translation.override(LANGUAGE):
        brief = _numbered(Brief(unit=unit, template=template, month=month, issued=now, by=by))
        document = _written(brief, chosen, today, now, tell)
    _keep(brief, document, now)
    audit.append(
        chain=unit.pk,
        act="briefs.issue",
        about=f"brief:{brief.pk}",
        by=by,
        detail={"number": brief.number, "template": template, "month": label(month)},
    )
    transaction.on_commit(partial(_anchor, now), robust=True)
    tell(4, 4, "")
    return brief


def issue_later(*, unit: Unit, month: int, template: str = "monthly", today: date, key: str, by: Account | None) -> Job:
    """Ask for a brief as a job; the same `key` again is the same request, however often it is sent.

    Raises `BadInput` for a month that has not begun.
    """
    template_named(template)
    _refuse_odd_month(unit, month, today)
    told = {"unit": unit.pk, "month": month, "template": template}
    return jobs.enqueue(kind=TASK, key=job_key(unit, key), arguments=told, by=by, unit_id=unit.pk)


def _refuse_odd_month(unit: Unit, month: int, today: date) -> None:
    if first_day(month) > today:
        raise BadInput(
            _("%(month)s还没有开始，不能编印简报。请选本月或以前的月份。") % {"month": label(month)}, field="month"
        )
    if unit.founded and last_day(month) < unit.founded:
        raise BadInput(
            _("“%(unit)s”在%(month)s还没有设立。请选设立以后的月份。") % {"unit": unit.name, "month": label(month)},
            field="month",
        )


def _numbered(brief: Brief) -> Brief:
    """Give the brief the next number; of two at once the later one takes the number after."""
    brief.audit_head = audit.head_digest()
    for _turn in range(TRIES):
        brief.number = next_number(brief.unit, brief.template)
        try:
            with transaction.atomic():
                brief.save(force_insert=True)
        except IntegrityError:
            continue  # taken meanwhile
        return brief
    raise Conflict(_("“%(unit)s”正在同时编印多期简报，请稍后再试。") % {"unit": brief.unit.name})


def _written(brief: Brief, template: Template, today: date, now: datetime, tell: Progress) -> Document:
    tell(0, 4, _("汇总数据"))
    matter = gather(template, brief.unit, brief.month, min(last_day(brief.month), today))
    tell(1, 4, _("开具凭据"))
    draft = Draft(template, matter, vouch(matter.needed(), now))
    tell(2, 4, _("撰写并核对"))
    document = compose(draft, number=brief.number, today=today, audit_head=brief.audit_head)
    prove(document)
    tell(3, 4, _("生成文件"))
    return document


def _keep(brief: Brief, document: Document, now: datetime) -> None:
    brief.title = text_of(document.heading)[:200]
    brief.body = to_json(document)
    brief.file = f"briefs/{brief.unit_id}/{brief.template}-{brief.number:04d}.docx"
    brief.save(update_fields=["title", "body", "file"])
    Quote.objects.bulk_create(_quotes(brief, document))
    # The number is ours until the transaction ends, so nobody else writes this file.
    _put(file_of(brief), typeset.docx_bytes(document, address=settings.SANGZI_ADDRESS, now=now))


def _anchor(now: datetime) -> None:
    """Anchor the audit chains as the brief leaves them; one after the other, for an anchor covers the one before."""
    path = Path(settings.SANGZI_HOME) / ANCHORS
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        anchors.drop(path, now)


def _quotes(brief: Brief, document: Document) -> list[Quote]:
    """Every figure in the order of the document; a derived one with each of its receipts."""
    parts = [part for _where, line in document.lines() for part in line if _is_figure(part)]
    return [
        Quote(brief=brief, position=position, receipt_id=receipt, shown=part.shown)
        for position, part in enumerate(parts, 1)
        for receipt in receipts_of(part)
    ]


def _is_figure(part: Part) -> bool:
    return isinstance(part, Derived) or (isinstance(part, Number) and part.field == "value")


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
