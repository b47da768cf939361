"""Sheets that become rows of ours: what can be taken is taken, the rest is given back with reasons.

An app registers a kind of sheet with `sheet_kind`; `bring_sheet` keeps the file sealed, and `run` takes its rows
chunk by chunk. Where it stands moves in the transaction of the rows themselves, so that whatever breaks in the middle,
going on takes no row twice and leaves none out. The same file for the same matter is the same import.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import audit, jobs, sealing
from .errors import BadInput, Conflict, SangziError
from .models import Account, Job, RefusedRow, SheetImport
from .papers import drop_orphans
from .wording import day_of
from .worksheets import Column, Refused, Row, error_sheet, rows
from .worksheets.limits import MOST_BYTES

FOLDER = "sheets"
JOB = "sheets.import"
AT_ONCE = 500
"""Sheets of more rows are taken by a worker."""
CHUNK = 200
KEPT = timedelta(days=30)
"""How long the file and the rows that were refused are kept."""
LONGEST_NAME = 120

State = SheetImport.State
Columns = Callable[[SheetImport], Sequence[Column]]
Take = Callable[[SheetImport, Sequence[Row]], Iterable[Refused]]
Ask = Callable[[SheetImport, Iterator[Row]], str]
Look = Callable[[Row], Iterable[str]]
"""What is wrong with a row besides its cells, as far as it can be known without taking it."""
Looks = Callable[[SheetImport], Look]


@dataclass(frozen=True)
class SheetKind:
    """What is done with sheets of one kind."""

    kind: str
    columns: Columns
    take: Take
    ask: Ask | None
    looks: Looks | None = None


_kinds: dict[str, SheetKind] = {}


def sheet_kind(
    kind: str, *, columns: Columns, ask: Ask | None = None, looks: Looks | None = None
) -> Callable[[Take], Take]:
    """Register `take(sheet, rows)` for sheets of a kind (in the `tasks.py` of an app).

    `take` is given rows without complaints, inside a transaction, and returns those it refuses (see `one_by_one`); it
    must not leave that transaction. `kind` is also the key of the template. `ask(sheet, rows)` is given all rows
    before the first is taken; where it returns a question, nothing is taken until somebody confirms. `looks(sheet)` is
    called once a chunk; the function it returns says of a wrong row everything else that is wrong with it, so that
    nobody mends a cell only to hear of the next. Right rows do not pay for it.
    """

    def register(take: Take) -> Take:
        if kind in _kinds:
            raise ValueError(f"the kind of sheets {kind!r} is registered twice")
        _kinds[kind] = SheetKind(kind, columns, take, ask, looks)
        return take

    return register


def one_by_one(take_row: Callable[[SheetImport, Row], object]) -> Take:
    """A `take` that calls an action for each row; what the action refuses is undone and given back by itself."""

    def take(sheet: SheetImport, chunk: Sequence[Row]) -> Iterator[Refused]:
        for row in chunk:
            try:
                with transaction.atomic():
                    take_row(sheet, row)
            except SangziError as refusal:
                yield Refused(row.number, row.cells, (refusal.sentence,))

    return take


def bring_sheet(
    *,
    kind: str,
    file: BinaryIO,
    name: str,
    now: datetime,
    by: Account,
    about: str = "",
    unit_id: int | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> SheetImport:
    """Keep a sheet and take its rows: at once when they are few, by a worker when they are many.

    Raises `UnreadableSheet` and `WrongHeadings` before anything is kept. The same file for the same matter gives the
    import that exists, and goes on with it where it had broken off.
    """
    content = file.read(MOST_BYTES + 1)
    sheet = SheetImport(kind=kind, about=about, unit_id=unit_id, by=by, brought=now, name=name[:LONGEST_NAME])
    sheet.arguments = json.dumps(dict(arguments or {}), ensure_ascii=False, sort_keys=True)
    sheet.digest = sealing.digest_of(content, kind, about, unit_id, sheet.arguments)
    sheet.purge_on = timezone.localdate(now + KEPT)
    first = sum(1 for _row in islice(_rows(sheet, content), AT_ONCE + 1))
    if not first:
        raise BadInput(_("表头下面没有内容；请填好后再上传。"))
    return _go_on(_keep(sheet, content), few=first <= AT_ONCE)


@transaction.atomic
def confirm_sheet(*, sheet: SheetImport, by: Account) -> SheetImport:
    """Answer the question of a sheet with yes: its rows are taken by a worker."""
    asked = SheetImport.objects.filter(pk=sheet.pk, state=State.ASKING)
    if not asked.update(state=State.WAITING, confirmed=True):
        raise Conflict(_("这份表格没有待确认的问题。"), sheet=sheet.pk)
    sheet.refresh_from_db()
    _note("sheets.confirm", sheet, by)
    return _enqueue(sheet)


@transaction.atomic
def drop_sheet(*, sheet: SheetImport, now: datetime, by: Account) -> SheetImport:
    """Answer the question of a sheet with no: nothing is taken, and its file goes."""
    asked = SheetImport.objects.filter(pk=sheet.pk, state=State.ASKING)
    if not asked.update(state=State.FAILED, ended=now, sentence=_("已放弃，没有导入。")):
        raise Conflict(_("这份表格没有待确认的问题。"), sheet=sheet.pk)
    sheet.refresh_from_db()
    _forget(sheet)
    _note("sheets.drop", sheet, by)
    return sheet


def run(sheet: SheetImport, progress: Callable[[int, int], None] = lambda _done, _of: None) -> SheetImport:
    """Take the rows of a sheet that were not taken yet. Raises what keeps the whole sheet from being read."""
    with translation.override(sheet.by.language):
        content = b"".join(sealing.opened(FOLDER, sheet.stored))
        try:
            if _begin(sheet, content):
                for chunk in _chunks(row for row in _rows(sheet, content) if row.number > sheet.last_row):
                    _take(sheet, chunk)
                    progress(sheet.rows_taken + sheet.rows_refused, sheet.rows_all)
                _end(sheet)
        except SangziError as refusal:
            _running(sheet).update(state=State.FAILED, sentence=refusal.sentence[:500], ended=timezone.now())
            raise
        finally:
            sheet.refresh_from_db()
    return sheet


def refused_sheet(sheet: SheetImport) -> BinaryIO:
    """The rows that were refused, with their reasons, as a workbook to mend and bring again."""
    refused = (
        Refused(row.number, tuple(json.loads(row.cells)), tuple(json.loads(row.reasons)))
        for row in sheet.refused.order_by("number").iterator(chunk_size=2000)
    )
    return error_sheet(_kinds[sheet.kind].columns(sheet), refused, title=_("未导入的行"), key=sheet.kind)


def purge_sheets(*, now: datetime, by: Account | None = None) -> int:
    """Delete the files and refused rows of sheets whose day has come; what was counted stays. How many sheets."""
    today, count = timezone.localdate(now), 0
    for sheet in SheetImport.objects.filter(purge_on__lte=today).exclude(stored=""):
        with transaction.atomic():
            _forget(sheet)
            _note("sheets.purge", sheet, by)
        count += 1
    drop_orphans(FOLDER, set(SheetImport.objects.exclude(stored="").values_list("stored", flat=True)), now)
    return count


def _rows(sheet: SheetImport, content: bytes) -> Iterator[Row]:
    return rows(content, _kinds[sheet.kind].columns(sheet), key=sheet.kind)


@transaction.atomic
def _keep(sheet: SheetImport, content: bytes) -> SheetImport:
    """The import of this file for this matter, with its file: the one that exists, or this one."""
    same = SheetImport.objects.select_for_update()
    again = same.filter(kind=sheet.kind, about=sheet.about, digest=sheet.digest).first()
    if again is not None and again.by_id != sheet.by_id:
        told = {"day": day_of(timezone.localdate(again.brought)), "taken": again.rows_taken}
        raise Conflict(_("这份文件已由别的账号在%(day)s导入，收了%(taken)s行；没有再导入一遍。") % told)
    if again is not None and (again.stored or again.state == State.DONE):
        return again
    stored = sealing.keep(FOLDER, [content])
    if again is not None:  # given up, or so old that its file went
        again.stored, again.name, again.purge_on = stored, sheet.name, sheet.purge_on
        again.save(update_fields=["stored", "name", "purge_on"])
        return again
    sheet.stored = stored
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:  # somebody clicked twice: the other click was first
        sealing.drop(FOLDER, stored)
        return same.get(kind=sheet.kind, about=sheet.about, digest=sheet.digest)
    _note("sheets.bring", sheet, sheet.by)
    return sheet


def _go_on(sheet: SheetImport, *, few: bool) -> SheetImport:
    """Take what was not taken yet, here or by a worker; nothing where a worker is at it or somebody is asked."""
    at_work = sheet.job is not None and sheet.job.state in (Job.State.WAITING, Job.State.RUNNING)
    if sheet.state in (State.DONE, State.ASKING) or at_work:
        return sheet
    if not few:
        return _enqueue(sheet)
    with suppress(jobs.LostLeaseError):  # somebody clicked twice: the other click is at it
        run(sheet)
    return sheet


@transaction.atomic
def _enqueue(sheet: SheetImport) -> SheetImport:
    key = f"{JOB}:{sheet.pk}:{secrets.token_hex(4)}"  # should there be two, each chunk is still taken once
    arguments = {"sheet": sheet.pk}
    sheet.job = jobs.enqueue(kind=JOB, key=key, arguments=arguments, by=sheet.by, unit_id=sheet.unit_id)
    sheet.save(update_fields=["job"])
    return sheet


def _begin(sheet: SheetImport, content: bytes) -> bool:
    """Count the rows and ask what is to be asked; whether rows may be taken now."""
    ready = SheetImport.objects.filter(pk=sheet.pk, state__in=(State.WAITING, State.RUNNING, State.FAILED))
    if not sheet.rows_all:
        ready.update(rows_all=sum(1 for _row in _rows(sheet, content)))
    ask = _kinds[sheet.kind].ask
    question = ask(sheet, _rows(sheet, content)) if ask and not sheet.confirmed and not sheet.last_row else ""
    if question:
        ready.update(state=State.ASKING, question=question[:500])
        return False
    begun = ready.update(state=State.RUNNING, sentence="", ended=None)
    sheet.refresh_from_db()
    return bool(begun)


@transaction.atomic
def _take(sheet: SheetImport, chunk: Sequence[Row]) -> None:
    """One chunk and the mark of where the sheet stands, both or neither; the mark first, because it locks."""
    if not _running(sheet).filter(last_row=sheet.last_row).update(last_row=chunk[-1].number):
        raise jobs.LostLeaseError
    refused = _told_in_full(sheet, chunk, _refused(sheet, chunk))
    RefusedRow.objects.bulk_create(
        RefusedRow(sheet=sheet, number=row.number, cells=_told(row.cells), reasons=_told(row.reasons))
        for row in refused
    )
    counts = {"rows_taken": len(chunk) - len(refused), "rows_refused": len(refused)}
    SheetImport.objects.filter(pk=sheet.pk).update(**{name: F(name) + count for name, count in counts.items()})
    sheet.last_row = chunk[-1].number
    sheet.rows_taken += counts["rows_taken"]
    sheet.rows_refused += counts["rows_refused"]


def _refused(sheet: SheetImport, chunk: Sequence[Row]) -> list[Refused]:
    refused = [Refused(row.number, row.cells, row.complaints) for row in chunk if row.complaints]
    return [*refused, *_kinds[sheet.kind].take(sheet, [row for row in chunk if not row.complaints])]


def _told_in_full(sheet: SheetImport, chunk: Sequence[Row], refused: Sequence[Refused]) -> list[Refused]:
    """The refused rows with every reason that is known: what an action refused is the first of perhaps several."""
    looks = _kinds[sheet.kind].looks
    if looks is None or not refused:
        return list(refused)
    look, rows_of = looks(sheet), {row.number: row for row in chunk}
    return [_with(one, look(rows_of[one.number])) for one in refused]


def _with(refused: Refused, more: Iterable[str]) -> Refused:
    """The reasons of the cells first; a sentence that stands there with its cell is not told again without it."""
    told = list(more)
    first = [one for one in refused.reasons if not any(each.endswith(one) for each in told)]
    return Refused(refused.number, refused.cells, tuple(dict.fromkeys([*first, *told])))


@transaction.atomic
def _end(sheet: SheetImport) -> None:
    if _running(sheet).update(state=State.DONE, ended=timezone.now()):
        _note("sheets.end", sheet, sheet.by)


def _running(sheet: SheetImport) -> Any:
    return SheetImport.objects.filter(pk=sheet.pk, state=State.RUNNING)


def _chunks(all_rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(all_rows, CHUNK)):
        yield chunk


def _forget(sheet: SheetImport) -> None:
    stored = sheet.stored
    sheet.refused.all().delete()
    SheetImport.objects.filter(pk=sheet.pk).update(stored="", name="")
    transaction.on_commit(lambda: sealing.drop(FOLDER, stored))


def _told(words: Sequence[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


def _note(act: str, sheet: SheetImport, by: Account | None) -> None:
    detail = {"kind": sheet.kind, "of": sheet.about, "taken": sheet.rows_taken, "refused": sheet.rows_refused}
    audit.append(chain=sheet.unit_id or audit.INSTALLATION, act=act, about=f"sheet:{sheet.pk}", by=by, detail=detail)
