"""What the page of a plan needs: all its commitments by their outlines, a part of its text, and what was done last."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from sangzi.kernel.models import AuditLine
from sangzi.plans import masks
from sangzi.plans.actions.batches import CONFIRM_MANY, DISMISS_MANY, RESTORE_MANY, size_of
from sangzi.plans.asking import ASK_BELOW, is_asked
from sangzi.plans.asread import columns_of
from sangzi.plans.models import Commitment, Plan
from sangzi.plans.passages import Place, places_of, read_passage
from sangzi.plans.segments import Mark, Segment, segments
from sangzi.units.models import Unit

from .lists import plans_near

State = Commitment.State
Proposed = dict[str, Any]  # fields of a commitment as a form takes them
MOST_LINKED = 200
ASKED = "asked"  # beside the states: what waits for an answer


class Outline(NamedTuple):
    """A commitment by what lists are narrowed and ordered by."""

    pk: int
    start: int
    end: int
    state: str
    status: str
    confidence: float
    value: Decimal | None
    merged_into: int | None
    title: str
    quote: str

    @property
    def asked(self) -> bool:
        return is_asked(state=self.state, has_value=self.value is not None, confidence=self.confidence)


class Batch(NamedTuple):
    """The last batch of a plan, when it was not taken back: its line in the chain, and how many it decided about."""

    line: int
    confirmed: bool
    size: int


def outlines_of(plan: Plan) -> list[Outline]:
    """Every commitment of a plan, in the order of its text. One query."""
    fields = ("pk", "start", "end", "state", "status", "confidence", "value", "merged_into", "title", "quote")
    return [Outline(*row) for row in plan.commitments.order_by("start", "pk").values_list(*fields)]


def in_full(plan: Plan, outlines: Sequence[Outline]) -> list[Commitment]:
    """The commitments of some outlines, in their order, each with its plan. One query."""
    found = plan.commitments.select_related("split_from").in_bulk([one.pk for one in outlines])
    rows = [found[one.pk] for one in outlines]
    for commitment in rows:
        commitment.plan = plan
    return rows


def commitments_named(plan: Plan, keys: Sequence[int]) -> list[Commitment]:
    """The commitments of a plan with these keys, in the order of its text. One query."""
    rows = list(plan.commitments.filter(pk__in=keys).order_by("start", "pk"))
    for commitment in rows:
        commitment.plan = plan
    return rows


def counts_by_state(plan: Plan) -> dict[str, int]:
    """How many commitments are in each state, and under `ASKED` how many wait for an answer. Two queries."""
    rows = plan.commitments.values_list("state").annotate(Count("pk"))
    open_ones = plan.commitments.filter(state=State.PROPOSED)
    asked = (
        open_ones.filter(value=None).count() + open_ones.exclude(value=None).filter(confidence__lt=ASK_BELOW).count()
    )
    return {**dict(rows), ASKED: asked}


def counts_in(outlines: Iterable[Outline]) -> dict[str, int]:
    """The same from outlines."""
    kept = list(outlines)
    return {**Counter(one.state for one in kept), ASKED: sum(one.asked for one in kept)}


def marks_of(outlines: Sequence[Outline]) -> list[Mark]:
    """Where commitments stand. What was merged marks its place for what it was merged into."""
    known = {one.pk: one for one in outlines}
    marks = []
    for one in outlines:
        now: Outline | None = one
        while now is not None and now.state == State.REPLACED:
            now = known.get(now.merged_into or 0)
        if now is not None and one.start < one.end:
            marks.append(Mark(one.start, one.end, now.pk, ASKED if now.asked and now.value is None else now.state))
    return marks


def part_segments(plan: Plan, shown: str, marks: Sequence[Mark], low: int, high: int) -> list[Segment]:
    """The masked text between two places, cut where commitments begin and end; places are those of the whole text.

    O(n log n) in the number of marks, linear in the length of the part.
    """
    private = masks.from_json(plan.private)
    hidden = [(max(span.start, low) - low, min(span.end, high) - low) for span in private]
    here = [
        mark._replace(start=max(mark.start, low) - low, end=min(mark.end, high) - low)
        for mark in marks
        if mark.end > low and mark.start < high
    ]
    cut = segments(shown[low:high], here, [span for span in hidden if span[0] < span[1]])
    return [Segment(one.start + low, one.end + low, one.text, one.marks, one.private) for one in cut]


def last_batch(plan: Plan) -> Batch | None:
    """What was last decided about at once, unless it was taken back. One query."""
    acts = (CONFIRM_MANY, DISMISS_MANY, RESTORE_MANY)
    line = AuditLine.objects.filter(about=f"plan:{plan.pk}", chain=plan.unit_id, act__in=acts).order_by("-pk").first()
    if line is None or line.act == RESTORE_MANY:
        return None
    return Batch(line.pk, line.act == CONFIRM_MANY, size_of(line))


def find_passage(plan: Plan, passage: str) -> list[Place]:
    """Where a passage stands in the text that readers see. Linear in its length."""
    return places_of(passage, masks.masked(plan.text, masks.from_json(plan.private)))


def propose_for(plan: Plan, start: int, end: int) -> list[Proposed]:
    """The fields that the reader proposes for a passage alone, one set for each statement that it finds there."""
    found = read_passage(plan.text, start, end, year=plan.year, scope=plan.unit.name)
    columns = [columns_of(one.row(), plan.unit.name) for one in found]
    return [fields | {"owners": json.loads(fields["owners"])} for fields in columns]


def linked_plans(seen: QuerySet[Plan], plan: Plan) -> dict[str, Plan]:
    """The plans that `plan` goes back to, those of them that may be seen: by the name of the link. One query."""
    keys = {"follows": plan.follows_id, "carries_out": plan.carries_out_id}
    wanted = [key for key in keys.values() if key]
    if not wanted:
        return {}
    rows = {
        one.pk: one for one in seen.filter(pk__in=wanted).select_related("unit").defer("text", "private", "warnings")
    }
    return {name: rows[key] for name, key in keys.items() if key in rows}


def plans_to_link(seen: QuerySet[Plan], unit: Unit, plan: Plan | None) -> list[Plan]:
    """Plans that one may go back to: of the unit itself and of units above, without `plan`. One query."""
    rows = plans_near(seen, unit, "own") | plans_near(seen, unit, "above")
    rows = rows.exclude(pk=plan.pk) if plan else rows
    return list(rows.select_related("unit").defer("text", "private", "warnings").order_by("-year", "-pk")[:MOST_LINKED])
