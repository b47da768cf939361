"""A plan as a paper: what it is called and goes back to, its original file, and a page to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotVisible
from sangzi.plans import actions, originals
from sangzi.plans.access import get_plan_for, get_plan_to_decide, may_decide, visible_plans
from sangzi.plans.models import Commitment, Plan
from sangzi.plans.queries import in_full, linked_plans, outlines_of
from sangzi.web.addresses import to_desk
from sangzi.web.commitment_cards import cards_of
from sangzi.web.desk.plan_forms import DescribePlanForm, plan_fields
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain

State = Commitment.State


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: Visit, plan: int) -> HttpResponse:
    found = get_plan_to_decide(request.scope, plan)
    form = DescribePlanForm(request.POST or None, initial=_as_is(found))
    plan_fields(form, visible_plans(request.scope), found.unit, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_plan(plan=found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # the doors let no stranger in
        except BadInput as refused:
            complain(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return to_desk(request, "desk:plan", found.pk)
    context = {"plan": found, "form": form}
    return render(request, "desk/plans/describe.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_safe
def original(request: Visit, plan: int) -> HttpResponse | FileResponse:
    """The file as it was uploaded. It may name private persons: only for those who decide about the plan."""
    found = get_plan_to_decide(request.scope, plan)
    if not found.original:
        raise NotVisible(_("这份规划是粘贴进来的，没有原文件。"), plan=plan)
    file = originals.path_of(found).open("rb")
    return FileResponse(file, as_attachment=True, filename=found.file_name or found.title)


@audience("staff")
@require_safe
def paper(request: Visit, plan: int) -> HttpResponse:
    """Every commitment as a table, to print and to sign."""
    found = get_plan_for(request.scope, plan)
    kept = [one for one in outlines_of(found) if one.state in (State.PROPOSED, State.CONFIRMED)]
    context = {
        "plan": found,
        "cards": cards_of(in_full(found, kept), may_decide=False),
        "links": linked_plans(visible_plans(request.scope), found),
        "may_decide": may_decide(request.scope, found),
    }
    return render(request, "desk/plans/paper.html", context)


def _as_is(plan: Plan) -> dict[str, Any]:
    return {"title": plan.title, "year": plan.year, "follows": plan.follows_id, "carries_out": plan.carries_out_id}


urlpatterns = [
    path("plans/<int:plan>/describe/", describe, name="plan-describe"),
    path("plans/<int:plan>/original/", original, name="plan-original"),
    path("plans/<int:plan>/paper/", paper, name="plan-paper"),
]
