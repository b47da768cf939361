"""Plans: the list, adding one, and one plan with its commitments marked in the text."""

from __future__ import annotations

from collections import Counter
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
from sangzi.plans import actions, notices
from sangzi.plans.access import demand_planner, get_plan_for, get_plan_to_decide, may_decide, may_plan, visible_plans
from sangzi.plans.models import Commitment, Plan, Status
from sangzi.plans.queries import (
    commitments_of,
    headings_of,
    job_of,
    masked_text,
    plan_page,
    plan_text_segments,
    plan_years,
    plans_near,
)
from sangzi.web.addresses import to_desk
from sangzi.web.commitment_cards import cards_of
from sangzi.web.desk.plan_forms import AddPlanForm
from sangzi.web.doors import Visit
from sangzi.web.plan_text import paragraphs, part_of, parts_of

WHERE = {"": _l("全部"), "own": _l("本级"), "below": _l("下级"), "above": _l("上级")}
State = Commitment.State


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
    }
    return render(request, "desk/plans/plans.html", context)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    demand_planner(request.scope, request.unit)
    form = AddPlanForm(request.POST or None, request.FILES or None)
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
    context = {"plan": found, "may_decide": may_decide(request.scope, found), "job": job, "going_on": _goes_on(job)}
    if found.state == Plan.State.READ:
        return render(request, "desk/plans/plan.html", context | _read_page(request, found))
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
    added = actions.add_plan(unit=request.unit, title=given["title"], year=given["year"], by=by, **brought)  # type: ignore[arg-type]  # the doors let no stranger in
    if added.is_new and not file:
        actions.read_later(plan=added.plan, by=by)  # type: ignore[arg-type]  # as above
    messages.add_message(request, messages.SUCCESS if added.is_new else messages.INFO, added.sentence)
    return to_desk(request, "desk:plan", added.plan.pk)


def _read_page(request: Visit, found: Plan) -> dict[str, Any]:
    shown, every = masked_text(found), commitments_of(found)
    parts = parts_of(shown)
    at = _part_asked(request, every, parts)
    low, high = parts[at]
    headings = [heading for heading in headings_of(found, shown) if low <= heading.start < high]
    state, status = _one_of(request, "state", dict(State.choices)), _one_of(request, "status", dict(Status.choices))
    here = [one for one in every if low <= one.start < high]
    kept = [one for one in here if state in ("", one.state) and status in ("", one.status)]
    return {
        "paragraphs": paragraphs(part_of(plan_text_segments(found), low, high), headings),
        "headings": headings,
        "parts": range(1, len(parts) + 1) if len(parts) > 1 else (),
        "part": at + 1,
        "cards": cards_of(kept, may_decide=may_decide(request.scope, found)),
        "counts": counts_of(every),
        "state": state,
        "status": status,
        "statuses": Status.choices,
        "warnings": notices.from_json(found.warnings),
    }


def counts_of(every: list[Commitment]) -> list[tuple[str, str, int]]:
    """How many commitments are in each state, with all of them first."""
    counted = Counter(one.state for one in every)
    rows = [(state.value, str(state.label), counted[state.value]) for state in State]
    return [("", _("全部"), len(every)), *rows]


def _part_asked(request: Visit, every: list[Commitment], parts: list[tuple[int, int]]) -> int:
    """The part that `part` names, or the one in which the commitment of `at` stands."""
    part, wanted = request.GET.get("part", ""), request.GET.get("at", "")
    start = next((one.start for one in every if str(one.pk) == wanted), None)
    if start is not None:
        return next(turn for turn, (_low, high) in enumerate(parts) if start < high or turn == len(parts) - 1)
    return min(max(int(part), 1), len(parts)) - 1 if part.isdecimal() else 0


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
