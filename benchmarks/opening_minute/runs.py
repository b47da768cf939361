"""The runs: a bare view, the opening minute, the bare view again; and what must be true afterwards."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.opening_minute.client import Ask, Outcome, load
from benchmarks.opening_minute.data import applicants
from sangzi.kernel import audit, loose, sweeping
from sangzi.people.models import Person
from sangzi.programmes import soundness
from sangzi.programmes.actions import offer, open_round
from sangzi.programmes.models import Application, Opening, Wish
from sangzi.scoreboard.verification import differences
from tests import cast

TOKEN = "x" * 32  # the double-submit token of one who has the form open
TURNS = 3
WARM = 50  # requests before anything is measured: imports, connections, caches
ANSWERS = {"free": ["周六"]}


@dataclass(frozen=True)
class Stage:
    """Everybody who will press the button, with their session, and the draft that they have filled in."""

    people: list[tuple[Person, str]]
    drafts: list[Application]
    seats: int


def prepare(number: int, seats: int) -> Stage:
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    tree = cast.grow_tree()
    today = timezone.localdate()
    round_ = open_round(programme="volunteering", unit=tree.county, title="认岗", opens=today, by=None)
    opening = offer(round=round_, unit=tree.county, title="文明实践岗", on=today, capacity=seats, by=None)
    people = applicants(number + WARM, tree.county)
    drafts = _drafts(opening, [person for person, _session in people])
    _analyze()
    return Stage(people, drafts, seats)


def _analyze() -> None:
    """As the database does by itself within a minute: drafts are filled in over days, not in the second before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _drafts(opening: Opening, people: list[Person]) -> list[Application]:
    """What `begin` and `fill` leave behind, all at once: thousands of drafts one by one take longer than the minute."""
    now = timezone.now()
    told = {"round": opening.round, "unit": opening.unit, "answers": json.dumps(ANSWERS), "made": now, "changed": now}
    drafts = Application.objects.bulk_create(
        [Application(person=one, by=one.account, key=f"draft-{one.pk}", revision=1, **told) for one in people]
    )
    Wish.objects.bulk_create([Wish(application=one, opening=opening, rank=1) for one in drafts])
    return drafts


def warm(port: int, stage: Stage) -> None:
    load(port, _bare(stage)[:WARM], 10)
    load(port, _handing_in(stage)[:WARM], 10)


def compare(port: int, stage: Stage, connections: int) -> None:
    """The bare view and the opening minute in turns, since other work on the machine comes and goes."""
    bare, minute = _bare(stage)[WARM:], _handing_in(stage)[WARM:]
    each = -(-len(minute) // TURNS)
    plain, real = [], []
    for at in range(0, len(minute), each):
        plain.append(_told("bare view, one row", load(port, bare[at : at + each], connections)))
        real.append(_told("opening minute, one application", load(port, minute[at : at + each], connections)))
    plain.append(_told("bare view, one row", load(port, bare[:each], connections)))
    throughput = fmean(one.a_second for one in real) / fmean(one.a_second for one in plain)
    slowest = fmean(one.percentile(95) for one in real) / fmean(one.percentile(95) for one in plain)
    print(f"  throughput {throughput:.2f} of the bare view's, p95 {slowest:.1f} times its p95")


def _bare(stage: Stage) -> list[Ask]:
    return [Ask("/bare/", urlencode({"applicant": person.pk, "opening": 1}).encode()) for person, _ in stage.people]


def _handing_in(stage: Stage) -> list[Ask]:
    return [
        Ask(
            f"/me/applications/{draft.pk}/check/",
            urlencode({"revision": draft.revision, "agree": "1"}).encode(),
            f"sangzi={session}; csrftoken={TOKEN}",
            TOKEN,
        )
        for draft, (_person, session) in zip(stage.drafts, stage.people, strict=True)
    ]


def _told(name: str, outcome: Outcome) -> Outcome:
    print(
        f"  {name:<34} {outcome.a_second:8,.0f} a second, p50 {outcome.percentile(50) * 1000:7,.0f} ms,"
        f" p95 {outcome.percentile(95) * 1000:7,.0f} ms, answers {outcome.statuses}",
        flush=True,
    )
    return outcome


def prove(stage: Stage) -> None:
    """Nobody is lost, no seat is given twice, the chains hold and the figures are those of a full computation."""
    while sweeping.sweep():
        pass
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states == {"placed": stage.seats, "waiting": len(stage.drafts) - stage.seats}, states
    assert not list(soundness.breaches())
    assert not [*audit.verify(), *loose.breaches()]
    assert not list(differences())
    print(f"  {dict(states)}; seats, lines, audit chains and figures agree")
