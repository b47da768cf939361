"""Reasons of the optimal method: what each sentence claims holds for everybody and every opening, tried by force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sangzi.engines.matching.certificate import Certificate, pairs
from sangzi.engines.matching.optimal import Infeasible, optimal
from sangzi.engines.matching.reasons_by_price import priced, reason_by_price
from sangzi.engines.matching.whatif import most_with, settled

from .small import best, drawn
from .test_certificate import seat

seeds, either = st.integers(0, 10**6), st.booleans()


def solved(instance):
    try:
        return optimal(instance)
    except Infeasible:
        assume(False)


def told(instance, pair, *, exactly=True):
    found = solved(instance)
    ground = settled(instance, found.assignment, found.certificate) if exactly else None
    return reason_by_price(priced(instance, found.assignment, found.certificate), pair, ground)


def only(instance, applicant, opening):
    """The instance in which the applicant must have the opening."""
    at = int(instance.indptr[applicant]) + int(np.argmax(row_of(instance, applicant) == opening))
    cut = np.arange(instance.indptr[applicant], instance.indptr[applicant + 1])
    kept = np.delete(np.arange(instance.edges), cut[cut != at])
    must = np.zeros(instance.applicants, bool) if instance.must_place is None else instance.must_place.copy()
    must[applicant] = True
    indptr = instance.indptr.copy()
    indptr[applicant + 1 :] -= cut.size - 1
    return replace(instance, indptr=indptr, col=instance.col[kept], score=instance.score[kept], must_place=must)


def row_of(instance, applicant):
    return instance.col[instance.indptr[applicant] : instance.indptr[applicant + 1]]


def every_pair(instance):
    return [(one, int(there)) for one in range(instance.applicants) for there in row_of(instance, one)]


def test_what_a_seat_is_worth_to_others_is_told():
    reason = told(seat(), (0, 0))
    assert (reason.kind, reason.context["lost"], reason.context["held"]) == ("cost", 2, 1)
    assert reason.sentence.startswith(
        "With this applicant at opening 0, all together would have at least 2 points less."
    )
    assert reason.sentence.endswith("Most of the cost: opening 0 takes at most 1.")


def test_the_unit_that_is_full_is_told():
    reason = told(seat(capacity=[2], unit_upper=[1]), (0, 0))
    assert (reason.because.kind, reason.because.index, reason.because.bound) == ("unit most", 0, 1)


def test_a_least_number_elsewhere_is_told():
    """One applicant, worth 9 at opening 0 and 4 at opening 1, which must have somebody."""
    one = seat(
        indptr=[0, 2], col=[0, 1], score=[9, 4], capacity=[1, 1], opening_lower=[0, 1], opening_unit=[0, 0]
    )  # fmt: skip
    assert told(one, (0, 0)).kind == "never"
    other = replace(one, indptr=np.array([0, 2, 3]), col=np.array([0, 1, 1], np.int32), score=np.array([9, 4, -20]))
    reason = told(other, (0, 0))
    assert (reason.kind, reason.because.kind, reason.context["lost"]) == ("cost", "opening least", 15)


def test_equal_points_are_told_as_equal():
    assert {told(seat(score=[5, 5]), (one, 0)).kind for one in (0, 1)} == {"got", "equal"}


def test_what_was_given_and_what_could_not_be_is_told():
    assert told(seat(), (1, 0)).kind == "got"
    assert told(seat(indptr=[0, 0, 1], col=[0], score=[7]), (0, 0)).kind == "not-named"


@given(seeds, either)
def test_every_reason_is_true(seed, must):
    instance = drawn(seed, most=5, must=must)
    found = solved(instance)
    result = priced(instance, found.assignment, found.certificate)
    ground = settled(instance, found.assignment, found.certificate)
    for one, there in every_pair(instance):
        reason, most = reason_by_price(result, (one, there), ground), best(only(instance, one, there))
        assert (reason.kind == "never") == (most is None)
        if most is not None and reason.kind != "got":
            assert reason.context["lost"] == found.objective - most >= 0
            holds(reason, result)


@given(seeds, either, either)
def test_every_reason_by_prices_alone_is_true(seed, several, must):
    instance = drawn(seed, most=4, several=several, must=must)
    found = solved(instance)
    result = priced(instance, found.assignment, found.certificate)
    for one, there in every_pair(instance):
        reason = reason_by_price(result, (one, there))
        if reason.kind not in {"got", "never"}:
            most = with_pair(instance, one, there)
            assert reason.kind not in {"equal", "open"}  # there is no gap, and nothing was searched for
            assert most is None or most <= found.objective - reason.context["lost"]
            holds(reason, result)


@given(seeds, either)
def test_under_a_floor_no_reason_claims_too_much(seed, exactly):
    instance = drawn(seed, most=4, floor=True)
    found = solved(instance)
    result = priced(instance, found.assignment, found.certificate)
    ground = settled(instance, found.assignment, found.certificate) if exactly else None
    for one, there in every_pair(instance):
        reason, most = reason_by_price(result, (one, there), ground), best(only(instance, one, there))
        assert most is None or reason.kind != "never"
        if most is not None and reason.kind != "got":
            assert most <= found.objective - reason.context["lost"]
            assert reason.kind != "equal" or most == found.objective
            holds(reason, result)


@given(seeds, either)
def test_prices_that_prove_little_let_no_reason_claim_too_much(seed, exactly):
    instance, chance = drawn(seed, most=4), np.random.default_rng(seed)
    found = solved(instance)
    ground = settled(instance, found.assignment, found.certificate) if exactly else None
    sizes = instance.openings, instance.units
    wild = Certificate(*(chance.integers(-9, 15, size) for size in sizes), scale=2)
    result = priced(instance, found.assignment, wild)
    for one, there in every_pair(instance):
        reason, most = reason_by_price(result, (one, there), ground), best(only(instance, one, there))
        if most is not None and reason.kind != "got":
            assert most <= found.objective - reason.context["lost"]
            holds(reason, result)


def with_pair(instance, applicant, opening):
    """The best with a pair, where the applicant may have others besides."""
    if instance.applicant_capacity is None:
        return best(only(instance, applicant, opening))
    at = instance.indptr[applicant] + np.argmax(row_of(instance, applicant) == opening)
    lure = 10**7
    found = best(replace(instance, score=instance.score + lure * (np.arange(instance.edges) == at)))
    return found - lure if found is not None and found > lure // 2 else None


def holds(reason, result):
    """What the sentence of a kind says, and that its bound is one that is reached."""
    context = reason.context
    if reason.kind == "own-points":
        assert context["given"] >= context["own"]
    if reason.kind == "cost":
        assert context["lost"] > 0
        assert context["own"] - context["cost"] == context["left"] <= context["left_given"]
    if (
        reason.kind in {"bound", "cost"}
        and reason.because
        and result.bound == result.objective * result.certificate.scale
    ):
        assert reason.because.kind == "floor" or context["held"] == reason.because.bound
    assert reason.sentence


def test_what_was_given_leaves_most_after_its_cost():
    for seed in range(200):
        instance = drawn(seed)
        try:
            found = optimal(instance)
        except Infeasible:
            continue
        result = priced(instance, found.assignment, found.certificate)
        value = instance.score - result.cost[instance.col]
        for one, there in pairs(found.assignment):
            row = slice(*instance.indptr[one : one + 2])
            assert value[row][instance.col[row] == there] == max(value[row])


def test_a_pair_without_an_edge_is_refused():
    found = optimal(seat(indptr=[0, 0, 1], col=[0], score=[7]))
    ground = settled(seat(indptr=[0, 0, 1], col=[0], score=[7]), found.assignment, found.certificate)
    with pytest.raises(ValueError, match="edge"):
        most_with(ground, (0, 0))


def test_what_a_pair_costs_is_not_told_where_somebody_may_have_several():
    instance = seat(applicant_capacity=[2, 1])
    found = optimal(instance)
    with pytest.raises(ValueError, match="at most one"):
        settled(instance, found.assignment, found.certificate)
