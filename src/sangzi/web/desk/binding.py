"""All statements of a plan that nothing measures yet, each with what may measure it: one key each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.plans import actions
from sangzi.plans.access import get_commitment_to_decide, get_plan_to_decide
from sangzi.plans.models import Commitment, Plan, Status
from sangzi.scoreboard.indicators import indicators_of
from sangzi.web.addresses import desk_url
from sangzi.web.commitment_cards import Fit, fits_of, said
from sangzi.web.desk.commitments import of_plan
from sangzi.web.doors import Visit

State = Commitment.State
CHOICES = 3


@dataclass(frozen=True)
class Unbound:
    """A statement with the indicators that fit best."""

    commitment: Commitment
    fits: list[Fit]

    @property
    def said(self) -> str:
        return said(self.commitment)


@audience("staff")
@require_safe
def show(request: Visit, plan: int) -> HttpResponse:
    found = get_plan_to_decide(request.scope, plan)
    rows = unbound_of(found)
    page = {
        "plan": found,
        "cards": [Unbound(one, fits_of(one)[:CHOICES]) for one in rows],
        "others": list(indicators_of(found.unit).values()),
    }
    return render(request, "desk/plans/bind_all.html", page)


@audience("staff")
@require_POST
def bind_one(request: Visit, plan: int, commitment: int) -> HttpResponse:
    """Bind one and go on to the next."""
    found = of_plan(get_commitment_to_decide(request.scope, commitment), plan)
    key = request.POST.get("indicator") or request.POST.get("other", "")
    page = desk_url(request, "desk:plan-bind", plan)
    if not key:
        messages.warning(request, _("还没有选；请选一个指标。"))
        return HttpResponseRedirect(f"{page}#f{found.pk}")
    known = indicators_of(found.plan.unit)
    actions.bind(commitment=found, indicator=key, by=request.user, known=known)  # type: ignore[arg-type]  # the doors let no stranger in
    told = {"title": found.title, "indicator": known[key].title}
    messages.success(request, _("“%(title)s”用“%(indicator)s”衡量。") % told)
    after = next((one.pk for one in unbound_of(found.plan) if (one.start, one.pk) > (found.start, found.pk)), None)
    return HttpResponseRedirect(f"{page}#f{after}" if after else page)


def unbound_of(plan: Plan) -> list[Commitment]:
    """What nothing measures yet and asks for something, in the order of the text. One query."""
    rows = plan.commitments.filter(indicator="", state__in=(State.PROPOSED, State.CONFIRMED))
    found = list(rows.exclude(status=Status.RESULT).exclude(value=None).order_by("start", "pk"))
    for commitment in found:
        commitment.plan = plan
    return found


urlpatterns = [
    path("plans/<int:plan>/bind/", show, name="plan-bind"),
    path("plans/<int:plan>/bind/<int:commitment>/", bind_one, name="plan-bind-one"),
]
