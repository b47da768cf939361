"""A plan's text with its marks, and plans as a list shows them."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from sangzi.kernel.models import Job
from sangzi.plans import masks, notices
from sangzi.plans.actions.reading import TASK
from sangzi.plans.models import Commitment, Plan

State = Commitment.State


class PlanCard(NamedTuple):
    """A plan in a list: how many statements wait, hold, were dismissed or replaced, and what the reader warned of."""

    plan: Plan
    proposed: int
    confirmed: int
    dismissed: int
    replaced: int
    warnings: tuple[str, ...]


def masked_text(plan: Plan) -> str:
    """The plan's text as every reader sees it. No query."""
    return masks.masked(plan.text, masks.from_json(plan.private))


def plan_cards(plans: QuerySet[Plan]) -> list[PlanCard]:
    """Plans with the numbers of their commitments by state, newest first. One query, without their texts."""
    counts = {state.value: Count("commitments", filter=Q(commitments__state=state)) for state in State}
    rows = plans.select_related("unit").defer("text", "private").annotate(**counts).order_by("-added", "-pk")
    return [card_of(plan) for plan in rows]


def job_of(plan: Plan) -> Job | None:
    """The latest job that reads or read `plan`: its progress is what a page shows. One query."""
    keys = [f"{TASK}:{plan.pk}:{turn}" for turn in range(max(plan.readings - 1, 0), plan.readings + 1)]
    return Job.objects.filter(key__in=keys).order_by("-pk").first()


def card_of(plan: Plan) -> PlanCard:
    """A plan that carries its counts, as a card."""
    counted = {state.value: getattr(plan, state.value) for state in State}
    return PlanCard(plan, **counted, warnings=tuple(one.words for one in notices.from_json(plan.warnings)))
