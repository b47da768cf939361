"""What proves a run under a share, once it was kept: the leaves come back, and the checker comes to the same."""

from __future__ import annotations

import pytest

from sangzi.programmes.models import Run
from sangzi.programmes.placing.methods import place
from sangzi.programmes.runs.computing import output_of, verdict_on
from sangzi.programmes.runs.stored import load_output, packed
from tests.engines.matching.small import crossing


@pytest.fixture
def outcome():
    return place(crossing(3, 12, 4), "optimal", None)


def test_a_run_that_leaves_prove_is_still_proven_when_it_is_read_again(outcome):
    kept = load_output(Run(output=packed(output_of(outcome).arrays())))
    verdict = verdict_on(outcome.instance, kept)
    assert (kept.leaves is None, verdict.gap) == (False, 0)


def test_without_its_leaves_a_gap_is_told(outcome):
    arrays = {name: array for name, array in output_of(outcome).arrays().items() if not name.startswith("leaf_")}
    assert verdict_on(outcome.instance, load_output(Run(output=packed(arrays)))).gap > 0
