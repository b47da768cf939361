"""What happened to a target, and who below asks for more than is asked of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.plans.access import get_target_for, sees_objections
from sangzi.plans.queries import history_of_target, live_successor, most_amplified
from sangzi.plans.wording import wording
from sangzi.web.doors import Visit

MOST = 50


@audience("staff")
@require_safe
def history(request: Visit, target: int) -> HttpResponse:
    """Everything that happened to what a commitment asks of one unit, the latest first."""
    found = get_target_for(request.scope, target)
    page = {
        "target": found,
        "commitment": found.commitment,
        "now": found if found.withdrawn is None else live_successor(found),
        "history": history_of_target(found, objections=sees_objections(request.scope, found)),
    }
    return render(request, "desk/targets/history.html", page)


@audience("staff")
@require_safe
def amplified(request: Visit) -> HttpResponse:
    """The units below the one at hand that ask for most beyond what is asked of them."""
    found = most_amplified(request.unit, MOST)
    lines = [
        (
            one,
            wording(one.target.commitment, one.asked, one.target.unit.level),
            wording((one.own or one.target).commitment, one.asks, one.target.unit.level),
        )
        for one in found
    ]
    return render(request, "desk/targets/most_amplified.html", {"lines": lines})


urlpatterns = [
    path("targets/amplified/", amplified, name="targets-amplified"),
    path("targets/<int:target>/history/", history, name="target-history"),
]
