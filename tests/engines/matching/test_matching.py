"""The methods of allotment: examples that can be read, and what must hold for every instance."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangzi.engines.matching.first_come import by_time
from sangzi.engines.matching.lottery import by_lot, drawn, lots
from sangzi.engines.matching.serial import NOTHING, by_score, serial


@st.composite
def instances(draw):
    """Wishes, seats and an order in which to choose."""
    openings = draw(st.integers(1, 6))
    one = st.lists(st.integers(0, openings - 1), max_size=openings, unique=True)
    wishes = draw(st.lists(one, max_size=12))
    seats = draw(st.lists(st.integers(0, 3), min_size=openings, max_size=openings))
    return wishes, seats, draw(st.permutations(range(len(wishes))))


def taken(got, opening):
    return sum(one == opening for one in got)


def test_who_handed_in_earlier_chooses_earlier():
    assert by_time([9.02, 9.00, 9.01], [1, 2, 3]) == [1, 2, 0]


def test_at_the_same_moment_the_smaller_number_chooses_first():
    assert by_time([9.0, 9.0], [8, 3]) == [1, 0]


def test_a_lot_can_be_drawn_again_by_anybody():
    assert drawn("2024-06-30", 7) == "96058951fe6b4da537a0f3752cbf51f34e8e4e1b16a84bf6768d3652b9f9c004"


@given(st.text(min_size=1), st.lists(st.integers(1), unique=True))
def test_lots_are_one_to_n(seed, numbers):
    assert sorted(lots(seed, numbers)) == list(range(1, len(numbers) + 1))


@given(st.text(min_size=1), st.lists(st.integers(1), unique=True, min_size=2))
def test_nobody_passes_another_because_a_third_stays_away(seed, numbers):
    with_third = dict(zip(numbers, lots(seed, numbers), strict=True))
    without = dict(zip(numbers[1:], lots(seed, numbers[1:]), strict=True))
    assert sorted(without, key=without.get) == [n for n in sorted(with_third, key=with_third.get) if n != numbers[0]]


def test_every_lot_is_as_likely_as_every_other():
    first = [lots(f"seed {n}", [1, 2, 3]).index(1) for n in range(3000)]
    assert all(900 < first.count(at) < 1100 for at in range(3))


def test_the_first_to_choose_has_the_dearest_and_the_second_the_next():
    assert serial([[0, 1], [0, 1]], [1, 1], [0, 1]).got == [0, 1]


def test_who_gets_nothing_waits_for_every_wish_in_the_same_order():
    shared = serial([[0], [0, 1], [1, 0], [0]], [1, 0], [0, 2, 1, 3])
    assert (shared.got, shared.lines) == ([0, NOTHING, NOTHING, NOTHING], [[2, 1, 3], [2, 1]])


def test_a_group_has_no_more_than_it_may():
    shared = serial([[0], [1], [2]], [5, 5, 5], [0, 1, 2], groups=[0, 0, NOTHING], most=[1])
    assert shared.got == [0, NOTHING, 2]


@given(instances())
def test_no_opening_gives_more_than_it_has(instance):
    wishes, seats, order = instance
    got = serial(wishes, seats, order).got
    assert all(taken(got, opening) <= free for opening, free in enumerate(seats))


@given(instances())
def test_nobody_gets_what_they_did_not_wish_for(instance):
    wishes, seats, order = instance
    got = serial(wishes, seats, order).got
    assert all(one == NOTHING or one in named for one, named in zip(got, wishes, strict=True))


@given(instances())
def test_nobody_would_rather_have_what_one_who_chose_later_has(instance):
    wishes, seats, order = instance
    got = serial(wishes, seats, order).got
    for at, one in enumerate(order):
        dearer = wishes[one][: wishes[one].index(got[one])] if got[one] != NOTHING else wishes[one]
        assert not set(dearer) & {got[later] for later in order[at + 1 :]}
        assert all(taken(got, opening) == seats[opening] for opening in dearer)


@given(instances(), st.data())
def test_nobody_gets_more_by_naming_other_wishes(instance, data):
    wishes, seats, order = instance
    if not wishes:
        return
    one = data.draw(st.sampled_from(range(len(wishes))))
    honest = serial(wishes, seats, order).got[one]
    told = [*wishes]
    told[one] = data.draw(st.lists(st.sampled_from(range(len(seats))), unique=True))
    other = serial(told, seats, order).got[one]
    worth = {opening: -at for at, opening in enumerate(wishes[one])}
    assert worth.get(other, -99) <= worth.get(honest, -99)


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2)), max_size=20))
def test_the_best_score_chooses_first_and_none_last(scores):
    order = by_score(scores, lots("s", range(len(scores))))
    told = [scores[at] for at in order]
    there = [score for score in told if score is not None]
    assert told[: len(there)] == there == sorted(there, reverse=True)


def test_equal_scores_choose_by_lot():
    assert by_score([Decimal(1), Decimal(1), Decimal(2)], [2, 1, 3]) == [2, 1, 0]


def test_lot_one_chooses_first():
    assert by_lot([3, 1, 2]) == [1, 2, 0]


@pytest.mark.parametrize("order", [[0], [0, 0], [0, 1, 2]])
def test_an_order_that_leaves_somebody_out_is_refused(order):
    with pytest.raises(ValueError, match="chooses once"):
        serial([[0], [0]], [1], order)


def test_lots_without_a_seed_are_refused():
    with pytest.raises(ValueError, match="seed"):
        lots("", [1])
