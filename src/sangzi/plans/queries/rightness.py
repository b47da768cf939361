"""How often the reader was right, as people's decisions show: by field, by how sure it was, by its version."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from sangzi.plans.actions.by_hand import BY_HAND
from sangzi.plans.examples import SHOWN_FIELDS, agreeing, strictly
from sangzi.plans.labelling import as_read_row, gold_row
from sangzi.plans.losing import RULE as LOST
from sangzi.plans.models import Commitment, Plan

State = Commitment.State
BANDS = ((0.8, 1.01), (0.7, 0.8), (0.6, 0.7), (0.0, 0.6))  # how sure the reader was: from, below


@dataclass
class Rightness:
    """What people looked at, and how much of it was right as it was read."""

    looked_at: int = 0  # read by the reader, and decided about
    right: int = 0  # of these, in every field
    dismissed: int = 0  # said to be none
    reshaped: int = 0  # split, or merged with others
    added: int = 0  # missed by the reader, added by hand
    kept: int = 0  # left standing as one statement: what fields are counted in
    fields: Counter[str] = field(default_factory=Counter)  # in how many of the kept each field was right
    bands: dict[tuple[float, float], tuple[int, int]] = field(default_factory=dict)  # looked at, right
    readers: dict[str, tuple[int, int]] = field(default_factory=dict)  # looked at, right, by version

    def share_of(self, name: str) -> float:
        """The share of kept statements in which a field was right; 0 where none was kept."""
        return self.fields[name] / self.kept if self.kept else 0.0


def rightness(plans: QuerySet[Plan]) -> Rightness:
    """Count over every commitment of some plans that a person decided about. One query, without the plans' texts."""
    told = Rightness(bands=dict.fromkeys(BANDS, (0, 0)))
    for commitment in _decided(plans):
        _count(told, commitment)
    return told


def _decided(plans: QuerySet[Plan]) -> Iterator[Commitment]:
    decided = ~Q(state=State.PROPOSED) | Q(corrected=True) | Q(rule=BY_HAND)
    rows = Commitment.objects.filter(decided, plan__in=plans.values("pk"))
    return rows.exclude(rule=LOST).defer("because", "sentence").iterator(chunk_size=2000)


def _count(told: Rightness, commitment: Commitment) -> None:
    read = as_read_row(commitment)
    if not read:
        told.added += commitment.rule == BY_HAND and commitment.state != State.DISMISSED
        return
    told.looked_at += 1
    right = False
    if commitment.state == State.DISMISSED:
        told.dismissed += 1
    elif commitment.state == State.REPLACED:
        told.reshaped += 1
    else:
        told.kept += 1
        gold = gold_row(commitment)
        told.fields.update(name for name in agreeing(gold, read) if name in SHOWN_FIELDS)
        right = strictly(gold, read)
    told.right += right
    band = next(band for band in BANDS if band[0] <= commitment.confidence < band[1])
    told.bands[band] = _plus(told.bands[band], right=right)
    reader = json.loads(commitment.as_read).get("reader", "")
    told.readers[reader] = _plus(told.readers.get(reader, (0, 0)), right=right)


def _plus(counted: tuple[int, int], *, right: bool) -> tuple[int, int]:
    return counted[0] + 1, counted[1] + right
