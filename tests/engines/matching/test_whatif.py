"""What if: a changed bound, by the prices at once and solved from where the old solution stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.allotment.shapes import build
from sangzi.engines.matching.certificate import verify
from sangzi.engines.matching.optimal import Infeasible, optimal
from sangzi.engines.matching.whatif import FIELDS, Bound, at_most, changed, value_of

from .small import _chains, _options, _worth, drawn
from .test_certificate import seat

MOST, ALL = Bound("opening most", 0), Bound("unit most", 0)
seeds = st.integers(0, 10**6)


def solved(instance):
    try:
        return optimal(instance)
    except Infeasible:
        return None


def test_the_price_bounds_what_one_seat_more_is_worth():
    instance = seat()
    found = optimal(instance)
    assert at_most(instance, found.certificate, MOST, 2) == 12
    assert at_most(instance, found.certificate, MOST, 0) == 2


def test_who_moves_and_what_it_costs_is_said():
    change = changed(seat(), optimal(seat()), MOST, 2)
    assert (change.solution.objective, change.cost, change.moved.tolist()) == (12, -5, [0])
    assert change.sentence == (
        "If opening 0 takes at most 2 instead of 1, all together have 5 points more, and 1 applicants have something "
        "else."
    )


@given(seeds, st.sampled_from(["opening most", "unit most"]), st.integers(0, 4))
def test_nobody_moves_whom_the_bound_does_not_move(seed, kind, value):
    """One by one all allotments are tried: none that is as good moves fewer."""
    instance = drawn(seed, most=4)
    found, bound = solved(instance), one_of(instance, kind, seed)
    assume(found is not None and bound is not None)
    try:
        change = changed(instance, found, bound, value)
    except (Infeasible, ValueError):
        assume(False)
    assert change.moved.size == fewest(change.after, found.assignment, change.solution.objective)


@given(seeds, st.sampled_from([*FIELDS, "floor"]), st.integers(0, 5))
def test_a_changed_bound_is_solved_exactly_and_within_the_prices(seed, kind, value):
    instance = drawn(seed, most=6, must=seed % 2 == 0, floor=kind == "floor")
    found, bound = solved(instance), one_of(instance, kind, seed)
    assume(found is not None and bound is not None)
    value = value / 5 if kind == "floor" else min(value, 1) if kind == "must place" else value
    try:
        change = changed(instance, found, bound, value)
    except Infeasible:
        return
    except ValueError:
        assume(False)
    verdict = verify(change.after, change.solution.assignment, change.solution.certificate)
    fresh = optimal(change.after)
    assert (verdict.faults, verdict.objective) == ((), fresh.objective)
    assert verdict.objective <= at_most(instance, found.certificate, bound, value)
    assert change.cost == found.objective - fresh.objective


def fewest(instance, before, objective):
    """How many have something else than `before` in whichever best allotment moves the fewest."""
    chains, moved = _chains(instance), []
    for chosen in product(*(_options(instance, one) for one in range(instance.applicants))):
        if _worth(instance, [edge for part in chosen for edge in part], chains) == objective:
            after = [int(instance.col[part[0]]) if part else -1 for part in chosen]
            moved.append(sum(one != other for one, other in zip(after, before.tolist(), strict=True)))
    return min(moved)


def one_of(instance, kind, seed):
    sizes = {"opening": instance.openings, "unit": instance.units, "must": instance.applicants, "floor": 1}
    size = sizes[kind.split()[0]]
    return Bound(kind, seed % size) if size else None


def test_who_moves_is_all_who_have_something_else():
    for seed in range(40):
        instance = drawn(seed, several=seed % 2 == 0)
        found = solved(instance)
        if found is None:
            continue
        change = changed(instance, found, MOST, int(instance.capacity[0]) + 1)
        before, after = sets(found.assignment, instance), sets(change.solution.assignment, instance)
        assert change.moved.tolist() == [one for one in range(instance.applicants) if before[one] != after[one]]


def sets(assignment, instance):
    if assignment.ndim == 1:
        return assignment.tolist()
    return [set(assignment[assignment[:, 0] == one, 1].tolist()) for one in range(instance.applicants)]


def test_a_changed_quota_needs_few_searches():
    instance = build("geographic", "XS", quotas=True)
    found = optimal(instance)
    tight = int(np.argmax(found.certificate.unit_price))
    bound = Bound("unit most", tight)
    change = changed(instance, found, bound, value_of(instance, bound) - 1)
    assert change.solution.gap == 0
    assert change.cost >= 0
    assert change.solution.searches <= 5


@pytest.mark.parametrize(
    ("bound", "value", "words"),
    [
        (MOST, -1, "whole number"),
        (MOST, 1.5, "whole number"),
        (Bound("opening least", 0), 2, "not above"),
        (Bound("floor"), 0.5, "marked units"),
    ],
)
def test_a_value_that_cannot_be_is_refused(bound, value, words):
    with pytest.raises(ValueError, match=words):
        changed(seat(), optimal(seat()), bound, value)


def test_a_quota_that_cannot_hold_is_said():
    with pytest.raises(Infeasible, match="opening 0 must get at least 1"):
        changed(
            replace(seat(), unit_upper=np.array([0])),
            optimal(replace(seat(), unit_upper=np.array([0]))),
            Bound("opening least"),
            1,
        )


def test_a_share_is_told_as_a_share():
    instance = seat(grass_unit_mask=[True], grass_floor=0.5)
    change = changed(instance, optimal(instance), Bound("floor"), 0.75)
    assert change.sentence.startswith("If the floor asks for 0.75 instead of 0.5, all together have as many points")
    assert value_of(instance, ALL) == 9
