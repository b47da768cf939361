"""A proof by parts under a floor: what the checker refuses of it, and that it is kept and found again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from sangzi.engines.matching import branching
from sangzi.engines.matching.certificate import bound, certificate_of, pairs, scaled_bound, verify
from sangzi.engines.matching.instance import of
from sangzi.engines.matching.leaves import LEAF, OPENING, OTHERS, UNIT
from sangzi.engines.matching.lowest import Span, lowest
from sangzi.engines.matching.optimal import Infeasible, optimal

from .small import best, crossing, drawn


def parted(most=1000, least=2):
    """Solutions that only leaves prove, at least so many of them each."""
    for seed in range(most):
        try:
            found = optimal(crossing(seed, 12, 4))
        except Infeasible:
            continue
        leaves = found.certificate.leaves
        if leaves is not None and len(leaves.other_price) >= least:
            yield found


@pytest.fixture(scope="module")
def proven():
    return next(parted(least=3))


def changed(found, **arrays):
    """The certificate with other arrays in its leaves."""
    return replace(found.certificate, leaves=replace(found.certificate.leaves, **arrays))


def test_leaves_prove_what_one_price_of_the_floor_does_not(proven):
    own = scaled_bound(proven.instance, proven.certificate) // proven.certificate.scale
    assert own > proven.bound == proven.objective
    assert verify(proven.instance, proven.assignment, proven.certificate).optimal


@pytest.mark.parametrize("row", [0, -1])
def test_a_hole_between_the_leaves_is_refused(proven, row):
    """Without one of its rows, and the prices of the leaf that is lost with it."""
    leaves = proven.certificate.leaves
    split, lost = np.delete(leaves.split, row, axis=0), leaves.split[row, 0] == LEAF
    prices = {name: array[:-1] for name, array in vars(leaves).items() if lost and name.endswith("price")}
    with pytest.raises(ValueError, match=r"leave placements out|beyond the last"):
        bound(proven.instance, changed(proven, split=split, **prices))


@pytest.mark.parametrize(
    "split", [[[OPENING, 99, 1]], [[OTHERS, 1, 1]], [[UNIT, -1, 1]], [[7, 0, 1]], [[OTHERS, 0, -(2**63)]]]
)
def test_leaves_by_what_is_not_there_are_refused(proven, split):
    whole = np.concatenate([np.array(split), proven.certificate.leaves.split])
    with pytest.raises(ValueError, match="not there"):
        bound(proven.instance, changed(proven, split=whole))


def test_a_leaf_without_its_prices_is_refused(proven):
    fewer = {name: array[:-1] for name, array in vars(proven.certificate.leaves).items() if name.endswith("price")}
    with pytest.raises(ValueError, match="each leaf has one price"):
        verify(proven.instance, proven.assignment, changed(proven, **fewer))


@pytest.mark.parametrize("by", [-(2**30), -1, 2**30])
def test_prices_that_do_not_prove_it_prove_less_and_never_more(proven, by):
    """The bound is counted anew from the prices: nobody can say that a leaf's is lower."""
    prices = proven.certificate.leaves.opening_price
    assert bound(proven.instance, changed(proven, opening_price=prices + by)) >= proven.objective
    assert abs(by) < 2 or bound(proven.instance, changed(proven, opening_price=prices + by)) > proven.objective


@pytest.mark.parametrize("name", ["counting_price", "other_price", "opening_price", "unit_price"])
def test_prices_that_are_too_great_or_of_a_wrong_number_are_refused(proven, name):
    array = getattr(proven.certificate.leaves, name)
    for wrong in (array + 2**61, array[:, None] if array.ndim == 1 else array[:, :-1]):
        with pytest.raises(ValueError, match="price"):
            verify(proven.instance, proven.assignment, changed(proven, **{name: wrong}))


def test_a_price_below_nothing_for_what_counts_is_refused(proven):
    with pytest.raises(ValueError, match="not below 0"):
        verify(
            proven.instance,
            proven.assignment,
            changed(proven, counting_price=-1 - proven.certificate.leaves.counting_price),
        )


