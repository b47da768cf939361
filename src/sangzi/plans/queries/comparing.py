"""Two plans side by side, and which plans one would lay beside another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from sangzi.plans.comparing import Comparison, Manner, lay_side_by_side
from sangzi.plans.models import Commitment, Counterpart, Plan, Status, Target
from sangzi.units.models import Unit
from sangzi.units.paths import WIDTH

_ASKED = (Status.TARGET, Status.RULE)
_LIVE = (Commitment.State.PROPOSED, Commitment.State.CONFIRMED)
_HEAVY = ("text", "private", "warnings")


class Sides(NamedTuple):
    """Two plans as they are laid: the earlier or the upper one on the left."""

    left: Plan
    right: Plan
    manner: Manner


def sides(one: Plan, other: Plan) -> Sides:
    """Which plan stands on which side, and as what they are compared. No query when units are loaded."""
    if one.unit_id == other.unit_id:
        turned = one.follows_id == other.pk or (other.follows_id != one.pk and _age(other) < _age(one))
        return Sides(other, one, "editions") if turned else Sides(one, other, "editions")
    if _is_above(one.unit, other.unit):
        return Sides(one, other, "levels")
    if _is_above(other.unit, one.unit):
        return Sides(other, one, "levels")
    return Sides(one, other, "beside")


def compare_plans(left: Plan, right: Plan, manner: Manner, *, results: bool = False) -> Comparison:
    """What became of every commitment of two plans. Four queries at most.

    Dismissed and replaced ones are left out, and what is only reported as done unless `results`.
    """
    statuses = (*_ASKED, Status.RESULT) if results else _ASKED
    rows = Commitment.objects.filter(plan__in=[left, right], state__in=_LIVE, status__in=statuses)
    every = list(rows.order_by("start", "pk"))
    of_left, of_right = ([each for each in every if each.plan_id == plan.pk] for plan in (left, right))
    shares = _shares(left, right.unit) if manner == "levels" else {}
    return lay_side_by_side(of_left, of_right, manner, by_hand=_said(left, right), shares=shares)


def plans_beside(visible: QuerySet[Plan], plan: Plan, text: str = "") -> QuerySet[Plan]:
    """The plans that one would compare with `plan`, the likeliest first: editions, those above, those below, others."""
    unit = plan.unit
    rank = Case(
        When(pk__in=_related(plan), then=Value(0)),
        When(unit_id=unit.pk, then=Value(1)),
        When(unit__path__in=_above(unit.path), then=Value(2)),
        When(unit__parent_id=unit.pk, then=Value(3)),
        When(unit__path__within=unit.path, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    rows = visible.filter(state=Plan.State.READ).exclude(pk=plan.pk).select_related("unit").defer(*_HEAVY)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(unit__name__icontains=text) | Q(unit__short__icontains=text))
    return rows.annotate(rank=rank).order_by("rank", "-unit__level", "-year", "-pk")


def _age(plan: Plan) -> tuple[int, datetime, int]:
    return plan.year or 0, plan.added, plan.pk


def _related(plan: Plan) -> Collection[int]:
    return [key for key in (plan.follows_id, plan.carries_out_id) if key]


def _is_above(one: Unit, other: Unit) -> bool:
    return one.path != other.path and other.path.startswith(one.path)


def _above(path: str) -> list[str]:
    return [path[:length] for length in range(WIDTH, len(path), WIDTH)]


def _shares(left: Plan, unit: Unit) -> dict[int, Decimal]:
    """What the left plan's commitments ask of one unit now, by commitment."""
    rows = Target.objects.filter(commitment__plan=left, unit=unit, withdrawn=None)
    return dict(rows.values_list("commitment_id", "value"))


def _said(left: Plan, right: Plan) -> list[Counterpart]:
    rows = Counterpart.objects.filter(withdrawn=None)
    both = Q(one__plan=left, plan=right) | Q(one__plan=right, plan=left)
    return list(rows.filter(both).order_by("made", "pk"))
