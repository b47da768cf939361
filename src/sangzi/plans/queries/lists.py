"""Plans as lists narrow them and turn their pages, and what a plan's page lists beside its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from sangzi.kernel.paging import Page, page_of
from sangzi.plans import masks
from sangzi.plans.models import Commitment, Plan
from sangzi.plans.segments import Mark, Segment, segments
from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH

from .plans import PlanCard, card_of

State = Commitment.State
_HEADING = 28  # characters: what is longer is a paragraph, and only its beginning is shown
_ORNAMENTS = re.compile("[★☆■□◆◇]+")
_SENTENCE_END = re.compile("[。；！？]")
_REACH = 160  # characters shown on either side of a commitment, as far as its paragraph goes


class Heading(NamedTuple):
    """A clause in the list of contents; `depth` is 0 for the outermost."""

    clause: int
    start: int
    depth: int
    title: str
    end: int = 0


def plans_near(plans: QuerySet[Plan], unit: Unit, where: str = "") -> QuerySet[Plan]:
    """Of some plans those of the unit, of those below and of those above; `where` keeps one of the three."""
    above = [unit.path[:length] for length in range(WIDTH, len(unit.path), WIDTH)]
    kinds = {
        "own": Q(unit=unit),
        "below": Q(unit__path__within=unit.path) & ~Q(unit=unit),
        "above": Q(unit__path__in=above),
    }
    near = kinds.get(where, Q(unit__path__within=unit.path) | Q(unit__path__in=above))
    return plans.filter(near)


def plan_page(plans: QuerySet[Plan], *, after: str | None = None, size: int = 50) -> Page[PlanCard]:
    """Plans with the numbers of their commitments by state, newest first. One query, without their texts."""
    counts = {state.value: Count("commitments", filter=Q(commitments__state=state)) for state in State}
    rows = plans.select_related("unit").defer("text", "private").annotate(**counts)
    page = page_of(rows, after=after, size=size)
    return Page([card_of(plan) for plan in page.lines], page.next)


def plan_years(plans: QuerySet[Plan]) -> list[int]:
    """The years that some plans are for, the latest first. One query."""
    years = plans.exclude(year=None).values_list("year", flat=True).distinct().order_by("-year")
    return [year for year in years if year is not None]


def headings_of(plan: Plan, shown: str) -> list[Heading]:
    """The clauses of a plan with their headings, shuffled ones in their right order. One query.

    `shown` is the masked text.
    """
    rows = list(plan.clauses.order_by("position", "pk").values_list("pk", "start", "end", "level"))
    depths = {level: depth for depth, level in enumerate(sorted({level for *_span, level in rows}))}
    return [Heading(pk, start, depths[level], heading(shown[start:end]), end) for pk, start, end, level in rows]


def passage_of(commitment: Commitment) -> list[Segment]:
    """The commitment in its paragraph, private persons masked. No query when the plan's text is loaded."""
    plan = commitment.plan
    private = masks.from_json(plan.private)
    shown = masks.masked(plan.text, private)
    low = max(shown.rfind("\n", 0, commitment.start) + 1, commitment.start - _REACH)
    line_end = shown.find("\n", commitment.end)
    high = min(len(shown) if line_end < 0 else line_end, commitment.end + _REACH)
    mark = Mark(commitment.start - low, commitment.end - low, commitment.pk, commitment.state)
    return segments(shown[low:high], [mark], _within(private, low, high))


def _within(private: Iterable[masks.PrivateSpan], low: int, high: int) -> list[tuple[int, int]]:
    """Spans as seen from inside a part of the text."""
    cut = [(max(span.start, low) - low, min(span.end, high) - low) for span in private]
    return [(start, end) for start, end in cut if start < end]


def heading(text: str) -> str:
    """What a clause is called: its first line up to where its first sentence ends, without ornaments."""
    line = _ORNAMENTS.sub("", text.strip().split("\n", 1)[0])
    words = _SENTENCE_END.split(line, maxsplit=1)[0].strip(" \t　-—―")
    return words if len(words) <= _HEADING else words[: _HEADING - 1] + "…"
