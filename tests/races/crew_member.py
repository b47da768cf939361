"""A process that does what it is told, at the moment it is told: `python -m tests.races.crew_member`.

Reads lines of JSON {"at": seconds, "acts": [[name, arguments], ...]}, answers each with a line of outcomes.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime

from tests.races.processes import join_the_test_database

if __name__ == "__main__":
    join_the_test_database()

from django.db import connection

from sangzi.kernel.errors import SangziError
from sangzi.people.models import Person
from sangzi.programmes import actions
from sangzi.programmes.bidders import Bidder
from sangzi.programmes.models import Application, Opening, Placement, Round, Run


def apply(round, person, openings, key, now, **stay):  # noqa: A002  (the design's word)
    days = {name: date.fromisoformat(day) for name, day in stay.items()}
    done = actions.apply(
        round=Round.objects.select_related("unit").get(pk=round),
        bidder=Bidder("person", Person.objects.select_related("home").get(pk=person)),
        answers={},
        wishes=[Opening.objects.select_related("unit", "round").get(pk=pk) for pk in openings],
        key=key,
        now=datetime.fromisoformat(now),
        by=None,
        **days,
    )
    return done.state


def submit(application, revision, now):
    there = Application.objects.get(pk=application)
    return actions.submit(application=there, revision=revision, now=datetime.fromisoformat(now), by=None).state


def withdraw(application, now):
    there = Application.objects.get(pk=application)
    return actions.withdraw(application=there, now=datetime.fromisoformat(now), by=None).state


def answer(verb, placement, now):
    there = Placement.objects.select_related("application").get(pk=placement)
    done = getattr(actions, verb)(placement=there, now=datetime.fromisoformat(now), by=None)
    return done if isinstance(done, bool) else done.state


def place(application, opening, now):
    there = Application.objects.get(pk=application)
    wanted = Opening.objects.get(pk=opening)
    return actions.place(application=there, opening=wanted, now=datetime.fromisoformat(now), by=None).state


def withdraw_opening(opening, now):
    there = Opening.objects.get(pk=opening)
    moment = datetime.fromisoformat(now)
    return actions.withdraw_opening(opening=there, reason="不办了", now=moment, by=None).state


def publish(run, now):
    moment = datetime.fromisoformat(now)
    return actions.publish_run(run=Run.objects.get(pk=run), now=moment, by=None, reason="会议决定").state


def resume(run):
    return actions.resume_run(run=Run.objects.get(pk=run), by=None)


ACTS = {"apply": apply, "submit": submit, "withdraw": withdraw, "answer": answer, "place": place}
ACTS |= {"withdraw_opening": withdraw_opening, "publish": publish, "resume": resume}


def outcome(name: str, arguments: dict) -> list[str]:
    try:
        return ["done", str(ACTS[name](**arguments))]
    except SangziError as refusal:
        return ["refused", refusal.sentence]
    except Exception as error:  # noqa: BLE001  (the test looks at what each one met)
        return ["error", f"{type(error).__name__}: {error}"]


def serve() -> None:
    connection.ensure_connection()
    print("ready", flush=True)  # noqa: T201  (the parent reads it)
    for line in sys.stdin:
        told = json.loads(line)
        time.sleep(max(0.0, told["at"] - time.time()))
        print(json.dumps([outcome(*act) for act in told["acts"]]), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve()
