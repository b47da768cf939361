"""Plans: the list, and one plan with its commitments marked in the text."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.plans.access import get_plan_for, visible_plans
from sangzi.plans.queries import plan_cards
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def plans(request: Visit) -> HttpResponse:
    return render(request, "desk/plans/plans.html", {"cards": plan_cards(visible_plans(request.scope))})


@audience("staff")
@require_safe
def plan(request: Visit, plan: int) -> HttpResponse:
    return render(request, "desk/plans/plan.html", {"plan": get_plan_for(request.scope, plan)})


urlpatterns = [
    path("plans/", plans, name="plans"),
    path("plans/<int:plan>/", plan, name="plan"),
]
