"""What both sides said in a round, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.programmes.access.life import organises
from sangzi.programmes.models import Side
from sangzi.programmes.queries.life import FEW, feedback_counts, feedback_told
from sangzi.web.desk.life.verbs import round_at, round_page
from sangzi.web.doors import Visit


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """The organisers read every word; a unit that offers places only what several said."""
    found = round_at(request, pk)
    apart = not organises(request.scope, found)
    sides = [(side, feedback_told(found, side, named_to_none=apart)) for side in Side]
    counts = feedback_counts(found)
    context = round_page(request, found, "feedback") | {
        "sides": [(side.label, counts.get(side.value, 0), answers) for side, answers in sides],
        "all": counts["all"],
        "few": FEW,
        "apart": apart,
    }
    return render(request, "desk/life/feedback.html", context)


urlpatterns = [path("rounds/<int:pk>/feedback/", show, name="feedback")]
