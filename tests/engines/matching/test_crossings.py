"""What two allotments differ in: every choice of rounds leads to an allotment that is allowed as well."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sangzi.engines.matching.certificate import verify
from sangzi.engines.matching.crossings import crossed, rounds
from sangzi.engines.matching.network import network
from sangzi.engines.matching.optimal import Infeasible, optimal

from .small import drawn


def two_allotments(seed, chance):
    """The best ones for two different sets of scores, as nodes of the network; None where the quotas cannot hold."""
    instance = drawn(seed, must=seed % 3 == 0)
    other = replace(instance, score=chance.integers(-20, 60, instance.edges))
    try:
        both = [optimal(one) for one in (instance, other)]
    except Infeasible:
        return None
    outside = network(instance).outside
    return both[0], *(np.where(one.assignment < 0, outside, one.assignment).astype(np.int32) for one in both)


def test_any_rounds_may_be_gone_and_every_bound_is_kept():
    chance, tried = np.random.default_rng(2), 0
    for seed in range(300):
        found = two_allotments(seed, chance)
        if found is None:
            continue
        solution, start, end = found
        at = start.copy()
        for people in rounds(network(solution.instance), start, end):
            if chance.random() < 0.5:
                at[people] = end[people]
        assignment = np.where(at < solution.instance.openings, at, -1).astype(np.int32)
        assert verify(solution.instance, assignment, solution.certificate).faults == (), seed
        tried += 1
    assert tried >= 100


def test_all_rounds_together_lead_to_the_end():
    chance = np.random.default_rng(3)
    for seed in range(150):
        found = two_allotments(seed, chance)
        if found is not None:
            solution, start, end = found
            moved = [one for people in rounds(network(solution.instance), start, end) for one in people]
            assert sorted(moved) == np.flatnonzero(start != end).tolist(), seed


def test_as_much_is_given_up_as_may_be_and_no_more():
    chance, zero = np.random.default_rng(4), 0
    for seed in range(200):
        found = two_allotments(seed, chance)
        if found is None:
            continue
        solution, start, end = found
        net = network(solution.instance)
        account = np.append(chance.integers(-3, 4, net.openings), np.zeros(net.above.size - net.openings, np.int64))
        surplus = max(int(account[start].sum() - account[end].sum()), 0)
        at = crossed(net, start, end, account, surplus)
        left = surplus + int(account[at].sum() - account[start].sum())
        assert 0 <= left <= surplus or not surplus, seed
        zero += left == 0
    assert zero >= 80
