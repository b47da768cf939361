"""One run of an allotment: what it came to, drawn and in tables, why it can be trusted, and how to compute it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.models import Job
from sangzi.programmes import actions
from sangzi.programmes.access.runs import get_run_for
from sangzi.programmes.keeping import WORKED_AT
from sangzi.programmes.models import Run, RunState
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.runs import (
    Figures,
    figures_of,
    halt_of,
    is_publishable,
    outdated_of,
    trouble_of,
    work_at_hand,
)
from sangzi.programmes.queries.since_published import since_published
from sangzi.programmes.runs.checking import Checked
from sangzi.programmes.runs.stored import for_the_engine
from sangzi.programmes.runs.terms import announced, terms_of
from sangzi.programmes.steps.allotment import FITTED
from sangzi.web.addresses import desk_url
from sangzi.web.desk.rounds import OVER
from sangzi.web.doors import Visit
from sangzi.web.how_it_works import METHODS, refill_in_words
from sangzi.web.points import fit_in_words
from sangzi.web.run_charts import DRAWN, county_bars, first_share, gauges, rank_bars
from sangzi.web.run_lines import WITH_RESULT, name_of, proven, run_line, stayed_close
from sangzi.web.run_words import halt_in_words, rules_told

GOING_ON = (RunState.WORKING, RunState.PUBLISHING)
LISTED = 200
"""Bounds that the table has at most: a rule on every village has thousands."""


@dataclass(frozen=True)
class Said:
    """What came of computing again, for the page."""

    good: bool
    sentences: list[str]


@audience("staff")
@require_safe
def show(request: Visit, pk: int, number: int) -> HttpResponse:
    return run_page(request, get_run_for(request.scope, pk, number))


@audience("staff")
@require_safe
def progress(request: Visit, pk: int, number: int) -> HttpResponse:
    """How far it is; the page itself once it is done."""
    found = get_run_for(request.scope, pk, number)
    job = work_at_hand(found)
    told = found.state == RunState.PUBLISHED and job is None
    if told or found.state not in WORKED_AT or (job and job.state == Job.State.FAILED):
        return HttpResponse(headers={"HX-Redirect": desk_url(request, "desk:run", pk, number)})
    return render(request, "desk/runs/progress.html", {"run": found, "round": found.round, "job": job})


@audience("staff")
@require_POST
def check(request: Visit, pk: int, number: int) -> HttpResponse:
    """Compute it again from what was kept."""
    found = get_run_for(request.scope, pk, number)
    by: Any = request.user
    checked = actions.check_run(run=found, now=timezone.now(), by=by)
    return run_page(request, found, checked=_said(checked))


@audience("staff")
@require_safe
def input_file(request: Visit, pk: int, number: int) -> HttpResponse:
    """The arrays that `sangzi allot` takes as they are: numbers of places, nobody's name or key."""
    found = get_run_for(request.scope, pk, number)
    answer = HttpResponse(for_the_engine(found), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(found))}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def run_page(request: Visit, found: Run, *, checked: Said | None = None) -> HttpResponse:
    """The page of a run as it stands."""
    figures = figures_of(found) if found.state in WITH_RESULT else None
    context = {
        "run": found,
        "round": found.round,
        "line": run_line(found),
        "figures": figures,
        "checked": checked,
        **_standing(request, found),
        **_went_by(found),
        **(_drawn(found, figures) if figures else {}),
    }
    return render(request, "desk/runs/run.html", context)


def file_name(run: Run) -> str:
    """What the file of a run's input is called."""
    return f"round-{run.round_id}-run-{run.number}.npz"


