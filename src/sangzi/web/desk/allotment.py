"""Giving the seats of a round: supply, demand and rules, what it would come to, the deed, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict, NotVisible
from sangzi.kernel.models import Job
from sangzi.kernel.queries import lines_about
from sangzi.programmes import actions
from sangzi.programmes.access import (
    get_round_for,
    require_may_write,
    visible_applications,
    visible_openings,
    visible_placements,
)
from sangzi.programmes.allotment import Plan, method_of, preview
from sangzi.programmes.models import Opening, OpeningState, Round
from sangzi.programmes.queries import definition_of, round_numbers
from sangzi.programmes.queries.supply import Supply, supply_of, work_on_allotment
from sangzi.programmes.standing import standings
from sangzi.programmes.windows import is_taking
from sangzi.web.addresses import to_desk
from sangzi.web.confirming import is_confirmed
from sangzi.web.desk.rounds import OVER, state_of
from sangzi.web.doors import Visit
from sangzi.web.how_it_works import METHODS
from sangzi.web.rule_lines import rule_line

ACTS = ("programmes.allot", "programmes.draw_lots")
DRAWN = ("lottery", "serial", "by-score", "stable", "optimal")


class SeedForm(forms.Form):
    """What the lots are drawn by."""

    seed = forms.CharField(
        label=_l("抽签种子"),
        max_length=64,
        help_text=_l("事先公布、谁也控制不了的一个数，例如当晚的彩票号码。谁拿到它都能重算一遍。"),
    )


class AllotForm(forms.Form):
    """Why seats are given although rules do not hold."""

    reason = forms.CharField(
        label=_l("规则没有达到而仍要分配的理由"),
        required=False,
        max_length=300,
        help_text=_l("规则都达到时不用填；填了会留在操作记录里。"),
    )


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    return _page(request, _allotted(request, pk))


@audience("staff")
@require_safe
def supply(request: Visit, pk: int) -> HttpResponse:
    """What is asked for most and not at all: counted over every wish, so the page does not wait for it."""
    found = _allotted(request, pk)
    counted = supply_of(_offered(request, found))
    if request.headers.get("HX-Request"):
        told = {"round": found, "supply": counted, "swapped": True}
        return render(request, "desk/rounds/supply.html", told)
    return _page(request, found, supply=counted)


@audience("staff")
@require_POST
def draw(request: Visit, pk: int) -> HttpResponse:
    """Draw a lot for everybody who was admitted."""
    found = _owned(request, pk)
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            actions.draw_lots(round=found, now=timezone.now(), by=_account(request), **form.cleaned_data)
            messages.success(request, _("已抽签。每份申请的签号在列表和申请页上都能查到。"))
            return to_desk(request, "desk:allotment", pk)
        except (BadInput, Conflict) as refused:
            form.add_error(None, refused.sentence)
    return _page(request, found, seed_form=form)


@audience("staff")
@require_POST
def run(request: Visit, pk: int) -> HttpResponse:
    """Say what it would come to; confirmed, give the seats."""
    found, now = _owned(request, pk), timezone.now()
    form = AllotForm(request.POST)
    form.full_clean()
    try:
        if is_confirmed(request):
            done = actions.allot(round=found, now=now, by=_account(request), reason=form.cleaned_data["reason"])
            messages.success(request, _done(done))
            return to_desk(request, "desk:allotment", pk)
        argued = bool(form.cleaned_data.get("reason"))
        return _page(request, found, plan=preview(found, argued=argued), form=form)
    except (BadInput, Conflict) as refused:
        form.add_error(None, refused.sentence)
    return _page(request, found, form=form)


def _done(done: Plan | Job) -> str:
    if isinstance(done, Job):
        return _("人数多，正在后台分配；刷新页面看进度。")
    told = {"placed": done.placed, "left": done.left_over}
    return _("已分配：%(placed)s人得到名额，%(left)s人没有。") % told


def _page(
    request: Visit,
    found: Round,
    *,
    plan: Plan | None = None,
    form: AllotForm | None = None,
    seed_form: SeedForm | None = None,
    supply: Supply | None = None,
) -> HttpResponse:
    scope, programme, method = request.scope, definition_of(found), method_of(found)
    owns = scope.writable.covers(found.unit) and found.state not in OVER
    wrong = bool((form and form.errors) or (seed_form and seed_form.errors))
    context: dict[str, Any] = {
        "round": found,
        "programme": programme,
        "state": state_of(found, timezone.localdate()),
        "numbers": round_numbers(
            visible_openings(scope), visible_applications(scope), visible_placements(scope), found
        ),
        "rules": [rule_line(one) for one in standings(found)],
        "supply": supply,
        "method": METHODS[method],
        "by_hand": method in ("by-hand", "first-come"),
        "draws": method in DRAWN and not found.seed,
        "owns": owns,
        "taking": is_taking(found, timezone.now()),
        "plan": plan,
        "plan_rows": _rows(plan) if plan else [],
        "form": form or AllotForm(),
        "seed_form": seed_form or SeedForm(),
        "job": work_on_allotment(found),
        "lines": [line for act in ACTS for line in lines_about(f"round:{found.pk}", act, size=5)],
    }
    return render(request, "desk/rounds/allotment.html", context, status=422 if wrong else 200)


def _offered(request: Visit, found: Round) -> QuerySet[Opening]:
    return visible_openings(request.scope).filter(round=found, state=OpeningState.OFFERED)


def _rows(plan: Plan) -> list[tuple[Any, int, int]]:
    """Each opening with what it would give and what it has, those that stay empty first."""
    taken = plan.taken
    rows = [(one, taken[one.pk], one.capacity - one.taken) for one in plan.openings]
    return sorted(rows, key=lambda row: (row[1] - row[2], row[0].pk))[:50]


def _allotted(request: Visit, pk: int) -> Round:
    found = get_round_for(request.scope, pk)
    if definition_of(found).allotment is None:
        raise NotVisible(_("这个项目没有分配这一步；请回到批次页面。"), key=pk)
    return found


def _owned(request: Visit, pk: int) -> Round:
    found = _allotted(request, pk)
    require_may_write(request.scope, found.unit)
    return found


def _account(request: Visit) -> Any:
    return request.user


urlpatterns = [
    path("rounds/<int:pk>/allotment/", show, name="allotment"),
    path("rounds/<int:pk>/allotment/supply/", supply, name="allotment-supply"),
    path("rounds/<int:pk>/allotment/lots/", draw, name="allotment-draw"),
    path("rounds/<int:pk>/allotment/run/", run, name="allotment-run"),
]
