"""Briefs: the issues of a unit, and one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.briefs.access import get_brief_for
from sangzi.briefs.queries import briefs_of
from sangzi.kernel.audience import audience
from sangzi.kernel.paging import page_of
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def briefs(request: Visit) -> HttpResponse:
    page = page_of(briefs_of(request.unit), after=request.GET.get("after"))
    return render(request, "desk/briefs/briefs.html", {"page": page})


@audience("staff")
@require_safe
def brief(request: Visit, brief: int) -> HttpResponse:
    return render(request, "desk/briefs/brief.html", {"brief": get_brief_for(request.scope, brief)})


urlpatterns = [
    path("briefs/", briefs, name="briefs"),
    path("briefs/<int:brief>/", brief, name="brief"),
]
