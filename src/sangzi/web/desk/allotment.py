"""Giving the seats of a round: supply, demand and rules live, lots, and the runs that were tried so far."""

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
from sangzi.kernel.queries import lines_about
from sangzi.programmes import actions
from sangzi.programmes.access import (
    get_round_for,
    require_may_write,
    visible_applications,
    visible_openings,
    visible_placements,
)
from sangzi.programmes.access.runs import get_run_for
from sangzi.programmes.allotment import method_of
from sangzi.programmes.models import Opening, OpeningState, Round, Run, RunState
from sangzi.programmes.queries import definition_of, round_numbers
from sangzi.programmes.queries.runs import runs_of
from sangzi.programmes.queries.supply import Supply, supply_of
from sangzi.programmes.runs.terms import announced
from sangzi.programmes.standing import standings
from sangzi.programmes.steps.allotment import FITTED
from sangzi.programmes.windows import is_taking
from sangzi.web.addresses import to_desk
from sangzi.web.desk.rounds import OVER, state_of
from sangzi.web.desk.run_forms import TryForm
from sangzi.web.doors import Visit
from sangzi.web.how_it_works import METHODS, refill_in_words
from sangzi.web.points import fit_in_words
from sangzi.web.refused_forms import complain
from sangzi.web.rule_lines import rule_line
from sangzi.web.run_lines import run_line
from sangzi.web.run_words import DRAWN

ACTS = ("programmes.publish_run", "programmes.allot", "programmes.draw_lots")


class SeedForm(forms.Form):
    """What the lots are drawn by."""

    seed = forms.CharField(
        label=_l("抽签种子"),
        max_length=64,
        help_text=_l("事先公布、谁也控制不了的一个数，例如当晚的彩票号码。谁拿到它都能重算一遍。"),
    )


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """How it stands. `like`: a run whose method and rules the form begins with; `stay`: the one to stay close to."""
    found, asked = _allotted(request, pk), request.GET.get("like", "")
    like = get_run_for(request.scope, pk, int(asked)) if asked.isdecimal() else None
    return _page(request, found, like=like)


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
def try_out(request: Visit, pk: int) -> HttpResponse:
    """See what it would come to: as announced, or as the form says. Nothing changes for anybody."""
    found = _owned(request, pk)
    form = TryForm(request.POST, round_=found) if "other" in request.POST else None
    try:
        if form is None or form.is_valid():
            asked = form.told() if form else {}
            run = actions.try_allotment(round=found, now=timezone.now(), by=_account(request), **asked)
            return to_desk(request, "desk:run", pk, run.number)
    except (BadInput, Conflict) as refused:
        if form is None:
            return _page(request, found, refused=refused.sentence)
        complain(form, refused)
    return _page(request, found, try_form=form)


def _page(
    request: Visit,
    found: Round,
    *,
    seed_form: SeedForm | None = None,
    try_form: TryForm | None = None,
    supply: Supply | None = None,
    like: Run | None = None,
    refused: str = "",
) -> HttpResponse:
    wrong = bool(refused or (try_form and try_form.errors) or (seed_form and seed_form.errors))
    context = {
        **_standing(request, found),
        **_tried(request, found),
        "supply": supply,
        "refused": refused,
        "seed_form": seed_form or SeedForm(),
        "lines": [line for act in ACTS for line in lines_about(f"round:{found.pk}", act, size=5)],
    }
    if context["may_try"]:
        stay = request.GET.get("stay", "")
        begun = {"stay": int(stay)} if like and stay.isdecimal() else {}
        context["try_form"] = try_form or TryForm(round_=found, like=like, initial=begun)
        context["like"] = run_line(like) if like else None
    return render(request, "desk/rounds/allotment.html", context, status=422 if wrong else 200)


def _standing(request: Visit, found: Round) -> dict[str, Any]:
    """How the round stands, and what is to be done by whom."""
    scope, programme, method = request.scope, definition_of(found), method_of(found)
    owns = scope.writable.covers(found.unit) and found.state not in OVER
    taking, by_hand = is_taking(found, timezone.now()), method in ("by-hand", "first-come")
    draws = method in DRAWN and not found.seed
    return {
        "round": found,
        "programme": programme,
        "state": state_of(found, timezone.localdate()),
        "numbers": round_numbers(
            visible_openings(scope), visible_applications(scope), visible_placements(scope), found
        ),
        "rules": [rule_line(one) for one in standings(found)],
        "method": METHODS[method],
        "refill": refill_in_words(programme.allotment),
        "points": fit_in_words(announced(found).fit) if method in FITTED else "",
        "owns": owns,
        "taking": taking,
        "by_hand": by_hand,
        "draws": draws,
        "may_try": owns and not (taking or by_hand or draws),
    }


def _tried(request: Visit, found: Round) -> dict[str, Any]:
    """The runs so far, for whoever works at the round's unit or above it."""
    if not request.scope.covers(found.unit):
        return {"sees_runs": False}
    lines = [run_line(one) for one in runs_of(found)]
    published = next((one for one in lines if one.state == RunState.PUBLISHED), None)
    comparable = sum(one.comparable for one in lines) > 1
    return {"sees_runs": True, "run_lines": lines, "published": published, "comparable": comparable}


def _offered(request: Visit, found: Round) -> QuerySet[Opening]:
    return visible_openings(request.scope).filter(round=found, state=OpeningState.OFFERED)


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
    path("rounds/<int:pk>/allotment/try/", try_out, name="allotment-try"),
]
