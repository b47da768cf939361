"""Staying: first the greatest sum, then as few moved as can be; both against everything that could be tried."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.allotment.shapes import build
from sangzi.engines.matching.certificate import NOTHING, pairs, verify
from sangzi.engines.matching.instance import named, of
from sangzi.engines.matching.kernels.limits import totals
from sangzi.engines.matching.objections import MethodError
from sangzi.engines.matching.optimal import Infeasible, optimal
from sangzi.engines.matching.staying import UNKNOWN, marks, staying, stays, stays_at_most, weighted

from .small import _chains, _options, _worth, drawn

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.fixed_dictionaries({"several": st.booleans(), "must": st.booleans(), "floor": st.booleans()})
SEAT = {
    "indptr": [0, 1, 2], "col": [0, 0], "score": [5, 5], "capacity": [1], "opening_lower": [0], "opening_unit": [0],
    "unit_parent": [-1], "unit_lower": [0], "unit_upper": [9],
}  # fmt: skip


def marked(seed, *, most, several=False, must=False, floor=False):
    """A small instance, and an earlier result over it that need not keep any bound."""
    instance, chance = drawn(seed, most=most, several=several, must=must, floor=floor), np.random.default_rng(seed)
    edge = [chance.integers(begin, end + 1) for begin, end in zip(instance.indptr, instance.indptr[1:], strict=False)]
    ends = instance.indptr[1:]
    had = np.array([NOTHING if at == end else instance.col[at] for at, end in zip(edge, ends, strict=True)], np.int32)
    had[chance.random(had.size) < 0.1] = UNKNOWN
    return replace(instance, stay=marks(instance, had)), had


def solved(instance):
    try:
        return staying(instance)
    except Infeasible:
        assume(False)


def every(instance):
    """The sum of scores and the sum of marks of everything that is allowed."""
    chains = _chains(instance)
    for chosen in product(*(_options(instance, applicant) for applicant in range(instance.applicants))):
        edges = [edge for part in chosen for edge in part]
        worth = _worth(instance, edges, chains)
        if worth is not None:
            yield worth, int(instance.stay[edges].sum()) if edges else 0


@given(SEEDS, KINDS)
def test_nothing_that_could_be_tried_is_worth_more_or_worth_as_much_and_keeps_more(seed, kind):
    instance, _had = marked(seed, most=4, **kind)
    found = solved(instance)
    told = stays(instance, found.assignment) - weighted(instance).empty
    over = stays_at_most(instance, found.assignment, found.certificate) - weighted(instance).empty
    worth, most = max(every(instance))
    assert (found.objective, found.bound, told, over) == (worth, worth, most, most)


@given(SEEDS, KINDS)
def test_the_sum_is_that_of_the_method_without_staying_and_both_are_proven(seed, kind):
    instance, _had = marked(seed, most=24, **kind)
    found, plain = solved(instance), optimal(replace(instance, stay=None))
    verdict = verify(instance, found.assignment, found.certificate)
    assert (verdict.faults, verdict.objective, verdict.placed) == ((), found.objective, found.placed)
    assert (plain.gap, verdict.gap, found.objective) == (0, 0, plain.objective)
    most = stays_at_most(instance, found.assignment, found.certificate)
    assert stays(instance, found.assignment) == most >= stays(instance, plain.assignment)


@given(SEEDS, st.booleans())
def test_what_is_kept_is_how_many_have_what_they_had(seed, must):
    instance, had = marked(seed, most=24, must=must)
    found = solved(instance)
    named_by = np.diff(instance.indptr) > 0
    assert stays(instance, found.assignment) == int((found.assignment == had)[named_by].sum())


@given(SEEDS, KINDS)
def test_whoever_starts_from_a_best_result_keeps_it_whole(seed, kind):
    instance, _had = marked(seed, most=16, **(kind | {"floor": False}))
    best = solved(instance)
    again = staying(replace(instance, stay=marks(instance, best.assignment)))
    one, other = ({tuple(pair) for pair in pairs(found.assignment).tolist()} for found in (best, again))
    assert one <= other
    assert kind["several"] or one == other


@given(SEEDS)
def test_the_same_instance_gives_the_same_result(seed):
    instance, _had = marked(seed, most=24)
    one, other = solved(instance), solved(of(named(instance)))
    assert one.assignment.tolist() == other.assignment.tolist()


@pytest.mark.parametrize(("earlier", "got"), [([NOTHING, 0], [NOTHING, 0]), ([0, NOTHING], [0, NOTHING])])
def test_of_two_who_are_worth_the_same_the_seat_stays_where_it_was(earlier, got):
    instance = of(SEAT)
    found = staying(replace(instance, stay=marks(instance, np.array(earlier, np.int32))))
    assert (found.assignment.tolist(), found.objective, found.gap) == (got, 5, 0)


def test_a_point_more_is_worth_more_than_all_who_stay():
    instance = of(SEAT | {"score": [6, 5]})
    found = staying(replace(instance, stay=marks(instance, np.array([NOTHING, 0], np.int32))))
    assert (found.assignment.tolist(), found.objective) == ([0, NOTHING], 6)


def test_who_had_nothing_is_not_given_a_seat_instead_of_who_had_another_one_before():
    lost = of(SEAT | {"indptr": [0, 2, 3], "col": [0, 1, 0], "score": [5, 5, 5], "capacity": [1, 0],
                      "opening_lower": [0, 0], "opening_unit": [0, 0]})  # fmt: skip
    found = staying(replace(lost, stay=marks(lost, np.array([1, NOTHING], np.int32))))
    assert found.assignment.tolist() == [0, NOTHING]


def test_one_unit_drawn_closer_moves_a_few_of_thousands():
    before = replace(build("equal", "S", quotas=False), grass_unit_mask=None)
    first = optimal(before).assignment
    upper = before.unit_upper.copy()
    unit = before.opening_unit[first[first >= 0][0]]
    there = np.bincount(first[first >= 0], minlength=before.openings)
    upper[unit] = totals(before.opening_unit, before.unit_parent, there)[unit] - 1
    after = replace(before, unit_upper=upper, stay=marks(before, first))
    plain, found = optimal(replace(after, stay=None)), staying(after)
    assert (found.objective, found.gap) == (plain.objective, 0)
    assert 1 <= (found.assignment != first).sum() * 10 < (plain.assignment != first).sum()


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        ([0], "the earlier result is of 1 applicants and there are 2"),
        ([0, 1], "names an opening that is not there; keep openings from 0 to 0"),
        ([[2, 0]], "the earlier result is of 3 applicants and there are 2"),
        ([[0, 1]], "names an opening that is not there"),
    ],
)
def test_an_earlier_result_of_others_is_refused(earlier, words):
    with pytest.raises(MethodError, match=words):
        marks(of(SEAT), np.array(earlier, np.int32))


def test_scores_too_high_to_count_beside_them_are_refused_with_how_high_they_may_be():
    many = 10_000
    crowd = SEAT | {"indptr": np.arange(many + 1), "col": np.zeros(many, int), "score": np.full(many, 10**9)}
    instance = of(crowd)
    instance = replace(instance, stay=marks(instance, np.full(many, NOTHING, np.int32)))
    with pytest.raises(MethodError, match=r"none passes \d+, or leave stay out") as refused:
        staying(instance)
    staying(replace(instance, score=np.full(many, refused.value.context["most"])))
