"""Adding a commitment by hand: a passage, what the reader makes of it alone, and what a person completes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.plans import actions
from sangzi.plans.access import get_plan_to_decide
from sangzi.plans.models import Plan
from sangzi.plans.passages import LONGEST
from sangzi.plans.queries import Proposed, find_passage, masked_text, propose_for
from sangzi.web.addresses import desk_url
from sangzi.web.desk.plan_forms import CorrectForm, PassageForm, as_typed
from sangzi.web.doors import Visit
from sangzi.web.refused_forms import complain


@dataclass(frozen=True)
class Chosen:
    """A place in the text; `start` and `end` are 0 for what stands in no text."""

    start: int
    end: int
    quote: str

    @property
    def is_outside(self) -> bool:
        return self.start == self.end == 0


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, plan: int) -> HttpResponse:
    """Three steps on one page: find the passage, take what the reader makes of it, complete and save."""
    found = get_plan_to_decide(request.scope, plan)
    if found.state != Plan.State.READ:
        raise Conflict(_("规划“%(title)s”还没有读取；请读取以后再添加条目。") % {"title": found.title})
    given = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(found, given)
    if chosen is None:
        return _passage_page(request, found)
    if request.method == "POST" and "title" in request.POST:
        return _save(request, found, chosen)
    return _fields_page(request, found, chosen, _turn(given))


def _passage_page(request: Visit, found: Plan) -> HttpResponse:
    """Where to look for the passage that was pasted or typed; several places are told apart by what is around them."""
    form = PassageForm(request.POST if "passage" in request.POST else None)
    places = []
    if form.is_bound and form.is_valid():
        places = find_passage(found, form.cleaned_data["passage"])
        if len(places) == 1:
            chosen = _at(found, places[0].start, places[0].end)
            return _fields_page(request, found, chosen, 0)
        if not places:
            form.add_error("passage", _("原文里没有找到这段话；请从正文里复制，或换短一点的几个字再找。"))
    context = {"plan": found, "form": form, "places": places}
    return render(request, "desk/plans/add_passage.html", context, status=422 if form.errors else 200)


def _fields_page(request: Visit, found: Plan, chosen: Chosen, turn: int) -> HttpResponse:
    proposed = [] if chosen.is_outside else propose_for(found, chosen.start, chosen.end)
    turn = min(turn, max(len(proposed) - 1, 0))
    form = CorrectForm(initial=as_typed(_initial(found, proposed[turn] if proposed else None)))
    return _show(request, found, chosen, form, proposed=proposed, turn=turn)


def _save(request: Visit, found: Plan, chosen: Chosen) -> HttpResponse:
    form = CorrectForm(request.POST)
    if form.is_valid():
        place = {"start": chosen.start, "end": chosen.end}
        try:
            made = actions.add_commitment(plan=found, fields=form.cleaned_data, by=request.user, **place)  # type: ignore[arg-type]  # the doors let no stranger in
        except (BadInput, Conflict) as refused:
            complain(form, refused)
        else:
            messages.success(request, _("已添加“%(title)s”，请确认。") % {"title": made.title})
            return HttpResponseRedirect(f"{desk_url(request, 'desk:plan', found.pk)}&at={made.pk}#f{made.pk}")
    return _show(request, found, chosen, form)


def _show(request: Visit, found: Plan, chosen: Chosen, form: CorrectForm, **more: Any) -> HttpResponse:
    context = {"plan": found, "chosen": chosen, "form": form, **more}
    return render(request, "desk/plans/add_fields.html", context, status=422 if form.errors else 200)


def _chosen(found: Plan, given: Any) -> Chosen | None:
    """The place that the request names: `place=START-END`, or `outside`; None when it names none that is there."""
    if "outside" in given:
        return Chosen(0, 0, "")
    start, _dash, end = given.get("place", "").partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        return None
    low, high = int(start), int(end)
    if not low < high <= len(found.text) or high - low > LONGEST:
        raise BadInput(_("选中的文字太长，或不在这份规划里；请只选说这件事的那一句。"))
    return _at(found, low, high)


def _at(found: Plan, start: int, end: int) -> Chosen:
    return Chosen(start, end, masked_text(found)[start:end])


def _turn(given: Any) -> int:
    """Which of several statements the reader found is to be filled in."""
    return int(given["use"]) if given.get("use", "").isdecimal() else 0


def _initial(found: Plan, proposed: Proposed | None) -> dict[str, Any]:
    usual = {"comparator": ">=", "shape": "count", "status": "target", "over": "", "owners": []}
    return {**usual, "scope": found.unit.name, **(proposed or {})}


urlpatterns = [path("plans/<int:plan>/commitments/add/", add, name="commitment-add")]
