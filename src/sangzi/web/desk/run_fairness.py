"""What a run comes to for whom: the whole pool, by home, by the classes that the programme names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.runs import get_run_for
from sangzi.programmes.runs.fairness import fairness_of
from sangzi.programmes.steps.allotment import FITTED
from sangzi.web.doors import Visit
from sangzi.web.run_lines import run_line


@audience("staff")
@require_safe
def for_whom(request: Visit, pk: int, number: int) -> HttpResponse:
    """Counted when asked for, from what was kept; nothing of it is stored."""
    found = get_run_for(request.scope, pk, number)
    context = {
        "run": found,
        "round": found.round,
        "line": run_line(found),
        "fairness": fairness_of(found),
        "in_points": found.method in FITTED,
    }
    return render(request, "desk/runs/for_whom.html", context)


urlpatterns = [path("rounds/<int:pk>/allotment/runs/<int:number>/for-whom/", for_whom, name="run-for-whom")]
