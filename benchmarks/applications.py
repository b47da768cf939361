"""The list of 76,000 applications: queries and time of its pages, the counts, a batch's rows and the export.

`python -m benchmarks.applications [--rows N]` on SQLite, `--postgres` on a throw-away PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ROWS = 76_000
POSTS = 18_000
"""The students and the posts of one province in one summer."""
COUNTIES, TOWNSHIPS = 100, 12
NOW = datetime(2026, 7, 1, tzinfo=UTC)
RUNS = 7
MOST_QUERIES = 8  # of any page of the list


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--export", help=argparse.SUPPRESS)
    parser.add_argument("--account", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.postgres:
        _on_postgres(asked.rows)
        return
    if asked.export:
        _set_up()
        _export(asked.account, asked.export)
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("SANGZI_HOME", home)
        _set_up()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(asked.rows)


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
    import django
    from django.conf import settings

    # Pages as a test sees them: nothing is collected for a server here.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()


def _on_postgres(rows: int) -> None:
    from tests.postgres import cluster, find_binaries

    binaries = find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not here.")
    with cluster(binaries) as url:
        command = [sys.executable, "-m", "benchmarks.applications", "--rows", str(rows)]
        subprocess.run(command, env={**os.environ, "SANGZI_DATABASE": url}, check=True)


def _measure(rows: int) -> None:
    from django.db import connection

    from benchmarks import clock

    print(clock.machine(), connection.vendor, flush=True)
    client = _client()
    round_, account, county = fill(rows)
    client.force_login(account)
    address = f"/desk/rounds/{round_.pk}/applications/"
    middle = _middle(round_)
    whole = f"?unit={round_.unit.slug}"
    pages = {
        "first page, whole province": address,
        "page in the middle": f"{address}?after={middle}",
        "waiting for a decision": f"{address}?state=submitted",
        "one county": f"{address}?unit={county.slug}",
        "who asked for one post": f"{address}{whole}&opening={_opening(round_)}",
        "whose first wish is one post": f"{address}{whole}&opening={_opening(round_)}&wish=1",
        "who has waited a week": f"{address}{whole}&waiting=7",
        "whose guardian was asked": f"{address}{whole}&guardian=asked",
        "who chose one answer of the form": f"{address}{whole}&answer=grade:2",
        "who chose one that nobody chose": f"{address}{whole}&answer=grade:0",
        "all filters at once, in the middle": f"{address}?unit={county.slug}&state=submitted&waiting=3"
        f"&guardian=not-needed&opening={_opening(round_)}&wish=1&after={middle}",
        "state counts (fetched after the page)": f"{address}counts/{whole}",
        "overview of the round": f"/desk/rounds/{round_.pk}/{whole}",
        "openings with their demand": f"/desk/rounds/{round_.pk}/{whole}&view=openings",
        "allotment page": f"/desk/rounds/{round_.pk}/allotment/{whole}",
        "supply and demand (fetched after the page)": f"/desk/rounds/{round_.pk}/allotment/supply/{whole}",
    }
    for title, where in pages.items():
        headers = {"HX-Request": "true"} if "fetched" in title else {}
        queries, *times = _timed(lambda where=where, headers=headers: client.get(where, headers=headers))  # type: ignore[misc]
        _told(title, queries, *times)
        assert queries <= MOST_QUERIES or not where.startswith(address), title
    _told("a name", *_timed(lambda: client.post(f"{address}find/", {"text": "wjb"})))
    for title, narrowed in (("one county", county.slug), ("whole province", round_.unit.slug)):
        _in_a_process_of_its_own(title, account.pk, f"{address}export/?unit={narrowed}")


def _in_a_process_of_its_own(title: str, account: int, address: str) -> None:
    """The export as a server does it: only so does the memory of a process tell of nothing else."""
    command = [sys.executable, "-m", "benchmarks.applications", "--export", address, "--account", str(account)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"export, {title}: {said.strip()}", flush=True)


def _export(account: int, address: str) -> None:
    """Takes a list away and says rows, size, time, and how much memory the process held before and at its most."""
    from sangzi.kernel.models import Account

    client = _client()
    client.force_login(Account.objects.get(pk=account))
    client.get("/desk/")
    before = _most_memory()
    begun, spent = time.perf_counter(), time.process_time()
    answer: Any = client.get(address)
    size = sum(len(piece) for piece in answer.streaming_content)
    rows, seconds, share = int(answer["X-Row-Count"]), time.perf_counter() - begun, time.process_time() - spent
    print(
        f"{rows} rows, {size / 2**20:.1f} MB, {seconds:.1f} s, of which CPU {share:.1f} s, {rows / share:,.0f} rows a"
        f" second of CPU; memory {before} MB before, {_most_memory()} MB at its most"
    )


def _most_memory() -> int:
    """In MB. What getrusage says begins with what the process that started this one held."""
    told = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1]
    return int(told.split()[0]) // 1024


def _told(title: str, queries: int, seconds: float, share: float) -> None:
    print(f"{title}: {queries} queries, {seconds * 1000:.0f} ms, of which CPU {share * 1000:.0f} ms", flush=True)


def _timed(ask: Callable[[], Any]) -> tuple[int, float, float]:
    """Queries of one request; the median of its time, and of this process's own share of it."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    ask()
    with connection.execute_wrapper(count):
        answer = ask()
    assert answer.status_code == 200, answer.content.decode()[:2000]
    times, shares = [], []
    for _run in range(RUNS):
        begun, spent = time.perf_counter(), time.process_time()
        ask()
        times.append(time.perf_counter() - begun)
        shares.append(time.process_time() - spent)
    return len(asked), statistics.median(times), statistics.median(shares)


