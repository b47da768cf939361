"""Rounds that are extended, cancelled, closed; openings that are looked at, changed and taken back; rules that hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from sangzi.kernel import jobs, movements
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Job
from sangzi.notices.models import Notice
from sangzi.programmes import ending_rounds
from sangzi.programmes.actions import (
    begin_round,
    cancel_round,
    change_opening,
    change_round,
    close_late,
    close_round,
    closing,
    extend_round,
    offer,
    open_round,
    review_opening,
    set_slots,
    take_place,
    withdraw,
    withdraw_opening,
)
from sangzi.programmes.actions.closing import left_behind
from sangzi.programmes.models import Application, Milestone, Opening, Placement, Round, Slot
from sangzi.programmes.soundness import breaches
from sangzi.programmes.standing import standings
from sangzi.programmes.waiting_times import close_sleeping, move_lines
from sangzi.scoreboard.actions import rebuild
from sangzi.scoreboard.verification import differences

from .made_rounds import (
    NOW,
    apply_for,
    declared,
    first_come,
    opening_in,
    people_of,
    round_of,
    with_beds,
)

JUNE = date(2024, 6, 1)
UNTIL = NOW + timedelta(days=3)
# A job beats in a thread of its own, which sees on PostgreSQL only what is committed.
BY_WORKER = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def people(tree):
    return people_of(tree.township, 4)


@pytest.fixture
def round_(tree):
    return round_of(declared(first_come()), tree.province, apply_until=UNTIL)


def states():
    return sorted(Application.objects.values_list("state", flat=True))


def offered(round_, unit, **more):
    usual = {"title": "文书", "on": JUNE, "capacity": 2, "by": None}
    return offer(round=round_, unit=unit, **usual | more)


def figures_agree():
    movements.settle_all()
    return list(differences()) == []


def test_an_extended_round_takes_applications_again_and_tells_everybody(round_, people, tree):
    opening = opening_in(round_, tree.county, 5)
    apply_for(round_, people[0], opening)
    late = UNTIL + timedelta(days=1)
    extended = extend_round(round=round_, reason="暴雨", apply_until=late, now=late, by=None)
    assert Notice.objects.filter(person=people[0], about=f"round:{round_.pk}").exists()
    assert Notice.objects.filter(unit=tree.county).exists()
    with pytest.raises(BadInput, match="截止"):
        apply_for(round_, people[1], opening, now=late)
    assert apply_for(extended, people[1], opening, now=late - timedelta(hours=1)).state == "placed"


def test_an_extension_is_later_and_has_a_reason(round_):
    with pytest.raises(BadInput, match="晚于原来"):
        extend_round(round=round_, reason="a", apply_until=UNTIL, now=NOW, by=None)
    with pytest.raises(BadInput, match="写明原因"):
        extend_round(round=round_, reason="", apply_until=UNTIL + timedelta(days=1), now=NOW, by=None)


def test_a_cancelled_round_gives_seats_back_and_says_why(round_, people, tree):
    opening = offered(round_, tree.county)
    rebuild(now=NOW, by=None)
    for person in people:
        apply_for(round_, person, opening)
    cancel_round(round=round_, reason="疫情", now=NOW, by=None)
    opening.refresh_from_db()
    assert (states(), opening.taken) == (["closed"] * 4, 0)
    assert "疫情" in Notice.objects.filter(person=people[3]).last().words
    assert (list(breaches()), figures_agree()) == ([], True)


def test_a_cancelled_round_takes_nothing_more(round_, people, tree):
    opening = opening_in(round_, tree.county)
    cancelled = cancel_round(round=round_, reason="疫情", now=NOW, by=None)
    with pytest.raises(Conflict, match="疫情"):
        apply_for(cancelled, people[0], opening)


def test_what_came_in_at_the_moment_of_cancelling_is_closed_too(round_, people, tree):
    opening = opening_in(round_, tree.county)
    cancelled = cancel_round(round=round_, reason="疫情", now=NOW, by=None)
    Round.objects.update(state="open")
    apply_for(round_, people[0], opening)
    Round.objects.update(state="cancelled")
    close_late(round=cancelled, now=NOW, by=None)
    assert (states(), Opening.objects.get().taken) == (["closed"], 0)


def test_a_round_in_which_somebody_is_at_work_is_closed_not_cancelled(round_, people, tree):
    apply_for(round_, people[0], opening_in(round_, tree.county))
    Placement.objects.update(state="serving")
    with pytest.raises(Conflict, match="结束批次"):
        cancel_round(round=round_, reason="疫情", now=NOW, by=None)


def test_a_closed_round_keeps_the_placed_and_ends_the_rest(round_, people, tree):
    opening = opening_in(round_, tree.county)
    for person in people[:2]:
        apply_for(round_, person, opening)
    closed = close_round(round=round_, now=NOW, by=None)
    assert (states(), closed.closes) == (["placed", "unplaced"], NOW.date())
    assert list(breaches()) == []


@pytest.fixture
def many(round_, people, tree, monkeypatch):
    """Three of four with a seat, one in line, as if so many had applied that a worker ends them, one by one."""
    monkeypatch.setattr(ending_rounds, "AT_ONCE", 1)
    monkeypatch.setattr(ending_rounds, "LOT", 1)
    opening = opening_in(round_, tree.county, 3)
    for person in people:
        apply_for(round_, person, opening)
    return round_


@BY_WORKER
@pytest.mark.parametrize(
    ("act", "left", "taken"),
    [(cancel_round, ["closed"] * 4, 0), (close_round, ["placed"] * 3 + ["unplaced"], 3)],
)
def test_a_worker_ends_the_applications_of_a_crowd(many, act, left, taken):
    act(round=many, reason="疫情", now=NOW, by=None)
    assert (states(), left_behind()) == (["placed"] * 3 + ["waiting"], [])
    assert jobs.work_once("a worker")
    assert (states(), Opening.objects.get().taken, list(breaches())) == (left, taken, [])
    assert Milestone.objects.filter(step="close").count() == (1 if taken else 4)


def test_where_the_worker_fails_the_clock_ends_what_is_left(many, monkeypatch):
    monkeypatch.setattr(closing, "LOT", 1)
    cancel_round(round=many, reason="疫情", now=NOW, by=None)
    Job.objects.update(state="failed")
    move_lines(NOW)
    assert (states(), left_behind(), list(breaches())) == (["closed"] * 4, [], [])


@pytest.mark.parametrize(
    ("act", "left"), [(cancel_round, ["closed"] * 4), (close_round, ["placed"] * 3 + ["unplaced"])]
)
def test_what_the_clock_ends_in_a_workers_stead_ends_as_it_would_have_and_tells_nobody_again(many, act, left):
    act(round=many, reason="疫情", now=NOW, by=None)
    told = Notice.objects.count()
    Job.objects.update(state="failed")
    move_lines(NOW + timedelta(minutes=1))
    move_lines(NOW + timedelta(minutes=2))
    assert (states(), Notice.objects.count() - told, list(breaches())) == (left, 0, [])


def test_those_at_which_nothing_happens_are_closed_lot_after_lot(people, tree, monkeypatch):
    monkeypatch.setattr(closing, "LOT", 1)
    definition = declared({"kind": "screening"}, {"kind": "close", "dormant": 30})
    round_ = round_of(definition, tree.province)
    for person in people:
        apply_for(round_, person, opening_in(round_, tree.county))
    close_sleeping(NOW + timedelta(days=31))
    assert (states(), Notice.objects.filter(title__contains="已关闭").count()) == (["closed"] * 4, 4)


def test_evidence_of_what_ended_is_kept_as_long_as_was_said(people, tree):
    field = {"key": "income", "title": "收入", "title_en": "Income", "keep": 30}
    round_ = round_of(declared({"kind": "screening"}, applications={"fields": [field]}), tree.province)
    opening_in(round_, tree.county)
    there = apply_for(round_, people[0], answers={"income": "低"})
    ended = withdraw(application=there, now=NOW, by=None)
    assert ended.evidence_until == NOW.date() + timedelta(days=30)


def test_a_round_in_preparation_begins_once(tree):
    round_ = open_round(
        programme="return-home", unit=tree.province, title="一批", opens=date(2024, 5, 1), by=None, state="draft"
    )
    assert begin_round(round=round_, now=NOW, by=None).state == "open"
    with pytest.raises(Conflict):
        begin_round(round=round_, now=NOW, by=None)


def test_a_round_may_set_the_numbers_of_rules_and_nothing_else(tree):
    rule = {"kind": "share", "least": 70}
    round_ = round_of(declared(first_come(), rules=[rule]), tree.province)
    changed = change_round(round=round_, terms={"rules": [{"least": 50}]}, by=None)
    assert standings(changed)[0].wanted == 50
    for terms in ({"rules": [{"least": 0}]}, {"rules": [{}, {}]}, {"seats": 1}):
        with pytest.raises(BadInput):
            change_round(round=round_, terms=terms, by=None)


def test_the_share_of_local_posts_is_shown_with_what_would_mend_it(tree):
    rule = {"kind": "share", "least": 70}
    round_ = round_of(declared(first_come(), rules=[rule]), tree.province)
    opening_in(round_, tree.county, 6)
    opening_in(round_, tree.prefecture, 4)
    standing = standings(round_)[0]
    assert (standing.value, standing.holds) == (60, False)
    assert "4个" in standing.mend  # (6 + 4) of (10 + 4) is 71 %
    opening_in(round_, tree.township, 4)
    assert standings(round_)[0].holds


def test_no_more_are_offered_than_a_rule_allows(tree):
    rule = {"kind": "per-unit", "of": "openings", "level": "county", "most": 3}
    round_ = round_of(declared(first_come(), rules=[rule]), tree.province)
    offered(round_, tree.township, capacity=2)
    with pytest.raises(Conflict, match="和龙"):
        offered(round_, tree.county, capacity=2)


def test_no_more_are_nominated_in_a_village_than_a_rule_allows(tree):
    rule = {"kind": "per-unit", "of": "applications", "level": "village", "most": 1}
    nominated = {"nominated": True}
    round_ = round_of(declared({"kind": "screening"}, applications=nominated, rules=[rule]), tree.province)
    opening_in(round_, tree.county, 9)
    one, other = people_of(tree.village, 2)
    assert apply_for(round_, one).unit == tree.village
    with pytest.raises(Conflict, match="石国"):
        apply_for(round_, other)


def test_places_above_a_rule_are_not_taken_by_hand(people, tree):
    rule = {"kind": "per-unit", "level": "county", "most": 1}
    round_ = round_of(declared(first_come(), rules=[rule]), tree.province)
    opening = opening_in(round_, tree.county, 5)
    take_place(opening=opening, person=people[0], on=JUNE, key="a", by=None)
    with pytest.raises(Conflict, match="上限"):
        take_place(opening=opening, person=people[1], on=JUNE, key="b", by=None)
    opening.refresh_from_db()
    assert opening.taken == 1


REVIEWED = {"by": ["unit", "person", "partner"], "review": True, "money": True}


def test_what_a_person_offers_is_looked_at_first(people, tree, member):
    people[0].account = member
    people[0].save()
    round_ = round_of(declared(first_come(), openings=REVIEWED), tree.province)
    rebuild(now=NOW, by=None)
    opening = offered(round_, tree.county, offered_by=people[0], by=member, amount=Decimal(500))
    assert (opening.state, figures_agree()) == ("review", True)
    assert review_opening(opening=opening, accept=True, now=NOW, by=None).state == "offered"
    assert figures_agree()
    assert Notice.objects.filter(person=people[0]).exists()


def test_refusing_an_offer_says_why(people, tree, member):
    round_ = round_of(declared(first_come(), openings=REVIEWED), tree.province)
    opening = offered(round_, tree.county, offered_by=people[0], outside=True)
    with pytest.raises(BadInput, match="原因"):
        review_opening(opening=opening, accept=False, now=NOW, by=None)
    assert review_opening(opening=opening, accept=False, reason="重复", now=NOW, by=None).reason == "重复"


def test_the_same_key_is_one_opening(round_, tree):
    assert offered(round_, tree.county, key="k").pk == offered(round_, tree.county, key="k").pk


def test_seats_that_are_added_go_to_the_line(round_, people, tree):
    opening = offered(round_, tree.county, capacity=1)
    rebuild(now=NOW, by=None)
    for person in people[:3]:
        apply_for(round_, person, opening)
    change_opening(opening=opening, capacity=2, now=NOW, by=None)
    assert (states(), figures_agree()) == (["placed", "placed", "waiting"], True)


def test_an_opening_is_never_smaller_than_what_is_taken(round_, people, tree):
    opening = offered(round_, tree.county)
    for person in people[:2]:
        apply_for(round_, person, opening)
    with pytest.raises(BadInput, match="不能减到1"):
        change_opening(opening=opening, capacity=1, now=NOW, by=None)


def test_taking_an_opening_back_ends_what_hangs_on_it_alone(people, tree):
    round_ = round_of(declared(first_come(), applications={"wishes": 2}), tree.province)
    one, other = offered(round_, tree.county, capacity=1), offered(round_, tree.other_county, capacity=1)
    rebuild(now=NOW, by=None)
    apply_for(round_, people[0], one)
    apply_for(round_, people[1], other)
    waits_for_both, waits_for_one = apply_for(round_, people[2], one, other), apply_for(round_, people[3], one)
    withdraw_opening(opening=one, reason="不办了", now=NOW, by=None)
    waits_for_both.refresh_from_db()
    waits_for_one.refresh_from_db()
    assert (waits_for_both.state, waits_for_one.state) == ("waiting", "closed")
    assert (list(breaches()), figures_agree()) == ([], True)


DATED = {"dated": True, "longest": 7}


@pytest.fixture
def hostel(tree):
    """Two beds on each of six nights."""
    round_ = round_of(declared(first_come(), openings=DATED), tree.province)
    opening = opening_in(round_, tree.county, 2)
    return round_, with_beds(opening, {JUNE + timedelta(days=n): 2 for n in range(6)})


def stay(hostel, person, first, nights):
    since = JUNE + timedelta(days=first)
    return apply_for(hostel[0], person, hostel[1], since=since, until=since + timedelta(days=nights))


def beds():
    return list(Slot.objects.order_by("on").values_list("taken", flat=True))


def test_a_stay_takes_every_one_of_its_nights(hostel, people):
    assert stay(hostel, people[0], 1, 3).state == "placed"
    assert beds() == [0, 1, 1, 1, 0, 0]


def test_a_stay_takes_all_nights_or_none(hostel, people):
    stay(hostel, people[0], 2, 1)
    stay(hostel, people[1], 2, 1)
    assert stay(hostel, people[2], 0, 4).state == "waiting"
    assert beds() == [0, 0, 2, 0, 0, 0]


def test_nights_given_back_go_to_whoever_they_are_enough_for(hostel, people):
    first, _second = stay(hostel, people[0], 2, 1), stay(hostel, people[1], 2, 1)
    waiting = stay(hostel, people[2], 0, 4)
    withdraw(application=first, now=NOW, by=None)
    waiting.refresh_from_db()
    assert (waiting.state, beds(), list(breaches())) == ("placed", [1, 1, 2, 1, 0, 0], [])


@pytest.mark.parametrize(("first", "nights", "sentence"), [(0, 8, "最多7天"), (0, 0, "离开要晚于"), (-3, 2, "不开放")])
def test_a_stay_outside_what_is_offered_is_refused(hostel, people, first, nights, sentence):
    with pytest.raises(BadInput, match=sentence):
        stay(hostel, people[0], first, nights)


def test_nights_are_never_fewer_than_are_booked(hostel, people):
    stay(hostel, people[0], 0, 2)
    with pytest.raises(BadInput, match="不能减到0"):
        set_slots(opening=hostel[1], capacities={JUNE: 0}, now=NOW, by=None)
    set_slots(opening=hostel[1], capacities={JUNE: 1, JUNE + timedelta(days=9): 2}, now=NOW, by=None)
    assert beds() == [1, 1, 0, 0, 0, 0, 0]
