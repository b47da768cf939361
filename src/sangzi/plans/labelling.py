"""People's decisions about a plan as labelled examples, private persons masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from . import masks
from .actions.by_hand import BY_HAND
from .actions.reshaping import MERGED, SPLIT
from .examples import DISMISSED, Example, Labelled, Row
from .losing import RULE as LOST
from .models import Commitment, Plan

State = Commitment.State
# What a person has looked at and left standing, or said to be none. What was replaced lives on in its pieces.
LOOKED_AT = (
    Q(state=State.CONFIRMED)
    | Q(state=State.PROPOSED, corrected=True)
    | Q(state=State.PROPOSED, rule__in=(BY_HAND, SPLIT, MERGED))
    | Q(state=State.DISMISSED, source=Commitment.Source.READER)
)
_LABELS = {BY_HAND: "added", SPLIT: "split", MERGED: "merged"}


def labelled_plans(plans: QuerySet[Plan]) -> Iterator[Labelled]:
    """The plans of which anything was decided, in the order of their keys, one at a time: texts may be long."""
    decided = plans.filter(pk__in=Commitment.objects.filter(LOOKED_AT).values("plan"), state=Plan.State.READ)
    for plan in decided.order_by("pk").iterator(chunk_size=1):
        yield labelled_plan(plan)


def labelled_plan(plan: Plan) -> Labelled:
    """A plan with its examples; a commitment that stands in no text is none."""
    private = masks.from_json(plan.private)
    text = masks.masked(plan.text, private)
    # A number that the text has lost is in no text to be read from.
    rows = plan.commitments.filter(LOOKED_AT).exclude(value=None).exclude(rule=LOST).order_by("start", "pk")
    examples = [_example(one, text) for one in rows if one.start < one.end]
    return Labelled(plan.title, text, plan.year, tuple(examples))


def gold_row(commitment: Commitment) -> Row:
    """A commitment as people left it, in the fields of a gold annotation."""
    return {
        "quote": commitment.quote,
        "offset": commitment.start,
        "status": commitment.status,
        "indicator": commitment.title,
        "value": _plain(commitment.value),
        "value_max": _plain(commitment.value_max),
        "unit": commitment.measure or None,
        "comparator": commitment.comparator,
        "deadline": commitment.deadline.isoformat() if commitment.deadline else None,
        "period": commitment.period or None,
        "shape": commitment.shape,
        "over": commitment.over or None,
        "scope": commitment.scope or None,
        "owners": json.loads(commitment.owners),
    }


def label_of(commitment: Commitment) -> str:
    """What people did with it."""
    if commitment.state == State.DISMISSED:
        return DISMISSED
    made = _LABELS.get(commitment.rule)
    if made is not None and commitment.source == Commitment.Source.HAND:
        return made
    return "corrected" if commitment.corrected else "confirmed"


def as_read_row(commitment: Commitment) -> Row:
    """The row as a reader gave it, at the place where it stands now; {} for what no reader gave."""
    row: Row = json.loads(commitment.as_read)
    row.pop("reader", None)
    return row | {"offset": commitment.start} if "quote" in row else {}


def _example(commitment: Commitment, text: str) -> Example:
    """With the quotes of the masked text."""
    read = as_read_row(commitment)
    row = gold_row(commitment) | {"quote": text[commitment.start : commitment.end]}
    if read:
        read["quote"] = text[commitment.start : commitment.start + len(read["quote"])]
    reader = json.loads(commitment.as_read).get("reader", "")
    return Example(row, label_of(commitment), read, reader)


def _plain(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
