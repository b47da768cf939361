"""Work on runs that workers gave up goes on where somebody says so: once, from where it stood, nobody told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from sangzi.kernel import jobs
from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import AuditLine, Job
from sangzi.notices.models import Notice
from sangzi.programmes import keeping, running, telling_results
from sangzi.programmes.actions import cancel_round, close_round, publish_run, resume_run, withdraw
from sangzi.programmes.models import Application, Milestone, Placement, Run
from sangzi.programmes.queries.runs import halt_of, is_publishable
from sangzi.programmes.soundness import breaches

from .test_runs import BY_WORKER, LATER, crowded, made, published, tried

PEOPLE, LOT = 10, 3


@pytest.fixture
def crowd(tree, monkeypatch):
    """As if so many had applied that workers do it, in lots of three, trying again at once."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    monkeypatch.setattr(telling_results, "LOT", LOT)
    monkeypatch.setattr(jobs, "BACK_OFF", timedelta(0))
    return crowded(tree, made(tree))


def worked():
    """As long as there is work."""
    while jobs.work_once("a worker"):
        pass
    return Run.objects.select_related("round__unit").get()


def failing(monkeypatch, module, name, after=0):
    """The act of a module that works `after` times and then finds no disk."""
    act, left = getattr(module, name), iter(range(after))

    def acted(*given, **more):
        if next(left, None) is None:
            raise OperationalError("disk full")
        return act(*given, **more)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(module, name, acted)
        return worked()


def half_told(monkeypatch, crowd):
    """A run that is published, of which one lot was told when workers gave up."""
    tried(crowd)
    published(worked())
    return failing(monkeypatch, telling_results, "tell_lot", after=1)


def told():
    """How often each person was told."""
    stones = Milestone.objects.filter(step="allotment").values_list("application", flat=True)
    notices = Notice.objects.filter(about__startswith="round:", kind="programmes.application")
    return sorted(stones) == sorted(set(stones)), len(stones), notices.count()


def lines():
    return AuditLine.objects.filter(act="programmes.resume_run").count()


@BY_WORKER
def test_telling_that_was_given_up_says_how_many_were_told(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    halt = halt_of(run)
    assert (run.state, halt.told, halt.untold, halt.useless) == ("published", LOT, PEOPLE - LOT, False)
    assert (Job.objects.get(kind=keeping.TELLING).state, halt.attempts) == ("failed", jobs.ATTEMPTS)


@BY_WORKER
def test_telling_goes_on_with_the_others_and_tells_nobody_twice(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    assert told() == (True, LOT, LOT)
    assert resume_run(run=run, by=None)
    assert (halt_of(worked()), told(), list(breaches())) == (None, (True, PEOPLE, PEOPLE), [])


@BY_WORKER
def test_pressed_again_it_goes_on_once(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    assert [resume_run(run=run, by=None) for _press in range(3)] == [True, False, False]
    worked()
    assert (resume_run(run=run, by=None), lines(), told()) == (False, 1, (True, PEOPLE, PEOPLE))


@BY_WORKER
def test_what_fails_again_can_go_on_again(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    resume_run(run=run, by=None)
    assert LOT < halt_of(failing(monkeypatch, telling_results, "tell_lot", after=2)).told < PEOPLE
    assert (resume_run(run=run, by=None), halt_of(worked()), told()) == (True, None, (True, PEOPLE, PEOPLE))


@BY_WORKER
def test_after_the_round_was_closed_the_result_is_still_told(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    close_round(round=crowd, now=LATER, by=None)
    assert (halt_of(run).useless, resume_run(run=run, by=None)) == (False, True)
    worked()
    assert told() == (True, PEOPLE, PEOPLE)


@BY_WORKER
def test_of_a_round_that_was_called_off_nobody_is_told_any_more(crowd, monkeypatch):
    run = half_told(monkeypatch, crowd)
    cancel_round(round=crowd, reason="疫情", now=LATER, by=None)
    run.refresh_from_db()
    with pytest.raises(Conflict, match="已取消"):
        resume_run(run=run, by=None)
    assert (halt_of(Run.objects.get()).useless, lines()) == (True, 0)


@BY_WORKER
@pytest.mark.parametrize("name", ["made_ready", "prepare", "give_all"])
def test_publishing_that_was_given_up_goes_on_wherever_it_stood(crowd, monkeypatch, name):
    tried(crowd)
    published(worked())
    run = failing(monkeypatch, running, name)
    assert (run.state, Placement.objects.count(), is_publishable(run)) == ("publishing", 0, False)
    assert (halt_of(run).untold, resume_run(run=run, by=None), resume_run(run=run, by=None)) == (0, True, False)
    assert (worked().state, told(), list(breaches())) == ("published", (True, PEOPLE, PEOPLE), [])


@BY_WORKER
def test_computing_that_was_given_up_goes_on(crowd, monkeypatch):
    tried(crowd)
    run = failing(monkeypatch, running, "attempted")
    assert (run.state, resume_run(run=run, by=None), worked().state) == ("working", True, "made")


@BY_WORKER
def test_what_was_refused_does_not_go_on_but_can_be_asked_for_again(crowd):
    tried(crowd)
    published(worked())
    withdraw(application=Application.objects.order_by("pk").first(), now=LATER, by=None)
    run = worked()
    assert (run.state, halt_of(run), resume_run(run=run, by=None)) == ("publishing", None, False)
    assert is_publishable(run)
    with pytest.raises(Conflict, match="重新试算"):
        publish_run(run=run, now=LATER, by=None)


def test_where_nothing_stopped_nothing_goes_on(tree):
    run = published(tried(crowded(tree, made(tree))))
    assert (resume_run(run=run, by=None), halt_of(run), lines()) == (False, None, 0)
