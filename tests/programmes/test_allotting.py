"""Lots, allotment by each method, waiting lists, accepting in time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from sangzi.engines.matching.lottery import lots
from sangzi.kernel import movements
from sangzi.kernel.errors import Conflict
from sangzi.notices.models import Notice
from sangzi.programmes.actions import (
    accept,
    admit,
    allot,
    decline,
    draw_lots,
    lapse,
    place,
    withdraw,
)
from sangzi.programmes.actions.accepting import due
from sangzi.programmes.models import Application, Opening, Placement
from sangzi.programmes.soundness import breaches
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .made_rounds import NOW, apply_for, declared, opening_in, people_of, preview, round_of

LATER = NOW + timedelta(days=30)
UNTIL = NOW + timedelta(days=10)
UNSCREENED = {"kind": "screening", "by_hand": False}


def allotment(method, **more):
    return {"kind": "allotment", "method": method} | more


@pytest.fixture
def people(tree):
    return people_of(tree.township, 6)


def made(tree, method, **more):
    definition = declared(UNSCREENED, allotment(method, **more), applications={"wishes": 3})
    return round_of(definition, tree.province, apply_until=UNTIL)


def state_of(application):
    return Application.objects.get(pk=application.pk).state


def drawn(round_):
    return draw_lots(round=round_, seed="2024-06-01 上证 3086", now=LATER, by=None)


def test_lots_can_be_drawn_again_from_the_seed(tree, people):
    round_ = made(tree, "lottery")
    opening = opening_in(round_, tree.county)
    applied = [apply_for(round_, person, opening) for person in people]
    drawn(round_)
    kept = list(Application.objects.order_by("pk").values_list("lot", flat=True))
    assert kept == lots("2024-06-01 上证 3086", [one.pk for one in applied])


def test_lots_are_drawn_once_and_not_while_applications_come_in(tree, people):
    round_ = made(tree, "lottery")
    with pytest.raises(Conflict, match="还没有截止"):
        draw_lots(round=round_, seed="1", now=NOW, by=None)
    drawn(round_)
    with pytest.raises(Conflict, match="不能重抽"):
        drawn(round_)


def test_a_lottery_without_lots_is_refused(tree, people):
    round_ = made(tree, "lottery")
    apply_for(round_, people[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict, match="还没有抽签"):
        allot(round=round_, now=LATER, by=None)


def test_who_drew_a_better_lot_has_the_dearest_and_the_others_wait_in_that_order(tree, people):
    round_ = made(tree, "lottery")
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.other_county)
    for person in people:
        apply_for(round_, person, one, other)
    drawn(round_)
    allot(round=round_, now=LATER, by=None)
    order = Application.objects.order_by("lot")
    assert [application.state for application in order] == ["placed"] * 2 + ["waiting"] * 4
    assert [application.wishes.get(rank=1).line for application in order[2:]] == [1, 2, 3, 4]
    assert order[0].placements.get().opening == one


def test_the_best_score_chooses_first(tree, people):
    round_ = made(tree, "by-score")
    opening = opening_in(round_, tree.county)
    applied = [apply_for(round_, person, opening) for person in people[:3]]
    for application, score in zip(applied, (70, 90, 80), strict=True):
        Application.objects.filter(pk=application.pk).update(score=Decimal(score))
    drawn(round_)
    allot(round=round_, now=LATER, by=None)
    assert [state_of(one) for one in applied] == ["waiting", "placed", "waiting"]


def test_without_a_score_nothing_is_given_by_score(tree, people):
    round_ = made(tree, "by-score")
    apply_for(round_, people[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict, match="没有得分"):
        preview(round_)


def test_the_preview_says_what_the_allotment_does(tree, people):
    round_ = made(tree, "lottery")
    opening = opening_in(round_, tree.county, capacity=4)
    for person in people:
        apply_for(round_, person, opening)
    drawn(round_)
    told = preview(round_)
    assert (told.placed, told.left_over, Placement.objects.count()) == (4, 2, 0)
    allot(round=round_, now=LATER, by=None)
    assert Placement.objects.count() == 4


def test_nothing_is_allotted_while_some_wait_to_be_looked_at(tree, people):
    round_ = round_of(declared({"kind": "screening"}, allotment("lottery")), tree.province, apply_until=UNTIL)
    apply_for(round_, people[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict, match="待审核"):
        allot(round=round_, now=LATER, by=None)


def test_a_rule_that_does_not_hold_must_be_argued(tree, people):
    rule = {"kind": "share", "least": 70}
    definition = declared(UNSCREENED, allotment("lottery"), rules=[rule])
    round_ = round_of(definition, tree.province, apply_until=UNTIL)
    apply_for(round_, people[0], opening_in(round_, tree.prefecture))
    drawn(round_)
    with pytest.raises(Conflict, match="再增加"):
        allot(round=round_, now=LATER, by=None)
    assert allot(round=round_, now=LATER, by=None, reason="县级岗位下批补足").placed == 1


def test_no_more_than_a_rule_allows_are_placed_in_a_county(tree, people):
    rule = {"kind": "per-unit", "level": "county", "most": 2}
    round_ = round_of(declared(UNSCREENED, allotment("lottery"), rules=[rule]), tree.province, apply_until=UNTIL)
    opening = opening_in(round_, tree.county, capacity=5)
    for person in people:
        apply_for(round_, person, opening)
    drawn(round_)
    assert allot(round=round_, now=LATER, by=None).placed == 2


def allotted(tree, people, **more):
    """One seat that was offered to the first and that the second waits for."""
    round_ = made(tree, "lottery", accept_hours=48, **more)
    opening = opening_in(round_, tree.county)
    for person in people[:2]:
        apply_for(round_, person, opening)
    drawn(round_)
    allot(round=round_, now=LATER, by=None)
    return opening, Placement.objects.get(), Application.objects.get(state="waiting")


def test_an_offered_place_holds_its_seat_but_does_not_count(tree, people):
    rebuild(now=NOW, by=None)
    opening, placement, _waiting = allotted(tree, people)
    movements.settle_all()
    opening.refresh_from_db()
    assert (placement.state, opening.taken) == ("offered", 1)
    assert [one for one in differences() if one.measure.startswith("programmes.placed")] == []


def test_who_accepts_in_time_has_the_place(tree, people):
    _opening, placement, _waiting = allotted(tree, people)
    twice = [accept(placement=placement, now=LATER, by=None).state for _click in range(2)]
    assert (twice, placement.application.__class__.objects.get(pk=placement.application_id).state) == (
        ["held", "held"],
        "placed",
    )


def test_after_the_time_nobody_accepts(tree, people):
    _opening, placement, _waiting = allotted(tree, people)
    with pytest.raises(Conflict, match="截止"):
        accept(placement=placement, now=LATER + timedelta(hours=48), by=None)


@pytest.mark.parametrize("away", [decline, lapse])
def test_who_is_next_moves_up_with_a_time_of_their_own(tree, people, away):
    opening, placement, waiting = allotted(tree, people)
    then = LATER + timedelta(hours=50)
    away(placement=placement, now=then, by=None)
    opening.refresh_from_db()
    following = waiting.placements.get()
    assert (state_of(waiting), following.state, opening.taken) == ("offered", "offered", 1)
    assert following.accept_by == then + timedelta(hours=48)
    assert Notice.objects.filter(person=waiting.person, title__contains="请确认").exists()


def test_what_is_due_is_found_and_lapses_once(tree, people):
    allotted(tree, people)
    then = LATER + timedelta(hours=48)
    over = due(then)
    assert [lapse(placement=one, now=then, by=None) for one in (*over, *over)] == [True, False]


def test_staff_place_somebody_where_nobody_is_in_the_way(tree, people):
    round_ = made(tree, "by-hand")
    one, other = opening_in(round_, tree.county), opening_in(round_, tree.other_county)
    there = apply_for(round_, people[0], one)
    assert place(application=there, opening=other, now=NOW, by=None).opening == other
    assert [wish.state for wish in there.wishes.order_by("rank")] == ["missed", "got"]


def test_staff_cannot_place_above_capacity(tree, people):
    round_ = made(tree, "by-hand")
    opening = opening_in(round_, tree.county)
    one, other = (apply_for(round_, person, opening) for person in people[:2])
    place(application=one, opening=opening, now=NOW, by=None)
    with pytest.raises(Conflict, match="没有空余"):
        place(application=other, opening=opening, now=NOW, by=None)


def test_all_is_sound_after_everything(tree, people):
    rebuild(now=NOW, by=None)
    _opening, placement, waiting = allotted(tree, people)
    decline(placement=placement, now=LATER, by=None)
    accept(placement=waiting.placements.get(), now=LATER, by=None)
    withdraw(application=waiting, now=LATER, by=None)
    movements.settle_all()
    assert list(breaches()) == []
    assert Opening.objects.get().taken == 0
    assert [one for one in differences() if not one.measure.startswith("programmes.posts")] == []


def test_a_second_admission_is_refused(tree, people):
    round_ = made(tree, "lottery")
    there = apply_for(round_, people[0], opening_in(round_, tree.county))
    with pytest.raises(Conflict):
        admit(application=there, now=NOW, by=None)
