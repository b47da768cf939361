"""Every page among 2,000 rounds: queries and time of each, found by following links, with and without statistics.

The sample organisation, multiplied by SQL: 2,019 rounds, 103,362 openings, 200,660 applications, 53,792 placements,
211,338 records. `python -m benchmarks.many_rounds` on SQLite, `--postgres` on a throw-away PostgreSQL. `--home FOLDER`
keeps what was filled and takes it up again; `--over MS` lists the slowest queries of the pages that took longer.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

ROUNDS, OPENINGS, APPLICATIONS, PLACEMENTS = 3, 42, 790, 4  # times as many; OPENINGS is a multiple of ROUNDS
SLOW, WIDTH = 200, int(os.environ.get("WIDTH", "160"))  # ms, characters of a query
MOST_PAGES = 400  # of one visitor
VISITORS = {"anybody": "", "at home in a county": "", "lead of a province": "jilin", "lead of a county": "antu"}
HOME = "222426"
EACH, RUNS = 1, 2  # addresses of one kind that are opened, and how often after the first time
NOT_PAGES = re.compile(r"/(static|api|sign-out|export|download|file)/|\.\w+$")
FORMS = re.compile(r'<form[^>]*method="get"[^>]*>(.*?)</form>', re.DOTALL)
CHOICES = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOICE = re.compile(r'<option value="([^"]+)"')
TEXTS = re.compile(r'<input[^>]*name="(q|text|find)"')
WORD = "青年"
LINKS = re.compile(r'(?:href|hx-get)="([^"#][^"]*)"')


@dataclass
class View:
    """One page as it was opened: its address, its queries, and how long it took."""

    address: str
    queries: int
    seconds: float
    spent: float
    slowest: list[tuple[float, str]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--home", help="where the multiplied sample is kept")
    parser.add_argument("--over", type=int, default=SLOW, help="ms from which on a page is listed")
    parser.add_argument("--visitor", choices=VISITORS, action="append")
    asked = parser.parse_args()
    if asked.postgres:
        _on_postgres(sys.argv[1:])
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANGZI_HOME"] = asked.home or folder
        _set_up()
        from benchmarks import clock

        _fill()
        for counted in (True, False):
            _count(counted)
            print(clock.machine(), "with statistics" if counted else "without statistics", flush=True)
            for visitor in asked.visitor or VISITORS:
                _tell(visitor, list(_walk(visitor)), asked.over)


def _set_up() -> None:
    from benchmarks.applications import _set_up

    _set_up()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]


def _on_postgres(arguments: list[str]) -> None:
    from tests.postgres import cluster, find_binaries

    binaries = find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not here.")
    with cluster(binaries) as url:
        command = [sys.executable, "-m", "benchmarks.many_rounds", *(one for one in arguments if one != "--postgres")]
        subprocess.run(command, env={**os.environ, "SANGZI_DATABASE": url}, check=True)


def _fill() -> None:
    """The sample, then its rows many times over, with the last day that the sample knows as today."""
    from django.db import transaction
    from django.utils import timezone

    from sangzi.cli.demo import SEED, prepare
    from sangzi.programmes.models import Round

    prepare(timezone.localdate(), SEED, 1.0)
    if Round.objects.filter(title__endswith="（2）").exists():
        return
    with transaction.atomic():
        _multiply()


def _multiply() -> None:
    from sangzi.programmes import models

    rounds, openings, applications = (_last(one) for one in (models.Round, models.Opening, models.Application))
    of_round = f"round_id + (n.n %% {ROUNDS}) * {rounds}"
    _again(models.Round, ROUNDS, title="title || '（' || (n.n + 1) || '）'")
    _again(models.Opening, OPENINGS, round_id=of_round, key="NULL", title="title || '（' || n.n || '）'")
    _again(models.Session, OPENINGS, opening_id=f"opening_id + n.n * {openings}", code="code || n.n")
    _again(models.Slot, OPENINGS, opening_id=f"opening_id + n.n * {openings}")
    whose = f"CASE WHEN person_id IS NULL THEN NULL ELSE (person_id * 31 + n.n * 17) %% {_persons()} + 1 END"
    _again(models.Application, APPLICATIONS, round_id=of_round, key=_key("a"), person_id=whose)
    of_opening = f"opening_id + (n.n %% {OPENINGS}) * {openings}"
    of_application = f"application_id + n.n * {applications}"
    _again(models.Wish, APPLICATIONS, application_id=of_application, opening_id=of_opening)
    _again(models.Placement, PLACEMENTS, opening_id=of_opening, application_id=of_application, key=_key("p"))
    _again(models.Record, 2, where="t.id %% 3 = 0 AND reverses_id IS NULL", round_id=of_round, key=_key("r"))


def _again(model: Any, times: int, where: str = "", **columns: str) -> None:
    """Every row of a table `times` times, each time with another key and what `columns` say."""
    from django.db import connection

    table, last = model._meta.db_table, _last(model)
    names = [one.column for one in model._meta.concrete_fields]
    told = {"id": f"t.id + n.n * {last}", **columns}
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(told.get(name, f't."{name}"') for name in names)
    source = (
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %s)"
        f' INSERT INTO "{table}" ({quoted}) SELECT {values} FROM "{table}" t, n WHERE t.id <= %s'
    )
    if connection.vendor == "sqlite":  # SQLite has the clause behind INSERT
        begins, insert = source.split(" INSERT", 1)
        into, select = insert.split(" SELECT", 1)
        source = f"INSERT{into} {begins} SELECT{select}"
    with connection.cursor() as cursor:
        cursor.execute(source + (f" AND {where}" if where else ""), [times - 1, last])
        print(f"{table}: {model.objects.count():,}", flush=True)


def _last(model: Any) -> int:
    from django.db.models import Max

    return int(model.objects.aggregate(last=Max("pk"))["last"] or 0)


def _persons() -> int:
    from sangzi.people.models import Person

    return Person.objects.count()


def _key(letter: str) -> str:
    return f"'many-{letter}-' || t.id || '-' || n.n"


def _count(counted: bool) -> None:
    """What the database knows of its tables: as workers have it counted, or nothing at all."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA optimize=0x10002" if counted else "ANALYZE sqlite_schema")
            if not counted:
                cursor.execute("DELETE FROM sqlite_stat1")
                if "sqlite_stat4" in connection.introspection.table_names(cursor, include_views=False):
                    cursor.execute("DELETE FROM sqlite_stat4")
        elif counted:
            cursor.execute("ANALYZE")
        else:
            cursor.execute("DELETE FROM pg_statistic")
    connection.close()


