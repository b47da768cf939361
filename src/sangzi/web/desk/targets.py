"""Targets: what is asked of a unit, and one target with what it gave on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.plans.access import get_target_for, may_decide, may_object, may_share, sees_objections
from sangzi.plans.models import Objection, Target
from sangzi.plans.queries import (
    Asked,
    ChangedTarget,
    Given,
    chain_of,
    changed_targets,
    ended_targets,
    given_on,
    history_of,
    live_successor,
    objections_about,
    objections_to_answer,
    open_below,
    open_of,
    resolving_job,
    shares_of,
    stale_cascades,
    what_is_asked,
)
from sangzi.plans.wording import measure_at, why, wording
from sangzi.scoreboard.indicators import indicators
from sangzi.web.doors import Visit
from sangzi.web.trajectories import way_page

REMEMBERED = timedelta(days=90)  # so long a unit is told of what is no longer asked of it


@dataclass(frozen=True)
class Demand:
    """One thing asked of the unit at hand, with what became of it."""

    asked: Asked
    given: Given | None
    has_indicator: bool
    may_share: bool
    changed: ChangedTarget | None = None
    objection: Objection | None = None
    may_object: bool = False

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
    every = [one.target for group in groups for one in group.asked]
    found = _Found(given_on(every), changed_targets(every), open_of(request.unit) if request.scope.grants else {})
    shown = [(group.plan, [_demand(request, one, found) for one in group.asked]) for group in groups]
    chosen = request.GET.get("plan", "")
    context = {
        "groups": [(plan, lines) for plan, lines in shown if chosen in ("", str(plan.pk))],
        "plans": [group.plan for group in groups],
        "chosen": chosen,
        "total": sum(len(lines) for _plan, lines in shown),
        "stale": stale_cascades(request.unit),
        "to_answer": objections_to_answer(request.unit),
        "ended": ended_targets(request.unit, timezone.now() - REMEMBERED),
    }
    return render(request, "desk/targets/targets.html", context)


@audience("staff")
@require_safe
def target(request: Visit, target: int) -> HttpResponse:
    found = get_target_for(request.scope, target)
    commitment = found.commitment
    live = found.withdrawn is None
    chain = chain_of(found)
    context = {
        "target": found,
        "commitment": commitment,
        "said": wording(commitment, found.value, found.unit.level),
        "measure": measure_at(commitment, found.unit.level),
        "why": why(found.share_note),
        "lines": [_share_line(share) for share in shares_of(found)],
        "chain": chain,
        "factor": chain[-1].factor,
        "history": history_of(found),
        "may_share": may_share(request.scope, found) and live,
        **_changes(request, found),
        **way_page(found),
    }
    return render(request, "desk/targets/target.html", context)


def _changes(request: Visit, found: Target) -> dict[str, Any]:
    """What changed about a target, what ought to be changed, and who objects."""
    live = found.withdrawn is None
    stale = [one for one in stale_cascades(found.unit) if one.cascade.target_id == found.pk] if live else []
    sees = sees_objections(request.scope, found)
    about = [one for one in objections_about(found) if one.objection.state == Objection.State.OPEN] if sees else []
    return {
        "changed": changed_targets([found]).get(found.pk),
        "successor": None if live else live_successor(found),
        "stale": stale[0] if stale else None,
        "job": resolving_job(found),
        "objection": about[0] if about else None,
        "may_object": live and may_object(request.scope, found),
        "may_change": live and found.parent_id is None and may_decide(request.scope, found.commitment.plan),
        "to_answer": open_below(found) if sees else [],
    }


class _Found(NamedTuple):
    """What is known of all demands at once."""

    given: Mapping[int, Given]
    changed: Mapping[int, ChangedTarget]
    objections: Mapping[int, Objection]


def _demand(request: Visit, asked: Asked, found: _Found) -> Demand:
    target = asked.target
    return Demand(
        asked,
        found.given.get(target.pk),
        asked.commitment.indicator in indicators(),
        may_share(request.scope, target),
        found.changed.get(target.pk),
        found.objections.get(target.commitment_id),
        may_object(request.scope, target),
    )


def _share_line(share: Target) -> tuple[Target, str, str]:
    commitment = share.commitment
    return share, wording(commitment, share.value, share.unit.level), why(share.share_note)


urlpatterns = [
    path("targets/", targets, name="targets"),
    path("targets/<int:target>/", target, name="target"),
]