def test_no_prices_and_no_splits_bring_the_bound_below_the_best():
    chance, tried = np.random.default_rng(5), 0
    for seed in range(150):
        instance = drawn(seed, most=4, several=seed % 2 == 0, must=seed % 3 == 0, floor=True)
        highest = best(instance)
        if highest is None or not instance.grass_floor:
            continue
        prices = optimal(instance).certificate
        for split in wild(instance, chance):
            count = len(split) // 2 + 1
            lied = {
                "leaf_split": split,
                "leaf_scale": 3,
                "leaf_opening_price": chance.integers(-9, 20, (count, instance.openings)),
                "leaf_unit_price": chance.integers(-9, 20, (count, instance.units)),
                "leaf_counting_price": chance.integers(0, 20, count),
                "leaf_other_price": chance.integers(-20, 20, count),
            }
            assert bound(instance, certificate_of(prices.arrays() | lied)) >= highest, seed
            tried += 1
    assert tried >= 100


def wild(instance, chance):
    """Trees of splits of every kind."""
    last = [(LEAF, 0, 0)]
    for kind, size in ((OTHERS, 1), (OPENING, instance.openings), (UNIT, instance.units)):
        split = (kind, int(chance.integers(size)), int(chance.integers(0, 3)))
        yield np.array([split, *last, *last])
        yield np.array([split, (OTHERS, 0, 1), *last, *last, *last])


def test_a_certificate_comes_back_from_its_arrays(proven):
    back = certificate_of({name: np.asarray(array) for name, array in proven.certificate.arrays().items()})
    assert bound(proven.instance, back) == proven.bound
    assert {name.startswith("leaf_") for name in back.arrays()} == {True, False}


def test_the_same_round_gives_the_same_answer_and_the_same_proof(proven):
    again = optimal(proven.instance)
    assert pairs(again.assignment).tolist() == pairs(proven.assignment).tolist()
    assert again.certificate.leaves.split.tolist() == proven.certificate.leaves.split.tolist()


def test_in_whatever_order_people_and_openings_stand_as_much_is_found_and_proven():
    for seed in range(60):
        instance, chance = crossing(seed, 12, 4), np.random.default_rng(seed)
        try:
            found = optimal(instance)
        except Infeasible:
            continue
        turned = optimal(in_another_order(instance, chance))
        assert (turned.objective, turned.gap) == (found.objective, 0), seed


def in_another_order(instance, chance):
    people, openings = chance.permutation(instance.applicants), chance.permutation(instance.openings)
    place = np.argsort(openings)
    edge = np.concatenate([np.arange(*instance.indptr[one : one + 2]) for one in people])
    names = ("capacity", "opening_lower", "opening_unit")
    return of({
        **vars(instance), "col": place[instance.col[edge]], "score": instance.score[edge],
        "must_place": instance.must_place[people], **{name: getattr(instance, name)[openings] for name in names},
    })  # fmt: skip


def test_at_its_limit_the_search_keeps_the_gap_that_is_left_and_says_so(monkeypatch):
    monkeypatch.setattr(branching, "FEWEST", 0)
    monkeypatch.setattr(branching, "MOST_SOLUTIONS", 2)
    left = 0
    for found in parted(60, least=1):
        verdict = verify(found.instance, found.assignment, found.certificate)
        assert (verdict.faults, verdict.bound) == ((), found.bound)
        left += found.gap > 0
    assert left >= 3


def test_a_round_that_is_too_large_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(branching, "MOST_READ", 100)
    assert next(parted(60, least=0), None) is None


def test_two_people_with_equal_claims_to_the_average_are_where_the_bound_is_lowest():
    """One placement counts and is worth 1, another does not and is worth 4: half of each meets a floor of a half."""
    found = lowest([1, 4], [(1, 0), (0, 1)], [(0, 0), (1, 1)], Span(0, 100, -100, 100))
    assert found.weights == {0: Fraction(1, 2), 1: Fraction(1, 2)}
    assert found.bound == Fraction(5, 2)