def _walk(visitor: str) -> Iterator[View]:
    """Every kind of page that a visitor comes to from link to link."""
    client = _client(visitor)
    ahead = ["/", "/desk/"] if VISITORS[visitor] else ["/"]
    seen: dict[tuple[str, ...], int] = {}
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        kind = _kind(address)
        if kind is None or seen.get(kind, 0) >= EACH:
            continue
        view, found = _opened(client, address)
        if view is None:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        yield view
        ahead += found


def _client(visitor: str) -> Any:
    from django.test import Client

    from sangzi.kernel.models import Account
    from sangzi.units.models import Unit

    client = Client(raise_request_exception=False)
    if VISITORS[visitor]:
        client.force_login(Account.objects.get(username=VISITORS[visitor]))
    elif visitor != "anybody":
        client.cookies["sangzi_home"] = Unit.objects.get(code=HOME, closed=None).slug
    return client


def _kind(address: str) -> tuple[str, ...] | None:
    """The name of a page and which filters it is narrowed by; None where it is no page."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or NOT_PAGES.search(parts.path):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    narrowed = sorted({name for name, _value in parse_qsl(parts.query)} - {"unit", "at", "next"})
    return (found.view_name, *narrowed)


def _opened(client: Any, address: str) -> tuple[View | None, list[str]]:
    """Opens a page and tells of the better of the next times, when the process has read definitions and templates."""
    from django.db import connection

    asked: list[tuple[float, str]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((time.perf_counter() - begun, sql if params is None else f"{sql}  -- {params!r}"))

    answer = client.get(address)
    if "Location" in answer:
        return None, [urljoin(address, answer["Location"])]
    if answer.status_code in (403, 404) or answer.streaming or "html" not in answer.get("Content-Type", ""):
        return None, []
    times, shares = [], []
    for _run in range(RUNS):
        asked.clear()
        begun, spent = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(watch):
            answer = client.get(address)
        times.append(time.perf_counter() - begun)
        shares.append(time.process_time() - spent)
    slowest = sorted(asked, reverse=True)[:2]
    said = "" if answer.status_code == 200 else f" ({answer.status_code})"
    return View(address + said, len(asked), min(times), min(shares), slowest), _ways(address, answer.content.decode())


def _ways(address: str, page: str) -> list[str]:
    """Where one gets from a page: by its links, and by each of the filters of its forms."""
    found = [urljoin(address, urldefrag(unescape(one))[0]) for one in LINKS.findall(page)]
    kept = [(name, value) for name, value in parse_qsl(urlsplit(address).query) if name in ("unit", "at")]
    for form in FORMS.findall(page):
        chosen = [(name, CHOICE.findall(options)) for name, options in CHOICES.findall(form)]
        asked = [(name, unescape(values[-1])) for name, values in chosen if values]
        asked += [(name, WORD) for name in TEXTS.findall(form)]
        found += [f"{urlsplit(address).path}?{urlencode([*kept, each])}" for each in asked]
    return found


def _tell(visitor: str, views: list[View], over: int) -> None:
    """The pages that took longer: on SQLite by the CPU time of the process, which on a busy machine tells more."""
    from django.db import connection

    def took(view: View) -> float:
        return 1000 * (view.spent if connection.vendor == "sqlite" else view.seconds)

    slow = sorted((one for one in views if took(one) >= over), key=took, reverse=True)
    middle = sorted(took(one) for one in views)[len(views) // 2]
    print(f"{visitor}: {len(views)} pages, {len(slow)} over {over} ms, half of them under {middle:.0f} ms", flush=True)
    for one in slow:
        print(f"  {one.seconds * 1000:,.0f} ms, CPU {one.spent * 1000:,.0f}, {one.queries} queries: {one.address}")
        for seconds, sql in one.slowest:
            if seconds * 1000 >= over / 4:
                print(f"      {seconds * 1000:,.0f} ms: {sql[:WIDTH]}", flush=True)


if __name__ == "__main__":
    main()
