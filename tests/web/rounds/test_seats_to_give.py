"""A round that is closed waits on the to-do list for its seats: to be tried, then to be published, then no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sangzi.kernel.models import Job
from sangzi.programmes import actions, keeping
from sangzi.programmes.models import ApplicationState, RunState
from sangzi.programmes.queries.ungiven import ungiven_at
from sangzi.scoreboard.todo import to_do
from tests.web.stage import count_all

MOST_QUERIES = 3


@pytest.fixture
def closed(posts, lead):
    """Three were admitted, nobody can apply any more, the lots are drawn."""
    count_all()
    for number in range(3):
        actions.admit(application=posts.apply(number), now=timezone.now(), by=lead)
    posts.round.apply_until = timezone.now() - timedelta(minutes=1)
    posts.round.save(update_fields=["apply_until"])
    return actions.draw_lots(round=posts.round, seed="20260715", now=timezone.now(), by=lead)


def waiting(round_, now=None):
    return [(one.kind, one.number) for one in ungiven_at(round_.unit, now or timezone.now())]


def tried(round_, lead):
    return actions.try_allotment(round=round_, now=timezone.now(), by=lead)


def test_a_closed_round_waits_to_be_tried_then_to_be_published_then_no_more(closed, lead):
    assert waiting(closed) == [("try", 3)]
    run = tried(closed, lead)
    assert waiting(closed) == [("tried", run.number)]
    actions.publish_run(run=run, now=timezone.now(), by=lead)
    assert waiting(closed) == []


def test_a_round_waits_from_the_minute_it_closed(closed):
    assert waiting(closed, closed.apply_until - timedelta(seconds=1)) == []
    assert waiting(closed, closed.apply_until) == [("try", 3)]


def test_what_was_set_aside_is_to_be_tried_again(closed, lead):
    actions.set_run_aside(run=tried(closed, lead), by=lead)
    assert waiting(closed) == [("try", 3)]


def test_an_application_that_is_still_looked_at_comes_first(closed):
    closed.applications.filter(pk=closed.applications.first().pk).update(state=ApplicationState.SUBMITTED)
    assert waiting(closed) == []


def test_nobody_is_asked_while_a_worker_is_at_it_and_somebody_once_it_failed(closed, lead, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    assert tried(closed, lead).state == RunState.WORKING
    assert waiting(closed) == []
    Job.objects.filter(kind=keeping.TRYING).update(state=Job.State.FAILED)
    assert waiting(closed) == [("try", 3)]


def test_a_round_that_was_called_off_waits_for_nothing(closed, lead):
    actions.cancel_round(round=closed, reason="下雨", now=timezone.now(), by=lead)
    assert waiting(closed) == []


def test_the_number_of_queries_is_fixed(closed, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        ungiven_at(closed.unit, timezone.now())


def test_the_lines_lead_to_where_it_is_done_and_are_counted(visit, closed, lead):
    client, home = visit(lead), f"/desk/rounds/{closed.pk}/allotment/"
    page = client.get("/desk/todo/").content.decode()
    assert ("报名已截止，等试算名额" in page, "3 份申请等分配" in page, home in page) == (True, True, True)
    number = client.get("/desk/todo/count/").content.decode()
    tried(closed, lead)
    page = client.get("/desk/todo/").content.decode()
    assert ("名额已试算，等公布" in page, f"{home}runs/1/" in page) == (True, True)
    assert client.get("/desk/todo/count/").content.decode() == number


def test_a_program_is_told_of_it_too(visit, closed, lead):
    run = tried(closed, lead)
    (line,) = [one for one in visit(lead).get("/api/v1/todo/").json() if one["round"] == closed.pk]
    assert (line["kind"], line["number"]) == ("tried", run.number)


def test_who_works_below_or_elsewhere_is_not_asked_and_learns_nothing(visit, tree, closed, county_officer, stranger):
    assert closed.title not in visit(county_officer).get("/desk/todo/").content.decode()
    assert to_do(tree.county, timezone.localdate(), now=timezone.now()).items == ()
    client = visit(stranger)
    assert client.get(f"/desk/todo/?unit={closed.unit.code}").status_code == 404
    assert closed.title not in client.get("/desk/todo/").content.decode()


def test_no_department_is_asked_for_what_is_the_whole_units(closed):
    department = closed.unit.departments.create(name="青年发展部")
    assert to_do(closed.unit, timezone.localdate(), [department], now=timezone.now()).items == ()
