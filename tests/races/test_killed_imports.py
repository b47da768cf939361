"""A power cut in the middle of a sheet: no row is taken twice, none is lost."""

from __future__ import annotations

import datetime as dt
import io
import random
import time
from collections import Counter

import pytest

from sangzi.kernel import audit, importing
from sangzi.kernel.models import Account, AuditLine, RefusedRow, SheetImport
from tests.kernel.worksheets.sheets import xlsx

from .processes import all_at_once, process, wait_until
from .sheet_worker import CHAIN, KIND

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WORKER = "tests.races.sheet_worker"
ROWS, KILLS = 150, 3


def stands() -> int:
    return SheetImport.objects.get().last_row


def kill_one_worker_further_on(moment: float) -> None:
    before = stands()
    with process(WORKER):
        wait_until(lambda: stands() > before)
        time.sleep(moment)


def test_whoever_is_killed_in_the_middle_every_row_is_taken_once(monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    people = [(f"人{n}", n) for n in range(ROWS)]
    file = io.BytesIO(xlsx(*people, heads=["姓名", "年龄"]))
    by = Account.objects.create_user("importer")
    importing.bring_sheet(kind=KIND, file=file, name="a.xlsx", now=dt.datetime.now(dt.UTC), by=by)
    moments = random.Random(1)
    for _ in range(KILLS):
        kill_one_worker_further_on(moments.uniform(0, 0.15))
    assert SheetImport.objects.get().state == "running"
    with process(WORKER), process(WORKER):
        wait_until(lambda: SheetImport.objects.get().state == "done")
    sheet = SheetImport.objects.get()
    effects = Counter(AuditLine.objects.filter(chain=CHAIN).values_list("about", flat=True))
    assert effects == {f"人{n}": 1 for n in range(ROWS) if n % 7}
    assert (sheet.rows_taken, sheet.rows_refused) == (len(effects), RefusedRow.objects.count())
    assert list(audit.verify()) == []


def test_a_click_repeated_at_once_takes_every_row_once():
    file = xlsx(*[(f"人{n}", n) for n in range(1, 31)], heads=["姓名", "年龄"])
    by, now = Account.objects.create_user("importer"), dt.datetime.now(dt.UTC)

    def bring(_click: int) -> SheetImport:
        return importing.bring_sheet(kind=KIND, file=io.BytesIO(file), name="a.xlsx", now=now, by=by)

    met = all_at_once(4, bring)
    assert {one.pk for one in met} == {SheetImport.objects.get().pk}
    sheet = SheetImport.objects.get()
    assert (sheet.state, sheet.rows_taken, sheet.rows_refused) == ("done", 26, 4)
    assert AuditLine.objects.filter(chain=CHAIN).count() == 26
