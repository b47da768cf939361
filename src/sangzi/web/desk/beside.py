"""Two plans side by side: what is new, dropped, raised or lowered, and where a lower plan falls short of the upper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, NotPermitted, NotVisible
from sangzi.plans.access import get_commitment_for, get_plan_for, may_decide, visible_plans
from sangzi.plans.actions.counterparts import pair_freely, pair_up, set_apart
from sangzi.plans.comparing import VERDICTS, Comparison
from sangzi.plans.models import Commitment
from sangzi.plans.queries.comparing import Sides, compare_plans, plans_beside, sides
from sangzi.web.addresses import desk_url
from sangzi.web.beside_rows import row_of
from sangzi.web.doors import Visit

MANY = 60  # plans to choose from at once; searching narrows
LEADS = {
    "editions": _l("同一单位的两份规划：左边是前一份，右边是后一份。"),
    "levels": _l("左边是上级的规划，右边是下级的：看每一条要求有没有承接、承接了多少。"),
    "beside": _l("两个单位的规划放在一起看。"),
}


@audience("staff")
@require_safe
def choose(request: Visit, plan: int) -> HttpResponse:
    found = get_plan_for(request.scope, plan)
    text = request.GET.get("q", "").strip()
    rows = plans_beside(visible_plans(request.scope), found, text)[: MANY + 1]
    return render(
        request,
        "desk/plans/beside_choose.html",
        {"plan": found, "plans": rows[:MANY], "more": len(rows) > MANY, "text": text},
    )


@audience("staff")
@require_safe
def beside(request: Visit, plan: int, other: int) -> HttpResponse:
    laid = _sides(request, plan, other)
    results = "results" in request.GET
    found = compare_plans(*laid, results=results)
    shown = request.GET.get("show", "")
    shown = shown if shown in VERDICTS[laid.manner] else ""
    rows = [row_of(line, laid.manner) for line in found.lines if shown in ("", line.verdict)]
    context = {
        "laid": laid, "lead": LEADS[laid.manner], "rows": rows, "counts": _counts(found), "show": shown,
        "results": results, "may_pair": _may_pair(request, laid), "left_only": _alone(found, "left"),
        "right_only": _alone(found, "right"),
    }  # fmt: skip
    return render(request, "desk/plans/beside.html", context)


@audience("staff")
@require_POST
def pair(request: Visit, plan: int, other: int) -> HttpResponse:
    """Pair two commitments by hand, set one apart, or leave it to the system again."""
    laid = _sides(request, plan, other)
    if not _may_pair(request, laid):
        raise NotPermitted(_("只有这两份规划所属单位的负责人可以改动对应关系；您可以查看。"))
    one = _of(request, laid, request.POST.get("one", ""))
    opposite = laid.right if one.plan_id == laid.left.pk else laid.left
    chosen = request.POST.get("other", "")
    by: Any = request.user
    if chosen == "none":
        set_apart(one=one, plan=opposite, by=by)
        messages.success(request, _("“%(title)s”记为没有对应的条目。") % {"title": one.title})
    elif chosen == "free":
        pair_freely(one=one, plan=opposite, by=by)
        messages.success(request, _("“%(title)s”重新由系统对应。") % {"title": one.title})
    else:
        match = _of(request, laid, chosen)
        pair_up(one=one, other=match, by=by)
        messages.success(request, _("“%(one)s”与“%(other)s”记为同一件事。") % {"one": one.title, "other": match.title})
    return HttpResponseRedirect(f"{desk_url(request, 'desk:plan-beside', plan, other)}#c{one.pk}")


def _sides(request: Visit, plan: int, other: int) -> Sides:
    if plan == other:
        raise BadInput(_("这是同一份规划；请另选一份来对照。"))
    return sides(get_plan_for(request.scope, plan), get_plan_for(request.scope, other))


def _of(request: Visit, laid: Sides, key: str) -> Commitment:
    """A commitment of one of the two plans."""
    found = get_commitment_for(request.scope, int(key)) if key.isdecimal() else None
    if found is None or found.plan_id not in (laid.left.pk, laid.right.pk):
        raise NotVisible(_("没有找到这个条目；请回到对照页重新选择。"))
    return found


def _may_pair(request: Visit, laid: Sides) -> bool:
    return may_decide(request.scope, laid.left) or may_decide(request.scope, laid.right)


def _counts(found: Comparison) -> list[tuple[str, Any, int]]:
    return [("", _("全部"), len(found.lines)), *[each for each in found.counts if each[2]]]


def _alone(found: Comparison, side: str) -> list[Commitment]:
    """The commitments of one side that nothing answers: what may be paired by hand."""
    opposite = "right" if side == "left" else "left"
    return [getattr(line, side) for line in found.lines if getattr(line, side) and not getattr(line, opposite)]


_TWO = "plans/<int:plan>/beside/<int:other>/"
urlpatterns = [
    path("plans/<int:plan>/beside/", choose, name="plan-beside-choose"),
    path(_TWO, beside, name="plan-beside"),
    path(f"{_TWO}pair/", pair, name="plan-pair"),
]
