"""The checker of the optimal method: what it refuses, and that it believes nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sangzi.engines.matching.certificate import Certificate, verify
from sangzi.engines.matching.instance import of
from sangzi.engines.matching.optimal import Infeasible, optimal

from .small import best, drawn


def seat(**more):
    """Two applicants, worth 5 and 7 at the one seat of the one opening of the one unit."""
    arrays = {
        "indptr": [0, 1, 2],
        "col": [0, 0],
        "score": [5, 7],
        "capacity": [1],
        "opening_lower": [0],
        "opening_unit": [0],
        "unit_parent": [-1],
        "unit_lower": [0],
        "unit_upper": [9],
    }
    return of(arrays | more)


def prices(opening=5, unit=0, **more):
    return Certificate(np.array([opening]), np.array([unit]), **more)


def given(*openings):
    return np.array(openings, np.int32)


def test_prices_that_add_up_to_the_objective_prove_it():
    verdict = verify(seat(), given(-1, 0), prices())
    assert (verdict.objective, verdict.bound, verdict.optimal) == (7, 7, True)


def test_other_prices_bound_it_from_above():
    assert [verify(seat(), given(-1, 0), prices(price)).bound for price in (0, 4, 8)] == [12, 8, 8]


def test_an_allotment_that_is_not_the_best_keeps_its_gap():
    assert verify(seat(), given(0, -1), prices()).gap == 2


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        (given(0, 0), "over their capacity"),
        (given(-1, 1), "no edge of their applicant"),
        (given(-1, -7), "no edge of their applicant"),
        (np.array([[1, 0], [1, 0]], np.int32), "there twice"),
        (np.array([[5, 0]], np.int32), "no edge of their applicant"),
    ],
)
def test_what_is_not_allowed_is_said(assignment, words):
    verdict = verify(seat(), assignment, prices())
    assert any(words in fault for fault in verdict.faults)
    assert not verdict.optimal


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({"opening_lower": [1]}, "openings are under their lower bound"),
        ({"unit_lower": [1]}, "units are under their lower bound"),
        ({"must_place": [True, False]}, "nothing who must have something"),
    ],
)
def test_an_empty_allotment_breaks_every_lower_bound(bounds, words):
    assert words in verify(seat(**bounds), given(-1, -1), prices()).faults[0]


def test_a_unit_over_its_upper_bound_is_said():
    assert "units are over" in verify(seat(unit_upper=[0]), given(-1, 0), prices()).faults[0]


def test_a_floor_that_is_missed_is_said():
    instance = seat(grass_unit_mask=[False], grass_floor=0.5)
    assert "floor" in verify(instance, given(-1, 0), prices()).faults[0]


@pytest.mark.parametrize(
    "certificate",
    [
        Certificate(np.zeros(2, np.int64), np.zeros(1, np.int64)),
        prices(floor_price=-1),
        prices(scale=0),
        prices(2**62),
        prices(unit=-(2**62)),
    ],
)
def test_a_certificate_that_could_mislead_is_refused(certificate):
    with pytest.raises(ValueError, match="price"):
        verify(seat(), given(-1, 0), certificate)


def test_no_prices_make_a_bound_below_the_best():
    chance = np.random.default_rng(3)
    for seed in range(300):
        instance = drawn(seed, most=4, several=seed % 2 == 0, must=seed % 3 == 0, floor=seed % 5 == 0)
        highest = best(instance)
        sizes = instance.openings, instance.units
        wild = Certificate(*(chance.integers(-20, 20, size) for size in sizes), int(chance.integers(0, 9)), 3)
        bound = verify(instance, np.full(instance.applicants, -1, np.int32), wild).bound
        assert highest is None or bound >= highest, seed


def test_every_unit_of_price_more_or_less_is_noticed():
    """A certificate that was changed by hand does not prove the same any more, or proves it as well."""
    instance = seat()
    found = optimal(instance)
    for by in (-3, -1, 1, 3):
        moved = replace(found.certificate, opening_price=found.certificate.opening_price + by)
        assert verify(instance, found.assignment, moved).bound >= found.objective


def proven(instance):
    """The solution, after the checker agreed to it; None where the quotas cannot hold."""
    try:
        found = optimal(instance)
    except Infeasible:
        return None
    verdict = verify(instance, found.assignment, found.certificate)
    assert verdict.faults == ()
    assert (verdict.objective, verdict.bound) == (found.objective, found.bound)
    return found


@pytest.mark.parametrize("must", [False, True])
def test_applicants_with_several_openings_are_placed_as_well_as_can_be(must):
    for seed in range(150):
        instance = drawn(seed, most=5, several=True, must=must)
        found = proven(instance)
        assert (found and (found.objective, found.gap)) == (None if best(instance) is None else (best(instance), 0))


@pytest.mark.parametrize("several", [False, True])
def test_a_floor_is_met_and_nothing_that_meets_it_is_better(several):
    for seed in range(120):
        instance = drawn(seed, most=5, several=several, must=seed % 2 == 0, floor=True)
        found, highest = proven(instance), best(instance)
        assert (found and (found.objective, found.gap)) == (None if highest is None else (highest, 0)), seed


def test_a_floor_that_nothing_can_meet_is_named_with_what_stands_against_it():
    with pytest.raises(Infeasible) as refused:
        optimal(seat(grass_unit_mask=[False], grass_floor=0.5, must_place=[True, False]))
    assert [quota.kind for quota in refused.value.clash] == ["floor", "must place"]


def test_the_clash_is_told_in_a_sentence():
    with pytest.raises(Infeasible, match=r"opening 0 takes at most 1; applicant 0 must .*applicant 1 must"):
        optimal(seat(must_place=[True, True]))
