"""One province in one summer: 18,000 posts in its counties, 76,000 students with up to five wishes, lots, places, news.

`python -m benchmarks.crowd [--students N] [--posts N]` on SQLite, `--postgres` on a throw-away PostgreSQL. `fill`,
`shared` and `wrongs` are what the test of the same on a smaller crowd uses.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

STUDENTS, POSTS, COUNTIES = 76_000, 18_000, 100
OPENS, CLOSES = date(2026, 6, 1), date(2026, 9, 30)
END = datetime(2026, 6, 30, 9, tzinfo=UTC)
AFTER = END + timedelta(days=1)
SCHOOLS, MAJORS = ("河北大学", "燕山大学", "河北农业大学"), ("农学", "会计学", "软件工程")
TITLES = ("社区助理岗", "融媒体采编岗", "农技记录岗", "政务导办岗", "托管班助教岗")
LARGEST = 8  # seats of one opening at most
LOCAL = 0.7  # how often a student wishes for a post of the home county
PAGE = 50


def fill(students: int, posts: int, counties: int = COUNTIES) -> Any:
    """A round whose time to apply is over, with its posts, its students and their wishes, none looked at yet."""
    from sangzi.programmes.actions import open_round
    from sangzi.programmes.models import Round

    chance = random.Random(20260630)  # noqa: S311  (the same crowd each time)
    province, seats = _tree(counties)
    round_ = open_round(
        programme="return-home", unit=province, title="返家乡社会实践", opens=OPENS, closes=CLOSES,
        apply_until=END, by=None,
    )  # fmt: skip
    openings = _offer(round_, seats, posts, chance)
    _apply(round_, seats, openings, students, chance)
    return Round.objects.select_related("unit").get(pk=round_.pk)


def shared(round_: Any, officer: Any) -> Iterator[tuple[str, float]]:
    """Everything that staff do with the crowd, as a name and its seconds: admit by jobs, draw, allot by a job."""
    from sangzi.programmes.actions import allot, draw_lots

    yield "admitted by a job", _timed(lambda: _decided_later(round_, officer))
    _admit_the_rest(round_)
    yield "lots drawn", _timed(lambda: draw_lots(round=round_, seed="20260701", now=AFTER, by=officer))
    asked = allot(round=round_, now=AFTER, by=officer, reason="")
    yield "shared by a job" if hasattr(asked, "attempts") else "shared at once", _timed(_worked_off)


def wrongs(round_: Any) -> list[str]:
    """What must never be: a place above the capacity, a seat counted wrongly, somebody without an answer or untold."""
    from django.db.models import Count, F

    from sangzi.notices.models import Notice
    from sangzi.programmes.models import Application, Opening

    openings = Opening.objects.filter(round=round_).annotate(there=Count("placements"))
    decided = Application.objects.filter(round=round_)
    told = Notice.objects.filter(person__in=decided.values("person")).values("person").distinct().count()
    said = {
        "openings above their capacity": openings.filter(there__gt=F("capacity")).count(),
        "openings that count wrongly": openings.exclude(taken=F("there")).count(),
        "without an answer": decided.filter(state__in=("submitted", "admitted")).count(),
        "untold": decided.count() - told,
        "free seats that somebody waits for": openings.filter(taken__lt=F("capacity"), wishes__state="waiting").count(),
    }
    return [f"{name}: {count}" for name, count in said.items() if count]


def page_plan(round_: Any) -> str:
    """How the database looks for a page in the middle of the list."""
    from sangzi.programmes.models import Application

    keys = Application.objects.filter(round=round_).order_by("-pk").values_list("pk", flat=True)
    middle = keys[keys.count() // 2]
    page = Application.objects.filter(round=round_, state="waiting", pk__lt=middle).order_by("-pk")[:PAGE]
    return str(page.explain())


def _tree(counties: int) -> tuple[Any, list[Any]]:
    root = _unit(None, "全国", 0, "000000")
    province = _unit(root, "某省", 1, "130000")
    return province, [_unit(province, f"县{number}", 3, f"13{number:04d}") for number in range(1, counties + 1)]


def _unit(parent: Any, name: str, level: int, code: str) -> Any:
    from sangzi.units.models import Unit
    from sangzi.units.paths import step

    unit = Unit.objects.create(parent=parent, name=name, short=name, level=level, code=code, path="")
    unit.path = (parent.path if parent else "") + step(unit.pk)
    unit.save(update_fields=["path"])
    return unit


def _offer(round_: Any, seats: list[Any], posts: int, chance: random.Random) -> dict[int, list[int]]:
    """Openings of one to eight posts, more in some counties than in others; their keys by county."""
    from sangzi.programmes.models import Opening

    sizes = []
    while sum(sizes) < posts:
        sizes.append(min(chance.randint(1, LARGEST), posts - sum(sizes)))
    where = chance.choices(seats, weights=[1 + at % 5 for at in range(len(seats))], k=len(sizes))
    rows = (
        Opening(round=round_, unit=unit, title=chance.choice(TITLES), on=date(2026, 7, 10), capacity=size)
        for unit, size in zip(where, sizes, strict=True)
    )
    _insert(Opening, rows)
    found: dict[int, list[int]] = {unit.pk: [] for unit in seats}
    for key, unit in Opening.objects.filter(round=round_).order_by("pk").values_list("pk", "unit"):
        found[unit].append(key)
    return found


def _apply(round_: Any, seats: list[Any], openings: dict[int, list[int]], students: int, chance: random.Random) -> None:
    from sangzi.people.models import Person
    from sangzi.programmes.models import Application, Milestone, Wish

    homes = chance.choices(seats, k=students)
    _insert(Person, (_student(number, home, chance) for number, home in enumerate(homes)))
    persons = Person.objects.order_by("pk").only("pk", "home_id")
    _insert(Application, (_application(round_, one, number, chance) for number, one in enumerate(persons)))
    applied = Application.objects.filter(round=round_).order_by("pk")
    every = [key for there in openings.values() for key in there]
    heavy = list(accumulate(1 / (1 + at % 40) for at in range(len(every))))
    keys = list(applied.values_list("pk", "unit"))
    stones = (Milestone(application_id=key, step="applications", outcome="submitted", at=END) for key, _home in keys)
    _insert(Milestone, stones)
    wishes = (
        Wish(application_id=key, opening_id=opening, rank=rank)
        for key, home in keys
        for rank, opening in enumerate(_wishes(openings[home], every, heavy, chance), 1)
    )
    _insert(Wish, wishes)
    _count_anew()


def _wishes(near: list[int], every: list[int], heavy: list[float], chance: random.Random) -> list[int]:
    """Up to five different posts, mostly of the home county, and of the others those that many wish for."""
    wanted: dict[int, None] = {}
    for _wish in range(chance.choice((1, 2, 3, 4, 5, 5, 5))):
        local = near and chance.random() < LOCAL
        wanted[chance.choice(near) if local else chance.choices(every, cum_weights=heavy)[0]] = None
    return list(wanted)


def _student(number: int, home: Any, chance: random.Random) -> Any:
    from sangzi.people.models import Person

    name = chance.choice("赵钱孙李周吴郑王冯陈") + chance.choice("建秀文思明雨国") + chance.choice("军英博远月华")
    born = date(2003, 1, 1) + timedelta(days=number % 1500)
    return Person(name=name, initials="xs", phone=f"1990{number:07d}", born=born, home=home, sample=True)


def _application(round_: Any, person: Any, number: int, chance: random.Random) -> Any:
    from sangzi.programmes.models import Application

    at = END - timedelta(minutes=number % 20_000)
    told = (
        f'{{"days": "30", "grade": "大三", "major": "{chance.choice(MAJORS)}", "school": "{chance.choice(SCHOOLS)}"}}'
    )
    return Application(
        round=round_, unit_id=person.home_id, person=person, answers=told, key=f"crowd-{number}", made=at,
        submitted=at, changed=at, state="submitted",
    )  # fmt: skip


def _worked_off() -> None:
    """All that workers have to do, one after the other."""
    from sangzi.kernel import jobs

    while jobs.work_once("crowd"):
        pass


def _decided_later(round_: Any, officer: Any) -> None:
    """One county's applications admitted by a worker, as the desk asks for it."""
    from sangzi.kernel import jobs
    from sangzi.programmes.batches import batch_of, decide_later
    from sangzi.programmes.models import Application
    from sangzi.programmes.queries import Narrowing

    newest = Application.objects.filter(round=round_).order_by("-pk").values_list("pk", flat=True)[0]
    county = Application.objects.select_related("unit").get(pk=newest).unit
    batch = batch_of(round_, "admit", "", Narrowing(unit=county), newest)
    job = decide_later(batch, key="crowd", now=AFTER, by=officer, unit=round_.unit)
    assert jobs.work_once("crowd")
    job.refresh_from_db()
    left = Application.objects.filter(round=round_, unit=county, state="submitted").count()
    done = Application.objects.filter(round=round_, unit=county, state="admitted").count()
    assert (job.state, left) == ("done", 0), job.sentence
    print(f"  {done} of one county, told as {job.done_parts} of {job.all_parts}", flush=True)


