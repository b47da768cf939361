"""What is prepared before a result is published shows nowhere, and what is told after it is told once."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction

from sangzi.kernel import jobs
from sangzi.kernel.models import AuditLine, Job
from sangzi.notices.models import Notice
from sangzi.programmes import keeping, preparing, running
from sangzi.programmes.actions import draw_lots, place, publish_run, try_allotment, withdraw, withdraw_opening
from sangzi.programmes.as_read import as_read
from sangzi.programmes.giving import made_ready
from sangzi.programmes.models import Application, Milestone, Opening, Placement, Run, Wish
from sangzi.programmes.moving_up import line_of, wanting
from sangzi.programmes.queries.application_lists import application_line
from sangzi.programmes.queries.own import told_of
from sangzi.programmes.queries.round_numbers import demand_for
from sangzi.programmes.queries.why import why_of
from sangzi.programmes.runs.publishing import Outdated, plan_for
from sangzi.programmes.runs.terms import terms_of
from sangzi.programmes.soundness import breaches
from sangzi.programmes.telling_results import results_of, tell_results
from sangzi.units.models import Unit

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

LATER = NOW + timedelta(days=30)
# A job beats in a thread of its own, which sees on PostgreSQL only what is committed.
BY_WORKER = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def round_(tree):
    return crowded(tree, {"waiting": True})


def crowded(tree, step):
    """Ten people at home in two places, who wish for one to three of four openings; the lots are drawn."""
    chance = random.Random("crowd")
    told = {"kind": "allotment", "method": "optimal", "fit": {"placed": 10, "wishes": [50, 30, 5]}} | step
    definition = declared({"kind": "screening", "by_hand": False}, told, applications={"wishes": 3})
    round_ = round_of(definition, tree.province, apply_until=NOW + timedelta(days=10))
    openings = [
        opening_in(round_, unit, 1) for unit in (tree.township, tree.county, tree.other_county, tree.prefecture)
    ]
    for unit in (tree.township, tree.other_county):
        for person in people_of(unit, 5):
            apply_for(round_, person, *chance.sample(openings, chance.randint(1, 3)))
    return draw_lots(round=round_, seed="1", now=LATER, by=None)


def tried(round_):
    return try_allotment(round=round_, now=LATER, by=None)


def published(run):
    return publish_run(run=run, now=LATER, by=None)


def prepared(run):
    """As when the power failed when all wishes were written and nothing else was."""
    for lot in preparing.lots_of(plan_for(run.round, run), waits=True):
        preparing.prepare(lot, lambda: None)
    assert set(Wish.objects.values_list("state", flat=True)) == {"got", "waiting", "missed"}
    return run


def worked(monkeypatch, run):
    """Published by workers, as a crowd's."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    published(run)
    while jobs.work_once("a worker"):
        pass
    return Run.objects.get(pk=run.pk)


def test_what_is_prepared_is_shown_to_nobody(round_):
    prepared(tried(round_))
    for one in Application.objects.select_related("round__unit", "unit", "person"):
        assert {wish.state for wish in told_of(one).wishes} == {"hoping"}
        assert {(wish.state, wish.line) for wish in application_line(one).wishes} == {("hoping", None)}
        told = why_of(one)
        assert (told.decided, {(wish.wish.state, wish.place) for wish in told.wishes}) == (False, {("hoping", None)})


def test_nobody_stands_in_line_by_what_is_prepared(round_):
    prepared(tried(round_))
    openings = list(Opening.objects.all())
    assert [line_of(one) for one in openings] == [[]] * 4
    assert (wanting(LATER), {told.waiting for told in demand_for(openings).values()}) == ([], {0})
    assert list(breaches()) == []


def test_what_was_prepared_and_not_published_is_published_after_all(round_):
    run = prepared(tried(round_))
    told = list(Wish.objects.order_by("pk").values_list("state", "line"))
    published(run)
    assert list(Wish.objects.order_by("pk").values_list("state", "line")) == told
    assert list(breaches()) == []


def test_after_a_preparation_who_withdraws_or_is_placed_by_hand_has_what_they_have(round_):
    prepared(tried(round_))
    leaving, seated = Application.objects.filter(wishes__state="waiting").distinct().order_by("pk")[:2]
    withdraw(application=leaving, now=LATER, by=None)
    place(application=seated, opening=Opening.objects.order_by("pk").first(), now=LATER, by=None)
    assert set(leaving.wishes.values_list("state", "line")) == {("missed", None)}
    assert set(seated.wishes.values_list("state", flat=True)) <= {"got", "missed"}
    assert (seated.wishes.filter(state="got").count(), list(breaches())) == (1, [])


def test_after_a_preparation_an_opening_is_taken_back_as_before_it(round_):
    prepared(tried(round_))
    opening = Opening.objects.order_by("pk").first()
    only = list(
        Application.objects.filter(wishes__opening=opening).exclude(wishes__rank=2).values_list("pk", flat=True)
    )
    also = Application.objects.filter(wishes__opening=opening, wishes__rank=1).exclude(pk__in=only)
    withdraw_opening(opening=opening, reason="不办了", now=LATER, by=None)
    assert only
    assert set(Application.objects.filter(pk__in=only).values_list("state", flat=True)) == {"closed"}
    assert set(Application.objects.exclude(pk__in=only).values_list("state", flat=True)) == {"admitted"}
    assert set(Wish.objects.filter(application__in=also).values_list("state", flat=True)) <= {"hoping", "missed"}


