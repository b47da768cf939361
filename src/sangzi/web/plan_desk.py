"""What the page of a plan shows: which part of its text, which commitments beside it, what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sangzi.plans import notices
from sangzi.plans.access import visible_plans
from sangzi.plans.models import Commitment, Plan, Status
from sangzi.plans.queries import (
    ASKED,
    Heading,
    Outline,
    counts_by_state,
    counts_in,
    headings_of,
    in_full,
    last_batch,
    linked_plans,
    marks_of,
    masked_text,
    outlines_of,
    part_segments,
)
from sangzi.web.commitment_cards import cards_of
from sangzi.web.doors import Visit
from sangzi.web.plan_text import Paragraph, paragraphs, parts_of

from .plan_order import Region, is_jumbled, regions_of

State = Commitment.State
SHARES = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4)  # how sure a batch may ask the reader to have been
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("", _l("全部")),
    (State.PROPOSED, State.PROPOSED.label),
    (ASKED, _l("要回答的")),
    (State.CONFIRMED, State.CONFIRMED.label),
    (State.DISMISSED, State.DISMISSED.label),
    (State.REPLACED, State.REPLACED.label),
)
_NEAR = 4  # parts on either side of the one shown
_ALWAYS = {"", State.PROPOSED, State.CONFIRMED, State.DISMISSED}  # tabs that stay where they count nothing


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    state: str
    status: str
    text: str
    at: str
    part: str
    by_text: bool  # in the order of the text, even where its items are jumbled
    spot: int | None  # a place in the text to be shown

    @classmethod
    def of(cls, request: Visit) -> Asked:
        given = request.GET
        state, status = given.get("state", ""), given.get("status", "")
        return cls(
            state if state in dict(TABS) else "",
            status if status in Status.values else "",
            given.get("q", "").strip()[:100],
            given.get("at", ""),
            given.get("part", ""),
            given.get("order") == "text",
            int(given["spot"]) if given.get("spot", "").isdecimal() else None,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.status or self.text)

    def keeps(self, one: Outline) -> bool:
        """Whether the list shows a commitment. What was replaced is shown only where it is asked for."""
        in_state = {"": one.state != State.REPLACED, ASKED: one.asked}.get(self.state, one.state == self.state)
        in_status = self.status in ("", one.status)
        return in_state and in_status and (not self.text or self.text in one.title or self.text in one.quote)


def page_of(request: Visit, plan: Plan, *, may_decide: bool) -> dict[str, Any]:
    """The context of a plan's page. Its number of queries does not depend on the plan's length."""
    asked, shown, every = Asked.of(request), masked_text(plan), outlines_of(plan)
    kept = [one for one in every if asked.keeps(one)]
    parts = parts_of(shown, [one.start for one in every])
    at = _part_at(asked, every, kept, parts)
    low, high = parts[at]
    headings = [heading for heading in headings_of(plan, shown) if low <= heading.start < high]
    jumbled = len(parts) == 1 and is_jumbled(headings)
    regions = regions_of(headings, low, high, shown) if jumbled and not asked.by_text else [Region(low, high)]
    here = _in_order([one for one in kept if _is_here(one, at, low, high)], regions)
    return {
        "paragraphs": _spotted(_paragraphs(plan, shown, every, headings, regions), asked.spot),
        "headings": headings,
        "jumbled": jumbled,
        "asked": asked,
        "parts": _tabs_of_parts(kept, parts, at) if len(parts) > 1 else (),
        "part": at + 1,
        "next_part": at + 2 if at + 1 < len(parts) else 0,
        "cards": cards_of(in_full(plan, here), may_decide=may_decide),
        "statuses": Status.choices,
        "warnings": notices.from_json(plan.warnings),
        "batch": last_batch(plan) if may_decide and any(one.state != State.PROPOSED for one in every) else None,
        "links": linked_plans(visible_plans(request.scope), plan),
        **standing_of(counts_in(every), asked),
        **_batches(every),
    }


def standing_now(plan: Plan) -> dict[str, Any]:
    """The counts alone, for an answer that brings back one card. Three queries."""
    return standing_of(counts_by_state(plan), None)


def standing_of(counts: dict[str, int], asked: Asked | None) -> dict[str, Any]:
    """Tabs with their counts, and how far deciding has come."""
    total = sum(count for key, count in counts.items() if key not in (ASKED, State.REPLACED))
    state = asked.state if asked else ""
    numbers = {**counts, "": total}
    tabs = [(key, words, numbers.get(key, 0)) for key, words in TABS]
    left = counts.get(State.PROPOSED, 0)
    return {
        "counts": [tab for tab in tabs if tab[2] or tab[0] in _ALWAYS or tab[0] == state],
        "total": total,
        "left": left,
        "to_answer": counts.get(ASKED, 0),
        "done": total - left,
        "confirmed": counts.get(State.CONFIRMED, 0),
    }


def _part_at(asked: Asked, every: Sequence[Outline], kept: Sequence[Outline], parts: Sequence[tuple[int, int]]) -> int:
    """The part that `part` names, or that holds what `at` or `spot` names, or the first with something listed."""
    start = next((one.start for one in every if str(one.pk) == asked.at), asked.spot)
    if start is None and asked.part.isdecimal():
        return min(max(int(asked.part), 1), len(parts)) - 1
    if start is None:
        start = kept[0].start if asked.narrows and kept else 0
    return next(turn for turn, (_low, high) in enumerate(parts) if start < high or turn == len(parts) - 1)


def _is_here(one: Outline, at: int, low: int, high: int) -> bool:
    """Whether it stands in the part; what stands in no text belongs to the first."""
    return low <= one.start < high or (at == 0 and one.start == one.end == 0)


def _in_order(kept: Sequence[Outline], regions: Sequence[Region]) -> list[Outline]:
    def turn(one: Outline) -> int:
        return next((turn for turn, region in enumerate(regions) if region.low <= one.start < region.high), -1)

    return sorted(kept, key=lambda one: (turn(one), one.start, one.pk))


def _paragraphs(
    plan: Plan, shown: str, every: Sequence[Outline], headings: Sequence[Heading], regions: Sequence[Region]
) -> list[Paragraph]:
    marks = marks_of(every)
    lines = []
    for region in regions:
        lines += paragraphs(part_segments(plan, shown, marks, region.low, region.high), headings)
    return lines


def _spotted(lines: list[Paragraph], spot: int | None) -> list[Paragraph]:
    """The same, with the paragraph marked that holds a place."""
    before = [line for line in lines if spot is not None and line.start <= spot]
    if before:
        max(before, key=lambda line: line.start).has_spot = True
    return lines


def _tabs_of_parts(kept: Sequence[Outline], parts: Sequence[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """Parts by their number, with how many of the listed commitments each holds: those near, the first and the last.

    A gap between them is a part numbered 0.
    """
    near = sorted({0, *range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(parts))), len(parts) - 1})
    tabs: list[tuple[int, int]] = []
    for before, turn in zip([-1, *near], near, strict=False):
        tabs += [(0, 0)] if turn > before + 1 else []
        tabs.append((turn + 1, sum(1 for one in kept if _is_here(one, turn, *parts[turn]))))
    return tabs


def _batches(every: Sequence[Outline]) -> dict[str, Any]:
    """How many commitments each batch would decide about."""
    open_ones = [one for one in every if one.state == State.PROPOSED]
    sure = [one.confidence for one in open_ones if one.value is not None]
    counted = [(share, sum(1 for confidence in sure if confidence >= share)) for share in SHARES]
    told = {
        count: (share, _("%(percent)s%% 以上（%(count)s 条）") % {"percent": round(100 * share), "count": count})
        for share, count in reversed(counted)
        if count
    }
    return {
        "sure": sorted(told.values(), reverse=True),
        "results": sum(1 for one in open_ones if one.status == Status.RESULT),
    }
