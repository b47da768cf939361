"""Sheets: rows read and validated, and the memory of lists taken away: `python -m benchmarks.worksheets [--rows N]`."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sangzi.kernel.worksheets import Column

ROWS = 76_000
"""The students of one province in one summer."""
EXPORTS = (1_000, 100_000, 300_000, 1_000_000)
FORMS = ("xlsx", "csv", "openpyxl")
NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
CHOICES = ("果树", "电商", "法律", "文书", "教学")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--export", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("SANGZI_HOME", home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
        import django

        django.setup()
        if asked.export:
            _export(asked.export[0], int(asked.export[1]))
            return
        from benchmarks import clock

        print(clock.machine(), flush=True)
        _read(asked.rows)
        _import(asked.rows)
    for form in FORMS:
        for rows in EXPORTS[: 3 if form == "openpyxl" else None]:
            command = [sys.executable, "-m", "benchmarks.worksheets", "--export", form, str(rows)]
            subprocess.run(command, check=True)


def columns() -> tuple[Column, ...]:
    from sangzi.kernel.worksheets import Column

    return (
        Column("name", "姓名", required=True),
        Column("phone", "手机", kind="phone", required=True),
        Column("born", "出生日期", kind="date", required=True),
        Column("sex", "性别", kind="choice", choices=("男", "女")),
        Column("school", "学校", required=True),
        Column("unit", "户籍单位", kind="unit"),
        Column("hours", "服务时长", kind="number"),
        Column("agrees", "服从调剂", kind="yes"),
        Column("why", "报名理由", kind="long"),
        Column("skills", "特长", kind="choices", choices=CHOICES),
    )


def people(count: int) -> Iterator[dict[str, object]]:
    """Everybody with a name and a reason of their own, so that nothing can be remembered."""
    for n in range(count):
        yield {
            "name": f"张{chr(0x4E00 + n % 5000)}{chr(0x4E00 + n // 5000)}",
            "phone": str(13_000_000_000 + n * 97 % 10**9),
            "born": f"{1998 + n % 9}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "sex": "男" if n % 2 else "女",
            "school": f"第{n % 700}大学",
            "unit": f"22{n % 60:04}",
            "hours": str(n % 300),
            "agrees": "yes" if n % 3 else "no",
            "why": f"我是第{n}个报名的人，想用这个暑假回到家乡，做一点力所能及的事情。",
            "skills": [CHOICES[n % 5], CHOICES[(n + 2) % 5]],
        }


def _file(count: int) -> bytes:
    from sangzi.kernel.worksheets import Told, export

    return b"".join(export(columns(), people(count), title="报名", told=Told("某人", NOW)).chunks())


def _read(count: int) -> None:
    from openpyxl import load_workbook

    from benchmarks import clock
    from sangzi.kernel.worksheets import rows

    file = _file(count)
    print(f"{count} rows of {len(columns())} columns, {len(file) / 2**20:.1f} MB; CPU time", flush=True)
    ours, good = _cpu(lambda: sum(not row.complaints for row in rows(file, columns())))
    if good != count:
        raise SystemExit(f"{good} rows of {count} were found in order")
    clock.line("read and validated", ours, f"{count / ours:,.0f} rows a second")

    def plainly() -> int:
        book = load_workbook(io.BytesIO(file), read_only=True)
        return sum(1 for _row in book.active.iter_rows(values_only=True))

    theirs, _count = _cpu(plainly, runs=1)
    clock.line(
        "openpyxl, read and not looked at", theirs, f"{count / theirs:,.0f} rows a second, {theirs / ours:.1f} times"
    )


def _import(count: int) -> None:
    """The whole way of a sheet that a worker takes: sealed, counted, validated, marked; its rows are not kept."""
    from django.core.management import call_command

    from benchmarks import clock
    from sangzi.kernel import importing, jobs
    from sangzi.kernel.models import Account, SheetImport

    call_command("migrate", verbosity=0)
    by = Account.objects.create_user("benchmark")
    importing.sheet_kind("benchmark", columns=lambda _sheet: columns())(lambda _sheet, _rows: [])
    file = io.BytesIO(_file(count))
    began = time.perf_counter()
    importing.bring_sheet(kind="benchmark", file=file, name="a.xlsx", now=NOW, by=by)
    brought = time.perf_counter() - began
    jobs.work_once("benchmark")
    whole = time.perf_counter() - began
    sheet = SheetImport.objects.get()
    if (sheet.state, sheet.rows_taken) != ("done", count):
        raise SystemExit(f"the sheet is {sheet.state}, {sheet.rows_taken} rows of {count} were taken")
    clock.line("brought: what a page waits for (by the clock)", brought)
    clock.line(
        "taken by a worker, without what the app does (by the clock)",
        whole - brought,
        f"{count / (whole - brought):,.0f} rows a second",
    )


def _export(form: str, count: int) -> None:
    before = _peak()
    began = time.process_time()
    size = _openpyxl(count) if form == "openpyxl" else _ours(form, count)
    took = time.process_time() - began
    print(
        f"  {form:<10} {count:>10,} rows {size / 2**20:8.1f} MB {took:7.1f} s CPU"
        f" {count / took:10,.0f} rows a second, memory {_peak():6.0f} MB (before {before:.0f})",
        flush=True,
    )


def _ours(form: str, count: int) -> int:
    from sangzi.kernel.worksheets import Told, export

    ready = export(columns(), people(count), title="报名", told=Told("某人", NOW), form=form)
    return sum(map(len, ready.chunks()))


def _openpyxl(count: int) -> int:
    """The library's own way of writing row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for person in people(count):
        sheet.append([" ".join(cell) if isinstance(cell, list) else cell for cell in person.values()])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        return file.tell()


def _cpu(run: Callable[[], int], runs: int = 3) -> tuple[float, int]:
    shortest, answer = float("inf"), 0
    for _ in range(runs):
        began = time.process_time()
        answer = run()
        shortest = min(shortest, time.process_time() - began)
    return shortest, answer


def _peak() -> float:
    """The most memory that this program held, in MB; what its parent held before it began is not in it."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
