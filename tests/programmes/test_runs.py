"""Runs of an allotment: tried without changing anything, kept so that anybody can do them again, published once."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction

from sangzi.engines.matching.serial import serial
from sangzi.kernel import jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine, Job
from sangzi.notices.models import Notice
from sangzi.programmes import keeping
from sangzi.programmes.actions import check_run, draw_lots, publish_run, set_run_aside, try_allotment, withdraw
from sangzi.programmes.models import Application, Opening, Placement, Run
from sangzi.programmes.queries.runs import compare, figures_of, moved_page, runs_of, trouble_of
from sangzi.programmes.runs.stored import load_input, load_output, packed
from sangzi.programmes.soundness import breaches
from sangzi.programmes.steps.allotment import Fit
from sangzi.units.models import Level, Unit

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, round_of

LATER = NOW + timedelta(days=30)
FIT = {"placed": 10, "wishes": [50, 30, 5], "near": [40, 25, 10, 4]}
METHODS = ("first-come", "lottery", "serial", "stable", "optimal")
# A job beats in a thread of its own, which sees on PostgreSQL only what is committed.
BY_WORKER = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
COUNTIES = {"kind": "per-unit", "level": "county", "most": 3}


def made(tree, method="optimal", fit=FIT, rules=(), **more):
    step = {"kind": "allotment", "method": method} | ({"fit": fit} if fit else {}) | more
    unscreened = {"kind": "screening", "by_hand": False}
    definition = declared(unscreened, step, applications={"wishes": 3}, rules=list(rules))
    return round_of(definition, tree.province, apply_until=NOW + timedelta(days=10))


@pytest.fixture
def round_(tree):
    return crowded(tree, made(tree))


@pytest.fixture
def crowd(round_, monkeypatch):
    """As if so many had applied that a worker does it."""
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    return round_


def crowded(tree, round_, count=5, seats=1):
    """Ten people at home in two places, who wish for one to three of four openings; the lots are drawn."""
    chance = random.Random("crowd")
    units = (tree.township, tree.county, tree.other_county, tree.prefecture)
    openings = [opening_in(round_, unit, seats) for unit in units]
    for unit in (tree.township, tree.other_county):
        for person in people_of(unit, count):
            apply_for(round_, person, *chance.sample(openings, chance.randint(1, 3)))
    return draw_lots(round=round_, seed="2024-06-01 上证 3086", now=LATER, by=None)


def tried(round_, **more):
    return try_allotment(round=round_, now=LATER, by=None, **more)


def published(run, **more):
    return publish_run(run=run, now=LATER, by=None, **more)


def got_by(run):
    """Who got what by a run, by keys."""
    stored, output = load_input(run), load_output(run)
    placed = output.assignment >= 0
    openings = stored.opening_key[output.assignment[placed]]
    return dict(zip(stored.application_key[placed].tolist(), openings.tolist(), strict=True))


def test_trying_changes_nothing_for_anybody(round_):
    before = list(Application.objects.order_by("pk").values())
    run = tried(round_)
    assert (run.state, run.number, run.as_announced) == ("made", 1, True)
    assert list(Application.objects.order_by("pk").values()) == before
    assert (Placement.objects.count(), Notice.objects.filter(about__contains="application").count()) == (0, 0)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_published_is_what_was_tried(tree, round_, method):
    run = tried(round_, method=method)
    told = got_by(run)
    published(run, reason="按另一种办法")
    assert dict(Placement.objects.values_list("application", "opening")) == told
    assert Application.objects.exclude(state__in=("placed", "waiting", "unplaced")).count() == 0
    assert list(breaches()) == []


@pytest.mark.parametrize("method", METHODS)
def test_anybody_can_compute_a_run_again(round_, method):
    found = check_run(run=tried(round_, method=method), now=LATER, by=None)
    assert (found.holds, found.same_input, found.same_result, found.fault) == (True, True, True, "")
    line = AuditLine.objects.get(act="programmes.check_run")
    assert json.loads(line.detail)["holds"] is True


def test_what_was_tampered_with_is_found(round_):
    run = tried(round_)
    output = load_output(run)
    changed = output.arrays() | {"assignment": np.roll(output.assignment, 1)}
    Run.objects.filter(pk=run.pk).update(output=packed(changed))
    found = check_run(run=run, now=LATER, by=None)
    assert (found.holds, found.same_input, found.same_result) == (False, True, False)


def test_a_run_of_rows_that_changed_cannot_be_published(round_):
    run = tried(round_)
    application = Application.objects.order_by("pk").first()
    withdraw(application=application, now=LATER, by=None)
    with pytest.raises(Conflict, match="重新试算"):
        published(run)
    assert (Run.objects.get().state, Placement.objects.count()) == ("made", 0)


def test_a_wish_that_changed_is_found_though_all_numbers_are_the_same(round_):
    run = tried(round_)
    application = Application.objects.filter(wishes__rank=2).first()
    for rank, opening in ((1, 2), (2, 1)):
        application.wishes.filter(rank=rank).update(rank=10 + opening)
    for rank in (1, 2):
        application.wishes.filter(rank=10 + rank).update(rank=rank)
    with pytest.raises(Conflict, match="重新试算"):
        published(run)


def test_a_run_that_is_not_as_announced_needs_a_reason(round_):
    run = tried(round_, method="lottery")
    assert not run.as_announced
    with pytest.raises(Conflict, match="与公布的不同"):
        published(run)
    assert published(run, reason="会议决定改用抽签").state == "published"
    line = json.loads(AuditLine.objects.get(act="programmes.publish_run").detail)
    assert (line["reason"], line["method"], line["run"]) == ("会议决定改用抽签", "lottery", 1)


def test_other_numbers_of_a_rule_and_other_points_are_tried(tree):
    round_ = crowded(tree, made(tree, rules=[COUNTIES]))
    usual, fewer = tried(round_), tried(round_, rules=[{"most": 1}])
    assert (figures_of(usual).placed, figures_of(fewer).placed) == (4, 3)
    assert (fewer.as_announced, tried(round_, fit=Fit(placed=7)).as_announced) == (False, False)


def test_numbers_and_methods_that_cannot_be_are_refused_with_the_field(round_):
    for wrong in ({"method": "by-magic"}, {"rules": [{"most": 2}]}):
        with pytest.raises(BadInput) as refused:
            tried(round_, **wrong)
        assert refused.value.context["field"] in wrong


def test_least_numbers_that_cannot_be_held_are_said_by_the_run(tree):
    least = {"kind": "per-unit", "level": "prefecture", "least": 2}
    round_ = crowded(tree, made(tree, rules=[least]))
    run = tried(round_)
    assert (run.state, tree.other_prefecture.short in run.refused) == ("refused", True)
    argued = tried(round_, argued=True)
    assert figures_of(argued).placed == 4
    with pytest.raises(Conflict, match="下限"):
        published(argued)
    assert published(argued, reason="下批补足").state == "published"


@pytest.mark.parametrize("method", ["lottery", "stable"])
def test_methods_that_do_not_look_at_a_share_are_held_to_it_before_publishing(tree, method):
    share = {"kind": "share", "of": "placements", "level": "county", "least": 90}
    round_ = crowded(tree, made(tree, method="optimal", waiting=False, rules=[share]))
    run = tried(round_, method=method, argued=method == "stable")
    assert not json.loads(run.proof)["least_kept"]
    assert [(one.kind, one.holds) for one in figures_of(run).quotas] == [("share", False)]


def test_a_published_run_is_never_changed_again(round_):
    run = published(tried(round_))
    for change in (lambda: Run.objects.filter(pk=run.pk).update(reason="x"), lambda: Run.objects.all().delete()):
        with pytest.raises(DatabaseError, match="published run"), transaction.atomic():
            change()
    with pytest.raises(Conflict, match="已经公布"):
        set_run_aside(run=run, by=None)
    with pytest.raises(Conflict, match="已经公布"):
        published(run)


def test_of_two_runs_only_one_is_published(round_):
    one, other = tried(round_), tried(round_, method="stable")
    published(one)
    with pytest.raises(Conflict, match="重新试算"):
        published(other, reason="也要")
    assert Placement.objects.count() == len(got_by(one))


def test_a_run_that_is_set_aside_leaves_its_line(round_):
    run = set_run_aside(run=tried(round_), by=None)
    kept = Run.objects.get(pk=run.pk)
    assert (kept.state, kept.input, kept.output, kept.digest != "") == ("aside", None, None, True)
    for act in (published, lambda run: check_run(run=run, now=LATER, by=None)):
        with pytest.raises(Conflict, match="重新试算"):
            act(run)


def test_figures_add_up(tree, round_):
    told = figures_of(tried(round_))
    assert (told.placed + told.left_over, told.placed + told.free) == (10, told.seats)
    assert (sum(told.ranks) + told.beyond, told.placed) == (told.placed, 4)
    assert sum(one.people for one in told.counties) == 10
    assert sum(one.filled for one in told.counties) == told.placed
    assert {one.name for one in told.counties} >= {tree.county.short, tree.other_county.short}
    assert told.objective <= told.best


def test_prices_are_told_in_points(tree):
    round_ = crowded(tree, made(tree, rules=[{"kind": "per-unit", "level": "province", "most": 2}]))
    quota = figures_of(tried(round_)).quotas[0]
    freer = figures_of(tried(round_, rules=[{"most": 3}]))
    gain = freer.objective - figures_of(tried(round_)).objective
    assert (quota.value, quota.bound, quota.holds) == (2, 2, True)
    assert 0 < gain <= quota.price


def test_two_runs_are_compared_person_by_person(round_):
    left, right = tried(round_, method="lottery"), tried(round_)
    told = compare(left, right)
    one, other = got_by(left), got_by(right)
    assert sum(told.moved.values()) == 10
    assert (told.moved["gained"], told.moved["lost"]) == (
        len(other.keys() - one.keys()),
        len(one.keys() - other.keys()),
    )
    assert told.cost == figures_of(right).objective - figures_of(left).objective >= 0
    moved = {row.application for row in moved_page(left, right)}
    assert moved == {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def test_moved_applications_come_in_pages(round_):
    left, right = tried(round_, method="first-come"), tried(round_)
    whole = moved_page(left, right)
    pages, after = [], None
    while page := moved_page(left, right, after, size=1):
        pages += page
        after = page[-1].application
    assert pages == whole
    assert whole


def test_runs_of_other_rounds_are_not_compared(tree, round_):
    other = tried(draw_lots(round=made(tree), seed="1", now=LATER, by=None))
    with pytest.raises(Conflict, match="同一个批次"):
        compare(tried(round_), other)


def test_runs_are_listed_newest_first_by_one_query(round_, django_assert_num_queries):
    for name in ("一", "二"):
        tried(round_, name=name)
    with django_assert_num_queries(1):
        assert [(run.number, run.name, run.by) for run in runs_of(round_)] == [(2, "二", None), (1, "一", None)]


def test_nobody_is_tried_while_applications_come_in(tree):
    with pytest.raises(Conflict, match="还没有截止"):
        try_allotment(round=made(tree), now=NOW, by=None)


def test_a_round_without_anybody_is_tried(tree):
    round_ = made(tree)
    Opening.objects.filter(round=round_).delete()
    run = tried(draw_lots(round=round_, seed="1", now=LATER, by=None))
    assert (run.state, figures_of(run).placed, figures_of(run).ranks) == ("made", 0, [])


@pytest.mark.parametrize("method", ["first-come", "lottery", "serial"])
def test_methods_by_turns_are_one_after_the_other_choosing_the_dearest_that_is_free(tree, method):
    round_ = crowded(tree, made(tree, "lottery", None, rules=[COUNTIES | {"most": 1}]), seats=2)
    stored = load_input(run := tried(round_, method=method))
    groups, most = by_county(stored)
    wishes = [row.tolist() for row in np.split(stored.instance.col, stored.instance.indptr[1:-1])]
    turns = range(stored.application_key.size)
    found = serial(wishes, stored.instance.capacity.tolist(), turns, groups=groups, most=most)
    assert load_output(run).assignment.tolist() == found.got
    order = {"first-come": "submitted", "lottery": "lot", "serial": "lot"}[method]
    assert stored.application_key.tolist() == list(
        Application.objects.order_by(order, "pk").values_list("pk", flat=True)
    )


def by_county(stored):
    """The county of each opening as a group, and how many each may have; -1 for what lies above."""
    counties = list(Unit.objects.filter(level=Level.COUNTY).values_list("pk", "path"))
    paths = dict(Opening.objects.values_list("pk", "unit__path"))
    at = [
        next((number for number, (_pk, path) in enumerate(counties) if paths[key].startswith(path)), -1)
        for key in stored.opening_key.tolist()
    ]
    return at, [1] * len(counties)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("method", METHODS)
def test_whatever_the_method_nobody_has_two_and_no_opening_or_county_too_many(tree, method, number):
    chance = random.Random(number)
    round_ = made(tree, rules=[COUNTIES | {"most": chance.randint(1, 3)}])
    crowded(tree, round_, count=chance.randint(0, 5), seats=chance.randint(1, 3))
    run = tried(round_, method=method)
    told = Counter(got_by(run).values())
    assert all(count <= opening.capacity for opening in Opening.objects.all() for count in [told[opening.pk]])
    assert all(one.holds for one in figures_of(run).quotas)
    assert (tried(round_, method=method).result, check_run(run=run, now=LATER, by=None).holds) == (run.result, True)


@BY_WORKER
def test_a_crowd_is_computed_and_published_by_a_worker(crowd):
    run = tried(crowd)
    assert (run.state, trouble_of(run)) == ("working", "")
    with pytest.raises(Conflict, match="还没有算完"):
        published(run)
    assert jobs.work_once("a worker")
    published(run)
    with pytest.raises(Conflict, match="正在公布"):
        published(run)
    assert jobs.work_once("a worker")
    assert (Run.objects.get().state, Placement.objects.count()) == ("published", 4)


@BY_WORKER
@pytest.mark.parametrize("publishing", [False, True])
def test_work_that_failed_says_why_and_makes_room(crowd, publishing):
    run = tried(crowd)
    if publishing:
        jobs.work_once("a worker")
        published(run)
        withdraw(application=Application.objects.first(), now=LATER, by=None)
        jobs.work_once("a worker")
    else:
        Job.objects.update(state="failed", sentence="试了5次都中断了")
    assert trouble_of(Run.objects.get()) != ""
    assert set_run_aside(run=run, by=None).state == "aside"


@BY_WORKER
def test_what_was_being_published_and_failed_is_published_after_all(crowd):
    run = tried(crowd)
    jobs.work_once("a worker")
    published(run)
    Job.objects.filter(kind="programmes.publish_run").update(state="failed", sentence="试了5次都中断了")
    published(run)
    jobs.work_once("a worker")
    assert Run.objects.get().state == "published"


@BY_WORKER
def test_a_crowd_whose_rules_cannot_hold_says_so(tree, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    least = {"kind": "per-unit", "level": "prefecture", "least": 2}
    run = tried(crowded(tree, made(tree, rules=[least])))
    jobs.work_once("a worker")
    there = Run.objects.get(pk=run.pk)
    assert (there.state, tree.other_prefecture.short in trouble_of(there)) == ("refused", True)