def _admit_the_rest(round_: Any) -> None:
    """The other counties admit theirs; by one statement here, since a job took the first."""
    from sangzi.programmes.models import Application

    Application.objects.filter(round=round_, state="submitted").update(state="admitted", revision=1)


def _insert(model: Any, rows: Iterator[Any]) -> None:
    while part := list(islice(rows, 2000)):
        model.objects.bulk_create(part)


def _count_anew() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def officer_of(round_: Any) -> Any:
    """Somebody who may do everything in the province of a round."""
    from sangzi.kernel.models import Account
    from sangzi.units.models import Assignment

    account = Account.objects.create_user("crowd-officer", "not used here", name="officer")
    Assignment.objects.create(account=account, unit=round_.unit, role="lead", since=date(2020, 1, 1))
    return account


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    if asked.postgres:
        _on_postgres(asked)
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("SANGZI_HOME", home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "sangzi.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _measure(asked.students, asked.posts)


def _on_postgres(asked: argparse.Namespace) -> None:
    from tests.postgres import cluster, find_binaries

    binaries = find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not here.")
    with cluster(binaries) as url:
        sizes = ["--students", str(asked.students), "--posts", str(asked.posts)]
        command = [sys.executable, "-m", "benchmarks.crowd", *sizes]
        subprocess.run(command, env={**os.environ, "SANGZI_DATABASE": url}, check=True)


def _measure(students: int, posts: int) -> None:
    from django.db import connection

    from benchmarks import clock
    from sangzi.programmes.models import Application

    print(clock.machine(), connection.vendor, flush=True)
    begun = time.perf_counter()
    round_ = fill(students, posts)
    officer = officer_of(round_)
    print(f"filled: {time.perf_counter() - begun:.1f} s", flush=True)
    for name, seconds in shared(round_, officer):
        print(f"{name}: {seconds:.1f} s", flush=True)
    states = Application.objects.filter(round=round_).values_list("state", flat=True)
    print({state: list(states).count(state) for state in set(states)})
    print("wrong:", wrongs(round_) or "nothing", flush=True)
    print(page_plan(round_))


if __name__ == "__main__":
    main()
