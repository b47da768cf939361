"""The stable method: against its definition on small markets, and what applicants may rely on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sangzi.engines.matching.blocking import blocking_pairs
from sangzi.engines.matching.instance import of
from sangzi.engines.matching.lottery import lots, many_lots
from sangzi.engines.matching.objections import SENTENCES, MethodError
from sangzi.engines.matching.stable import stable
from sangzi.engines.matching.waiting import lines

from .plain import blocks, every_assignment, in_rounds, market, told_otherwise, wishes

seeds, either = st.integers(0, 10**6), st.booleans()


def two(**more):
    """Two who both wish for opening 0 and then 1, one seat each, in one unit; opening 0 prefers the second."""
    arrays = {
        "indptr": [0, 2, 4],
        "col": [0, 1, 0, 1],
        "score": [1, 1, 2, 1],
        "capacity": [1, 1],
        "opening_lower": [0, 0],
        "opening_unit": [0, 0],
        "unit_parent": [-1],
        "unit_lower": [0],
        "unit_upper": [9],
        "lottery": [1, 2],
    }
    return of(arrays | more)


def solved(instance, **how):
    """The result, where the bounds can be kept at all."""
    try:
        return stable(instance, **how)
    except MethodError:
        assume(False)
        raise


def test_an_opening_holds_the_stronger_and_the_other_asks_further():
    assert stable(two()).assignment.tolist() == [1, 0]


def test_equal_priorities_are_decided_by_lot():
    assert stable(two(score=[1, 1, 1, 1])).assignment.tolist() == [0, 1]


def test_lots_given_stand_for_those_of_the_instance():
    assert stable(two(score=[1, 1, 1, 1]), lots=np.array([2, 1])).assignment.tolist() == [1, 0]


def test_lots_may_have_gaps():
    assert stable(two(score=[1, 1, 1, 1], lottery=[90, -7])).assignment.tolist() == [1, 0]


def test_a_wish_has_the_rank_its_applicant_gave_it():
    assert stable(two(preference=[1, 0, 0, 1])).rank.tolist() == [0, 0]


def test_the_unit_above_takes_no_more_than_it_may():
    got = stable(two(unit_upper=[1]))
    assert (got.assignment.tolist(), got.placed) == ([-1, 0], 1)


def test_a_seat_is_kept_for_a_lower_bound():
    kept = two(indptr=[0, 1, 3], col=[0, 0, 1], score=[2, 1, 1], capacity=[2, 1], opening_lower=[0, 1])
    assert stable(kept).assignment.tolist() == [0, 1]


def test_without_keeping_the_result_says_what_is_short():
    kept = two(indptr=[0, 1, 3], col=[0, 0, 1], score=[2, 1, 1], capacity=[2, 1], opening_lower=[0, 1])
    got = stable(kept, keep_lower=False)
    assert (got.assignment.tolist(), got.opening_short.tolist()) == ([0, 0], [0, 1])


def test_far_apart_priorities_are_ranked_first():
    assert stable(two(priority=[-(10**18), 0, 10**18, 0])).assignment.tolist() == [1, 0]


def test_whoever_may_have_nothing_asks_nobody():
    assert stable(two(applicant_capacity=[1, 0])).assignment.tolist() == [0, -1]


@given(seeds, either)
def test_it_is_what_deferred_acceptance_in_rounds_gives(seed, keep_lower):
    instance = market(seed)
    got = solved(instance, keep_lower=keep_lower)
    assert got.assignment.tolist() == in_rounds(instance, keep_lower=keep_lower)


@given(seeds, either)
def test_no_pair_blocks_it(seed, keep_lower):
    instance = market(seed, most=30)
    got = solved(instance, keep_lower=keep_lower)
    assert blocking_pairs(instance, got.assignment, keep_lower=keep_lower).applicant.size == 0


@given(seeds, either)
@settings(max_examples=40)
def test_of_all_stable_assignments_it_is_the_best_for_everybody(seed, keep_lower):
    instance = market(seed, most=4)
    got = solved(instance, keep_lower=keep_lower).rank
    names = [[int(instance.col[edge]) for edge in row] for row in wishes(instance)]
    for other in every_assignment(instance):
        if not blocks(instance, other, keep_lower=keep_lower):
            ranks = [row.index(one) if one in row else 99 for row, one in zip(names, other, strict=True)]
            assert all(own <= rank for own, rank in zip(got % 100, ranks, strict=True))


@given(seeds, either)
@example(seed=755, keep_lower=False)
@settings(max_examples=60)
def test_the_checker_finds_what_the_definition_calls_blocking(seed, keep_lower):
    instance = market(seed, most=4)
    solved(instance, keep_lower=keep_lower)
    for other in every_assignment(instance):
        assert _refused(instance, other, keep_lower) == blocks(instance, other, keep_lower=keep_lower)


def _refused(instance, assignment, keep_lower):
    try:
        pairs = blocking_pairs(instance, np.array(assignment, np.int32), keep_lower=keep_lower)
    except ValueError:
        return True
    return pairs.applicant.size > 0


@given(seeds, either)
@settings(max_examples=40)
def test_nobody_gets_a_dearer_wish_by_naming_other_wishes(seed, keep_lower):
    instance = market(seed, most=6)
    honest = solved(instance, keep_lower=keep_lower)
    one = int(np.argmax(np.diff(instance.indptr))) if instance.applicants else 0
    assume(instance.edges)
    row = [int(instance.col[edge]) for edge in wishes(instance)[one]]
    for told in told_otherwise(instance, one):
        got = int(stable(told, keep_lower=keep_lower).assignment[one])
        assert got < 0 or 0 <= honest.rank[one] <= row.index(got)


@given(seeds)
def test_lower_bounds_are_met_where_everybody_asks_everywhere(seed):
    instance = _complete(market(seed))
    got = solved(instance)
    placed = stable(replace(instance, opening_lower=instance.opening_lower * 0, unit_lower=instance.unit_lower * 0))
    assume(placed.placed == instance.applicants)
    assert (got.opening_short.sum(), got.unit_short.sum()) == (0, 0)


def _complete(instance):
    """Everybody names every opening, in an order of their own."""
    n, m = instance.applicants, instance.openings
    chance = np.random.default_rng(n + m)
    col = np.concatenate([np.empty(0, int), *(chance.permutation(m) for _one in range(n))])
    told = {"indptr": np.arange(n + 1) * m, "col": col.astype(np.int32), "preference": None}
    return replace(instance, **told, score=col * 0, priority=chance.integers(0, 3, col.size))


def test_who_would_rather_be_there_waits_in_the_order_of_claims():
    instance = of(
        {
            "indptr": [0, 1, 2, 3, 5],
            "col": [0, 0, 0, 1, 0],
            "score": [5, 7, 9, 1, 8],
            "capacity": [1, 1],
            "opening_lower": [0, 0],
            "opening_unit": [0, 0],
            "unit_parent": [-1],
            "unit_lower": [0],
            "unit_upper": [9],
            "lottery": [1, 2, 3, 4],
        }
    )
    got = stable(instance)
    line = lines(instance, got.assignment)
    assert (got.assignment.tolist(), line.applicant.tolist()) == ([-1, -1, 0, 1], [1, 0])


@given(seeds)
def test_the_lines_hold_everybody_who_asked_in_vain(seed):
    instance = market(seed)
    got = stable(instance, keep_lower=False)
    waits = np.where(got.rank < 0, np.diff(instance.indptr), got.rank)
    assert np.bincount(lines(instance, got.assignment).applicant, minlength=waits.size).tolist() == waits.tolist()


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"lottery": None}, "no-lots"),
        ({"lottery": [3, 3]}, "same-lot"),
        ({"applicant_capacity": [1, 2]}, "several"),
        ({"grass_unit_mask": [True], "grass_floor": 0.5}, "floor"),
        ({"must_place": [True, False]}, "must-place"),
        ({"opening_lower": [1, 1], "unit_upper": [1]}, "no-room"),
        ({"unit_lower": [3]}, "no-seats"),
        ({"opening_lower": [0, 3], "capacity": [1, 3]}, "no-places"),
    ],
)
def test_what_it_cannot_do_is_said_in_a_sentence(more, key):
    with pytest.raises(MethodError) as refusal:
        stable(two(**more))
    assert (refusal.value.key, refusal.value.sentence) == (key, SENTENCES[key] % refusal.value.context)


def test_an_assignment_that_nobody_named_is_refused():
    with pytest.raises(ValueError, match="did not name"):
        blocking_pairs(two(indptr=[0, 1, 2], col=[0, 1], score=[1, 1]), np.array([1, 1], np.int32))


@given(st.text(min_size=1, max_size=30), st.lists(st.integers(-5, 2**62), unique=True, max_size=30))
def test_many_lots_are_the_lots_drawn_one_by_one(seed, numbers):
    assert many_lots(seed, np.array(numbers, np.int64)).tolist() == lots(seed, numbers)


def test_many_lots_need_a_seed():
    with pytest.raises(ValueError, match="seed"):
        many_lots("", np.array([1]))
