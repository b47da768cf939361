"""Rounds whose method looks at everybody at once: against everything that could have been, with rules, and again."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from itertools import product

import pytest

from sangzi.kernel.errors import Conflict
from sangzi.kernel.models import AuditLine
from sangzi.programmes.actions import allot, draw_lots
from sangzi.programmes.models import Application, ApplicationState, Placement, Wish
from sangzi.programmes.soundness import breaches
from sangzi.units.models import Level

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, preview, round_of

LATER = NOW + timedelta(days=30)
UNSCREENED = {"kind": "screening", "by_hand": False}
FIT = {"placed": 10, "wishes": [50, 30, 5], "near": [40, 25, 10, 4], "grassroots": 7}
CLAIM = {"near": [40, 25, 10]}


def made(tree, method="optimal", fit=FIT, rules=(), **more):
    step = {"kind": "allotment", "method": method, "fit": fit} | more
    definition = declared(UNSCREENED, step, applications={"wishes": 3}, rules=list(rules))
    return round_of(definition, tree.province, apply_until=NOW + timedelta(days=10))


def drawn(round_):
    return draw_lots(round=round_, seed="2024-06-01 上证 3086", now=LATER, by=None)


def given(round_, **more):
    return allot(round=drawn(round_), now=LATER, by=None, **more)


def line_of(round_):
    return json.loads(AuditLine.objects.get(act="programmes.publish_run", about=f"round:{round_.pk}").detail)


@pytest.fixture
def chance(request):
    return random.Random(request.node.name)


def crowd(tree, round_, chance, count=5):
    """People at home here and there who wish for one to three of four openings."""
    units = (tree.township, tree.county, tree.other_county, tree.prefecture)
    openings = [opening_in(round_, unit) for unit in units]
    for unit in (tree.township, tree.other_county):
        for person in people_of(unit, count):
            apply_for(round_, person, *chance.sample(openings, chance.randint(1, 3)))
    return openings


def worth(wish):
    """The points of a wish, counted by hand from the definition."""
    own, there = wish.application.person.home.path, wish.opening.unit.path
    above = next(up for up in range(9) if there.startswith(own[: len(own) - 5 * up]))
    near = FIT["near"][above] if above < len(FIT["near"]) else 0
    low = FIT["grassroots"] if wish.opening.unit.level >= Level.COUNTY else 0
    return FIT["placed"] + FIT["wishes"][wish.rank - 1] + near + low


def best(round_, most=99):
    """The greatest sum of points, by trying everything."""
    wishes = Wish.objects.filter(application__round=round_).select_related("application__person__home", "opening__unit")
    choices = {}
    for wish in wishes:
        choices.setdefault(wish.application_id, [(None, 0)]).append((wish.opening_id, worth(wish)))
    sums = []
    for chosen in product(*choices.values()):
        taken = [opening for opening, _points in chosen if opening is not None]
        if len(taken) == len(set(taken)) and len(taken) <= most:
            sums.append(sum(points for _opening, points in chosen))
    return max(sums)


@pytest.mark.parametrize("number", range(4))
def test_no_other_allotment_is_worth_more(tree, chance, number):
    round_ = made(tree)
    crowd(tree, round_, chance, count=3)
    plan = given(round_)
    got = Wish.objects.filter(state="got").select_related("application__person__home", "opening__unit")
    assert (plan.proof.objective, plan.proof.bound) == (best(round_), best(round_))
    assert (sum(map(worth, got)), got.count()) == (plan.proof.objective, Placement.objects.count())
    assert list(breaches()) == []


def test_under_a_rule_no_other_allotment_is_worth_more(tree, chance):
    round_ = made(tree, rules=[{"kind": "per-unit", "level": "province", "most": 2}])
    crowd(tree, round_, chance, count=3)
    plan = given(round_)
    assert (plan.placed, plan.proof.objective) == (2, best(round_, most=2))


def test_the_audit_line_holds_what_anybody_needs_to_do_it_again(tree, chance):
    round_ = made(tree)
    crowd(tree, round_, chance)
    told = preview(drawn(round_)).proof
    allot(round=round_, now=LATER, by=None)
    line = line_of(round_)
    assert (line["digest"], line["objective"], line["bound"]) == (told.digest, told.objective, told.bound)
    assert (line["method"], line["seed"], line["parameters"]["fit"]["near"]) == (
        "optimal",
        round_.seed or told.seed,
        FIT["near"],
    )


@pytest.mark.parametrize("method", ["optimal", "stable"])
def test_the_same_input_gives_the_same_digest_and_the_same_answer(tree, chance, method):
    round_ = made(tree, method, FIT if method == "optimal" else CLAIM)
    crowd(tree, round_, chance)
    drawn(round_)
    one, other = preview(round_), preview(round_)
    assert (one.given, one.line.tolist(), one.proof) == (other.given, other.line.tolist(), other.proof)
    Wish.objects.filter(rank=3).delete()
    assert preview(round_).proof.digest != one.proof.digest


def test_the_least_of_every_prefecture_is_met_though_nobody_likes_to_go_there(tree):
    round_ = made(tree, rules=[{"kind": "per-unit", "level": "prefecture", "least": 1}])
    one, other = opening_in(round_, tree.county, 2), opening_in(round_, tree.other_prefecture, 2)
    for person in people_of(tree.county, 2):
        apply_for(round_, person, one, other)
    plan = given(round_)
    assert (plan.taken[one.pk], plan.taken[other.pk], plan.proof.bound) == (1, 1, plan.proof.objective)


@pytest.mark.parametrize(("method", "fit"), [("optimal", FIT), ("stable", CLAIM)])
def test_a_least_that_nobody_can_meet_is_said_with_the_name_of_the_unit(tree, method, fit):
    round_ = made(tree, method, fit, rules=[{"kind": "per-unit", "level": "prefecture", "least": 1}])
    apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict, match=f"“{tree.other_prefecture.short}”.*请写明原因"):
        given(round_)
    plan = allot(round=round_, now=LATER, by=None, reason="另一个县下批补")
    assert (plan.placed, plan.proof.least_kept) == (1, False)


def test_rules_that_ask_the_opposite_are_said(tree):
    rules = [{"kind": "per-unit", "level": "county", "least": 3}, {"kind": "per-unit", "level": "county", "most": 2}]
    round_ = made(tree, rules=rules)
    opening_in(round_, tree.county)
    with pytest.raises(Conflict, match="至少录取3人，又最多2人"):
        given(round_)


def test_a_share_of_those_placed_lies_low(tree):
    rules = [{"kind": "share", "of": "placements", "level": "county", "least": 50}]
    round_ = made(tree, rules=rules, waiting=False)
    high, low = opening_in(round_, tree.prefecture, 4), opening_in(round_, tree.county, 4)
    for person in people_of(tree.prefecture, 4):
        apply_for(round_, person, high, low)
    plan = given(round_)
    assert (plan.taken[high.pk], plan.taken[low.pk]) == (2, 2)


def test_stable_passes_nobody_over_by_a_weaker_claim(tree, chance):
    round_ = made(tree, "stable", CLAIM)
    crowd(tree, round_, chance)
    plan = given(round_)
    assert (plan.proof.blocking, plan.proof.bound) == (0, None)
    assert list(breaches()) == []


def test_who_is_nearer_has_the_stronger_claim_whatever_the_lot(tree):
    round_ = made(tree, "stable", CLAIM)
    opening = opening_in(round_, tree.county)
    far, near = people_of(tree.other_county, 3), people_of(tree.county, 1)
    for person in [*far, *near]:
        apply_for(round_, person, opening)
    given(round_)
    assert Placement.objects.get().person == near[0]


def test_who_waits_stands_by_points_and_then_by_lot(tree):
    round_ = made(tree, "stable", CLAIM)
    opening = opening_in(round_, tree.county)
    for person in (*people_of(tree.other_county, 2), *people_of(tree.county, 3)):
        apply_for(round_, person, opening)
    given(round_)
    waiting = Wish.objects.filter(state="waiting").order_by("line").select_related("application__person")
    told = [(wish.application.person.home_id != tree.county.pk, wish.application.lot) for wish in waiting]
    assert (told, len(told)) == (sorted(told), 4)


def test_whoever_has_no_wish_left_is_looked_at_around_home_where_that_is_declared(tree):
    round_ = made(tree, fit=FIT | {"look": 5})
    gone, near = opening_in(round_, tree.other_county), opening_in(round_, tree.county)
    there = apply_for(round_, people_of(tree.county, 1)[0], gone)
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn")
    given(round_)
    assert Application.objects.get(pk=there.pk).state == ApplicationState.PLACED
    assert there.wishes.get(opening=near).state == "got"
    assert list(breaches()) == []


def test_without_lots_nothing_is_given(tree):
    round_ = made(tree)
    apply_for(round_, people_of(tree.county, 1)[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict, match="还没有抽签"):
        preview(round_)


def test_a_round_in_which_nobody_applied_gives_nothing(tree):
    round_ = made(tree)
    opening_in(round_, tree.county)
    assert given(round_).placed == 0
