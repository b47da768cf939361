"""Targets: what is asked of a unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.plans.queries import what_is_asked
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def targets(request: Visit) -> HttpResponse:
    return render(request, "desk/targets/targets.html", {"plans": what_is_asked(request.unit)})


urlpatterns = [path("targets/", targets, name="targets")]
