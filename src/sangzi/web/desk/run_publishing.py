"""Publishing a run of an allotment, after seeing how many are told and what is not as announced; setting one aside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sangzi.kernel.audience import audience
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.programmes import actions
from sangzi.programmes.access import require_may_write
from sangzi.programmes.access.runs import get_run_for
from sangzi.programmes.models import Round, Run, RunState
from sangzi.programmes.queries import definition_of
from sangzi.programmes.queries.runs import Figures, figures_of, is_publishable, outdated_of
from sangzi.programmes.runs.publishing import refuse_unargued
from sangzi.programmes.runs.terms import is_announced, terms_of
from sangzi.programmes.standing import broken
from sangzi.web.addresses import desk_url, to_desk
from sangzi.web.desk.run_forms import PublishForm
from sangzi.web.doors import Visit
from sangzi.web.how_it_works import refill_in_words
from sangzi.web.refused_forms import complain
from sangzi.web.run_charts import gauges
from sangzi.web.run_lines import called, stayed_close
from sangzi.web.run_words import resumed_in_words

EDITS = ["GET", "HEAD", "POST"]
NAMED = 5  # bounds that are not held, said one by one


@audience("staff")
@require_http_methods(EDITS)
def publish(request: Visit, pk: int, number: int) -> HttpResponse:
    """What will happen, and what must be argued; then the deed."""
    found = _own(request, pk, number)
    figures = figures_of(found)
    if not is_publishable(found) or figures is None:
        raise Conflict(_("只有算好而没有公布的试算可以公布；请回到试算页面看它的状态。"))
    if request.method != "POST" and (outdated := outdated_of(found)):
        raise Conflict(outdated)
    argued, stay = _to_argue(found.round, found, figures), stayed_close(found, terms_of(found))
    form = PublishForm(request.POST if request.method == "POST" else None, needed=bool(argued or stay))
    if request.method == "POST" and form.is_valid():
        try:
            return _published(request, found, form.cleaned_data.get("reason", ""))
        except (BadInput, Conflict) as refused:
            complain(form, refused)
    context = {
        "run": found,
        "round": found.round,
        "called": called(found),
        "effects": _effects(found.round, figures),
        "stay": stay,
        "argued": argued,
        "form": form,
        "back": desk_url(request, "desk:run", pk, number),
    }
    return render(request, "desk/runs/publish.html", context, status=422 if form.errors else 200)


@audience("staff")
@require_POST
def resume(request: Visit, pk: int, number: int) -> HttpResponse:
    """Work that workers gave up goes on; pressed twice, it goes on once."""
    found = _own(request, pk, number)
    by: Any = request.user
    if actions.resume_run(run=found, by=by):
        messages.success(request, resumed_in_words(found))
    else:
        messages.info(request, _("没有停下的事：已经在继续，或者已经做完。"))
    return to_desk(request, "desk:run", pk, number)


@audience("staff")
@require_POST
def set_aside(request: Visit, pk: int, number: int) -> HttpResponse:
    """Nobody wants this run any more."""
    found = _own(request, pk, number)
    by: Any = request.user
    actions.set_run_aside(run=found, by=by)
    messages.success(request, _("“%(run)s”已作废。") % {"run": called(found)})
    return to_desk(request, "desk:allotment", pk)


def _published(request: Visit, found: Run, reason: str) -> HttpResponse:
    by: Any = request.user
    done = actions.publish_run(run=found, now=timezone.now(), by=by, reason=reason)
    if done.state == RunState.PUBLISHED:
        messages.success(request, _("已公布，每个人都会收到通知。"))
    else:
        messages.info(request, _("人数多，正在后台公布；这一页会显示进度。"))
    return to_desk(request, "desk:run", found.round_id, found.number)


def _own(request: Visit, pk: int, number: int) -> Run:
    found = get_run_for(request.scope, pk, number)
    require_may_write(request.scope, found.round.unit)
    return found


def _effects(round_: Round, figures: Figures) -> list[str]:
    step = definition_of(round_).allotment
    assert step is not None
    people = figures.placed + figures.left_over
    told = {"count": people, "placed": figures.placed, "left": figures.left_over}
    effects = [
        ngettext(
            "会通知%(count)d名申请人：%(placed)d人得到名额，%(left)d人没有。",
            "会通知%(count)d名申请人：%(placed)d人得到名额，%(left)d人没有。",
            people,
        )
        % told
    ]
    if step.accept_hours:
        effects.append(_("得到名额的人要在%(hours)d小时内确认。") % {"hours": step.accept_hours})
    return [*effects, refill_in_words(step), _("公布以后，这次试算的结果不能再改，也不能撤回。")]


def _to_argue(round_: Round, found: Run, figures: Figures) -> list[str]:
    """What is not as announced, and what does not hold: each needs a reason. What it stays close to is said apart."""
    try:
        refuse_unargued(round_, found, "")
    except Conflict as refused:
        stays = terms_of(found).stay is not None
        return _unargued(round_, found, figures) or ([] if stays else [refused.sentence])
    return []


def _unargued(round_: Round, found: Run, figures: Figures) -> list[str]:
    as_announced = is_announced(round_, replace(terms_of(found), stay=None))  # what it stays close to is said apart
    said = [] if as_announced else [_("这次试算的办法、分数或规则与公布的不同。")]
    missed = [f"{one.says}：{one.words}" for one in gauges(figures.quotas) if one.look == "behind"]
    said += missed[:NAMED]
    if len(missed) > NAMED:
        said.append(_("另有%(count)d条界限没有守住。") % {"count": len(missed) - NAMED})
    return [*said, *(f"{one.says}：{one.now}" for one in broken(round_) if one.rule.of != "placements")]


urlpatterns = [
    path("rounds/<int:pk>/allotment/runs/<int:number>/publish/", publish, name="run-publish"),
    path("rounds/<int:pk>/allotment/runs/<int:number>/resume/", resume, name="run-resume"),
    path("rounds/<int:pk>/allotment/runs/<int:number>/aside/", set_aside, name="run-aside"),
]
