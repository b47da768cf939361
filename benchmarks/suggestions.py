"""Whom a need finds: `python -m benchmarks.suggestions [EXPERTS]`, in an empty SANGZI_HOME or SANGZI_DATABASE.

As many experts as asked for (10,000) at home in 100 counties, with what the people of the test set of skills say of
themselves, find a new need: the first time in a process, again, and after one of them changed their line. Then one of
them looks for needs. Everything is rolled back at the end.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangzi.settings")
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from sangzi.people.models import Consent, Entry, Person  # noqa: E402
from sangzi.people.purposes import own_purpose  # noqa: E402
from sangzi.programmes.definitions import programmes  # noqa: E402
from sangzi.programmes.models import Opening, Round  # noqa: E402
from sangzi.programmes.queries.suggestions import needs_for, suggested_for  # noqa: E402
from sangzi.units.access import Grant, Scope  # noqa: E402
from sangzi.units.models import Unit  # noqa: E402
from sangzi.units.paths import step  # noqa: E402
from tests.people.needs import needs  # noqa: E402

EXPERTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
TODAY = NOW.date()


def main() -> None:
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        province, counties = _units()
        entries = _experts(counties)
        openings = _needs(province, counties)
        scope = Scope((Grant(province.path, "officer"),))

        def found() -> int:
            return len(suggested_for(openings[0], scope, TODAY))

        _timed("a need, the first time in a process", found)
        _timed("the same again", found)
        _timed("another need", lambda: len(suggested_for(openings[1], scope, TODAY)))
        Entry.objects.filter(pk=entries[0].pk).update(fields=json.dumps({"subject": "苹果树腐烂病"}))
        _timed("after one line changed", found)
        person = Person.objects.select_related("home").get(pk=entries[0].person_id)
        _timed(f"needs for one person, of {len(openings)}", lambda: len(needs_for(person, NOW)))
        transaction.set_rollback(True)


def _units() -> tuple[Unit, list[Unit]]:
    province = _unit(None, 1)
    return province, [_unit(province, 3) for _one in range(100)]


def _unit(parent: Unit | None, level: int) -> Unit:
    unit = Unit.objects.create(level=level, name="县", short="县", path="", parent=parent)
    unit.path = (parent.path if parent else "") + step(unit.pk)
    unit.save(update_fields=["path"])
    return unit


def _experts(counties: list[Unit]) -> list[Entry]:
    profiles, _needs = needs()
    persons = [Person(name=f"人{n}", home=counties[n % 100]) for n in range(EXPERTS)]
    made = Person.objects.bulk_create(persons, batch_size=5000)
    purpose = own_purpose("experts")
    Consent.objects.bulk_create((Consent(person=one, purpose=purpose, given=TODAY) for one in made), batch_size=5000)
    lines = (
        Entry(register="experts", person=one, unit=one.home, since=TODAY, by_self=True, fields=_fields(profiles, at))
        for at, one in enumerate(made)
    )
    return Entry.objects.bulk_create(lines, batch_size=5000)


def _fields(profiles: list[str], at: int) -> str:
    """What two people of the set say, so that hardly any two lines are the same."""
    said = {"subject": profiles[at % len(profiles)], "offers": profiles[at // len(profiles) % len(profiles)]}
    return json.dumps(said, ensure_ascii=False)


def _needs(province: Unit, counties: list[Unit]) -> list[Opening]:
    definition = programmes()["needs"]
    round_ = Round.objects.create(
        programme="needs",
        unit=province,
        title="需求",
        opens=TODAY,
        definition=definition.model_dump_json(),
        digest=definition.digest,
    )
    return [
        Opening.objects.create(round=round_, unit=counties[at % 100], title=need.text, on=TODAY, capacity=1)
        for at, need in enumerate(needs()[1])
    ]


def _timed(what: str, run: Callable[[], int]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    found = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {found} found, {cpu:.3f} s of CPU, {wall:.3f} s")


if __name__ == "__main__":
    main()
