"""Seats are taken once, never beyond capacity; pairs count persons, not pairs."""

from __future__ import annotations

from datetime import date

import pytest

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.programmes.actions import pair, release_place, take_place
from sangzi.programmes.models import Placement

from .conftest import MAY
from .telling import held, told_of

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def take(opening, person, key="k", on=MAY, verb=take_place):
    return verb(opening=opening, person=person, on=on, by=None, key=key)


def seats(opening):
    opening.refresh_from_db()
    return opening.taken


def test_a_full_opening_says_so_and_counts_nobody(stage, told):
    opening = stage.offer(capacity=1)
    take(opening, stage.people[0])
    with pytest.raises(Conflict, match="“文书”的1个名额已满"):
        take(opening, stage.people[1], "other")
    assert (seats(opening), Placement.objects.count()) == (1, 1)
    assert told_of(told, "programmes.placed") == held("programmes.placed")


@pytest.mark.parametrize("second_key", ["k", "another"])
def test_a_double_click_is_one_placement(stage, second_key):
    opening = stage.offer(capacity=5)
    assert take(opening, stage.people[0]) == take(opening, stage.people[0], second_key)
    assert seats(opening) == 1


def test_a_key_does_not_serve_for_two_placements(stage):
    opening = stage.offer(capacity=5)
    take(opening, stage.people[0])
    with pytest.raises(Conflict, match="已用于另一个名额"):
        take(opening, stage.people[1])
    assert seats(opening) == 1


def test_a_seat_given_back_may_be_taken_again(stage):
    opening = stage.offer(capacity=1)
    release_place(placement=take(opening, stage.people[0]), on=JUNE, by=None)
    take(opening, stage.people[1], "second", JULY)
    take_back = take(opening, stage.people[0], "k")
    assert (seats(opening), take_back.until) == (1, JUNE)


def test_a_seat_is_given_back_once(stage):
    opening = stage.offer(capacity=2)
    placement = take(opening, stage.people[0])
    release_place(placement=placement, on=JUNE, by=None)
    with pytest.raises(Conflict, match="已经退回"):
        release_place(placement=placement, on=JUNE, by=None)
    assert seats(opening) == 0


def test_who_gave_back_on_the_first_day_was_never_placed(stage, told):
    release_place(placement=take(stage.offer(), stage.people[0]), on=MAY, by=None)
    assert held("programmes.placed") == {} == told_of(told, "programmes.placed")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2024, 5, 5), "从2024年5月6日起提供"), (date(2025, 1, 1), "已于2024年12月31日结束")],
)
def test_a_day_outside_the_offer_is_refused(stage, on, sentence):
    opening = stage.offer()
    with pytest.raises(BadInput, match=sentence):
        take(opening, stage.people[0], on=on)
    assert seats(opening) == 0


def mentor_opening(stage, capacity=2, **more):
    return stage.offer("mentoring", capacity=capacity, offered_by=stage.people[3], **more)


def test_a_person_with_two_mentors_is_one_paired_person(stage, told):
    first, second = mentor_opening(stage), mentor_opening(stage, unit=stage.tree.township)
    founder = stage.people[0]
    one = take(first, founder, "a", MAY, pair)
    take(second, founder, "b", JUNE, pair)
    assert list(held("programmes.paired").values()) == [100]
    release_place(placement=one, on=JULY, by=None)
    assert sum(held("programmes.paired").values()) == 100
    assert told_of(told, "programmes.paired") == held("programmes.paired")


def test_the_last_pair_that_ends_takes_the_person_off(stage, told):
    release_place(placement=take(mentor_opening(stage), stage.people[0], verb=pair), on=JULY, by=None)
    assert sorted(held("programmes.paired").values()) == [-100, 100]
    assert told_of(told, "programmes.paired") == held("programmes.paired")


def test_nobody_is_paired_with_oneself(stage):
    with pytest.raises(BadInput, match="不能与本人结对"):
        take(mentor_opening(stage), stage.people[3], verb=pair)


def test_seats_are_taken_and_mentors_are_paired_with(stage):
    with pytest.raises(BadInput, match="请用“结对”办理"):
        take(mentor_opening(stage), stage.people[0])
    with pytest.raises(BadInput, match="不是结对名额"):
        take(stage.offer(), stage.people[0], verb=pair)
