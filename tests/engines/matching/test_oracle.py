"""The optimal method against OR-Tools on thousands of small instances, and against trying everything on tiny ones."""

from __future__ import annotations

from dataclasses import replace
from operator import mul

import numpy as np
import pytest
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from benchmarks.allotment import peer_ortools
from benchmarks.allotment.shapes import SHAPES, build
from sangzi.engines.matching.certificate import bound, verify
from sangzi.engines.matching.instance import grass_openings, of
from sangzi.engines.matching.optimal import Infeasible, optimal

from .small import best, crossing, drawn

TINY, SMALL, UNBOUNDED = 5, 12, 2**40
KINDS = {"plain": {}, "several": {"several": True}, "must": {"must": True}}
MANY = {"plain": 1500, "several": 750, "must": 750, "floor": 250}
FINE_SHARES = (0.45, 0.6, 0.6667, 0.9)


def solved(instance):
    """The objective, after the checker has agreed to it; None where the quotas cannot hold together."""
    try:
        found = optimal(instance)
    except Infeasible:
        return None
    verdict = verify(instance, found.assignment, found.certificate)
    assert verdict.faults == ()
    assert (verdict.objective, verdict.bound) == (found.objective, found.bound)
    return found.objective if found.gap == 0 else f"a gap of {found.gap}"


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("must", [False, True])
def test_the_oracles_agree_with_each_other(several, must):
    for seed in range(250):
        instance = drawn(seed, most=TINY, several=several, must=must)
        assert peer_ortools.solve(instance).objective == best(instance), seed


@pytest.mark.parametrize("kind", KINDS)
def test_the_optimum_is_that_of_or_tools_and_proven_without_a_gap(kind):
    for seed in range(MANY[kind]):
        instance = drawn(seed, most=SMALL, **KINDS[kind])
        assert solved(instance) == peer_ortools.solve(instance).objective, seed


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_can_be_tried_is_better(kind):
    for seed in range(60):
        instance = drawn(seed, most=TINY, **KINDS[kind])
        assert solved(instance) == best(instance), seed


@pytest.mark.parametrize("must", [False, True])
@pytest.mark.parametrize("several", [False, True])
def test_under_a_floor_nothing_that_can_be_tried_is_better_either(several, must):
    for seed in range(150):
        instance = drawn(seed, most=TINY, floor=True, several=several, must=must)
        assert solved(instance) == best(instance), seed


@pytest.mark.parametrize("share", [None, *FINE_SHARES])
def test_under_a_floor_the_optimum_is_that_of_a_solver_of_integer_programs_and_proven_without_a_gap(share):
    for seed in range(MANY["floor"]):
        instance = drawn(seed, most=SMALL, floor=True, several=seed % 3 == 0, must=seed % 4 == 0)
        if share is not None:
            instance = replace(instance, grass_floor=share)
        assert solved(instance) == branched(instance), seed


def test_a_floor_of_a_fine_share_is_proven_whatever_scores_are_worth():
    """No one price that can be counted with is high enough for some of them: what can be met is not refused."""
    refused = 0
    for seed in range(150):
        plain = drawn(seed, most=20, floor=True, several=seed % 2 == 0)
        high = np.random.default_rng(seed).integers(-(10**9), 10**9 + 1, plain.edges)
        found = solved(instance := replace(plain, score=high, grass_floor=0.6667))
        assert found == branched(instance), seed
        refused += found is None
    assert 15 <= refused <= 110


@pytest.mark.parametrize(("people", "across"), [(8, 3), (20, 6)])
def test_where_quotas_cut_across_what_counts_the_gap_is_none_either(people, across):
    """Every quota holds openings that count and openings that do not, so that they can only be exchanged in step."""
    parted = 0
    for seed in range(60):
        instance = crossing(seed, people, across)
        found, exact = floored(instance), branched(instance)
        assert (found and (found.objective, found.gap)) == (None if exact is None else (exact, 0)), seed
        parted += found is not None and found.certificate.leaves is not None
    assert parted >= 20


def test_the_bound_under_a_floor_is_that_of_placements_in_parts():
    """Half of the seats count and nobody likes them: the price of the floor is far below where the search begins."""
    for seed in range(40):
        chance, seats = np.random.default_rng(seed), np.full(10, 4)
        liked = chance.integers(50_000, 100_001, (20, 10))
        liked[:, ::2] = chance.integers(-100_000, 1, (20, 5))
        instance = of({
            "indptr": np.arange(21) * 10, "col": np.tile(np.arange(10), 20), "score": liked.ravel(),
            "capacity": seats, "opening_lower": seats * 0, "opening_unit": np.tile([1, 2], 5),
            "unit_parent": [-1, 0, 0], "unit_lower": [2, 0, 0], "unit_upper": [20] * 3,
            "grass_unit_mask": [False, True, False], "grass_floor": [0.6667, 0.7, 0.35][seed % 3],
        })  # fmt: skip
        found, parts = optimal(instance), in_parts(instance)
        assert abs(bound(instance, replace(found.certificate, leaves=None)) - parts) <= 1, seed
        assert found.gap == 0, seed
        assert found.bound <= parts + 1, seed