def test_whoever_left_is_not_prepared_for(round_):
    run = tried(round_)
    (lot,) = preparing.lots_of(plan_for(run.round, run), waits=True)
    leaving = Application.objects.order_by("pk").first()
    withdraw(application=leaving, now=LATER, by=None)
    assert not preparing.prepare(lot, lambda: None)
    assert set(leaving.wishes.values_list("state", "line")) == {("missed", None)}


@pytest.mark.parametrize("taken_over", [{"attempts": 2}, {"worker": "another"}, {"state": "failed"}])
def test_a_worker_whose_work_was_taken_over_prepares_nothing(round_, monkeypatch, taken_over):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    run = tried_by_worker(round_)
    published(run)
    job = jobs.claim("a worker", LATER)
    (lot,) = preparing.lots_of(plan_for(run.round, run), waits=True)
    Job.objects.filter(pk=job.pk).update(**taken_over)
    with pytest.raises(jobs.LostLeaseError):
        preparing.prepare(lot, running._refusing(run, job))
    assert set(Wish.objects.values_list("state", flat=True)) == {"hoping"}


def tried_by_worker(round_):
    run = tried(round_)
    Job.objects.all().delete()
    keeping.kept(run, running.attempted(run.round, terms_of(run)), LATER)
    return Run.objects.get(pk=run.pk)


CHANGES = {
    "who applied": lambda: Application.objects.filter(pk=first(Application).pk).update(lot=987_654),
    "a form": lambda: Application.objects.filter(pk=first(Application).pk).update(revision=9),
    "who is admitted": lambda: Application.objects.filter(pk=first(Application).pk).update(state="withdrawn"),
    "a home": lambda: first(Application).person.__class__.objects.update(home=Unit.objects.get(level=0)),
    "seats": lambda: Opening.objects.filter(pk=first(Opening).pk).update(capacity=2),
    "a line": lambda: Opening.objects.filter(pk=first(Opening).pk).update(last_line=1),
    "what is offered": lambda: Opening.objects.filter(pk=first(Opening).pk).update(state="withdrawn"),
    "where it lies": lambda: Opening.objects.filter(pk=first(Opening).pk).update(unit=Unit.objects.get(level=0)),
}


def first(model):
    return model.objects.order_by("pk").first()


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_between_reading_and_giving_is_found(round_, what):
    run = tried(round_)
    rows, plan = as_read(round_, terms_of(run)), plan_for(run.round, run)
    ready = made_ready(run.round, plan, LATER)
    assert as_read(round_, terms_of(run)) == rows
    CHANGES[what]()
    with pytest.raises(Outdated):
        running._give(run, rows, ready, {"by": None})
    assert (Placement.objects.count(), AuditLine.objects.filter(act="programmes.publish_run").count()) == (0, 0)


@BY_WORKER
def test_workers_come_to_the_same_as_one_transaction(round_, monkeypatch):
    run = tried_by_worker(round_)
    with transaction.atomic():
        published(run)
        told = rows_of_all()
        transaction.set_rollback(True)
    assert worked(monkeypatch, run).state == "published"
    assert (rows_of_all(), list(breaches())) == (told, [])


def rows_of_all():
    """What became of everybody."""
    stones = Milestone.objects.filter(step="allotment").order_by("application")
    return (
        list(Wish.objects.order_by("pk").values_list("pk", "state", "line", "application__state", "opening__taken")),
        list(Application.objects.order_by("pk").values_list("revision", flat=True)),
        list(stones.values_list("application", "outcome")),
        list(Placement.objects.order_by("application").values_list("application", "opening", "state", "key")),
        list(Opening.objects.order_by("pk").values_list("taken", "last_line")),
        Notice.objects.filter(about__startswith="round:").count(),
    )


@pytest.mark.parametrize("step", [{"waiting": True}, {"waiting": False}, {"waiting": True, "accept_hours": 24}])
def test_what_is_told_is_what_was_written(tree, step):
    run = published(tried(crowded(tree, step)))
    states = {key: state for state, keys in results_of(run) for key in keys}
    assert states == dict(Application.objects.values_list("pk", "state"))


def test_whoever_was_told_is_not_told_again(round_):
    run = published(tried(round_))
    told = Milestone.objects.count(), Notice.objects.count()
    Milestone.objects.filter(step="allotment", application=first(Application)).delete()
    Notice.objects.filter(person=first(Application).person, about=f"round:{round_.pk}").delete()
    assert tell_results(run) == 10
    assert (Milestone.objects.count(), Notice.objects.count()) == told


@BY_WORKER
def test_who_goes_on_before_the_news_is_told_what_the_result_was(round_, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    published(tried_by_worker(round_))
    jobs.work_once("a worker")
    seated = Application.objects.get(pk=Placement.objects.first().application_id)
    withdraw(application=seated, now=LATER, by=None)
    jobs.work_once("a worker")
    assert set(seated.milestones.filter(step="allotment").values_list("outcome", flat=True)) == {"placed"}
    assert Notice.objects.filter(person=seated.person, about=f"round:{round_.pk}").count() == 1
