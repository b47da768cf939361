"""A worker to be killed while it takes the rows of a sheet: `python -m tests.races.sheet_worker`."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()

from sangzi.kernel import audit, importing, jobs
from sangzi.kernel.worksheets import Column, Refused

KIND = "test.killed"
CHAIN = 78
COLUMNS = (Column("name", "姓名", "Name", required=True), Column("age", "年龄", "Age", "number"))
LEASE = timedelta(seconds=1)
PAUSE = 0.01
importing.CHUNK = 10


@importing.sheet_kind(KIND, columns=lambda _sheet: COLUMNS)
def take(sheet, chunk):
    """A line for everybody, slowly; every seventh is refused."""
    refused = []
    for row in chunk:
        time.sleep(PAUSE)
        if int(row.values["age"]) % 7:
            audit.append(chain=CHAIN, act=KIND, about=row.values["name"], by=sheet.by)
        else:
            refused.append(Refused(row.number, row.cells, ("七的倍数",)))
    return refused


if __name__ == "__main__":
    jobs.work(threading.Event(), lease=LEASE, idle=0.05)
