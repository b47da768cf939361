"""Rounds: one run of a programme, what it offers, who got it, and what was recorded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access import get_round_for
from sangzi.programmes.queries import definition_of
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    found = get_round_for(request.scope, pk)
    return render(request, "desk/rounds/round.html", {"round": found, "programme": definition_of(found)})


urlpatterns = [
    path("rounds/<int:pk>/", show, name="round"),
]
