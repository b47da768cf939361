"""Runs that stay close to an earlier one: as good as any other, with no more people moved than the rules ask for."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from sangzi.cli import main
from sangzi.kernel import jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import AuditLine
from sangzi.programmes.actions import check_run, set_run_aside, withdraw
from sangzi.programmes.models import Application, Placement, Run
from sangzi.programmes.queries.runs import compare, figures_of
from sangzi.programmes.runs.stored import for_the_engine, load_input, load_output, packed
from sangzi.programmes.runs.terms import terms_of

from .test_runs import BY_WORKER, COUNTIES, LATER, crowded, got_by, made, published, tried


@pytest.fixture
def equal(tree):
    """Sixteen people for eight seats, all worth the same wherever they come: many results are equally good."""
    return crowded(tree, made(tree, fit={"placed": 10}, rules=[COUNTIES | {"most": 4}]), count=8, seats=2)


def tighter(round_, **more):
    return tried(round_, rules=[{"most": 3}], **more)


def test_a_run_near_another_is_as_good_as_without_and_moves_no_more_than_it_must(tree):
    many = crowded(tree, made(tree, fit={"placed": 10}, rules=[COUNTIES | {"most": 8}]), count=16, seats=4)
    first, moving = tried(many), []
    for rules in ([{"most": 6}], [{"most": 4}], [{"most": 2}]):
        free, near = tried(many, rules=rules), tried(many, rules=rules, stay=first.number)
        loose, close = compare(first, free), compare(first, near)
        assert figures_of(near).objective == figures_of(free).objective
        assert 1 <= close.forced == close.moving == loose.forced <= loose.moving
        moving.append((close.moving, loose.moving))
    assert sum(close for close, _ in moving) < sum(loose for _, loose in moving)  # by lot one may be near anyway


def test_which_run_is_stayed_close_to_stands_in_the_terms_the_audit_line_and_the_proof(equal):
    first, near = tried(equal), tighter(equal, stay=1)
    line = json.loads(AuditLine.objects.filter(act="programmes.try_allotment").last().detail)
    told = {"run": 1, "result": first.result}
    assert (terms_of(near).stay.told(), line["parameters"]["stay"]) == (told, told)
    proof = json.loads(near.proof)
    assert proof["stay"] == proof["stay_most"] == 16 - compare(first, near).moving


def test_nothing_moves_where_nothing_changed(equal):
    first = tried(equal)
    assert tried(equal, stay=1).result == first.result
    assert got_by(tried(equal, stay=1)) == got_by(first)


def test_a_run_near_another_is_not_as_announced_and_needs_a_reason(equal):
    tried(equal)
    near = tried(equal, stay=1)
    assert not near.as_announced
    with pytest.raises(Conflict, match="与公布的不同"):
        published(near)
    told = got_by(near)
    published(near, reason="公示过第一次试算")
    assert dict(Placement.objects.values_list("application", "opening")) == told


def test_a_run_near_another_is_computed_again_with_it(equal):
    tried(equal)
    found = check_run(run=tighter(equal, stay=1), now=LATER, by=None)
    assert (found.holds, found.same_stay, found.stay) == (True, True, found.stay_most)


def test_marks_that_are_not_those_of_the_earlier_run_are_found(equal):
    tried(equal)
    near = tighter(equal, stay=1)
    stored = load_input(near)
    Run.objects.filter(pk=near.pk).update(input=packed(stored.arrays() | {"stay": -stored.instance.stay}))
    found = check_run(run=near, now=LATER, by=None)
    assert (found.holds, found.same_stay, found.same_input) == (False, False, False)


def test_the_engine_alone_comes_to_the_same_from_the_file_of_the_input(equal, tmp_path):
    tried(equal)
    near = tighter(equal, stay=1)
    (tmp_path / "round.npz").write_bytes(for_the_engine(near))
    typed = ["allot", str(tmp_path / "round.npz"), "--out", str(tmp_path / "got.npz"), "--json"]
    told = json.loads(CliRunner().invoke(main, typed).stdout)
    proof, got = json.loads(near.proof), np.load(tmp_path / "got.npz")["assignment"]
    assert got.tolist() == load_output(near).assignment.tolist()
    assert [told[name] for name in ("objective", "stay", "stay_most")] == [
        proof[name] for name in ("objective", "stay", "stay_most")
    ]


def test_a_run_that_another_stays_close_to_is_not_set_aside_before_it(equal):
    first = tried(equal)
    near = tighter(equal, stay=1)
    with pytest.raises(Conflict, match="请先把试算 2 作废"):
        set_run_aside(run=first, by=None)
    set_run_aside(run=near, by=None)
    assert set_run_aside(run=first, by=None).state == "aside"


def test_prices_are_told_in_whole_points_beside_who_stays(equal):
    tried(equal)
    free, near = tighter(equal), tighter(equal, stay=1)
    assert [one.price for one in figures_of(near).quotas] == [one.price for one in figures_of(free).quotas]
    assert {one.price for one in figures_of(near).quotas} == {10.0, 0.0}


def test_who_came_or_went_since_is_neither_kept_nor_counted(equal):
    first = tried(equal)
    gone = Application.objects.get(pk=min(got_by(first)))
    withdraw(application=gone, now=LATER, by=None)
    near = tried(equal, stay=1)
    kept = {key: opening for key, opening in got_by(first).items() if key != gone.pk}
    assert kept.items() <= got_by(near).items()


@pytest.mark.parametrize(("more", "words"), [({"stay": 7}, "没有结果"), ({"stay": 1, "method": "stable"}, "总分最高")])
def test_what_cannot_be_stayed_close_to_is_refused_with_the_field(equal, more, words):
    tried(equal)
    with pytest.raises(BadInput, match=words) as refused:
        tried(equal, **more)
    assert refused.value.context["field"] == "stay"


def test_of_methods_by_turns_nothing_is_said_of_who_must_move(equal):
    first = tried(equal)
    assert compare(first, tried(equal, method="lottery")).forced is None


def test_where_a_share_leaves_a_gap_only_what_is_known_is_said_of_who_must_move(tree, monkeypatch):
    share = {"kind": "share", "of": "placements", "level": "county", "least": 50}
    round_ = crowded(tree, made(tree, rules=[share]), seats=2)
    first, other = tried(round_), tried(round_, rules=[{"least": 90}])
    monkeypatch.setattr("sangzi.programmes.runs.comparing.stays_at_most", lambda *_told: 20)
    told = compare(first, other)
    assert (told.forced, told.spared.least) == (None, False)
    assert 0 <= told.spared.count <= told.moving


def test_given_up_least_numbers_are_given_up_when_staying_too(tree):
    least = {"kind": "per-unit", "level": "prefecture", "least": 2}
    round_ = crowded(tree, made(tree, fit={"placed": 10}, rules=[least]))
    first = tried(round_, argued=True)
    near = tried(round_, argued=True, stay=1)
    assert (near.result, check_run(run=near, now=LATER, by=None).holds) == (first.result, True)
    assert compare(first, near).forced == 0


def test_under_a_share_that_costs_points_nothing_is_lost_by_staying(tree):
    share = {"kind": "share", "of": "placements", "level": "county", "least": 50}
    round_ = crowded(tree, made(tree, rules=[share]), seats=2)
    tried(round_)
    free, near = (tried(round_, rules=[{"least": 90}], stay=number) for number in (None, 1))
    assert figures_of(near).objective >= figures_of(free).objective
    assert check_run(run=near, now=LATER, by=None).holds


@BY_WORKER
def test_a_crowd_stays_close_by_a_worker_too(equal, monkeypatch):
    first = tried(equal)
    monkeypatch.setattr("sangzi.programmes.keeping.AT_ONCE", 1)
    near = tighter(equal, stay=1)
    assert jobs.work_once("a worker")
    near.refresh_from_db()
    assert (near.state, compare(first, near).forced) == ("made", compare(first, near).moving)
