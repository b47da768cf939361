"""Reasons: a sentence that is true, for everybody and every opening."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sangzi.engines.matching.instance import of
from sangzi.engines.matching.kernels.limits import Bounds, kept
from sangzi.engines.matching.objections import MethodError
from sangzi.engines.matching.reasons import reason
from sangzi.engines.matching.stable import stable
from sangzi.engines.matching.tree import fillable_seats, kept_seats

from .plain import claim, market, wishes
from .small import drawn

ASKS = """
import sys
import numpy as np
from sangzi.engines.matching.instance import of
from sangzi.engines.matching.reasons import reason
one = of({"indptr": [0, 1, 2], "col": [0, 0], "score": [2, 1], "capacity": [2], "opening_lower": [1],
          "opening_unit": [0], "unit_parent": [-1], "unit_lower": [1], "unit_upper": [1], "lottery": [1, 2]})
print(reason(one, np.array([0, -1], np.int32), (1, 0)).kind, "numba" in sys.modules)
"""
seeds, either = st.integers(0, 10**6), st.booleans()


def most_in(instance, unit):
    """By what the bound says: as many as fit below, and no more than the unit may have."""
    own = instance.capacity[instance.opening_unit == unit].sum()
    below = sum(most_in(instance, child) for child in np.flatnonzero(instance.unit_parent == unit) if child)
    return min(own + below, instance.unit_upper[unit])


def three(**more):
    """Three who wish for opening 0 and then 1, of one seat and two."""
    arrays = {
        "indptr": [0, 2, 4, 6],
        "col": [0, 1, 0, 1, 0, 1],
        "score": [80, 1, 75, 1, 75, 1],
        "capacity": [1, 2],
        "opening_lower": [0, 0],
        "opening_unit": [0, 0],
        "unit_parent": [-1],
        "unit_lower": [0],
        "unit_upper": [9],
        "lottery": [3, 1, 2],
    }
    return of(arrays | more)


def said(instance, applicant, opening):
    return reason(instance, stable(instance).assignment, (applicant, opening)).sentence


def test_a_higher_priority_is_told():
    words = "Opening 0 has 1 seats, all held by stronger claims; the weakest has priority 80, and the claim has 75."
    assert said(three(), 1, 0) == words


def test_a_lot_is_told_where_priorities_are_equal():
    told = said(three(capacity=[2, 1]), 2, 0)
    assert told.endswith("the weakest has the same priority 75 and lot 1, and the claim has lot 2.")


def test_a_unit_that_is_full_is_told():
    assert said(three(unit_upper=[1]), 1, 1).startswith("Unit 0 may have 1 placements: 1 are held by stronger claims")


def test_what_was_given_and_what_was_not_wished_for_is_told():
    assert said(three(), 0, 0) == "This is the opening that was given."
    assert said(three(), 0, 1) == "What was given stands before it among the wishes."
    assert said(three(indptr=[0, 1, 2, 3], col=[0, 0, 0], score=[3, 2, 1]), 1, 1).startswith("The opening was not")


@given(seeds, either)
def test_every_reason_is_true(seed, keep_lower):
    instance = market(seed)
    try:
        got = stable(instance, keep_lower=keep_lower)
    except MethodError:
        assume(False)
    for one, row in enumerate(wishes(instance)):
        for wish, edge in enumerate(row):
            told = reason(instance, got.assignment, (one, int(instance.col[edge])), keep_lower=keep_lower)
            assert (told.kind == "got") == (wish == got.rank[one])
            assert (told.kind == "dearer") == (0 <= got.rank[one] < wish)
            if told.kind == "opening":
                assert stronger_there(instance, got.assignment, one, edge) == told.context["seats"]


def stronger_there(instance, assignment, one, edge):
    """How many hold the opening of an edge with a stronger claim."""
    holders = [
        claim(instance, other, own)
        for other, row in enumerate(wishes(instance))
        for own in row
        if instance.col[own] == assignment[other] == instance.col[edge]
    ]
    return sum(strong > claim(instance, one, edge) for strong in holders)


def test_there_is_no_reason_for_what_blocks():
    with pytest.raises(ValueError, match="blocks"):
        reason(three(), np.array([-1, -1, -1], np.int32), (0, 0))


@given(seeds)
def test_seats_kept_and_seats_that_can_be_filled_are_those_of_the_compiled_loops(seed):
    instance = drawn(seed)
    bounds = Bounds(
        instance.capacity, instance.opening_lower, instance.opening_unit, instance.unit_parent, instance.unit_lower,
        instance.unit_upper,
    )  # fmt: skip
    assert kept_seats(instance, instance.opening_lower).tolist() == kept(bounds).tolist()
    assert fillable_seats(instance).tolist() == [most_in(instance, unit) for unit in range(instance.units)]


def test_a_reason_by_claim_loads_no_compiler():
    told = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("unit False\n", "")
