"""Runs under real processes: two stewards at once, workers killed in the middle, people who leave meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest

from sangzi.kernel import audit
from sangzi.kernel.models import AuditLine, Job
from sangzi.notices.models import Notice
from sangzi.programmes import keeping
from sangzi.programmes.actions import draw_lots, publish_run, try_allotment, withdraw
from sangzi.programmes.models import Application, Milestone, Placement, Run, Wish
from sangzi.programmes.soundness import breaches
from tests.programmes.made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

from .crew import crew_of
from .processes import process, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WORKER = "tests.races.run_worker"
LATER = NOW + timedelta(days=30)
PROCESSES, PEOPLE, SEATS = 4, 12, 4
STEP = {"kind": "allotment", "method": "optimal", "fit": {"placed": 10, "near": [5]}}
AT_IT = 0.3  # seconds after which a worker that has begun is in the middle


@pytest.fixture(scope="module")
def crew(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), crew_of(PROCESSES) as crew:
        yield crew


@pytest.fixture
def round_(tree):
    definition = declared({"kind": "screening", "by_hand": False}, STEP)
    round_ = round_of(definition, tree.province, apply_until=NOW + timedelta(days=10))
    opening = opening_in(round_, tree.county, SEATS)
    for person in people_of(tree.township, PEOPLE):
        apply_for(round_, person, opening)
    return draw_lots(round=round_, seed="1", now=LATER, by=None)


@pytest.fixture
def crowd(round_, monkeypatch):
    """The same, as if so many had applied that a worker does it."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    return round_


def tried(round_, **more):
    return try_allotment(round=round_, now=LATER, by=None, **more)


def publishing(run):
    return "publish", {"run": run.pk, "now": LATER.isoformat()}


def killed_in_the_middle(kind: str) -> None:
    """A worker that takes the job at hand and is killed while it is at it."""
    with process(WORKER, kind):
        wait_until(lambda: Job.objects.filter(state="running").exists())
        time.sleep(AT_IT)


def states() -> list[str]:
    return list(Run.objects.order_by("pk").values_list("state", flat=True))


def test_of_two_stewards_who_press_at_once_one_publishes(crew, round_):
    runs = [tried(round_), tried(round_, method="stable")]
    outcomes = crew.rush([publishing(runs[number % 2]) for number in range(PROCESSES)])
    assert Counter(told[0] for told in outcomes) == {"done": 1, "refused": PROCESSES - 1}, outcomes
    assert all("重新试算" in told[1] or "已经公布" in told[1] for told in outcomes if told[0] == "refused")
    assert (sorted(states()), Placement.objects.count(), list(breaches())) == (["made", "published"], SEATS, [])


def test_whoever_leaves_while_it_is_published_has_left_or_has_a_place(crew, round_):
    run = tried(round_)
    leaving = [
        {"application": key, "now": LATER.isoformat()} for key in Application.objects.values_list("pk", flat=True)
    ]
    outcomes = crew.rush([publishing(run), *(("withdraw", told) for told in leaving[: PROCESSES - 1])])
    assert [told for told in outcomes if told[0] == "error"] == []
    assert list(breaches()) == []
    assert states() == ["published"] or (states() == ["made"] and not Placement.objects.exists())


def test_a_worker_killed_while_it_computes_keeps_nothing_and_the_next_goes_on(crowd):
    run = tried(crowd)
    killed_in_the_middle("computing")
    assert states() == ["working"]
    with process(WORKER, "at-once"):
        wait_until(lambda: states() == ["made"])
    assert (Run.objects.get(pk=run.pk).digest != "", Job.objects.get().attempts) == (True, 2)


def being_published(round_) -> Run:
    """A run that a worker computed, and a worker is to publish."""
    with process(WORKER, "at-once"):
        run = tried(round_)
        wait_until(lambda: states() == ["made"])
    publish_run(run=run, now=LATER, by=None)
    return run


def all_is_published_once() -> bool:
    told = Notice.objects.filter(kind="programmes.application").count()
    stones = Milestone.objects.filter(step="allotment").count()
    lines = AuditLine.objects.filter(act="programmes.publish_run").count()
    return (Placement.objects.count(), told, stones, lines) == (SEATS, PEOPLE, PEOPLE, 1)


@pytest.mark.parametrize("moment", ["preparing", "giving"])
def test_a_worker_killed_before_everything_is_given_leaves_nothing_that_anybody_sees(crowd, moment):
    being_published(crowd)
    killed_in_the_middle(moment)
    assert (states(), Placement.objects.count(), Notice.objects.count()) == (["publishing"], 0, 0)
    assert set(Application.objects.values_list("state", flat=True)) == {"admitted"}
    assert list(breaches()) == []
    with process(WORKER, "at-once"):
        wait_until(all_is_published_once)
    assert (states(), list(breaches()), list(audit.verify())) == (["published"], [], [])


def test_a_worker_killed_while_it_tells_has_published_all_and_the_next_tells_the_others(crowd):
    being_published(crowd)
    with process(WORKER, "telling"):
        wait_until(Notice.objects.exists)
    assert (states(), Placement.objects.count(), Notice.objects.count() < PEOPLE) == (["published"], SEATS, True)
    assert list(breaches()) == []
    with process(WORKER, "at-once"):
        wait_until(all_is_published_once)


def test_of_many_who_let_the_telling_go_on_at_once_one_does_and_everybody_is_told_once(crew, crowd):
    run = being_published(crowd)
    with process(WORKER, "telling"):
        wait_until(Notice.objects.exists)
    Job.objects.filter(kind=keeping.TELLING).update(state="failed", attempts=5, lease_until=None)
    outcomes = crew.rush([("resume", {"run": run.pk})] * PROCESSES)
    assert Counter(map(tuple, outcomes)) == {("done", "True"): 1, ("done", "False"): PROCESSES - 1}
    with process(WORKER, "at-once"):
        wait_until(all_is_published_once)
    assert AuditLine.objects.filter(act="programmes.resume_run").count() == 1


def test_whoever_leaves_while_it_is_prepared_is_waited_for_by_nobody_and_the_result_does_not_count(crowd):
    being_published(crowd)
    leaving = Application.objects.order_by("pk").first()
    with process(WORKER, "preparing"):
        wait_until(lambda: Wish.objects.exclude(state="hoping").exists())
        withdraw(application=leaving, now=LATER, by=None)
    with process(WORKER, "at-once"):
        wait_until(lambda: Job.objects.filter(state="failed").exists())
    assert "重新试算" in Job.objects.get(state="failed").sentence
    assert (Placement.objects.count(), list(breaches())) == (0, [])
    assert set(leaving.wishes.values_list("state", "line")) == {("missed", None)}
