"""The optimal method against OR-Tools on thousands of small instances, and against trying everything on tiny ones."""

from __future__ import annotations

import pytest

from benchmarks.allotment import peer_ortools

from .small import best, drawn

TINY, SMALL = 5, 12


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("must", [False, True])
def test_the_oracles_agree_with_each_other(several, must):
    for seed in range(250):
        instance = drawn(seed, most=TINY, several=several, must=must)
        assert peer_ortools.solve(instance).objective == best(instance), seed
