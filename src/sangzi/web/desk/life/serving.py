"""Those who have a place: who arrived, what they did, what they handed in, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangzi.kernel.audience import audience
from sangzi.kernel.papers import open_paper
from sangzi.programmes import actions
from sangzi.programmes.access import get_placement_for, require_may_write, visible_placements
from sangzi.programmes.access.life import get_report_for, visible_reports
from sangzi.programmes.models import Placement, Report, Side
from sangzi.programmes.queries.life import (
    called,
    claims_of,
    kind_of_life,
    life_list,
    paper_of_report,
    records_of_life,
    report_answers,
    reports_of,
    waiting_reports,
)
from sangzi.programmes.service_claims import claim_of, is_claim
from sangzi.web.addresses import desk_url
from sangzi.web.desk.life.forms import BreakOffForm, DayForm, ReasonForm, ServiceForm
from sangzi.web.desk.life.verbs import EDITS, answer, at_once, round_at, round_page
from sangzi.web.doors import Visit
from sangzi.web.downloads import paper_download
from sangzi.web.saying import said_of, saying

SHOWN = 50


@audience("staff")
@require_safe
def listed(request: Visit, pk: int) -> HttpResponse:
    """Everybody who has a place, and what waits to be looked at."""
    found = round_at(request, pk)
    page = life_list(visible_placements(request.scope), round_=found, unit=request.unit, after=request.GET.get("after"))
    waiting = waiting_reports(visible_reports(request.scope), round_=found, unit=request.unit)[:SHOWN]
    lines = [(one, called(one.placement), claim_of(one) if is_claim(one) else None) for one in waiting]
    context = round_page(request, found, "serving") | {"page": page, "waiting": lines}
    return render(request, "desk/life/serving.html", context)


@audience("staff")
@require_safe
def show(request: Visit, pk: int) -> HttpResponse:
    """One placement with all that was done in it."""
    found = get_placement_for(request.scope, pk)
    round_ = found.opening.round
    account: Any = request.user
    context = round_page(request, round_, "serving") | {
        "placement": found,
        "called": called(found),
        "kind": kind_of_life(round_),
        "records": records_of_life(found)[:SHOWN],
        "claims": claims_of(found),
        "reports": [(*one, report_answers(one[3]) if one[3] else []) for one in reports_of(found)],
        "may": request.scope.writable.covers(found.opening.unit),
        "works": found.state in ("held", "serving") and found.until is None,
        "is_said": found.feedback.filter(side=Side.OFFERER).exists(),
        "said": said_of(found, Side.OFFERER, account),
    }
    return render(request, "desk/life/placement.html", context)


@audience("staff")
@require_http_methods(EDITS)
def arrive(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = DayForm(request.POST or None, today=timezone.localdate())

    def act(by: Any) -> str:
        actions.confirm_arrival(placement=found, today=timezone.localdate(), by=by, **form.cleaned_data)
        return _("已登记到岗。")

    return _answer(request, found, form, act, _("登记到岗"))


@audience("staff")
@require_http_methods(EDITS)
def log(request: Visit, pk: int) -> HttpResponse:
    """Hours or shifts that somebody served, written by whoever offers the place."""
    found = _own(request, pk)
    kind = kind_of_life(found.opening.round)
    form = ServiceForm(request.POST or None, today=timezone.localdate(), measure=kind.measure if kind else "")

    def act(by: Any) -> str:
        actions.log_service(placement=found, today=timezone.localdate(), by=by, **form.cleaned_data)
        return _("已记下，计入数据。")

    return _answer(request, found, form, act, _("记服务"))


@audience("staff")
@require_http_methods(EDITS)
def finish(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = DayForm(request.POST or None, today=timezone.localdate())
    form.fields["on"].label = _("最后一天")

    def act(by: Any) -> str:
        now = timezone.now()
        actions.finish(placement=found, today=timezone.localdate(now), now=now, by=by, **form.cleaned_data)
        return _("已登记完成，本人会收到通知。")

    return _answer(request, found, form, act, _("登记完成"))


@audience("staff")
@require_http_methods(EDITS)
def break_off(request: Visit, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = BreakOffForm(request.POST or None, today=timezone.localdate())
    form.fields["on"].label = _("从哪一天起不在")

    def act(by: Any) -> str:
        now = timezone.now()
        actions.break_off(placement=found, today=timezone.localdate(now), now=now, by=by, **form.cleaned_data)
        return _("已登记中途结束，名额空出。")

    return _answer(request, found, form, act, _("中途结束"), dangerous=True)


@audience("staff")
@require_POST
def accept(request: Visit, pk: int) -> HttpResponse:
    """A report is taken, or hours are confirmed."""
    found = _own_report(request, pk)

    def act(by: Any) -> str:
        if is_claim(found):
            actions.confirm_service(report=found, now=timezone.now(), by=by)
            return _("已确认，计入数据。")
        actions.accept_report(report=found, now=timezone.now(), by=by)
        return _("已收下。")

    return at_once(request, act, _back(request, found))


@audience("staff")
@require_http_methods(EDITS)
def give_back(request: Visit, pk: int) -> HttpResponse:
    """A report is given back to be mended, or hours are not confirmed; the person learns why."""
    found = _own_report(request, pk)
    form = ReasonForm(request.POST or None)

    def act(by: Any) -> str:
        verb = actions.refuse_service if is_claim(found) else actions.return_report
        verb(report=found, now=timezone.now(), by=by, **form.cleaned_data)
        return _("已退回，本人会收到通知。")

    heading = _("不确认这一条") if is_claim(found) else _("退回修改")
    opening = found.placement.opening
    page = {"round": opening.round, "opening": opening, "heading": heading, "verb": _("退回")}
    return answer(request, form, act, back=_back(request, found), page=page)


@audience("staff")
@require_safe
def paper(request: Visit, pk: int, number: int) -> StreamingHttpResponse:
    """A file that came with a report; who opened it is written down."""
    found = paper_of_report(_own_report(request, pk), number)
    account: Any = request.user
    return paper_download(found, open_paper(paper=found, by=account))


@audience("staff")
@require_http_methods(EDITS)
def say(request: Visit, pk: int) -> HttpResponse:
    """How it was, said by whoever offered the place."""
    found = _own(request, pk)
    said, back = saying(request, found, Side.OFFERER), desk_url(request, "desk:placement", found.pk)
    if said.taken:
        messages.success(request, _("谢谢您的反馈。"))
        return HttpResponseRedirect(back)
    page = _page(found, _("反馈")) | {"back": back} | said.page
    return render(request, "desk/rounds/verb.html", page, status=422 if said.form.errors else 200)


def _own(request: Visit, pk: int) -> Placement:
    """A placement, for whoever may change things where it is offered."""
    found = get_placement_for(request.scope, pk)
    require_may_write(request.scope, found.opening.unit)
    return found


def _own_report(request: Visit, pk: int) -> Report:
    found = get_report_for(request.scope, pk)
    require_may_write(request.scope, found.placement.opening.unit)
    return found


def _back(request: Visit, report: Report) -> str:
    if "list" in request.GET:
        return desk_url(request, "desk:serving", report.placement.opening.round_id)
    return desk_url(request, "desk:placement", report.placement_id)


def _answer(
    request: Visit, found: Placement, form: Any, act: Callable[[Any], str], heading: str, *, dangerous: bool = False
) -> HttpResponse:
    page = _page(found, heading) | {"dangerous": dangerous}
    return answer(request, form, act, back=desk_url(request, "desk:placement", found.pk), page=page)


def _page(found: Placement, heading: str) -> dict[str, Any]:
    return {
        "round": found.opening.round,
        "opening": found.opening,
        "heading": _("%(verb)s：%(who)s") % {"verb": heading, "who": called(found)},
        "verb": heading,
    }


urlpatterns = [
    path("rounds/<int:pk>/serving/", listed, name="serving"),
    path("placements/<int:pk>/", show, name="placement"),
    path("placements/<int:pk>/arrive/", arrive, name="placement-arrive"),
    path("placements/<int:pk>/log/", log, name="placement-log"),
    path("placements/<int:pk>/finish/", finish, name="placement-finish"),
    path("placements/<int:pk>/break-off/", break_off, name="placement-break-off"),
    path("placements/<int:pk>/feedback/", say, name="placement-feedback"),
    path("reports/<int:pk>/accept/", accept, name="report-accept"),
    path("reports/<int:pk>/papers/<int:number>/", paper, name="report-paper"),
    path("reports/<int:pk>/give-back/", give_back, name="report-give-back"),
]
