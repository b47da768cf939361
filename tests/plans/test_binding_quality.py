"""How good the proposals are: statements labelled by hand, those of the sample plans and as many of other wording.

`docs/owners-and-indicators.md` tells these figures.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from sangzi.plans.binding import Candidate, propose_indicator
from sangzi.plans.models import Commitment
from sangzi.scoreboard.declared import from_files

ROWS = [json.loads(line) for line in (Path(__file__).parent / "bindings.jsonl").read_text("utf-8").splitlines()]
FIELDS = ("title", "quote", "sentence", "shape", "measure")


class Score(NamedTuple):
    """Shares: the right one first, among the first three; of proposals, right ones; of the none, left alone."""

    first: float
    among_three: float
    precision: float
    none: float


def proposed(row) -> list[str]:
    candidates = [Candidate(i.key, i.title, i.words, i.shape, i.over or "", i.unit) for i in from_files().values()]
    said = Commitment(over=row["counted_over"], **{name: row[name] for name in FIELDS})
    return [one.key for one in propose_indicator(said, candidates)]


def score(origin_is_fresh: bool) -> Score:
    rows = [(row, proposed(row)) for row in ROWS if (row["origin"] == "fresh") == origin_is_fresh]
    wanted = [(row["wanted"], keys) for row, keys in rows if row["wanted"]]
    unwanted = [keys for row, keys in rows if not row["wanted"]]
    first = sum(bool(keys) and keys[0] in right for right, keys in wanted)
    three = sum(bool(set(keys[:3]) & set(right)) for right, keys in wanted)
    made = sum(bool(keys) for _row, keys in rows)
    alone = sum(not keys for keys in unwanted)
    return Score(first / len(wanted), three / len(wanted), first / made, alone / len(unwanted))


def test_the_labels_name_indicators_that_there_are():
    assert {key for row in ROWS for key in row["wanted"]} <= set(from_files())


def test_there_are_labels_enough_and_many_for_none():
    assert len(ROWS) >= 170
    assert sum(not row["wanted"] for row in ROWS) >= 60


@pytest.mark.parametrize(
    ("fresh", "least"),
    [(False, Score(0.92, 0.94, 0.95, 0.95)), (True, Score(0.93, 0.95, 0.90, 0.90))],
    ids=["sample plans", "other wording"],
)
def test_proposals_are_as_good_as_the_docs_say(fresh, least):
    found = score(fresh)
    assert all(one >= other for one, other in zip(found, least, strict=True)), found