def _client() -> Any:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.get("/sign-in/")  # loads every page, so that a fault shows before the long filling
    return client


def fill(rows: int) -> tuple[Any, Any, Any]:
    """A province with its counties and townships, posts in every township, and students who ask for five each."""
    from django.db import connection

    from sangzi.kernel.models import Account
    from sangzi.programmes.actions import open_round
    from sangzi.programmes.models import Application, Opening, Wish
    from sangzi.units.models import Assignment

    chance = random.Random(7)  # noqa: S311  (the same rows each time)
    province, counties, townships = _tree()
    account = Account.objects.create_user("officer", "not used here", name="officer")
    Assignment.objects.create(account=account, unit=province, role="lead", since=date(2020, 1, 1))
    round_ = open_round(
        programme="return-home", unit=province, title="返家乡", opens=date(2026, 6, 1), closes=date(2026, 9, 1), by=None
    )
    posts = (
        Opening(round=round_, unit=chance.choice(townships), title=f"岗位{number}", on=date(2026, 7, 10), capacity=1)
        for number in range(POSTS)
    )
    _insert(Opening, posts)
    openings = list(Opening.objects.order_by("pk").values_list("pk", flat=True))
    persons = _persons(rows, townships, chance)
    _insert(Application, (_application(round_, person, number, chance) for number, person in enumerate(persons)))
    keys = Application.objects.order_by("pk").values_list("pk", flat=True)
    wishes = (
        Wish(application_id=key, opening_id=opening, rank=rank)
        for key in list(keys)
        for rank, opening in enumerate(chance.sample(openings, 5), 1)
    )
    _insert(Wish, wishes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_, account, counties[0]


def _tree() -> tuple[Any, list[Any], list[Any]]:
    root = _unit(None, "全国", 0, "000000")
    province = _unit(root, "某省", 1, "130000")
    counties = [_unit(province, f"县{number}", 3, f"13{number:04d}") for number in range(1, COUNTIES + 1)]
    townships = [
        _unit(one, f"{one.name}镇{at}", 4, f"{one.code}{at:03d}") for one in counties for at in range(TOWNSHIPS)
    ]
    return province, counties, townships


def _unit(parent: Any, name: str, level: int, code: str) -> Any:
    from sangzi.units.models import Unit
    from sangzi.units.paths import step

    unit = Unit.objects.create(parent=parent, name=name, short=name, level=level, code=code, path="")
    unit.path = (parent.path if parent else "") + step(unit.pk)
    unit.save(update_fields=["path"])
    return unit


def _persons(rows: int, townships: list[Any], chance: random.Random) -> list[Any]:
    from sangzi.people.models import Person
    from sangzi.units.initials import initials

    family, given = "赵钱孙李周吴郑王冯陈", "建军秀英文博思远明月小雨国华"
    names = [chance.choice(family) + chance.choice(given) + chance.choice(given) for _number in range(rows)]
    people = (
        Person(name=name, initials=initials(name)[:30], phone=f"138{number:08d}", born=date(2003, 5, 1), home=home)
        for number, (name, home) in enumerate(zip(names, chance.choices(townships, k=rows), strict=True))
    )
    _insert(Person, people)
    return list(Person.objects.order_by("pk").only("pk", "home_id"))


def _application(round_: Any, person: Any, number: int, chance: random.Random) -> Any:
    from sangzi.programmes.models import Application

    at = NOW - timedelta(minutes=number % 20_000)
    answers = '{"days": "30", "grade": "本科高年级", "major": "农学", "school": "河北大学"}'
    return Application(
        round=round_, unit_id=person.home_id, person=person, answers=answers, key=f"a{number}", made=at, submitted=at,
        changed=at, state=chance.choice(("submitted", "submitted", "admitted", "refused", "placed", "waiting")),
    )  # fmt: skip


def _insert(model: Any, rows: Iterator[Any]) -> None:
    while part := list(islice(rows, 2000)):
        model.objects.bulk_create(part)


def _middle(round_: Any) -> int:
    keys = round_.applications.order_by("-pk").values_list("pk", flat=True)
    return int(keys[keys.count() // 2])


def _opening(round_: Any) -> int:
    return int(round_.openings.order_by("pk").values_list("pk", flat=True)[0])


if __name__ == "__main__":
    main()