def _standing(request: Visit, found: Run) -> dict[str, Any]:
    """How far it is, and what may be done with it."""
    round_ = found.round
    writes = request.scope.writable.covers(round_.unit)
    trouble = "" if found.state == RunState.REFUSED else trouble_of(found)
    outdated = "" if round_.state in OVER else outdated_of(found)
    told = {
        "job": work_at_hand(found) if found.state in WORKED_AT else None,
        "going_on": found.state in GOING_ON and not trouble,
        "failed": trouble,
        "may_check": found.state in WITH_RESULT,
        "outdated": outdated,
        **_halted(found, trouble, writes=writes),
    }
    if writes and round_.state not in OVER:
        told |= _may(found, trouble) | {"may_publish": not outdated and is_publishable(found)}
    if found.state != RunState.PUBLISHED:
        return told
    step = definition_of(round_).allotment
    published = {"since": since_published(found), "published_by": name_of(found.published_by)}
    return told | published | {"refill": refill_in_words(step) if step else ""}


def _halted(found: Run, trouble: str, *, writes: bool) -> dict[str, Any]:
    """Where work came to a halt, and whether the visitor can let it go on. People are told after the end, too."""
    halt = halt_of(found) if trouble else None
    if halt is None:
        return {}
    goes_on = not halt.useless if found.state == RunState.PUBLISHED else found.round.state not in OVER
    return {"halt": halt_in_words(found, halt), "may_resume": writes and goes_on}


def _may(found: Run, trouble: str) -> dict[str, bool]:
    """What may be done with a run of a round that is not over, beside publishing it."""
    stands = found.state in (RunState.MADE, RunState.REFUSED)
    stuck = bool(trouble) and found.state in GOING_ON
    return {
        "may_set_aside": stands or stuck,
        "may_try_on": stands or (stuck and found.state == RunState.PUBLISHING),
    }


def _went_by(found: Run) -> dict[str, Any]:
    terms = terms_of(found)
    return {
        "method": METHODS[found.method],
        "points": fit_in_words(terms.fit) if found.method in FITTED else "",
        "rules_tried": rules_told(terms.rules, announced(found.round).rules),
        "argued": terms.argued,
        "stay": stayed_close(found, terms),
        "file_name": file_name(found),
        "engine_method": "optimal" if found.method == "optimal" else "stable",
    }


def _drawn(found: Run, figures: Figures) -> dict[str, Any]:
    counties, bounds = county_bars(figures.counties), gauges(figures.quotas)
    offering = [bar for bar in counties if bar.county.seats]
    return {
        "first": first_share(figures),
        "people": figures.placed + figures.left_over,
        "ranks": rank_bars(figures),
        "counties": counties,
        "counties_drawn": offering[:DRAWN],
        "drawn": f":{DRAWN}",
        "drawn_count": DRAWN,
        "more_counties": len(offering) > DRAWN,
        "gauges": bounds,
        "listed": f":{LISTED}",
        "unlisted": max(len(bounds) - LISTED, 0),
        "proof": proven(found),
    }


def _said(found: Checked) -> Said:
    """The verdict of the separate checker on a fresh result, in sentences."""
    same = [
        _("输入和试算时一样，没有被改过。") if found.same_input else _("留存的输入和试算时的校验码不符。"),
        _("从头再算，每个人得到的都一样。") if found.same_result else _("从头再算，得到的结果不一样。"),
    ]
    if not found.same_stay:
        same.append(_("输入里记的先前那次试算的安排，和那次试算留存的不符。"))
    if found.fault:
        return Said(False, [*same, _("留存的结果不合名额或规则：%(fault)s") % {"fault": found.fault}])
    numbers = ("bound", "blocking", "objective", "stay", "stay_most")
    told = json.dumps({name: getattr(found, name) for name in numbers})
    verdict = proven(Run(method=found.run.method, proof=told))
    return Said(found.same_input and found.same_result and found.same_stay, [*same, *(one.says for one in verdict)])


urlpatterns = [
    path("rounds/<int:pk>/allotment/runs/<int:number>/", show, name="run"),
    path("rounds/<int:pk>/allotment/runs/<int:number>/progress/", progress, name="run-progress"),
    path("rounds/<int:pk>/allotment/runs/<int:number>/check/", check, name="run-check"),
    path("rounds/<int:pk>/allotment/runs/<int:number>/input/", input_file, name="run-input"),
]
