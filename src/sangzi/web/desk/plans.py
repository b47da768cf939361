"""Plans: the list, adding one, and one plan with its commitments marked in the text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Job
from sangzi.plans import actions
from sangzi.plans.access import demand_planner, get_plan_for, get_plan_to_decide, may_decide, may_plan, visible_plans
from sangzi.plans.models import Plan
from sangzi.plans.queries import job_of, plan_page, plan_years, plans_near
from sangzi.web.addresses import to_desk
from sangzi.web.desk.plan_forms import AddPlanForm, plan_fields
from sangzi.web.desk.reader_record import may_see_record
from sangzi.web.doors import Visit
from sangzi.web.plan_desk import page_of

WHERE = {"": _l("全部"), "own": _l("本级"), "below": _l("下级"), "above": _l("上级")}


@audience("staff")
@require_safe
def plans(request: Visit) -> HttpResponse:
    where, text = _one_of(request, "where", WHERE), request.GET.get("q", "").strip()
    state, year = _one_of(request, "state", dict(Plan.State.choices)), request.GET.get("year", "")
    near = plans_near(visible_plans(request.scope), request.unit, where)
    chosen = {
        **({"title__icontains": text} if text else {}),
        **({"state": state} if state else {}),
        **({"year": int(year)} if year.isdecimal() else {}),
    }
    context = {
        "page": plan_page(near.filter(**chosen), after=request.GET.get("after")),
        "years": plan_years(near),
        "where": where,
        "wheres": WHERE,
        "states": Plan.State.choices,
        "narrowed": bool(chosen) or bool(where),
        "may_plan": may_plan(request.scope, request.unit),
        "may_see_record": may_see_record(request.scope, request.unit),
    }
    return render(request, "desk/plans/plans.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    demand_planner(request.scope, request.unit)
    form = AddPlanForm(request.POST or None, request.FILES or None)
    plan_fields(form, visible_plans(request.scope), request.unit)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, form.cleaned_data)
        except (BadInput, Conflict) as refused:
            form.add_error("file" if form.cleaned_data["file"] else "text", refused.sentence)
    return render(request, "desk/plans/add.html", {"form": form}, status=422 if form.errors else 200)


@audience("staff")
@require_safe
def plan(request: Visit, plan: int) -> HttpResponse:
    found = get_plan_for(request.scope, plan)
    job = job_of(found)
    decides, going_on = may_decide(request.scope, found), _goes_on(job)
    context = {"plan": found, "may_decide": decides, "job": job, "going_on": going_on}
    if found.state == Plan.State.READ:
        page = page_of(request, found, may_decide=decides)
        return render(request, "desk/plans/plan.html", context | page)
    return render(request, "desk/plans/unread.html", context)


@audience("staff")
@require_safe
def progress(request: Visit, plan: int) -> HttpResponse:
    """How far the reading is: a part of the page, asked for every second; once it is over, the page itself."""
    found = get_plan_for(request.scope, plan)
    job = job_of(found)
    answer = render(request, "desk/plans/progress.html", {"plan": found, "job": job})
    if not _goes_on(job):
        answer["HX-Refresh"] = "true"
    return answer


@audience("staff")
@require_POST
def again(request: Visit, plan: int) -> HttpResponse:
    """Have a plan read once more; what people decided stays."""
    found = get_plan_to_decide(request.scope, plan)
    actions.read_later(plan=found, by=request.user)  # type: ignore[arg-type]  # the doors let no stranger in
    messages.info(request, _("已安排重新读取；已经确认、排除或更正的条目不会变。"))
    return to_desk(request, "desk:plan", found.pk)


def _goes_on(job: Job | None) -> bool:
    """Whether a reading waits for its turn or is under way."""
    return job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)


def _added(request: Visit, given: dict[str, Any]) -> HttpResponse:
    """Keep the plan and have it read; the same file again leads to where it is."""
    file, by = given["file"], request.user
    brought = {"data": file.read(), "file_name": file.name} if file else {"text": given["text"]}
    kept = {name: given[name] for name in ("title", "year", "follows", "carries_out")}
    added = actions.add_plan(unit=request.unit, by=by, **kept, **brought)  # type: ignore[arg-type]  # the doors let no stranger in
    if added.is_new and not file:
        actions.read_later(plan=added.plan, by=by)  # type: ignore[arg-type]  # as above
    messages.add_message(request, messages.SUCCESS if added.is_new else messages.INFO, added.sentence)
    return to_desk(request, "desk:plan", added.plan.pk)


def _one_of(request: Visit, name: str, known: dict[Any, Any]) -> str:
    """A parameter of the address, when it is one of the known ones."""
    asked = request.GET.get(name, "")
    return asked if asked in known else ""


urlpatterns = [
    path("plans/", plans, name="plans"),
    path("plans/add/", add, name="plan-add"),
    path("plans/<int:plan>/", plan, name="plan"),
    path("plans/<int:plan>/progress/", progress, name="plan-progress"),
    path("plans/<int:plan>/again/", again, name="plan-again"),
]
