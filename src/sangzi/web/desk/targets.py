"""Targets: what is asked of a unit, and one target with what it gave on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.plans.access import get_target_for, may_share
from sangzi.plans.models import Plan
from sangzi.plans.queries import Asked, Given, given_on, history_of, shares_of, what_is_asked
from sangzi.plans.wording import measure_at, why, wording
from sangzi.scoreboard.indicators import indicators
from sangzi.web.doors import Visit


@dataclass(frozen=True)
class Demand:
    """One thing asked of the unit at hand, with what became of it."""

    asked: Asked
    given: Given | None
    has_indicator: bool
    may_share: bool

    @property
    def why(self) -> str:
        return why(self.asked.target.share_note)

    @property
    def asked_of_giver(self) -> str:
        """What the giving unit itself is asked for, in words."""
        parent = self.asked.target.parent
        return wording(self.asked.commitment, parent.value, parent.unit.level) if parent else ""


@audience("staff")
@require_safe
def targets(request: Visit) -> HttpResponse:
    groups = what_is_asked(request.unit)
    given = given_on([one.target for group in groups for one in group.asked])
    shown = [(group.plan, [_demand(request, one, given) for one in group.asked]) for group in groups]
    chosen = request.GET.get("plan", "")
    kept = [(plan, lines) for plan, lines in shown if chosen in ("", str(plan.pk))]
    context = {"groups": kept, "plans": [group.plan for group in groups], "chosen": chosen, "total": _count(shown)}
    return render(request, "desk/targets/targets.html", context)


@audience("staff")
@require_safe
def target(request: Visit, target: int) -> HttpResponse:
    found = get_target_for(request.scope, target)
    shares = shares_of(found)
    commitment = found.commitment
    lines = [(share, wording(commitment, share.value, share.unit.level), why(share.share_note)) for share in shares]
    context = {
        "target": found,
        "commitment": commitment,
        "said": wording(commitment, found.value, found.unit.level),
        "measure": measure_at(commitment, found.unit.level),
        "why": why(found.share_note),
        "lines": lines,
        "history": history_of(found),
        "may_share": may_share(request.scope, found) and found.withdrawn is None,
    }
    return render(request, "desk/targets/target.html", context)


def _demand(request: Visit, asked: Asked, given: Mapping[int, Given]) -> Demand:
    return Demand(
        asked,
        given.get(asked.target.pk),
        asked.commitment.indicator in indicators(),
        may_share(request.scope, asked.target),
    )


def _count(shown: list[tuple[Plan, list[Demand]]]) -> int:
    return sum(len(lines) for _plan, lines in shown)


urlpatterns = [
    path("targets/", targets, name="targets"),
    path("targets/<int:target>/", target, name="target"),
]
