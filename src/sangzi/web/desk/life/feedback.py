"""What both sides said in a round, without names."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import NotVisible
from sangzi.kernel.papers import open_paper
from sangzi.programmes.access import require_may_write
from sangzi.programmes.access.life import organises
from sangzi.programmes.models import Side
from sangzi.programmes.queries.life import FEW, feedback_counts, feedback_told, paper_of_feedback
from sangzi.web.desk.life.verbs import round_at, round_page
from sangzi.web.doors import Visit
from sangzi.web.downloads import paper_download


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


@audience("staff")
@require_safe
def paper(request: Visit, pk: int, number: int) -> StreamingHttpResponse:
    """A file that came with feedback, under a name that tells nobody; for the organisers, and the opening is noted."""
    round_ = round_at(request, pk)
    if not organises(request.scope, round_):
        raise NotVisible(_("反馈的附件由主办单位查看。"), round=pk)
    require_may_write(request.scope, round_.unit)
    found = paper_of_feedback(round_, number)
    account: Any = request.user
    return paper_download(found, open_paper(paper=found, by=account), called=_("反馈附件"))


urlpatterns = [
    path("rounds/<int:pk>/feedback/", show, name="feedback"),
    path("rounds/<int:pk>/feedback/papers/<int:number>/", paper, name="feedback-paper"),
]