def in_parts(instance):
    """The best sum of scores if people could be placed in parts, by a linear program."""
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    program = pywraplp.Solver.CreateSolver("GLOP")
    chosen = [program.NumVar(0, 1, "") for _edge in range(instance.edges)]
    for low, high, edges in bounds_of(instance, row):
        program.Add(int(low) <= sum(chosen[edge] for edge in edges) <= int(high))
    counts, share = grass_openings(instance)[instance.col], instance.floor
    paid = (np.where(counts, share.denominator, 0) - share.numerator).tolist()
    program.Add(sum(map(mul, paid, chosen)) >= 0)
    program.Maximize(sum(map(mul, instance.score.tolist(), chosen)))
    assert program.Solve() == pywraplp.Solver.OPTIMAL
    return program.Objective().Value()


def floored(instance):
    try:
        return optimal(instance)
    except Infeasible:
        return None


def branched(instance):
    """The best sum of scores in whole placements, by CP-SAT; None where no bound can be kept."""
    model = cp_model.CpModel()
    row = np.repeat(np.arange(instance.applicants), np.diff(instance.indptr))
    chosen = [model.new_bool_var("") for _edge in range(instance.edges)]
    for low, high, edges in bounds_of(instance, row):
        total = sum(chosen[edge] for edge in edges)
        model.add_linear_constraint(total, int(low), int(min(high, instance.edges)))
    counts, share = grass_openings(instance)[instance.col], instance.floor
    paid = (np.where(counts, share.denominator, 0) - share.numerator).tolist()
    model.add_linear_constraint(sum(map(mul, paid, chosen)), 0, 2**40)
    model.maximize(sum(map(mul, instance.score.tolist(), chosen)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


def bounds_of(instance, row):
    """Least, most and the edges that count, for everybody, every opening and every unit."""
    most = np.ones(instance.applicants) if instance.applicant_capacity is None else instance.applicant_capacity
    must = np.zeros(instance.applicants) if instance.must_place is None else instance.must_place
    for one in range(instance.applicants):
        yield must[one], most[one], np.flatnonzero(row == one)
    inside = np.zeros((instance.units, instance.openings), bool)
    inside[instance.opening_unit, np.arange(instance.openings)] = True
    for unit in range(instance.units - 1, 0, -1):
        inside[instance.unit_parent[unit]] |= inside[unit]
    for opening in range(instance.openings):
        edges = np.flatnonzero(instance.col == opening)
        yield instance.opening_lower[opening], instance.capacity[opening], edges
    for unit in range(instance.units):
        yield instance.unit_lower[unit], instance.unit_upper[unit], np.flatnonzero(inside[unit][instance.col])


@pytest.mark.parametrize("quotas", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_the_benchmarks_comes_to_the_optimum_of_or_tools(shape, quotas):
    instance = build(shape, "XS", quotas=quotas)
    assert solved(instance) == peer_ortools.solve(instance).objective


@pytest.mark.parametrize("kind", KINDS)
def test_quotas_that_clash_cannot_hold_alone_and_can_without_any_one_of_them(kind):
    found = 0
    for seed in range(90):
        instance = drawn(seed, most=SMALL, **KINDS[kind])
        clash = clashing(instance)
        if clash is None:
            continue
        found += 1
        assert not holds(instance, clash), seed
        assert all(holds(instance, clash[:at] + clash[at + 1 :]) for at in range(len(clash))), seed
    assert found >= 15


def clashing(instance):
    try:
        optimal(instance)
    except Infeasible as infeasible:
        return list(infeasible.clash) if infeasible.minimal else pytest.fail("too many quotas to try")
    return None


def holds(instance, quotas):
    """Whether OR-Tools finds a placement with these quotas and no other bound."""
    bounds = {
        "opening most": np.full(instance.openings, UNBOUNDED),
        "opening least": np.zeros(instance.openings, np.int64),
        "unit most": np.full(instance.units, UNBOUNDED),
        "unit least": np.zeros(instance.units, np.int64),
        "must place": np.zeros(instance.applicants, np.int64),
    }
    for quota in quotas:
        bounds[quota.kind][quota.index] = quota.bound
    freed = replace(
        instance,
        capacity=bounds["opening most"], opening_lower=bounds["opening least"],
        unit_upper=bounds["unit most"], unit_lower=bounds["unit least"], must_place=bounds["must place"] > 0,
    )  # fmt: skip
    return peer_ortools.solve(freed).objective is not None
