"""Indicators that the unit made at the desk: from a commitment that nothing measures, tried before they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.definitions import BadDefinition
from sangzi.kernel.errors import NotVisible
from sangzi.plans.access import demand_planner, get_commitment_to_decide, may_plan
from sangzi.plans.models import Commitment
from sangzi.scoreboard import actions
from sangzi.scoreboard.declarations import made_in, made_near, versions_of
from sangzi.scoreboard.declared import Made
from sangzi.scoreboard.drafts import Draft
from sangzi.scoreboard.indicators import indicators_of
from sangzi.scoreboard.shown import parts, shown
from sangzi.scoreboard.trying import Trial, tried
from sangzi.units.models import Unit
from sangzi.web.addresses import asked_next, desk_url, to_desk
from sangzi.web.desk.indicator_forms import IndicatorForm
from sangzi.web.doors import Visit

MOST_SHOWN = 20


@dataclass(frozen=True)
class Tried:
    """What the draft says right now, as a page shows it."""

    trial: Trial
    figure: str
    parts: tuple[str, str] | None
    below: list[tuple[Unit, str]]
    more: int


@audience("staff")
@require_safe
def show(request: Visit) -> HttpResponse:
    """Every indicator made in this unit, above it or below it."""
    page = {
        "rows": made_near(request.unit),
        "every": len(indicators_of(request.unit)),
        "may_plan": may_plan(request.scope, request.unit),
    }
    return render(request, "desk/indicators/list.html", page)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit) -> HttpResponse:
    """Make one: tried first, kept when the button says so."""
    commitment = _commitment(request)
    unit = commitment.plan.unit if commitment else request.unit
    demand_planner(request.scope, unit)
    form = _form(request, commitment)
    page: dict[str, Any] = {"form": form, "commitment": commitment, "of_unit": unit}
    if not _is_sent(request, commitment) or not form.is_valid():
        return _page(request, page)
    draft = _draft(form, unit, commitment)
    if "keep" not in request.POST:
        return _page(request, page | _tried(form, draft, unit))
    try:
        made = actions.declare_indicator(
            unit=unit,
            draft=draft,
            commitment=commitment,
            now=timezone.now(),
            by=request.user,  # type: ignore[arg-type]  # the doors let no stranger in
        )
    except BadDefinition as refused:
        form.add_error(None, refused.sentence)
        return _page(request, page)
    messages.success(request, _("已建立指标“%(title)s”。各单位的数据正在计算。") % {"title": made.title})
    return _onwards(request, commitment)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Visit, key: str) -> HttpResponse:
    """Another version. Receipts keep naming the one they were issued by."""
    made = _own(request, key)
    form = IndicatorForm.of(made.indicator, request.POST or None)
    page: dict[str, Any] = {"form": form, "made": made, "of_unit": request.unit}
    if request.method != "POST" or not form.is_valid():
        return _page(request, page)
    draft = form.draft(made.indicator.words, made.indicator.source)
    if "keep" not in request.POST:
        return _page(request, page | _tried(form, draft, request.unit))
    actions.revise_indicator(key=key, draft=draft, now=timezone.now(), by=request.user)  # type: ignore[arg-type]  # as above
    messages.success(request, _("已改为第 %(version)s 版。各单位的数据正在计算。") % {"version": made.version + 1})
    return to_desk(request, "desk:indicators")


@audience("staff")
@require_POST
def withdraw(request: Visit, key: str) -> HttpResponse:
    """Choose it no more; what was issued stays readable."""
    made = _own(request, key)
    actions.withdraw_indicator(key=key, now=timezone.now(), by=request.user)  # type: ignore[arg-type]  # as above
    messages.success(request, _("已停用“%(title)s”；用它开出的凭据和简报照常可查。") % {"title": made.indicator.title})
    return to_desk(request, "desk:indicators")


@audience("staff")
@require_safe
def history(request: Visit, key: str) -> HttpResponse:
    """All versions, each as the text of a definition file."""
    versions = versions_of(request.unit, key)
    if not versions:
        raise NotVisible(_("没有“%(key)s”这个指标；请检查地址。") % {"key": key[:60]})
    return render(request, "desk/indicators/history.html", {"versions": versions, "latest": versions[0]})


def _commitment(request: Visit) -> Commitment | None:
    asked = request.GET.get("commitment", "")
    return get_commitment_to_decide(request.scope, int(asked)) if asked.isdecimal() else None


def _form(request: Visit, commitment: Commitment | None) -> IndicatorForm:
    if commitment is None:
        return IndicatorForm(request.POST or None)
    filled = IndicatorForm.about(commitment)
    if request.method == "POST":
        return IndicatorForm.about(commitment, request.POST)
    # What the plan says is tried at once where it is enough to compute something.
    return IndicatorForm.about(commitment, filled.initial) if filled.initial.get("what") else filled


def _is_sent(request: Visit, commitment: Commitment | None) -> bool:
    return request.method == "POST" or commitment is not None


def _draft(form: IndicatorForm, unit: Unit, commitment: Commitment | None) -> Draft:
    if commitment is None:
        return form.draft((), _("%(unit)s在工作台建立。") % {"unit": unit.name})
    told = {"unit": unit.name, "plan": commitment.plan.title}
    return form.draft((commitment.title,), _("%(unit)s按“%(plan)s”在工作台建立。") % told)


def _tried(form: IndicatorForm, draft: Draft, unit: Unit) -> dict[str, Any]:
    try:
        trial = tried(draft, unit, timezone.localdate(), indicators_of(unit))
    except BadDefinition as refused:
        form.add_error(None, refused.sentence)
        return {}
    below = [(child, shown(trial.indicator, figure)) for child, figure in trial.below]
    own = trial.own
    figure = shown(trial.indicator, own)
    return {
        "tried": Tried(trial, figure, parts(trial.indicator, own), below[:MOST_SHOWN], len(below) - MOST_SHOWN),
    }


def _page(request: Visit, page: dict[str, Any]) -> HttpResponse:
    wrong = request.method == "POST" and bool(page["form"].errors)
    return render(request, "desk/indicators/form.html", page, status=422 if wrong else 200)


def _onwards(request: Visit, commitment: Commitment | None) -> HttpResponse:
    if commitment is None:
        return to_desk(request, "desk:indicators")
    own = desk_url(request, "desk:commitment", commitment.plan_id, commitment.pk)
    return HttpResponseRedirect(asked_next(request, own))


def _own(request: Visit, key: str) -> Made:
    """One that this very unit made, for its lead."""
    demand_planner(request.scope, request.unit)
    made = made_in(request.unit).get(key)
    if made is None:
        raise NotVisible(_("没有“%(key)s”这个指标；请检查地址。") % {"key": key[:60]})
    return made


urlpatterns = [
    path("indicators/", show, name="indicators"),
    path("indicators/add/", add, name="indicator-add"),
    path("indicators/<slug:key>/change/", change, name="indicator-change"),
    path("indicators/<slug:key>/withdraw/", withdraw, name="indicator-withdraw"),
    path("indicators/<slug:key>/versions/", history, name="indicator-versions"),
]
